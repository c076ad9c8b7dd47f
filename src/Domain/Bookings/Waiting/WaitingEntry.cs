using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Domain.Bookings.Waiting;

/// <summary>Where someone's wait stands.</summary>
public enum WaitingStatus
{
    Waiting,
    /// <summary>They took a slot.</summary>
    Booked,
    /// <summary>They left the list.</summary>
    Left,
    /// <summary>The day they named is past, or they let too many slots go without a word.</summary>
    Expired,
}

/// <summary>
/// Someone who found no slot, and waits for one: near a commune, for one object, until a day. Slots are offered in the order
/// in which people came, one at a time.
/// </summary>
public sealed class WaitingEntry
{
    /// <summary>Furthest a wait may last, in days.</summary>
    public const int MaxDays = 180;

    /// <summary>Widest circle, in kilometres.</summary>
    public const int MaxRadiusKm = 50;

    /// <summary>Slots let go in a row without a word: after these, others get their chance.</summary>
    public const int MostUnanswered = 3;

    public WaitingEntry(
        WaitingEntryId id,
        string secretHash,
        string communeCode,
        GeoPoint? centre,
        int radiusKm,
        LocalDate until,
        Contact contact,
        BookedItem item,
        string language,
        Instant createdAt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(radiusKm, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radiusKm, MaxRadiusKm);
        if (contact.Email is null && contact.Phone is null)
        {
            throw new ArgumentException("Someone who waits is told by mail or by telephone.", nameof(contact));
        }

        Id = id;
        SecretHash = secretHash;
        CommuneCode = communeCode;
        (Lat, Lon) = (centre?.Lat, centre?.Lon);
        RadiusKm = radiusKm;
        Until = until;
        Contact = contact;
        ContactKey = contact.Key!;
        Item = item;
        Language = language;
        CreatedAt = createdAt;
    }

    private WaitingEntry()
    {
        SecretHash = CommuneCode = Language = ContactKey = "";
        Contact = null!;
        Item = null!;
    }

    public WaitingEntryId Id { get; private set; }

    /// <summary>SHA-256 of the secret of the link, in hexadecimal: the secret itself is derived, never stored.</summary>
    public string SecretHash { get; private set; }

    /// <summary>How many times its link was replaced, as for a booking.</summary>
    public int SecretGeneration { get; private set; }

    /// <summary>INSEE code of the commune they look around.</summary>
    public string CommuneCode { get; private set; }

    /// <summary>Of the commune's centre, in degrees: bounds the search for those who wait near a place. Null if unknown.</summary>
    public double? Lat { get; private set; }

    /// <summary>As <see cref="Lat"/>.</summary>
    public double? Lon { get; private set; }
    public int RadiusKm { get; private set; }

    /// <summary>Last day that suits them, in the zone of the place.</summary>
    public LocalDate Until { get; private set; }
    public Contact Contact { get; private set; }

    /// <summary><see cref="Contact.Key"/>, to find the waits of one person.</summary>
    public string ContactKey { get; private set; }
    public BookedItem Item { get; private set; }

    /// <summary>Language of the messages: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; private set; }
    public Instant CreatedAt { get; private set; }
    public WaitingStatus Status { get; private set; }
    public Instant? EndedAt { get; private set; }

    /// <summary>Slots let go in a row without a word.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Whether its link still answers: as long as they wait, and as long after as that of a booking.</summary>
    public bool IsLinkOpen(Instant now) => EndedAt is not { } ended || now < ended + Booking.LinkLasts;

    /// <summary>Replaces its link: the one before opens nothing any more.</summary>
    /// <param name="secretHash">SHA-256 of the secret of the next generation, in hexadecimal.</param>
    public void RenewLink(string secretHash)
    {
        ArgumentException.ThrowIfNullOrEmpty(secretHash);
        if (secretHash == SecretHash)
        {
            throw new ArgumentException("A new link has another secret.", nameof(secretHash));
        }

        SecretGeneration++;
        SecretHash = secretHash;
    }

    /// <summary>They took the slot held for them.</summary>
    public void Book(Instant now) => End(WaitingStatus.Booked, now);

    /// <summary>They leave the list. Left twice, it is once.</summary>
    public void Leave(Instant now)
    {
        if (Status == WaitingStatus.Waiting)
        {
            End(WaitingStatus.Left, now);
        }
    }

    /// <summary>They said no to a slot: somebody is there.</summary>
    public void Answer() => Unanswered = 0;

    /// <summary>They let a slot go without a word. Whether they are still in the list.</summary>
    public bool LetGo(Instant now)
    {
        Unanswered++;
        if (Unanswered >= MostUnanswered)
        {
            End(WaitingStatus.Expired, now);
        }

        return Status == WaitingStatus.Waiting;
    }

    /// <summary>Whether the last day that suits them is past; then they are no longer in the list.</summary>
    /// <param name="today">At the commune they look around.</param>
    public bool ExpireIfPast(LocalDate today, Instant now)
    {
        if (Status != WaitingStatus.Waiting || today <= Until)
        {
            return false;
        }

        End(WaitingStatus.Expired, now);
        return true;
    }

    private void End(WaitingStatus status, Instant now)
    {
        if (Status != WaitingStatus.Waiting)
        {
            throw new InvalidOperationException("This wait is over.");
        }

        (Status, EndedAt) = (status, now);
    }
}
