using MediatR;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>Where a booking can move: the free slots of its service over some open days, its own bench counted as free.</summary>
/// <param name="From">First local day; null, or a day past, for today.</param>
/// <param name="Categories">Codes of what is to be repaired, one for each item: a session counts only if someone there repairs each.</param>
/// <param name="ByResident">False for the workshop: its notice binds residents.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record FindMoveChoices(ServiceId Service, BookingId Moving, LocalDate? From, IReadOnlyList<string?>? Categories = null, bool ByResident = true) : IQuery<MoveChoices>;

/// <param name="Slots">In order; whole days.</param>
/// <param name="Next">The day from which to go on, or null at the end.</param>
public sealed record MoveChoices(IReadOnlyList<Slot> Slots, LocalDate? Next);

internal sealed class FindMoveChoicesHandler(BookingDesk desk, IClock clock) : IRequestHandler<FindMoveChoices, MoveChoices>
{
    public async Task<MoveChoices> Handle(FindMoveChoices request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Service, cancellationToken) is not { } bookable || !bookable.Status.TakesBookings(request.ByResident))
        {
            return new MoveChoices([], null);
        }

        var today = clock.GetCurrentInstant().InZone(bookable.Zone).Date;
        var first = LocalDate.Max(request.From ?? today, today);
        var last = today.PlusDays(bookable.Service.Terms.MaxAheadDays);
        if (first > last)
        {
            return new MoveChoices([], null);
        }

        return OpenDays.Of(await desk.FreeTimesAsync(bookable, bookable.Service.SlotTerms(request.Categories ?? [], withNotice: request.ByResident), first, last, request.Moving, cancellationToken), bookable.Zone, first, last);
    }
}

/// <summary>Free slots, some open days at a time.</summary>
internal static class OpenDays
{
    private const int AtOnce = 5;

    public static MoveChoices Of(SlotCalculator free, DateTimeZone zone, LocalDate first, LocalDate last)
    {
        var slots = new List<Slot>();
        var days = 0;
        LocalDate? day = null;
        foreach (var slot in free.Slots(first, last))
        {
            var date = slot.Start.InZone(zone).Date;
            if (date != day)
            {
                if (days == AtOnce)
                {
                    return new MoveChoices(slots, date);
                }

                (day, days) = (date, days + 1);
            }

            slots.Add(slot);
        }

        return new MoveChoices(slots, null);
    }
}
