using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>The free slots closest to one that is not, of the same service: at most three, in order of time.</summary>
/// <param name="Moving">The booking that is being moved, whose own bench counts as free; null for a new one.</param>
/// <param name="Categories">Codes of what is to be repaired, one for each item; none where that is not known.</param>
/// <param name="AtDesk">For someone else, by who works there or mediates: what they may book, which is more than residents may.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record FindAlternatives(ServiceId Service, Instant Start, BookingId? Moving = null, IReadOnlyList<string?>? Categories = null, bool AtDesk = false) : IQuery<Alternatives>;

/// <summary>Slots still free, at most three, and the zone in which to tell them.</summary>
public sealed record Alternatives(IReadOnlyList<Slot> Slots, DateTimeZone Zone);

internal sealed class FindAlternativesHandler(RepairNetDb db, BookingDesk desk, ITerritories territories, ICurrentActor currentActor, IClock clock) : IRequestHandler<FindAlternatives, Alternatives>
{
    private const int Count = 3;
    private const int DaysAround = 7;

    public async Task<Alternatives> Handle(FindAlternatives request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Service, cancellationToken) is not { } bookable)
        {
            return new Alternatives([], DateTimeZone.Utc);
        }

        var role = request.AtDesk ? await RoleAsync(bookable.Place, cancellationToken) : null;
        if (!bookable.Status.TakesBookings(byResident: role is null))
        {
            return new Alternatives([], DateTimeZone.Utc);
        }

        // Most of the time the week around is enough; else the whole period in which one may book.
        var now = clock.GetCurrentInstant();
        var today = now.InZone(bookable.Zone).Date;
        var wanted = LocalDate.Max(today, LocalDate.Min(request.Start.InZone(bookable.Zone).Date, today.PlusDays(bookable.Service.Terms.MaxAheadDays)));
        var near = await NearestAsync(bookable, request, role, wanted.PlusDays(-DaysAround), wanted.PlusDays(DaysAround), cancellationToken);
        return new Alternatives(near.Count == Count ? near : await NearestAsync(bookable, request, role, today, today.PlusDays(bookable.Service.Terms.MaxAheadDays), cancellationToken), bookable.Zone);
    }

    private async Task<DeskRole?> RoleAsync(PlaceOffer place, CancellationToken cancellationToken) =>
        (await currentActor.GetAsync(cancellationToken)).RoleAt(place, (await territories.GetAsync(cancellationToken)).Commune(place.CommuneCode));

    private async Task<IReadOnlyList<Slot>> NearestAsync(Bookable bookable, FindAlternatives request, DeskRole? role, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        var free = await desk.FreeTimesAsync(bookable, bookable.Service.SlotTerms(request.Categories ?? [], withNotice: role != DeskRole.Workshop), from, to, request.Moving, cancellationToken);
        var own = request.Moving is { } moving ? await db.Bookings.Where(b => b.Id == moving).Select(b => (Instant?)b.Start).SingleOrDefaultAsync(cancellationToken) : null;
        return [.. free
            .Slots(from, to)
            .Where(slot => (slot.Start != request.Start || request.Moving is null) && slot.Start != own)
            .OrderBy(slot => Duration.Max(slot.Start - request.Start, request.Start - slot.Start))
            .Take(Count)
            .OrderBy(slot => slot.Start)];
    }
}
