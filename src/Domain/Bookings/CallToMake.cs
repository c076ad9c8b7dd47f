using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Domain.Bookings;

/// <summary>
/// Something to tell by telephone to someone who gave no e-mail address: the desk calls, and ticks it. It holds ids only: whom
/// to call and what to say are found when it is read.
/// </summary>
public sealed class CallToMake
{
    public CallToMake(CallToMakeId id, MessageKind kind, BookingId bookingId, int occurrence, PlaceId placeId, Instant createdAt)
        : this(id, kind, placeId, createdAt) => (BookingId, Occurrence) = (bookingId, occurrence);

    private CallToMake(CallToMakeId id, MessageKind kind, PlaceId placeId, Instant createdAt)
    {
        Id = id;
        Kind = kind;
        PlaceId = placeId;
        CreatedAt = createdAt;
    }

    /// <summary>Someone of the waiting list is to be told that a slot is held for them.</summary>
    public static CallToMake AboutHeldSlot(CallToMakeId id, HeldSlotId slot, PlaceId placeId, Instant createdAt) =>
        new(id, MessageKind.SlotHeld, placeId, createdAt) { HeldSlotId = slot };

    public CallToMakeId Id { get; private set; }

    /// <summary>What is to be told.</summary>
    public MessageKind Kind { get; private set; }

    /// <summary>The appointment it is about; null when it is about a held slot.</summary>
    public BookingId? BookingId { get; private set; }

    /// <summary>The held slot it is about; null when it is about an appointment.</summary>
    public HeldSlotId? HeldSlotId { get; private set; }

    /// <summary>The revision of the booking it tells: one call for each kind, booking and revision.</summary>
    public int Occurrence { get; private set; }

    /// <summary>Whose desk calls.</summary>
    public PlaceId PlaceId { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>How many times nobody answered.</summary>
    public int Tries { get; private set; }
    public Instant? LastTriedAt { get; private set; }

    /// <summary>When the person was told.</summary>
    public Instant? DoneAt { get; private set; }
    public AccountId? DoneBy { get; private set; }

    /// <summary>The person was told. Ticked twice, the first stands.</summary>
    public void MarkTold(AccountId? by, Instant now)
    {
        if (DoneAt is null)
        {
            (DoneAt, DoneBy) = (now, by);
        }
    }

    /// <summary>Nobody answered: it stays on the list. Noted twice within a minute, it is one try.</summary>
    public void MarkUnanswered(Instant now)
    {
        if (DoneAt is null && (LastTriedAt is not { } last || now - last >= Duration.FromMinutes(1)))
        {
            (Tries, LastTriedAt) = (Tries + 1, now);
        }
    }
}
