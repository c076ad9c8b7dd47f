using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>What is known of the item of an appointment: the visits before, what was found and proposed, its repairs. For those who work there.</summary>
/// <param name="Reference">Of the appointment, in any spelling.</param>
/// <param name="Item">Which item of the appointment, from 1.</param>
[AllowedTo(Permission.ReadRepairs)]
public sealed record GetItemHistory(string Reference, int Item = 1) : IQuery<OneOf<ItemHistory, NotFound>>
{
    /// <summary>Visits looked back at.</summary>
    public const int MostVisits = 12;

    /// <summary>Repairs of the same label shown.</summary>
    public const int MostRepairs = 20;
}

/// <param name="Visits">Before this one, the latest first.</param>
/// <param name="Repairs">Others of the same label in the same organisation, the latest first.</param>
/// <param name="NextVisit">Reference of the appointment that follows this one, unless it was cancelled or nobody came.</param>
/// <param name="NextVisitAt">When that is.</param>
/// <param name="Diagnosis">What was found at this visit.</param>
/// <param name="ItemCode">The code of its label, where a visit before recorded one.</param>
/// <param name="Slip">An item was left at this visit.</param>
/// <param name="SlipState">Where that stands.</param>
/// <param name="IsLeft">It is this item.</param>
/// <param name="WalkIn">Before all those visits, the repair of someone who came without an appointment; null for none.</param>
public sealed record ItemHistory(
    IReadOnlyList<EarlierVisit> Visits, IReadOnlyList<EarlierRepair> Repairs, string? NextVisit, Instant? NextVisitAt, string? Diagnosis, string? ItemCode, string? Slip, ItemLeftState? SlipState, bool IsLeft, EarlierWalkIn? WalkIn);

/// <summary>A repair made without an appointment, and what was found at it.</summary>
public sealed record EarlierWalkIn(RepairId Id, LocalDate Date, RepairOutcome Outcome, string? Found);

/// <summary>A visit before.</summary>
/// <param name="Outcome">What became of the item then; null where nothing was recorded.</param>
/// <param name="Diagnosis">What was found.</param>
/// <param name="QuoteCents">The last price proposed, in cents.</param>
public sealed record EarlierVisit(string Reference, LocalDate Day, RepairOutcome? Outcome, string? Diagnosis, long? QuoteCents, QuoteAnswer? QuoteAnswer);

/// <summary>A repair of the same label.</summary>
public sealed record EarlierRepair(RepairId Id, LocalDate Date, RepairOutcome Outcome, string? Problem, IReadOnlyList<string> Parts);

internal sealed class GetItemHistoryHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<GetItemHistory, OneOf<ItemHistory, NotFound>>
{
    public async Task<OneOf<ItemHistory, NotFound>> Handle(GetItemHistory request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!BookingReference.TryParse(request.Reference, out var reference)
            || await db.Bookings.AsNoTracking().SingleOrDefaultAsync(b => b.Reference == reference.Value, cancellationToken) is not { } booking
            || !actor.Acts(Permission.ReadRepairs, booking.OrganisationId))
        {
            return new NotFound();
        }

        var before = await BeforeAsync(booking, cancellationToken);
        BookingId[] chain = [booking.Id, .. before.Select(b => b.Id)];
        var numbers = Numbers(booking, request.Item, before);
        var recorded = (await db.Repairs.AsNoTracking().Where(r => r.BookingId != null && chain.Contains(r.BookingId.Value)).ToListAsync(cancellationToken))
            .FindAll(r => numbers.GetValueOrDefault(r.BookingId!.Value) == r.BookingItem);
        var left = (await db.ItemsLeft.AsNoTracking().Where(i => i.BookingId != null && chain.Contains(i.BookingId.Value)).ToListAsync(cancellationToken))
            .FindAll(i => i.BookingId == booking.Id || numbers.GetValueOrDefault(i.BookingId!.Value) == i.BookingItem);

        var root = before.Count > 0 ? before[^1] : booking;
        var walkIn = root.FollowsRepairId is { } at && numbers.GetValueOrDefault(root.Id) == 1
            ? await db.Repairs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == at && r.OrganisationId == booking.OrganisationId, cancellationToken)
            : null;

        // The label stays on the item: whichever visit recorded it last knows it.
        var code = (walkIn is null ? recorded : [.. recorded, walkIn]).OrderByDescending(r => r.Date).ThenByDescending(r => r.RecordedAt).Select(r => (ItemCode?)r.ItemCode).FirstOrDefault();
        var ofVisits = recorded.Select(r => r.Id).ToList();
        if (walkIn is not null)
        {
            ofVisits.Add(walkIn.Id);
        }

        var repairs = code is not { } label ? [] : await db.Repairs.AsNoTracking()
            .Where(r => r.ItemCode == label && r.OrganisationId == booking.OrganisationId && !ofVisits.Contains(r.Id))
            .OrderByDescending(r => r.Date).ThenByDescending(r => r.RecordedAt)
            .Take(GetItemHistory.MostRepairs).ToListAsync(cancellationToken);
        var next = await db.Bookings.AsNoTracking()
            .Where(b => b.FollowsBookingId == booking.Id && b.Status != BookingStatus.Cancelled && b.Status != BookingStatus.NoShow)
            .OrderByDescending(b => b.Start).Select(b => new { b.Reference, b.Start }).FirstOrDefaultAsync(cancellationToken);
        var here = left.Find(i => i.BookingId == booking.Id);
        return new ItemHistory(
            [.. before.Select(b => (Booking: b, Quote: left.Find(i => i.BookingId == b.Id)?.LastQuote)).Select(v => new EarlierVisit(
                v.Booking.Reference, v.Booking.Day, recorded.Find(r => r.BookingId == v.Booking.Id)?.Outcome, v.Booking.Diagnosis, v.Quote?.AmountCents, v.Quote?.Answer))],
            [.. repairs.Select(r => new EarlierRepair(r.Id, r.Date, r.Outcome, r.Problem, r.Parts))],
            next?.Reference,
            next?.Start,
            booking.Diagnosis,
            code?.Value,
            here?.Slip,
            here?.State,
            here?.BookingItem == request.Item,
            walkIn is null ? null : new EarlierWalkIn(walkIn.Id, walkIn.Date, walkIn.Outcome, root.FoundBefore));
    }

    /// <summary>Which item it was at each visit: it keeps its words from one to the next, and its number where all came back.</summary>
    private static Dictionary<BookingId, int> Numbers(Booking booking, int number, IEnumerable<Booking> before)
    {
        var numbers = new Dictionary<BookingId, int> { [booking.Id] = number };
        if (number < 1 || number > booking.Items.Count)
        {
            return numbers;
        }

        var item = booking.Items[number - 1];
        foreach (var visit in before)
        {
            numbers[visit.Id] = visit.Items.ElementAtOrDefault(number - 1) == item ? number : visit.Items.ToList().IndexOf(item) + 1;
        }

        return numbers;
    }

    private async Task<List<Booking>> BeforeAsync(Booking booking, CancellationToken cancellationToken)
    {
        var before = new List<Booking>();
        for (var earlier = booking.FollowsBookingId; earlier is { } id && before.Count < GetItemHistory.MostVisits; earlier = before[^1].FollowsBookingId)
        {
            before.Add(await db.Bookings.AsNoTracking().SingleAsync(b => b.Id == id, cancellationToken));
        }

        return before;
    }
}
