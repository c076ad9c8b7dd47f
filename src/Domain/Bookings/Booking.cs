using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Domain.Bookings;

/// <summary>Where a booking stands. Only one that is to confirm, confirmed or arrived keeps its bench.</summary>
public enum BookingStatus
{
    Confirmed,
    Arrived,
    Completed,
    NoShow,
    Cancelled,

    /// <summary>Its bench is taken, and it lapses unless the person says in time that it is theirs.</summary>
    ToConfirm,
}

/// <summary>By which way a booking came.</summary>
public enum BookingChannel
{
    Web,
    Desk,
    Phone,
}

/// <summary>Whom to call or write to. On the web, an e-mail address or a telephone number; at the desk, neither is needed.</summary>
public sealed record Contact(string Name, string? Email, string? Phone)
{
    public const int MaxName = 100;
    public const int MaxPhone = 30;

    /// <summary>Whoever it was is no longer known here.</summary>
    public static Contact Erased { get; } = new("Effacé", null, null);

    /// <summary>What tells one person from another: the e-mail address whatever its case, else the telephone number. Null at the desk, where neither is needed.</summary>
    public string? Key => Email?.ToLowerInvariant() ?? Phone;
}

/// <summary>What is brought.</summary>
/// <param name="Category">Code of the equipment category.</param>
public sealed record BookedItem(string Category, string? Brand, string? Model, string Problem)
{
    public const int MaxBrand = 60;
    public const int MaxModel = 80;
    public const int MaxProblem = 1000;

    /// <summary>The same without what someone wrote: only its category is left.</summary>
    public BookedItem WithoutWords() => new(Category, null, null, "");

    /// <summary>Whether both may well be the same thing: of one category and brand, whatever its case.</summary>
    public bool IsLike(BookedItem other) => Category == other.Category && string.Equals(Brand ?? "", other.Brand ?? "", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where to come, for an appointment at someone's home.</summary>
/// <param name="Address">Street and number, floor, door; null when it is still to be asked.</param>
/// <param name="CommuneCode">INSEE code.</param>
public sealed record HomeVisit(string? Address, string CommuneCode)
{
    public const int MaxAddress = 200;
}

/// <summary>The outcome of asking a booking to change.</summary>
public enum BookingChange
{
    Made,
    /// <summary>It already stands so: nothing to do, nothing wrong.</summary>
    AlreadySo,
    /// <summary>The notice is past: only the workshop can do it now.</summary>
    TooLate,
    /// <summary>It is over: cancelled, done, or the person did not come.</summary>
    NotOpen,
    /// <summary>Its day or its hour does not allow it: someone arrives on the day of the appointment, is absent once it has begun, and leaves no earlier than that day.</summary>
    NotToday,
}

/// <summary>A resident's appointment on one bench, for one item or a few, one after the other.</summary>
public sealed class Booking
{
    public const int MaxNote = 1000;
    public const int MaxDiagnosis = 1000;

    /// <summary>How long its link answers after the appointment.</summary>
    public static Duration LinkLasts => Duration.FromDays(30);

    public Booking(
        BookingId id,
        BookingReference reference,
        string secretHash,
        OrganisationId organisationId,
        PlaceId placeId,
        ServiceId serviceId,
        string communeCode,
        int bench,
        TimeRange time,
        DateTimeZone zone,
        int bufferMinutes,
        int cancelNoticeMinutes,
        Contact contact,
        BookedItem item,
        string? note,
        BookingChannel channel,
        string language,
        Instant createdAt,
        AccountId? bookedBy = null,
        BookingId? follows = null,
        IReadOnlyList<BookedItem>? moreItems = null,
        HomeVisit? visit = null,
        Instant? confirmBy = null,
        RepairId? followsRepair = null,
        string? foundBefore = null)
    {
        if (follows is not null && followsRepair is not null)
        {
            throw new ArgumentException("It follows an appointment, or a repair made without one.", nameof(followsRepair));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(foundBefore?.Length ?? 0, MaxDiagnosis, nameof(foundBefore));
        ArgumentOutOfRangeException.ThrowIfLessThan(bench, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(moreItems?.Count ?? 0, BookingTerms.MaxItems - 1, nameof(moreItems));
        CheckLength(time);
        Id = id;
        Reference = reference.Value;
        SecretHash = secretHash;
        OrganisationId = organisationId;
        PlaceId = placeId;
        ServiceId = serviceId;
        CommuneCode = communeCode;
        Bench = bench;
        Start = time.Start;
        End = time.End;
        Day = time.Start.InZone(zone).Date;
        ReminderAt = confirmBy is null ? ReminderTime.Of(time.Start, createdAt, zone) : null;
        BufferMinutes = bufferMinutes;
        CancelNoticeMinutes = cancelNoticeMinutes;
        Contact = contact;
        ContactKey = contact.Key;
        Item = item;
        MoreItems = moreItems is { Count: > 0 } ? [.. moreItems] : [];
        Note = note;
        Channel = channel;
        Language = language;
        CreatedAt = createdAt;
        BookedBy = bookedBy;
        FollowsBookingId = follows;
        (FollowsRepairId, FoundBefore) = (followsRepair, foundBefore);
        (VisitAddress, VisitCommune) = (visit?.Address, visit?.CommuneCode);
        Status = confirmBy is null ? BookingStatus.Confirmed : BookingStatus.ToConfirm;
        ConfirmBy = confirmBy;
    }

    private Booking()
    {
        Reference = SecretHash = CommuneCode = Language = "";
        Contact = null!;
        Item = null!;
    }

    public BookingId Id { get; private set; }
    public string Reference { get; private set; }

    /// <summary>SHA-256 of the secret of the link, in hexadecimal: the secret itself is derived, never stored.</summary>
    public string SecretHash { get; private set; }

    /// <summary>How many times its link was replaced: the secret is derived from it, so every earlier link is dead.</summary>
    public int SecretGeneration { get; private set; }
    public OrganisationId OrganisationId { get; private set; }
    public PlaceId PlaceId { get; private set; }
    public ServiceId ServiceId { get; private set; }
    public string CommuneCode { get; private set; }

    /// <summary>From 1.</summary>
    public int Bench { get; private set; }
    public Instant Start { get; private set; }
    public Instant End { get; private set; }

    /// <summary>The day of the start, in the place's zone.</summary>
    public LocalDate Day { get; private set; }
    public int BufferMinutes { get; private set; }
    public int CancelNoticeMinutes { get; private set; }
    public Contact Contact { get; private set; }

    /// <summary><see cref="Contact.Key"/>, to find the bookings of one person.</summary>
    public string? ContactKey { get; private set; }

    /// <summary>What is brought; the first item, where there are several.</summary>
    public BookedItem Item { get; private set; }

    /// <summary>What is brought besides, in the order it was said; most people bring one item.</summary>
    public IReadOnlyList<BookedItem> MoreItems { get; private set; } = [];
    public string? Note { get; private set; }
    public BookingChannel Channel { get; private set; }

    /// <summary>Language of the messages sent about it: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>Who booked it at the desk; null for the person themselves.</summary>
    public AccountId? BookedBy { get; private set; }
    public BookingStatus Status { get; private set; }
    public Instant? ArrivedAt { get; private set; }
    public Instant? ClosedAt { get; private set; }

    /// <summary>The visit it follows: the same item comes back, for a part that was ordered.</summary>
    public BookingId? FollowsBookingId { get; private set; }

    /// <summary>The repair it follows, where someone came without an appointment: the same item comes back.</summary>
    public RepairId? FollowsRepairId { get; private set; }

    /// <summary>What was found at that repair; an appointment that it follows keeps it itself.</summary>
    public string? FoundBefore { get; private set; }

    /// <summary>What was found at this visit, for whoever takes the item up again.</summary>
    public string? Diagnosis { get; private set; }

    /// <summary>Where to come; null for an appointment that is not at someone's home, or whose home is not known.</summary>
    public HomeVisit? Visit => VisitCommune is null ? null : new HomeVisit(VisitAddress, VisitCommune);

    public string? VisitAddress { get; private set; }
    public string? VisitCommune { get; private set; }

    /// <summary>When to remind of it; null when that is done, or not to be done.</summary>
    public Instant? ReminderAt { get; private set; }

    /// <summary>While it is to confirm: when it lapses.</summary>
    public Instant? ConfirmBy { get; private set; }

    /// <summary>When all that it said about a person was erased; null while it says it.</summary>
    public Instant? ErasedAt { get; private set; }

    /// <summary>How many times it changed: the SEQUENCE of its calendar entry (RFC 5545 3.8.7.4) and the occurrence of its messages.</summary>
    public int Revision { get; private set; }

    /// <summary>Until when the resident may move or cancel it.</summary>
    public Instant ChangeableUntil => Start - Duration.FromMinutes(CancelNoticeMinutes);

    /// <summary>From then on its link opens nothing.</summary>
    public Instant LinkExpiresAt => End + LinkLasts;

    /// <summary>All that is brought, <see cref="BookingTerms.MaxItems"/> at most: an item is named by its place here, from 1.</summary>
    public IReadOnlyList<BookedItem> Items => [Item, .. MoreItems];

    /// <summary>The bench is busy this long: the appointment and its buffer.</summary>
    public TimeRange Occupancy => new(Start, End + Duration.FromMinutes(BufferMinutes));

    /// <summary>The person says that it is theirs. Said late, it still counts as long as nobody let it lapse and it has not begun.</summary>
    /// <param name="zone">Of the place.</param>
    public BookingChange Confirm(Instant now, DateTimeZone zone)
    {
        if (Status is BookingStatus.Confirmed or BookingStatus.Arrived)
        {
            return BookingChange.AlreadySo;
        }

        if (Status != BookingStatus.ToConfirm || now >= Start)
        {
            return BookingChange.NotOpen;
        }

        Status = BookingStatus.Confirmed;
        ConfirmBy = null;
        ReminderAt = ReminderTime.Of(Start, now, zone);
        return BookingChange.Made;
    }

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

    /// <summary>Nobody said in time that it is theirs: its bench is free again at once.</summary>
    public BookingChange Lapse(Instant now) =>
        Status == BookingStatus.ToConfirm && ConfirmBy <= now ? Cancel(now, byResident: false) : BookingChange.NotOpen;

    /// <summary>Moves it to another time and bench.</summary>
    /// <param name="zone">Of the place.</param>
    /// <param name="byResident">The notice binds residents, not the workshop.</param>
    public BookingChange Move(int bench, TimeRange time, DateTimeZone zone, int bufferMinutes, Instant now, bool byResident)
    {
        if (Status != BookingStatus.Confirmed)
        {
            return BookingChange.NotOpen;
        }

        if (time.Start == Start)
        {
            return BookingChange.AlreadySo;
        }

        if (byResident && now > ChangeableUntil)
        {
            return BookingChange.TooLate;
        }

        CheckLength(time);
        Bench = bench;
        Start = time.Start;
        End = time.End;
        Day = time.Start.InZone(zone).Date;
        ReminderAt = ReminderTime.Of(time.Start, now, zone);
        BufferMinutes = bufferMinutes;
        Revision++;
        return BookingChange.Made;
    }

    /// <summary>
    /// Whether to remind of it now. True once for each time agreed on: the caller tells it in the same transaction. At night it
    /// waits for the morning, and just before the appointment nobody is reminded any more.
    /// </summary>
    /// <param name="zone">Of the place.</param>
    public bool TakeReminder(Instant now, DateTimeZone zone)
    {
        if (ReminderAt is not { } due || due > now)
        {
            return false;
        }

        ReminderAt = null;
        if (Status != BookingStatus.Confirmed || now > Start - ReminderTime.LastCall)
        {
            return false;
        }

        if (DecentHours.Include(now, zone))
        {
            return true;
        }

        ReminderAt = DecentHours.Next(now, zone);
        return false;
    }

    /// <summary>Whether a second visit can follow it, and its item stay: the person came, the item was looked at, and whose it is is still known.</summary>
    public bool CanBeFollowed => ErasedAt is null && (Status is BookingStatus.Arrived or BookingStatus.Completed);

    /// <summary>Writes down what was found. Written twice, the first stands: another repairer reads it, and the person was told.</summary>
    public void NoteDiagnosis(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Trim().Length, MaxDiagnosis, nameof(text));
        Diagnosis ??= text.Trim();
    }

    /// <summary>Nobody is to be reminded of it: it comes from elsewhere, where that was done.</summary>
    public void SkipReminder() => ReminderAt = null;

    /// <summary>Cancels it: its bench is free again at once.</summary>
    public BookingChange Cancel(Instant now, bool byResident)
    {
        if (Status == BookingStatus.Cancelled)
        {
            return BookingChange.AlreadySo;
        }

        if (Status is not (BookingStatus.Confirmed or BookingStatus.ToConfirm))
        {
            return BookingChange.NotOpen;
        }

        if (byResident && Status == BookingStatus.Confirmed && now > ChangeableUntil)
        {
            return BookingChange.TooLate;
        }

        Status = BookingStatus.Cancelled;
        ReminderAt = ConfirmBy = null;
        ClosedAt = now;
        Revision++;
        return BookingChange.Made;
    }

    /// <summary>The person is here, at any time of the local day. Someone noted as absent may still arrive.</summary>
    public BookingChange CheckIn(LocalDate today, Instant now)
    {
        if (Status == BookingStatus.Arrived)
        {
            return BookingChange.AlreadySo;
        }

        if (Status is not (BookingStatus.Confirmed or BookingStatus.ToConfirm or BookingStatus.NoShow))
        {
            return BookingChange.NotOpen;
        }

        if (today != Day)
        {
            return BookingChange.NotToday;
        }

        Status = BookingStatus.Arrived;
        ReminderAt = ConfirmBy = null;
        ArrivedAt = now;
        ClosedAt = null;
        return BookingChange.Made;
    }

    /// <summary>
    /// The arrival was noted on the wrong line: the person is expected again. Nobody is reminded of it any more. Taken back twice, it is once.
    /// Not once something was found: then somebody was here. Whether what became of an item is recorded, the caller knows.
    /// </summary>
    public BookingChange TakeBackArrival()
    {
        if (Status == BookingStatus.Confirmed)
        {
            return BookingChange.AlreadySo;
        }

        if (Status != BookingStatus.Arrived || Diagnosis is not null || ErasedAt is not null)
        {
            return BookingChange.NotOpen;
        }

        Status = BookingStatus.Confirmed;
        ArrivedAt = null;
        return BookingChange.Made;
    }

    /// <summary>The person did not come. Not before the appointment starts.</summary>
    public BookingChange MarkNoShow(Instant now)
    {
        if (Status == BookingStatus.NoShow)
        {
            return BookingChange.AlreadySo;
        }

        if (Status != BookingStatus.Confirmed)
        {
            return BookingChange.NotOpen;
        }

        if (now < Start)
        {
            return BookingChange.NotToday;
        }

        Status = BookingStatus.NoShow;
        ClosedAt = now;
        return BookingChange.Made;
    }

    /// <summary>
    /// What became of one item is recorded, and others are still to be looked at: the person is here, or was. Not before its
    /// local day.
    /// </summary>
    public BookingChange Begin(LocalDate today, Instant now)
    {
        if (Status == BookingStatus.Cancelled)
        {
            return BookingChange.NotOpen;
        }

        if (today < Day)
        {
            return BookingChange.NotToday;
        }

        if (Status is BookingStatus.Arrived or BookingStatus.Completed)
        {
            return BookingChange.AlreadySo;
        }

        Status = BookingStatus.Arrived;
        ReminderAt = ConfirmBy = null;
        ArrivedAt = now;
        ClosedAt = null;
        return BookingChange.Made;
    }

    /// <summary>What became of the last item is recorded: the appointment is over. Not before its local day; people may come early on that day.</summary>
    public BookingChange Complete(LocalDate today, Instant now)
    {
        if (Status == BookingStatus.Completed)
        {
            return BookingChange.AlreadySo;
        }

        if (Status == BookingStatus.Cancelled)
        {
            return BookingChange.NotOpen;
        }

        if (today < Day)
        {
            return BookingChange.NotToday;
        }

        Status = BookingStatus.Completed;
        ReminderAt = ConfirmBy = null;
        ClosedAt = now;
        return BookingChange.Made;
    }

    /// <summary>
    /// Forgets whose it was and all that was written about it; number, time, place and what became of it stay. Its link opens
    /// nothing any more. Erased twice, it is once.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is still expected: cancel it first.</exception>
    public void Erase(Instant now)
    {
        if (Status is BookingStatus.Confirmed or BookingStatus.ToConfirm && now < End)
        {
            throw new InvalidOperationException("An appointment that is expected is cancelled before it is erased.");
        }

        Contact = Contact.Erased;
        ContactKey = null;
        Item = Item.WithoutWords();
        MoreItems = [.. MoreItems.Select(item => item.WithoutWords())];
        Note = VisitAddress = VisitCommune = Diagnosis = FoundBefore = null;
        ReminderAt = ConfirmBy = null;

        // The hash of nothing: unlike any secret's, and unlike another booking's.
        SecretHash = Id.ToString();
        ErasedAt ??= now;
    }

    private static void CheckLength(TimeRange time) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan((time.End - time.Start).TotalMinutes, BookingTerms.MaxDuration, nameof(time));
}

/// <summary>
/// A bench is busy. The database lets no two of them overlap on one bench; a cancelled booking has none.
/// </summary>
public sealed class Occupancy
{
    public Occupancy(BookingId bookingId, PlaceId placeId, int bench, TimeRange time)
    {
        BookingId = bookingId;
        PlaceId = placeId;
        Bench = bench;
        Start = time.Start;
        End = time.End;
    }

    private Occupancy()
    {
    }

    public BookingId BookingId { get; private set; }
    public PlaceId PlaceId { get; private set; }
    public int Bench { get; private set; }
    public Instant Start { get; private set; }
    public Instant End { get; private set; }
}

/// <summary>A request already answered with a booking: the same key gets the same answer, and never a second booking.</summary>
public sealed class IdempotentRequest
{
    public IdempotentRequest(string keyHash, string bodyHash, BookingId bookingId, Instant createdAt)
    {
        KeyHash = keyHash;
        BodyHash = bodyHash;
        BookingId = bookingId;
        CreatedAt = createdAt;
    }

    /// <summary>SHA-256 of the key, in hexadecimal.</summary>
    public string KeyHash { get; private set; }

    /// <summary>SHA-256 of what was asked, in hexadecimal.</summary>
    public string BodyHash { get; private set; }
    public BookingId BookingId { get; private set; }
    public Instant CreatedAt { get; private set; }
}
