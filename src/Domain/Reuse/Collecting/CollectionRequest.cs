using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Reuse.Collecting;

/// <summary>How something is, as whoever offers it says.</summary>
public enum OfferedState
{
    Works,
    ToRepair,
    Unknown,
}

/// <summary>Where a request to collect things at home stands.</summary>
public enum CollectionStatus
{
    /// <summary>The workshop has not answered.</summary>
    Requested,
    /// <summary>The workshop asked something first.</summary>
    Asked,
    /// <summary>A day was proposed: a stop of a round is kept for them.</summary>
    Proposed,
    /// <summary>They said that they will be there.</summary>
    Confirmed,
    PickedUp,
    /// <summary>Nobody was there.</summary>
    Absent,
    Refused,
    /// <summary>They gave it up.</summary>
    Withdrawn,
    /// <summary>Nothing came of it for months, or nobody said whether the van came.</summary>
    Expired,
}

/// <summary>Where to go instead, when it is no.</summary>
public enum Elsewhere
{
    Nowhere,
    /// <summary>To the recycling centre.</summary>
    RecyclingCentre,
    /// <summary>To a repairer: it can still be repaired.</summary>
    Repairer,
}

/// <summary>One thing offered.</summary>
/// <param name="CategoryCode">Code of its category; null when nobody recognised it.</param>
/// <param name="Words">What it is, in the words of whoever offers it.</param>
/// <param name="Grams">What such a thing weighs, supposed: nobody has weighed it yet.</param>
public readonly record struct OfferedItem(string? CategoryCode, string Words, OfferedState State, bool IsBulky, int Grams)
{
    public const int MaxWords = 120;

    /// <summary>Kilograms supposed of what no source gives a weight.</summary>
    public const int UnknownKg = 10;

    /// <summary>The same of what two people carry.</summary>
    public const int UnknownBulkyKg = 35;
}

/// <summary>One thing offered, as it is kept.</summary>
public sealed class CollectionItem
{
    internal CollectionItem(CollectionRequestId request, int number, OfferedItem item) =>
        (RequestId, Number, CategoryCode, Words, State, IsBulky, Grams) = (request, number, item.CategoryCode, item.Words, item.State, item.IsBulky, item.Grams);

    private CollectionItem() => Words = "";

    public CollectionRequestId RequestId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public string? CategoryCode { get; private set; }

    public string Words { get; private set; }

    public OfferedState State { get; private set; }

    public bool IsBulky { get; private set; }

    /// <summary>What such a thing weighs, supposed.</summary>
    public int Grams { get; private set; }

    /// <summary>The workshop leaves it.</summary>
    public bool IsLeft { get; private set; }

    internal void Leave(bool leave) => IsLeft = leave;

    internal void Erase() => Words = "";
}

/// <summary>
/// Things that someone offers to have collected at home, from the sending of the form to the van. While a day is proposed or confirmed it has a stop of
/// one round, and no other request has that stop.
/// </summary>
public sealed class CollectionRequest
{
    public const int MaxItems = 6;

    public const int MaxPhotosOfItem = 3;

    public const int MaxAddress = 200;

    public const int MaxText = 1000;

    /// <summary>How long its link answers once it is over.</summary>
    public static readonly Duration LinkLasts = Duration.FromDays(60);

    /// <summary>After so long without a word it is over.</summary>
    public static readonly Duration StaysOpen = Duration.FromDays(90);

    /// <summary>How long after the beginning of its round it waits to be said whether the van came. Then it is over.</summary>
    public static readonly Duration VisitIsAwaited = Duration.FromDays(42);

    /// <summary>Where something may still come of it.</summary>
    public static readonly IReadOnlyList<CollectionStatus> OpenStates = [CollectionStatus.Requested, CollectionStatus.Asked, CollectionStatus.Proposed, CollectionStatus.Confirmed];

    private readonly List<CollectionItem> _items = [];

    public CollectionRequest(
        CollectionRequestId id, string reference, string secretHash, OrganisationId organisation, string communeCode, string address, Contact contact, string? note, IReadOnlyList<OfferedItem> items, string language, Instant now)
    {
        if ((contact.Email ?? contact.Phone) is null || string.IsNullOrWhiteSpace(address) || items.Count is 0 or > MaxItems)
        {
            throw new ArgumentException("Whoever offers something says what, where, and how to be reached.", nameof(contact));
        }

        (Id, Reference, SecretHash, OrganisationId, CommuneCode, Address, Contact, Note, Language) = (id, reference, secretHash, organisation, communeCode, address, contact, note, language);
        ContactKey = contact.Key!;
        CreatedAt = ChangedAt = now;
        _items.AddRange(items.Select((item, i) => new CollectionItem(id, i + 1, item)));
    }

    private CollectionRequest()
    {
        Reference = SecretHash = CommuneCode = ContactKey = Language = "";
        Contact = null!;
    }

    public CollectionRequestId Id { get; private set; }

    /// <summary>What one reads out on the telephone.</summary>
    public string Reference { get; private set; }

    /// <summary>SHA-256 of the secret of the link, in hexadecimal.</summary>
    public string SecretHash { get; private set; }

    /// <summary>How many times its link was replaced, as for a booking.</summary>
    public int SecretGeneration { get; private set; }

    public OrganisationId OrganisationId { get; private set; }

    /// <summary>INSEE code of where things are.</summary>
    public string CommuneCode { get; private set; }

    /// <summary>Street and number, floor, door: for the workshop alone.</summary>
    public string? Address { get; private set; }

    public Contact Contact { get; private set; }

    /// <summary><see cref="Contact.Key"/>.</summary>
    public string ContactKey { get; private set; }

    public string? Note { get; private set; }

    /// <summary>Language of the messages: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; private set; }

    public Instant CreatedAt { get; private set; }

    public Instant ChangedAt { get; private set; }

    public CollectionStatus Status { get; private set; }

    /// <summary>What the workshop asked, or why it is no.</summary>
    public string? WorkshopWords { get; private set; }

    public string? Answer { get; private set; }

    public Elsewhere Elsewhere { get; private set; }

    /// <summary>The round it has a stop of, or had.</summary>
    public CollectionRoundId? RoundId { get; private set; }

    /// <summary>Grams of the round kept for it; null without a stop.</summary>
    public int? HeldGrams { get; private set; }

    /// <summary>Days they could not.</summary>
    public int Declined { get; private set; }

    /// <summary>How many times something was told: the number of the next letter.</summary>
    public int News { get; private set; }

    /// <summary>There is something to tell them by telephone: they gave no e-mail address.</summary>
    public bool IsToCall { get; private set; }

    public Instant? RemindedAt { get; private set; }

    /// <summary>When the person was forgotten.</summary>
    public Instant? ErasedAt { get; private set; }

    public IReadOnlyList<CollectionItem> Items => _items;

    public bool IsOpen => OpenStates.Contains(Status);

    /// <summary>Whether it keeps a stop of a round.</summary>
    public bool HasStop => Status is CollectionStatus.Proposed or CollectionStatus.Confirmed;

    /// <summary>Whether a day may be proposed.</summary>
    public bool CanBeProposed => Status is CollectionStatus.Requested or CollectionStatus.Asked or CollectionStatus.Absent;

    /// <summary>What would be collected weighs, supposed.</summary>
    public int Grams => _items.Where(i => !i.IsLeft).Sum(i => i.Grams);

    /// <summary>Chooses what is collected; the rest stays.</summary>
    /// <param name="left">Numbers of what stays: never all of it.</param>
    public void Leave(IReadOnlyCollection<int> left)
    {
        Require(CanBeProposed && _items.Exists(i => !left.Contains(i.Number)));
        foreach (var item in _items)
        {
            item.Leave(left.Contains(item.Number));
        }
    }

    /// <summary>Proposes the day of a round, in which a stop is kept for them.</summary>
    public void Propose(CollectionRoundId round, Instant now)
    {
        Require(CanBeProposed);
        (RoundId, HeldGrams, RemindedAt, WorkshopWords) = (round, Grams, null, null);
        Stand(CollectionStatus.Proposed, now);
    }

    /// <summary>They will be there.</summary>
    public void Confirm(Instant now)
    {
        Require(Status == CollectionStatus.Proposed);
        Stand(CollectionStatus.Confirmed, now);
    }

    /// <summary>They cannot that day: the stop is given back, and they wait for another.</summary>
    public void Decline(Instant now)
    {
        Require(HasStop);
        Declined++;
        Release(CollectionStatus.Requested, now);
    }

    /// <summary>The round does not take place: they wait for another.</summary>
    public void Postpone(Instant now)
    {
        Require(HasStop);
        Release(CollectionStatus.Requested, now);
    }

    /// <summary>The workshop asks something first.</summary>
    public void Ask(string question, Instant now)
    {
        Require(Status is CollectionStatus.Requested or CollectionStatus.Asked);
        (WorkshopWords, Answer) = (question, null);
        Stand(CollectionStatus.Asked, now);
    }

    /// <summary>They answer: it is the workshop's turn again.</summary>
    public void Reply(string answer, Instant now)
    {
        Require(Status == CollectionStatus.Asked);
        Answer = answer;
        Stand(CollectionStatus.Requested, now);
    }

    /// <summary>They say another address, telephone number or note; the commune stays.</summary>
    public void Change(string address, Contact contact, string? note)
    {
        Require(IsOpen && (contact.Email ?? contact.Phone) is not null && !string.IsNullOrWhiteSpace(address));
        (Address, Contact, ContactKey, Note) = (address, contact, contact.Key!, note);
    }

    /// <summary>The workshop says no, why, and where to go instead.</summary>
    public void Refuse(string why, Elsewhere elsewhere, Instant now)
    {
        Require(IsOpen || Status == CollectionStatus.Absent);
        (WorkshopWords, Elsewhere) = (why, elsewhere);
        Release(CollectionStatus.Refused, now);
    }

    /// <summary>They give it up. Twice is once: false the second time.</summary>
    public bool Withdraw(Instant now)
    {
        if (!IsOpen)
        {
            return false;
        }

        Release(CollectionStatus.Withdrawn, now);
        return true;
    }

    /// <summary>The van came back with it, or without having found anybody.</summary>
    public void Visit(bool isPickedUp, Instant now)
    {
        Require(HasStop || Status is CollectionStatus.PickedUp or CollectionStatus.Absent);
        Stand(isPickedUp ? CollectionStatus.PickedUp : CollectionStatus.Absent, now);
    }

    /// <summary>Nothing came of it for months, or nobody said for weeks whether the van came: nobody is to be told anything by telephone any more.</summary>
    public void Expire(Instant now)
    {
        Require(IsOpen);
        MarkCalled();
        Release(CollectionStatus.Expired, now);
    }

    /// <summary>The number of the next letter to them.</summary>
    public int NextNews() => ++News;

    /// <summary>There is something to tell them by telephone.</summary>
    public void AskForCall() => IsToCall = true;

    /// <summary>It was told, or is so no longer.</summary>
    public void MarkCalled() => IsToCall = false;

    public void MarkReminded(Instant now) => RemindedAt = now;

    /// <summary>Forgets who it was and what they wrote; what was counted stays.</summary>
    public void Erase(Instant now)
    {
        if (IsOpen)
        {
            throw new InvalidOperationException("It is over before it is forgotten.");
        }

        Contact = Contact.Erased;
        Address = Note = WorkshopWords = Answer = null;
        IsToCall = false;
        _items.ForEach(i => i.Erase());

        // The hash of nothing, and the key of nobody: unlike any secret's, and unlike another's.
        SecretHash = ContactKey = Id.ToString();
        ErasedAt ??= now;
    }

    private void Release(CollectionStatus status, Instant now)
    {
        HeldGrams = null;
        Stand(status, now);
    }

    private void Stand(CollectionStatus status, Instant now) => (Status, ChangedAt) = (status, now);

    private static void Require(bool possible)
    {
        if (!possible)
        {
            throw new InvalidOperationException("It does not stand so that this can be done.");
        }
    }
}
