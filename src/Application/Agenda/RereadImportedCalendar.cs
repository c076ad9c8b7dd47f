using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>A member wants a calendar read now rather than when it is due. Asked for again within a minute, nothing happens.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record RereadImportedCalendar(PlaceId Place, ImportedCalendarId Calendar) : IBriefCommand<OneOf<Done, NotFound>>;

internal sealed class RereadImportedCalendarHandler(RepairNetDb db, CalendarImports imports, ICurrentActor currentActor) : IRequestHandler<RereadImportedCalendar, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(RereadImportedCalendar request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.Place, cancellationToken) is null
            || !await db.ImportedCalendars.AnyAsync(c => c.Id == request.Calendar && c.PlaceId == request.Place, cancellationToken))
        {
            return new NotFound();
        }

        await imports.ReadAgainAsync(request.Calendar, asked: true, cancellationToken);
        return new Done();
    }
}
