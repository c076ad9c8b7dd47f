using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Bookings.Waiting;

/// <summary>What became of a held slot.</summary>
public enum HeldSlotEnd
{
    Accepted,
    Declined,
    /// <summary>Nobody answered in time.</summary>
    Lapsed,
    /// <summary>Its holder left the list, or the place offers it no more.</summary>
    Withdrawn,
}

/// <summary>
/// A slot held for one person of the waiting list until a stated moment. Its bench is busy meanwhile, like that of a booking.
/// Each is told of one start at one place once and never again.
/// </summary>
public sealed class HeldSlot
{
    /// <summary>Less time than this to answer, and it is not worth telling.</summary>
    public static readonly Duration LeastTime = Duration.FromMinutes(30);

    public HeldSlot(HeldSlotId id, WaitingEntryId entryId, PlaceId placeId, ServiceId serviceId, int bench, TimeRange time, int bufferMinutes, Instant offeredAt, Instant heldUntil)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bench, 1);
        Id = id;
        EntryId = entryId;
        PlaceId = placeId;
        ServiceId = serviceId;
        Bench = bench;
        Start = time.Start;
        End = time.End;
        BufferMinutes = bufferMinutes;
        OfferedAt = offeredAt;
        HeldUntil = heldUntil;
    }

    private HeldSlot()
    {
    }

    public HeldSlotId Id { get; private set; }
    public WaitingEntryId EntryId { get; private set; }
    public PlaceId PlaceId { get; private set; }
    public ServiceId ServiceId { get; private set; }

    /// <summary>From 1.</summary>
    public int Bench { get; private set; }
    public Instant Start { get; private set; }
    public Instant End { get; private set; }
    public int BufferMinutes { get; private set; }
    public Instant OfferedAt { get; private set; }

    /// <summary>They may take it until just before this moment.</summary>
    public Instant HeldUntil { get; private set; }
    public Instant? EndedAt { get; private set; }
    public HeldSlotEnd? Outcome { get; private set; }

    /// <summary>The booking that this slot becomes if it is accepted.</summary>
    public BookingId BookingId => BookingId.From(Id.Value);

    public TimeRange Time => new(Start, End);

    /// <summary>
    /// Until when a slot offered now is held: so much time within decent hours, and no later than its own start. Null when
    /// too little time is left to answer.
    /// </summary>
    /// <param name="length">Time to answer, counted between 08:00 and 20:00 local.</param>
    /// <param name="zone">Of the place.</param>
    public static Instant? HoldUntil(Instant now, Duration length, Instant start, DateTimeZone zone)
    {
        var until = Instant.Min(DecentHours.After(now, length, zone), start);
        return until - DecentHours.Next(now, zone) >= Duration.Min(LeastTime, length) ? until : null;
    }

    /// <summary>Whether its holder may still take it.</summary>
    public bool IsOpen(Instant now) => EndedAt is null && now < HeldUntil;

    /// <summary>Ends it. It ends once.</summary>
    public void Finish(HeldSlotEnd outcome, Instant now)
    {
        if (EndedAt is not null)
        {
            throw new InvalidOperationException("This slot is no longer held.");
        }

        (Outcome, EndedAt) = (outcome, now);
    }
}
