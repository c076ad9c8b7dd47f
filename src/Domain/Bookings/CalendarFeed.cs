using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Bookings;

/// <summary>
/// A secret address where a calendar program reads the appointments of one place, or of all the places its owner works at. It
/// opens nothing else, and closes when it is revoked or when its owner no longer works there.
/// </summary>
public sealed class CalendarFeed
{
    public CalendarFeed(CalendarFeedId id, AccountId ownerId, PlaceId? placeId, string secretHash, Instant createdAt)
    {
        Id = id;
        OwnerId = ownerId;
        PlaceId = placeId;
        SecretHash = secretHash;
        CreatedAt = createdAt;
    }

    public CalendarFeedId Id { get; private set; }
    public AccountId OwnerId { get; private set; }

    /// <summary>Null for all the places of its owner.</summary>
    public PlaceId? PlaceId { get; private set; }

    /// <summary>SHA-256 of the secret of its address, in hexadecimal: the secret itself is derived, never stored.</summary>
    public string SecretHash { get; private set; }
    public Instant CreatedAt { get; private set; }
    public Instant? RevokedAt { get; private set; }

    public void Revoke(Instant now) => RevokedAt ??= now;
}
