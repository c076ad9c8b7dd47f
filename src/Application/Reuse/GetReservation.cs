using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A reservation, for whoever holds its link. The link answers until a month after its end.</summary>
[AllowedTo(Permission.FindReuseItems)]
public sealed record GetReservation(string Secret) : IQuery<OneOf<ReservationView, NotFound>>;

/// <summary>How a reservation stands.</summary>
/// <param name="Secret">Of its link.</param>
/// <param name="End">How it ended; null while the item is kept. One whose time is over has lapsed, whether the sweep has been there or not.</param>
/// <param name="UntilAt">In the time of the place.</param>
public sealed record ReservationView(
    ItemReservationId Id, string Secret, Contact Contact, string Language, ReservationEnd? End, ZonedDateTime UntilAt, ReuseItemId ItemId, string ItemName, string ItemCode, int PriceCents, long Grams, bool IsStillOffered, WherePickedUp Where)
{
    public LocalDateTime Until => UntilAt.LocalDateTime;
}

internal sealed class GetReservationHandler(ReservationLinks links, ReservationViews views) : IRequestHandler<GetReservation, OneOf<ReservationView, NotFound>>
{
    public async Task<OneOf<ReservationView, NotFound>> Handle(GetReservation request, CancellationToken cancellationToken) =>
        await links.Opens(request.Secret).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } reservation ? await views.OfAsync(reservation, cancellationToken) : new NotFound();
}

/// <summary>What the secrets of links open.</summary>
internal sealed class ReservationLinks(RepairNetDb db, IClock clock)
{
    /// <summary>How long a link answers once the time of the reservation is over.</summary>
    private static readonly Duration Lasts = Duration.FromDays(30);

    /// <summary>Reservations whose links answer now.</summary>
    public IQueryable<ItemReservation> Answering
    {
        get
        {
            var since = clock.GetCurrentInstant() - Lasts;
            return db.ItemReservations.Where(r => r.ErasedAt == null && r.Until > since);
        }
    }

    /// <summary>The reservation this secret opens now, if any.</summary>
    public IQueryable<ItemReservation> Opens(string secret)
    {
        var hash = BookingSecrets.Hash(secret);
        return Answering.Where(r => r.SecretHash == hash);
    }
}

/// <summary>Makes them.</summary>
internal sealed class ReservationViews(RepairNetDb db, ReservationSecrets secrets, ITerritories territories, IClock clock, IDateTimeZoneProvider zones)
{
    public async Task<ReservationView> OfAsync(ItemReservation reservation, CancellationToken cancellationToken)
    {
        var item = await db.ReuseItems.AsNoTracking().SingleAsync(i => i.Id == reservation.ItemId, cancellationToken);
        var (where, zone) = await db.WhereAsync(item.PlaceId, await territories.GetAsync(cancellationToken), cancellationToken);
        return new ReservationView(
            reservation.Id, secrets.SecretOf(reservation.Id), reservation.Contact, reservation.Language,
            reservation.End ?? (reservation.Holds(clock.GetCurrentInstant()) ? null : ReservationEnd.Lapsed), reservation.Until.InZone(zones[zone]),
            item.Id, item.Name, item.Code.Value, item.PriceCents ?? 0, item.LeftGrams, item.State == ReuseItemState.Offered, where);
    }
}
