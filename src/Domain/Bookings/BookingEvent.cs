using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Bookings;

/// <summary>What was done to a booking.</summary>
public enum BookingDeed
{
    Moved,
    Cancelled,
    Arrived,
    Missed,
    Completed,
    Reminded,
    Confirmed,

    /// <summary>Not confirmed in time.</summary>
    Lapsed,

    /// <summary>Its link was replaced.</summary>
    LinkRenewed,

    /// <summary>Its arrival had been noted by mistake.</summary>
    ArrivalTakenBack,
}

/// <summary>Who did it.</summary>
public enum BookingParty
{
    /// <summary>The person whose appointment it is.</summary>
    Resident,
    Workshop,
    /// <summary>The program by itself.</summary>
    Program,
}

/// <summary>A line of a booking's history: who did what, when, and why. Written in the transaction of what it tells, never changed; its reason goes with the person's data.</summary>
public sealed class BookingEvent
{
    /// <summary>Longest reason, in characters.</summary>
    public const int MaxReason = 300;

    public BookingEvent(BookingEventId id, BookingId bookingId, BookingDeed deed, BookingParty party, AccountId? by, Instant at, string? reason = null, Instant? from = null, Instant? to = null)
    {
        Id = id;
        BookingId = bookingId;
        Deed = deed;
        Party = party;
        By = by;
        At = at;
        Reason = reason;
        From = from;
        To = to;
    }

    private BookingEvent()
    {
    }

    public BookingEventId Id { get; private set; }
    public BookingId BookingId { get; private set; }
    public BookingDeed Deed { get; private set; }
    public BookingParty Party { get; private set; }

    /// <summary>The account that did it, for the workshop; null when the program did, or the person.</summary>
    public AccountId? By { get; private set; }
    public Instant At { get; private set; }
    public string? Reason { get; private set; }

    /// <summary>Of a move: the start before it.</summary>
    public Instant? From { get; private set; }

    /// <summary>Of a move: the start after it.</summary>
    public Instant? To { get; private set; }
}
