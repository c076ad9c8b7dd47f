using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Someone gives up what was kept for them, by its link: it is anyone's at once. Pressed twice, it is done once.</summary>
[AllowedTo(Permission.FindReuseItems)]
public sealed record GiveUpReservation(string Secret) : ICommand<OneOf<ReservationView, NotFound>>;

internal sealed class GiveUpReservationHandler(ReservationLinks links, ReservationViews views, ItemDesk desk, IClock clock) : IRequestHandler<GiveUpReservation, OneOf<ReservationView, NotFound>>
{
    public async Task<OneOf<ReservationView, NotFound>> Handle(GiveUpReservation request, CancellationToken cancellationToken)
    {
        // Asked again once the item is held: something may have happened while this waited.
        if (await links.Opens(request.Secret).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } found
            || await desk.HoldAsync(found.ItemId, cancellationToken) is not { } item
            || await links.Opens(request.Secret).SingleOrDefaultAsync(cancellationToken) is not { } reservation)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        await desk.EndAsync(item, reservation, reservation.Holds(now) ? ReservationEnd.GivenUp : ReservationEnd.Lapsed, new DoneBy(now, null), cancellationToken);
        return await views.OfAsync(reservation, cancellationToken);
    }
}
