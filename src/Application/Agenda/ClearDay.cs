using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>Gives a local day back to the weekly openings. Nothing to undo is done too.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record ClearDay(PlaceId PlaceId, LocalDate Date) : ICommand<OneOf<Done, NotFound>>, IMayFreeSlots;

internal sealed class ClearDayHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks) : IRequestHandler<ClearDay, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ClearDay request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        await locks.HoldAgendaAsync(request.PlaceId, cancellationToken);
        if (await db.DayOverrides.SingleOrDefaultAsync(d => d.PlaceId == request.PlaceId && d.Date == request.Date, cancellationToken) is { } day)
        {
            db.DayOverrides.Remove(day);
        }

        return new Done();
    }
}
