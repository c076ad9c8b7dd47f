using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>A manager no longer follows a calendar: its closures go with it.</summary>
[AllowedTo(Permission.ManageOrganisation)]
public sealed record RemoveImportedCalendar(PlaceId Place, ImportedCalendarId Calendar) : ICommand<OneOf<Done, NotFound>>, IMayFreeSlots;

internal sealed class RemoveImportedCalendarHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks) : IRequestHandler<RemoveImportedCalendar, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(RemoveImportedCalendar request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var owner = await db.Places.Where(p => p.Id == request.Place).Select(p => (OrganisationId?)p.OrganisationId).SingleOrDefaultAsync(cancellationToken);
        if (owner is not { } organisation || !actor.Acts(Permission.ManageOrganisation, organisation))
        {
            return new NotFound();
        }

        await locks.HoldAgendaAsync(request.Place, cancellationToken);
        if (await db.ImportedCalendars.SingleOrDefaultAsync(c => c.Id == request.Calendar && c.PlaceId == request.Place, cancellationToken) is not { } calendar)
        {
            return new NotFound();
        }

        db.Closures.RemoveRange(await db.Closures.Where(c => c.ImportedFrom == calendar.Id).ToListAsync(cancellationToken));
        db.ImportedCalendars.Remove(calendar);
        return new Done();
    }
}
