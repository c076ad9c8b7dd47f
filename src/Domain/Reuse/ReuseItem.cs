using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Reuse;

/// <summary>Where an item of a reuse workshop stands.</summary>
public enum ReuseItemState
{
    /// <summary>It came in; nobody has looked at it.</summary>
    TakenIn,
    Diagnosed,
    Repaired,
    /// <summary>In the shop window: anyone may see and reserve it.</summary>
    Offered,
    Sold,
    Donated,
    /// <summary>Parts are taken from it; what is left of it is still there.</summary>
    Dismantled,
    Recycled,
    Discarded,
}

/// <summary>What was done to an item.</summary>
public enum ReuseDeed
{
    TakenIn,
    /// <summary>What it is was written otherwise, or it was weighed again.</summary>
    Described,
    Diagnosed,
    Repaired,
    /// <summary>Its data were erased, and that was verified.</summary>
    Wiped,
    Offered,
    /// <summary>Out of the shop window.</summary>
    Withdrawn,
    Reserved,
    /// <summary>The reservation is over, and the item was not taken.</summary>
    Released,
    PartTaken,
    Sold,
    Donated,
    Recycled,
    Discarded,
    /// <summary>It did not leave after all, or came back.</summary>
    CameBack,
}

/// <summary>What an item is.</summary>
/// <param name="CategoryCode">Code of the equipment category.</param>
/// <param name="Name">What people call it.</param>
/// <param name="NetGrams">On the scales, whole.</param>
public sealed record ItemDescription(string CategoryCode, string Name, string? Brand, string? Model, long NetGrams);

/// <summary>How an item is offered.</summary>
/// <param name="PriceCents">0 for a gift.</param>
/// <param name="GuaranteeMonths">0 for none beyond the law's.</param>
/// <param name="Words">What anyone reads about it.</param>
public sealed record ItemOffer(int PriceCents, int GuaranteeMonths, string? Words)
{
    public const int MaxPriceCents = 1_000_000;
    public const int MaxGuaranteeMonths = 60;
    public const int MaxWords = 1000;

    public bool IsGift => PriceCents == 0;
}

/// <summary>Who does something to an item, and when.</summary>
/// <param name="By">The account; null for the program itself, and for someone without an account.</param>
public readonly record struct DoneBy(Instant At, AccountId? By);

/// <summary>
/// A thing that a reuse workshop follows one by one, from its coming to its leaving. Its code is the one on its label, the same from one workshop to
/// the next: repairs made under it are its own. What was done to it is only ever added to its history.
/// </summary>
public sealed class ReuseItem
{
    public const int MaxName = 80;
    public const int MaxBrand = 60;
    public const int MaxModel = 80;

    /// <summary>Characters of a diagnosis, of a repair, of a reason.</summary>
    public const int MaxWords = 300;

    private static readonly ReuseItemState[] InHand = [ReuseItemState.TakenIn, ReuseItemState.Diagnosed, ReuseItemState.Repaired];

    private readonly List<ReuseItemEvent> _history = [];

    private ReuseItem()
    {
    }

    public ReuseItemId Id { get; private set; }
    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Where it is.</summary>
    public PlaceId PlaceId { get; private set; }

    /// <summary>INSEE code of the place's commune.</summary>
    public string CommuneCode { get; private set; } = "";

    /// <summary>On its label; no two items of the instance have the same.</summary>
    public ItemCode Code { get; private set; }

    public string CategoryCode { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string? Brand { get; private set; }
    public string? Model { get; private set; }

    /// <summary>What it weighed whole.</summary>
    public long NetGrams { get; private set; }

    /// <summary>What the parts taken from it weigh.</summary>
    public long PartsGrams { get; private set; }

    /// <summary>The weighing it came in by, where someone said.</summary>
    public WeighingId? IntakeId { get; private set; }

    /// <summary>The weighing it left by, while it is gone.</summary>
    public WeighingId? OutflowId { get; private set; }

    public Instant TakenInAt { get; private set; }
    public Instant ChangedAt { get; private set; }
    public ReuseItemState State { get; private set; }

    /// <summary>Where it stood before it was offered.</summary>
    public ReuseItemState InHandState { get; private set; }

    /// <summary>Where it stood before it left.</summary>
    public ReuseItemState? StateBeforeLeaving { get; private set; }

    /// <summary>0 for a gift; null before it was ever offered.</summary>
    public int? PriceCents { get; private set; }
    public int GuaranteeMonths { get; private set; }
    public string? OfferWords { get; private set; }
    public Instant? OfferedAt { get; private set; }

    /// <summary>How its data were erased; null where that is not done.</summary>
    public WipeMethod? WipedBy { get; private set; }
    public Instant? WipedAt { get; private set; }

    /// <summary>The account that verified it.</summary>
    public AccountId? WipeVerifiedBy { get; private set; }

    /// <summary>How many times its data were erased: the end of the certificate's number.</summary>
    public int Wipes { get; private set; }

    /// <summary>All that it is to be found by, folded: code, name, brand and model.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>In the order in which things were done.</summary>
    public IReadOnlyList<ReuseItemEvent> History => _history;

    /// <summary>How many things were done to it; the number of the last.</summary>
    public int Deeds { get; private set; }

    /// <summary>What is left of it, in grams: whole, less the parts taken.</summary>
    public long LeftGrams => NetGrams - PartsGrams;

    public ItemDescription Description => new(CategoryCode, Name, Brand, Model, NetGrams);

    public ItemOffer? Offer => PriceCents is { } price ? new ItemOffer(price, GuaranteeMonths, OfferWords) : null;

    /// <summary>Whether it is at the workshop.</summary>
    public bool IsHere => State is ReuseItemState.Offered or ReuseItemState.Dismantled || InHand.Contains(State);

    /// <summary>Whether it keeps what people wrote on it: erased before anyone else gets it.</summary>
    public bool StoresData => DataStorage.Holds(CategoryCode);

    /// <summary>Whether nothing of its owner is left on it.</summary>
    public bool IsClean => !StoresData || WipedAt is not null;

    /// <summary>« EFF-K7P3-9WQX-1 »: number of its certificate; null while its data are not erased.</summary>
    public string? CertificateNumber => WipedAt is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"EFF-{Code.Value}-{Wipes}");

    public bool CanBeWorkedOn => InHand.Contains(State);
    public bool CanBeOffered => (CanBeWorkedOn || State == ReuseItemState.Offered) && IsClean;
    public bool CanLeave => CanBeOffered;
    public bool CanBeWiped => StoresData && IsHere && WipedAt is null;
    public bool CanGiveParts => CanBeWorkedOn || State == ReuseItemState.Dismantled;
    public bool CanBeThrownAway => CanGiveParts;
    public bool CanComeBack => OutflowId is not null;

    /// <summary>Takes an item in.</summary>
    public static ReuseItem TakeIn(ReuseItemId id, WeighedAt where, ItemCode code, ItemDescription description, WeighingId? intake)
    {
        var item = new ReuseItem
        {
            Id = id,
            OrganisationId = where.Organisation,
            PlaceId = where.Place,
            CommuneCode = where.CommuneCode,
            Code = code,
            IntakeId = intake,
            TakenInAt = where.At,
        };
        item.Write(description);
        item.Note(ReuseDeed.TakenIn, new DoneBy(where.At, where.By), null, intake);
        return item;
    }

    /// <summary>Says otherwise what it is, or what it weighs.</summary>
    public void Describe(ItemDescription description, DoneBy by)
    {
        Require(CanBeWorkedOn || State == ReuseItemState.Offered);
        Write(description);
        if (!IsClean && State == ReuseItemState.Offered)
        {
            // It was taken for something that keeps nothing.
            State = InHandState;
        }

        Note(ReuseDeed.Described, by);
    }

    /// <summary>Writes down what is wrong with it, or that nothing is.</summary>
    public void Diagnose(string words, DoneBy by)
    {
        Require(CanBeWorkedOn);
        State = InHandState = ReuseItemState.Diagnosed;
        Note(ReuseDeed.Diagnosed, by, words);
    }

    /// <summary>Writes down what was done to it.</summary>
    public void Repair(string words, DoneBy by)
    {
        Require(CanBeWorkedOn);
        State = InHandState = ReuseItemState.Repaired;
        Note(ReuseDeed.Repaired, by, words);
    }

    /// <summary>Its accounts are taken off, its data erased, and both verified.</summary>
    public void Wipe(WipeMethod method, string? words, DoneBy by)
    {
        Require(CanBeWiped);
        (WipedBy, WipedAt, WipeVerifiedBy) = (method, by.At, by.By);
        Wipes++;
        Note(ReuseDeed.Wiped, by, words);
    }

    /// <summary>Puts it in the shop window, or changes how it is offered there.</summary>
    public void PutOnOffer(ItemOffer offer, DoneBy by)
    {
        Require(CanBeOffered);
        if (offer.PriceCents is < 0 or > ItemOffer.MaxPriceCents || offer.GuaranteeMonths is < 0 or > ItemOffer.MaxGuaranteeMonths)
        {
            throw new ArgumentOutOfRangeException(nameof(offer));
        }

        (PriceCents, GuaranteeMonths, OfferWords) = (offer.PriceCents, offer.GuaranteeMonths, offer.Words);
        if (State != ReuseItemState.Offered)
        {
            State = ReuseItemState.Offered;
            OfferedAt = by.At;
        }

        Note(ReuseDeed.Offered, by);
    }

    /// <summary>Takes it out of the shop window.</summary>
    public void Withdraw(DoneBy by)
    {
        Require(State == ReuseItemState.Offered);
        State = InHandState;
        Note(ReuseDeed.Withdrawn, by);
    }

    /// <summary>Someone keeps it for themselves for a while.</summary>
    public void NoteReserved(DoneBy by)
    {
        Require(State == ReuseItemState.Offered);
        Note(ReuseDeed.Reserved, by);
    }

    /// <summary>It is anyone's again.</summary>
    public void NoteReleased(DoneBy by) => Note(ReuseDeed.Released, by);

    /// <summary>It leaves: the weighing that says so, which the caller takes from the stock.</summary>
    /// <param name="date">Local day.</param>
    /// <param name="stream">For what is recycled, and only for it.</param>
    public Weighing Leave(Destination destination, RecyclingStream? stream, LocalDate date, WeighingId weighing, DoneBy by)
    {
        var (state, deed) = destination switch
        {
            Destination.Sold => (ReuseItemState.Sold, ReuseDeed.Sold),
            Destination.Donated => (ReuseItemState.Donated, ReuseDeed.Donated),
            Destination.Recycled => (ReuseItemState.Recycled, ReuseDeed.Recycled),
            Destination.Discarded => (ReuseItemState.Discarded, ReuseDeed.Discarded),
            _ => throw new ArgumentOutOfRangeException(nameof(destination), destination, "An item leaves whole, as matter or as waste; its parts are handed over one by one."),
        };
        Require(destination is Destination.Sold or Destination.Donated ? CanLeave : CanBeThrownAway);
        var outflow = Weighing.Out(
            weighing, new WeighedAt(OrganisationId, PlaceId, CommuneCode, by.At, by.By), new WeighingTerms(date, Destination: destination, Stream: stream),
            [new LineWeight(CategoryCode, LeftGrams, Count: 1, ItemCode: Code)]);
        (StateBeforeLeaving, State, OutflowId) = (State == ReuseItemState.Offered ? InHandState : State, state, weighing);
        Note(deed, by, null, weighing);
        return outflow;
    }

    /// <summary>It did not leave after all: the weighing it left by is taken away by the caller. What keeps data is to be erased again.</summary>
    public void ComeBack(string reason, WeighingId reversal, DoneBy by)
    {
        Require(CanComeBack);
        var wasWithSomeone = State is ReuseItemState.Sold or ReuseItemState.Donated;
        (State, StateBeforeLeaving, OutflowId) = (StateBeforeLeaving!.Value, null, null);
        if (wasWithSomeone)
        {
            (WipedBy, WipedAt, WipeVerifiedBy) = (null, null, null);
        }

        Note(ReuseDeed.CameBack, by, reason, reversal);
    }

    /// <summary>Takes a part from it.</summary>
    public SparePart TakePart(SparePartId id, PartDescription part, DoneBy by)
    {
        Require(CanGiveParts);
        if (part.Grams is { } grams)
        {
            if (grams <= 0 || grams >= LeftGrams)
            {
                throw new ArgumentException("A part weighs something, and less than what is left of the item.", nameof(part));
            }

            PartsGrams += grams;
        }

        State = ReuseItemState.Dismantled;
        Note(ReuseDeed.PartTaken, by, part.Name);
        return new SparePart(id, this, part, by.At);
    }

    private void Write(ItemDescription description)
    {
        if (string.IsNullOrWhiteSpace(description.Name) || description.NetGrams is <= 0 or > LineWeight.MaxGrams || description.NetGrams <= PartsGrams)
        {
            throw new ArgumentException("An item has a name, and weighs what a scale can show.", nameof(description));
        }

        (CategoryCode, Name, Brand, Model, NetGrams) = (description.CategoryCode, description.Name, description.Brand, description.Model, description.NetGrams);
        SearchText = ItemSearch.Of(Code.Value, Name, Brand, Model);
    }

    private void Note(ReuseDeed deed, DoneBy by, string? words = null, WeighingId? weighing = null)
    {
        ChangedAt = by.At;
        _history.Add(new ReuseItemEvent(Id, ++Deeds, deed, by, words, weighing));
    }

    private static void Require(bool possible)
    {
        if (!possible)
        {
            throw new InvalidOperationException("It does not stand so that this can be done.");
        }
    }
}

/// <summary>Something done to an item. Never changed, never taken away.</summary>
public sealed class ReuseItemEvent
{
    private ReuseItemEvent()
    {
    }

    internal ReuseItemEvent(ReuseItemId item, int number, ReuseDeed deed, DoneBy by, string? words, WeighingId? weighing)
    {
        (ItemId, Number, Deed, At, By, WeighingId) = (item, number, deed, by.At, by.By, weighing);
        Words = string.IsNullOrWhiteSpace(words) ? null : words.Trim();
    }

    public ReuseItemId ItemId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }
    public ReuseDeed Deed { get; private set; }
    public Instant At { get; private set; }

    /// <summary>The account; null for the program itself and for someone without an account.</summary>
    public AccountId? By { get; private set; }
    public string? Words { get; private set; }

    /// <summary>The weighing that goes with it.</summary>
    public WeighingId? WeighingId { get; private set; }
}

/// <summary>What items and parts are found by.</summary>
public static class ItemSearch
{
    /// <summary>Characters kept of what an item or a part is found by: folded, a text may be twice as long, as « œ » is « oe ».</summary>
    public const int MaxLength = 400;

    /// <summary>Characters kept of what a tool is found by.</summary>
    public const int MaxToolLength = 200;

    /// <summary>Each word folded and after a hyphen, so that « -bosc » finds « Bosch » and not « abosch »; what is beyond <see cref="MaxLength"/> is not sought.</summary>
    public static string Of(params IEnumerable<string?> words) => Of(MaxLength, words);

    /// <inheritdoc cref="Of(IEnumerable{string})"/>
    public static string Of(int most, IEnumerable<string?> words)
    {
        var folded = "-" + Slug.Fold(string.Join(' ', words.Where(w => !string.IsNullOrWhiteSpace(w))));
        return folded.Length > most ? folded[..most] : folded;
    }

    /// <summary>The words that someone typed, as they are sought; as many at most.</summary>
    public static IReadOnlyList<string> Words(string? typed, int most) =>
        [.. Slug.Fold(typed ?? "").Split('-', StringSplitOptions.RemoveEmptyEntries).Take(most).Select(word => "-" + word)];
}
