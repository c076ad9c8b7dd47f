using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Repairs;

/// <summary>Where an item left at a workshop stands.</summary>
public enum ItemLeftState
{
    WaitingForQuote,
    Quoted,
    Accepted,
    Refused,
    Ready,
    Collected,
}

/// <summary>What the person is to be told about the item they left.</summary>
public enum ItemNews
{
    Quote,
    Ready,
}

/// <summary>The outcome of asking an item left at a workshop to change.</summary>
public enum ItemLeftChange
{
    Made,

    /// <summary>It already stands so: nothing to do, nothing wrong.</summary>
    AlreadySo,

    /// <summary>It is past that: ready, or gone.</summary>
    NotOpen,

    /// <summary>The quote was answered the other way: one answer is enough.</summary>
    AnsweredOtherwise,

    /// <summary>The quote is no longer valid.</summary>
    Expired,

    /// <summary>The quote was replaced by another.</summary>
    Replaced,
}

/// <summary>
/// An item that someone left at a workshop, from its deposit slip until it is collected: quotes and their answers, « ready to
/// collect ». What becomes of the item is a <see cref="Repair"/>, recorded as for any other.
/// </summary>
public sealed class ItemLeft
{
    public const int MaxAccessories = 200;

    private readonly List<Quote> _quotes = [];
    private readonly List<ItemLeftDeed> _deeds = [];

    /// <param name="id">Its identifier.</param>
    /// <param name="slip">Number of the deposit slip: the reference of the appointment, where there is one.</param>
    /// <param name="secretHash">SHA-256 of the secret of its link, in hexadecimal.</param>
    /// <param name="organisation">Who keeps it.</param>
    /// <param name="place">Where.</param>
    /// <param name="booking">The appointment at which it was left; its contact is then whom to tell.</param>
    /// <param name="walkIn">Whom to tell, for someone who came without an appointment.</param>
    /// <param name="item">What was left.</param>
    /// <param name="accessories">What came with it.</param>
    /// <param name="language">Of the messages: <c>fr</c> or <c>en</c>.</param>
    /// <param name="leftAt">Now.</param>
    /// <param name="bookingItem">Which item of the appointment it is, from 1.</param>
    public ItemLeft(
        ItemLeftId id,
        BookingReference slip,
        string secretHash,
        OrganisationId organisation,
        PlaceId place,
        BookingId? booking,
        Contact? walkIn,
        BookedItem item,
        string? accessories,
        string language,
        Instant leftAt,
        int bookingItem = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bookingItem, 1);
        if (booking is null == walkIn is null)
        {
            throw new ArgumentException("An item is left at an appointment, or by someone without one.", nameof(walkIn));
        }

        if (walkIn is { Email: null, Phone: null })
        {
            throw new ArgumentException("Someone without an appointment leaves an e-mail address or a telephone number.", nameof(walkIn));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(accessories?.Length ?? 0, MaxAccessories, nameof(accessories));
        Id = id;
        Slip = slip.Value;
        SecretHash = secretHash;
        OrganisationId = organisation;
        PlaceId = place;
        BookingId = booking;
        BookingItem = bookingItem;
        (ContactName, ContactEmail, ContactPhone) = (walkIn?.Name, walkIn?.Email, walkIn?.Phone);
        Item = item;
        Accessories = accessories;
        Language = language;
        LeftAt = leftAt;
        State = ItemLeftState.WaitingForQuote;
        Since = leftAt;
        Version = 1;
    }

    private ItemLeft()
    {
        Slip = SecretHash = Language = "";
        Item = null!;
    }

    public ItemLeftId Id { get; private set; }

    /// <summary>What is written on the label and on the person's slip: « ECH-7K3P ».</summary>
    public string Slip { get; private set; }

    /// <summary>SHA-256 of the secret of its link, in hexadecimal: the secret itself is derived, never stored.</summary>
    public string SecretHash { get; private set; }

    /// <summary>How many times its link was replaced, as for a booking.</summary>
    public int SecretGeneration { get; private set; }
    public OrganisationId OrganisationId { get; private set; }
    public PlaceId PlaceId { get; private set; }
    public BookingId? BookingId { get; private set; }

    /// <summary>Which item of the appointment it is, from 1; 1 for someone without one.</summary>
    public int BookingItem { get; private set; } = 1;

    /// <summary>Of someone without an appointment; null where the appointment says it.</summary>
    public string? ContactName { get; private set; }
    public string? ContactEmail { get; private set; }
    public string? ContactPhone { get; private set; }
    public BookedItem Item { get; private set; }

    /// <summary>What came with it: charger, hose, bag.</summary>
    public string? Accessories { get; private set; }
    public string Language { get; private set; }
    public Instant LeftAt { get; private set; }
    public ItemLeftState State { get; private set; }

    /// <summary>Since when it stands so.</summary>
    public Instant Since { get; private set; }
    public Instant? CollectedAt { get; private set; }

    /// <summary>Of an item handed back: since when it was ready; null where « ready » was never said.</summary>
    public Instant? ReadySince { get; private set; }

    /// <summary>When the person was told by telephone that it is ready; null where they were not.</summary>
    public Instant? ReadyToldAt { get; private set; }

    /// <summary>What is still to be told by telephone; null when nothing is.</summary>
    public ItemNews? ToCall { get; private set; }

    /// <summary>How many times nobody answered.</summary>
    public int CallTries { get; private set; }
    public Instant? CallTriedAt { get; private set; }

    /// <summary>When all that it said about a person was erased; null while it says it.</summary>
    public Instant? ErasedAt { get; private set; }

    /// <summary>One more at each change.</summary>
    public int Version { get; private set; }

    /// <summary>
    /// The repair that says how it leaves, where it was left without an appointment: its identifier is that of the slip, so that one object left is one
    /// repair however often it is written down.
    /// </summary>
    public RepairId OwnRepair => RepairId.From(Id.Value);

    /// <summary>Whether someone without an appointment left it so: of the same person, in the same words.</summary>
    public bool WasLeftAs(PlaceId place, Contact walkIn, BookedItem item, string? accessories) =>
        PlaceId == place && (ContactName, ContactEmail, ContactPhone) == (walkIn.Name, walkIn.Email, walkIn.Phone) && Item == item && Accessories == accessories;

    /// <summary>All that were proposed, the first one first.</summary>
    public IReadOnlyList<Quote> Quotes => _quotes;

    /// <summary>What was done with it, as far as it was read from the database.</summary>
    public IReadOnlyList<ItemLeftDeed> Deeds => _deeds;

    /// <summary>Whether its link still answers: as long as the item is here, and as long after as that of a booking.</summary>
    public bool IsLinkOpen(Instant now) => CollectedAt is not { } collected || now < collected + Booking.LinkLasts;

    /// <summary>Replaces its link: the one before opens nothing any more.</summary>
    /// <param name="secretHash">SHA-256 of the secret of the next generation, in hexadecimal.</param>
    /// <param name="by">Who works there; null for whoever left it.</param>
    public void RenewLink(string secretHash, Instant now, AccountId? by)
    {
        ArgumentException.ThrowIfNullOrEmpty(secretHash);
        if (secretHash == SecretHash)
        {
            throw new ArgumentException("A new link has another secret.", nameof(secretHash));
        }

        SecretGeneration++;
        SecretHash = secretHash;
        Version++;
        _deeds.Add(new ItemLeftDeed(Id, Version, ItemDeed.LinkRenewed, by, now));
    }

    /// <summary>The one that counts: the last.</summary>
    public Quote? LastQuote => _quotes.MaxBy(q => q.Number);

    /// <summary>Whom to tell, for someone without an appointment.</summary>
    public Contact? WalkIn => ContactName is null ? null : new Contact(ContactName, ContactEmail, ContactPhone);

    /// <summary>Proposes a price. An open quote is replaced by it; so is an answered one, when the bench finds more to do or a cheaper way.</summary>
    /// <param name="today">The local day at the place.</param>
    /// <exception cref="ArgumentException">The quote is outside its limits.</exception>
    public ItemLeftChange ProposeQuote(long amountCents, string text, LocalDate validUntil, AccountId? by, LocalDate today, Instant now)
    {
        if (!Quote.AllowsAmount(amountCents) || !Quote.AllowsValidity(validUntil, today) || string.IsNullOrWhiteSpace(text) || text.Trim().Length > Quote.MaxText)
        {
            throw new ArgumentException("The quote is outside its limits.", nameof(amountCents));
        }

        if (State is ItemLeftState.Ready or ItemLeftState.Collected)
        {
            return ItemLeftChange.NotOpen;
        }

        var last = LastQuote;
        if (last is { IsOpen: true } && (last.AmountCents, last.Text, last.ValidUntil) == (amountCents, text.Trim(), validUntil))
        {
            return ItemLeftChange.AlreadySo;
        }

        last?.Withdraw(now);
        _quotes.Add(new Quote(Id, (last?.Number ?? 0) + 1, amountCents, text.Trim(), validUntil, by, now));
        return Enter(ItemLeftState.Quoted, now);
    }

    /// <summary>The person accepts or refuses a quote, once.</summary>
    /// <param name="number">The quote they read.</param>
    /// <param name="today">The local day at the place.</param>
    public ItemLeftChange AnswerQuote(int number, QuoteAnswer answer, QuoteVoice voice, LocalDate today, Instant now)
    {
        if (LastQuote is not { } quote || quote.Number != number)
        {
            return ItemLeftChange.Replaced;
        }

        if (quote.Answer is { } given)
        {
            return given == answer ? ItemLeftChange.AlreadySo : ItemLeftChange.AnsweredOtherwise;
        }

        if (!quote.IsOpen)
        {
            return ItemLeftChange.NotOpen;
        }

        if (quote.IsExpired(today))
        {
            return ItemLeftChange.Expired;
        }

        quote.Take(answer, voice, now);
        return Enter(answer == QuoteAnswer.Accepted ? ItemLeftState.Accepted : ItemLeftState.Refused, now);
    }

    /// <summary>
    /// The person may come and collect it, repaired or not. Made once: who makes it tells them, in the same transaction. A quote
    /// that nobody answered is withdrawn.
    /// </summary>
    public ItemLeftChange MarkReady(Instant now, AccountId? by = null)
    {
        switch (State)
        {
            case ItemLeftState.Ready:
                return ItemLeftChange.AlreadySo;
            case ItemLeftState.Collected:
                return ItemLeftChange.NotOpen;
            default:
                LastQuote?.Withdraw(now);
                return Enter(ItemLeftState.Ready, now, ItemDeed.Ready, by);
        }
    }

    /// <summary>It was handed back, ready or not.</summary>
    public ItemLeftChange Collect(Instant now, AccountId? by = null)
    {
        if (State == ItemLeftState.Collected)
        {
            return ItemLeftChange.AlreadySo;
        }

        LastQuote?.Withdraw(now);
        (CollectedAt, ReadySince) = (now, State == ItemLeftState.Ready ? Since : null);
        return Enter(ItemLeftState.Collected, now, ItemDeed.Collected, by);
    }

    /// <summary>« Ready » was pressed by mistake: it is at the bench again, and a quote that nobody had answered is open again.</summary>
    public ItemLeftChange TakeBackReady(Instant now, AccountId? by = null) => State switch
    {
        ItemLeftState.Ready => Enter(AtTheBench(), now, ItemDeed.ReadyTakenBack, by),
        ItemLeftState.Collected => ItemLeftChange.NotOpen,
        _ => ItemLeftChange.AlreadySo,
    };

    /// <summary>« Handed back » was pressed by mistake: it stands as before, and is ready since when it was.</summary>
    public ItemLeftChange TakeBackCollected(Instant now, AccountId? by = null)
    {
        if (State != ItemLeftState.Collected)
        {
            return ItemLeftChange.AlreadySo;
        }

        var ready = ReadySince;
        (CollectedAt, ReadySince) = (null, null);
        Enter(ready is null ? AtTheBench() : ItemLeftState.Ready, now, ItemDeed.CollectedTakenBack, by);
        Since = ready ?? now;
        return ItemLeftChange.Made;
    }

    /// <summary>The person has no e-mail address: the desk is to call them with what just happened.</summary>
    public void CallAbout(ItemNews news)
    {
        (ToCall, CallTries, CallTriedAt) = (news, 0, null);
        Version++;
    }

    /// <summary>The person was told by telephone. Ticked twice, or after something newer happened, it changes nothing.</summary>
    /// <param name="quote">Number of the quote that was told, if it was one.</param>
    public void MarkTold(ItemNews news, int? quote, Instant now)
    {
        if (IsToCall(news, quote))
        {
            ToCall = null;
            ReadyToldAt = news == ItemNews.Ready ? now : ReadyToldAt;
            Version++;
        }
    }

    /// <summary>Nobody answered: it stays on the list. Noted twice within a minute, it is one try.</summary>
    public void MarkUnanswered(ItemNews news, int? quote, Instant now)
    {
        if (IsToCall(news, quote) && (CallTriedAt is not { } last || now - last >= Duration.FromMinutes(1)))
        {
            (CallTries, CallTriedAt) = (CallTries + 1, now);
            Version++;
        }
    }

    /// <summary>
    /// Forgets whose it was and all that was written about it, quotes included; their amounts and answers stay. Its link opens
    /// nothing any more. Erased twice, it is once.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is still at the workshop: nobody could be told to collect it.</exception>
    public void Erase(Instant now)
    {
        if (State != ItemLeftState.Collected)
        {
            throw new InvalidOperationException("An item is handed back before its owner is forgotten.");
        }

        (ContactName, ContactEmail, ContactPhone) = (ContactName is null ? null : Contact.Erased.Name, null, null);
        (Accessories, ToCall, SecretHash) = (null, null, Id.ToString());
        Item = Item.WithoutWords();
        foreach (var quote in _quotes)
        {
            quote.Erase();
        }

        ErasedAt ??= now;
        Version++;
    }

    private bool IsToCall(ItemNews news, int? quote) => ToCall == news && (news != ItemNews.Quote || LastQuote?.Number == quote);

    /// <summary>Where it stands when nobody says that it is ready: the last quote tells.</summary>
    private ItemLeftState AtTheBench()
    {
        if (LastQuote is not { } quote)
        {
            return ItemLeftState.WaitingForQuote;
        }

        quote.Reopen();
        return quote.Answer switch
        {
            QuoteAnswer.Accepted => ItemLeftState.Accepted,
            QuoteAnswer.Refused => ItemLeftState.Refused,
            _ => ItemLeftState.Quoted,
        };
    }

    /// <summary>What was still to be told about the state before is no longer true.</summary>
    private ItemLeftChange Enter(ItemLeftState state, Instant now)
    {
        (State, Since, ToCall) = (state, now, null);
        Version++;
        return ItemLeftChange.Made;
    }

    private ItemLeftChange Enter(ItemLeftState state, Instant now, ItemDeed deed, AccountId? by)
    {
        var change = Enter(state, now);
        _deeds.Add(new ItemLeftDeed(Id, Version, deed, by, now));
        return change;
    }
}
