using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Reuse;

/// <summary>How a reservation ended.</summary>
public enum ReservationEnd
{
    /// <summary>They came and took the item.</summary>
    PickedUp,
    /// <summary>They gave it up.</summary>
    GivenUp,
    /// <summary>They did not come in time.</summary>
    Lapsed,
    /// <summary>The workshop took the item back: it was broken, or sold by mistake.</summary>
    TakenBack,
}

/// <summary>
/// An item kept for one person for three days, without an account. The database holds an item to one reservation that has not ended; one whose time is
/// over counts as ended, whether the sweep has been there or not.
/// </summary>
public sealed class ItemReservation
{
    /// <summary>How long an item is kept for someone.</summary>
    public static readonly Duration Lasts = Duration.FromHours(72);

    /// <summary>Things of one workshop that one person may have kept at once.</summary>
    public const int MostOfWorkshop = 3;

    public ItemReservation(ItemReservationId id, ReuseItem item, string secretHash, Contact contact, string language, Instant now)
    {
        if (contact.Key is not { } key)
        {
            throw new ArgumentException("Whoever has something kept gives an e-mail address or a telephone number.", nameof(contact));
        }

        (Id, ItemId, OrganisationId, SecretHash, Contact, ContactKey, Language) = (id, item.Id, item.OrganisationId, secretHash, contact, key, language);
        (CreatedAt, Until) = (now, now + Lasts);
    }

    private ItemReservation()
    {
        SecretHash = ContactKey = Language = "";
        Contact = null!;
    }

    public ItemReservationId Id { get; private set; }
    public ReuseItemId ItemId { get; private set; }

    /// <summary>The workshop the item is of.</summary>
    public OrganisationId OrganisationId { get; private set; }

    /// <summary>SHA-256 of the secret of the link, in hexadecimal: the secret itself is derived, never stored.</summary>
    public string SecretHash { get; private set; }
    public Contact Contact { get; private set; }

    /// <summary><see cref="Contact.Key"/>: what tells one person from another.</summary>
    public string ContactKey { get; private set; }

    /// <summary>Language of the messages: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; private set; }
    public Instant CreatedAt { get; private set; }
    public Instant Until { get; private set; }
    public Instant? EndedAt { get; private set; }
    public ReservationEnd? End { get; private set; }

    /// <summary>When the person was forgotten.</summary>
    public Instant? ErasedAt { get; private set; }

    /// <summary>Whether the item is kept at this moment.</summary>
    public bool Holds(Instant now) => EndedAt is null && now < Until;

    /// <summary>Ends it. Twice is once: false the second time, and the first end stays.</summary>
    public bool EndAs(ReservationEnd end, Instant now)
    {
        if (EndedAt is not null)
        {
            return false;
        }

        (EndedAt, End) = (now, end);
        return true;
    }

    /// <summary>Forgets who it was.</summary>
    public void Erase(Instant now)
    {
        Contact = Contact.Erased;

        // The hash of nothing, and the key of nobody: unlike any secret's, and unlike another's.
        SecretHash = ContactKey = Id.ToString();
        ErasedAt ??= now;
    }
}
