using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Reuse;

/// <summary>In what state a part is.</summary>
public enum PartState
{
    /// <summary>It works: it was tried.</summary>
    Tested,
    /// <summary>It looks sound; nobody tried it.</summary>
    Untested,
    /// <summary>To be mended first.</summary>
    ToRepair,
}

/// <summary>What a part is.</summary>
/// <param name="Name">What repairers call it: « pompe de vidange ».</param>
/// <param name="CategoryCode">What it goes into.</param>
/// <param name="Grams">On the scales; null when it was not weighed: it then leaves with what is left of its item.</param>
/// <param name="Shelf">Where it lies.</param>
public sealed record PartDescription(string Name, string? Brand, string? Model, string CategoryCode, PartState State, long? Grams, string? Shelf);

/// <summary>
/// A part taken from an item, on a shelf until someone of the network needs it. It is kept for who asks for as long as an item is; what it weighs left
/// the item and stays in the stock of the item's category until it is handed over.
/// </summary>
public sealed class SparePart
{
    public const int MaxName = 80;
    public const int MaxShelf = 60;

    private SparePart()
    {
    }

    internal SparePart(SparePartId id, ReuseItem item, PartDescription part, Instant now)
    {
        if (string.IsNullOrWhiteSpace(part.Name))
        {
            throw new ArgumentException("A part has a name.", nameof(part));
        }

        (Id, ItemId, OrganisationId, PlaceId, CommuneCode, StockCategory, TakenAt) = (id, item.Id, item.OrganisationId, item.PlaceId, item.CommuneCode, item.CategoryCode, now);
        (Name, Brand, Model, CategoryCode, State, Grams, Shelf) = (part.Name, part.Brand, part.Model, part.CategoryCode, part.State, part.Grams, part.Shelf);
        SearchText = ItemSearch.Of(Name, Brand, Model);
    }

    public SparePartId Id { get; private set; }

    /// <summary>What it was taken from.</summary>
    public ReuseItemId ItemId { get; private set; }
    public OrganisationId OrganisationId { get; private set; }
    public PlaceId PlaceId { get; private set; }

    /// <summary>INSEE code of the place's commune.</summary>
    public string CommuneCode { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string? Brand { get; private set; }
    public string? Model { get; private set; }
    public string CategoryCode { get; private set; } = "";

    /// <summary>The category its grams are in the stock under: that of its item.</summary>
    public string StockCategory { get; private set; } = "";
    public PartState State { get; private set; }
    public long? Grams { get; private set; }
    public string? Shelf { get; private set; }
    public Instant TakenAt { get; private set; }

    /// <summary>The organisation it is kept for.</summary>
    public OrganisationId? AskedBy { get; private set; }
    public Instant? KeptUntil { get; private set; }

    /// <summary>How many times it was asked for: the number of the letter.</summary>
    public int Asked { get; private set; }

    /// <summary>When it left the shelf.</summary>
    public Instant? GoneAt { get; private set; }
    public Destination? GoneTo { get; private set; }

    /// <summary>The weighing it left by, where it was weighed.</summary>
    public WeighingId? OutflowId { get; private set; }

    /// <summary>Folded name, brand and model.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>Whom it is kept for at this moment: what nobody fetched in time is anyone's, swept or not.</summary>
    public OrganisationId? KeptFor(Instant now) => GoneAt is null && now < KeptUntil ? AskedBy : null;

    /// <summary>Keeps it for an organisation that asked.</summary>
    public void Ask(OrganisationId by, Instant now)
    {
        if (GoneAt is not null || (KeptFor(now) is { } other && other != by))
        {
            throw new InvalidOperationException("It is gone, or kept for someone else.");
        }

        if (KeptFor(now) is null)
        {
            (AskedBy, KeptUntil) = (by, now + ItemReservation.Lasts);
            Asked++;
        }
    }

    /// <summary>It is on its shelf again: the weighing it left by is taken away.</summary>
    public void PutBack() => (GoneAt, GoneTo, OutflowId, AskedBy, KeptUntil) = (null, null, null, null, null);

    /// <summary>It leaves the shelf: the weighing that says so, for the caller to take from the stock; null where it was never weighed.</summary>
    public Weighing? HandOver(Destination to, RecyclingStream? stream, LocalDate date, WeighingId weighing, DoneBy by)
    {
        if (GoneAt is not null)
        {
            throw new InvalidOperationException("It is gone already.");
        }

        (GoneAt, GoneTo) = (by.At, to);
        if (Grams is not { } grams)
        {
            return null;
        }

        OutflowId = weighing;
        return Weighing.Out(
            weighing, new WeighedAt(OrganisationId, PlaceId, CommuneCode, by.At, by.By), new WeighingTerms(date, Destination: to, Stream: stream),
            [new LineWeight(StockCategory, grams, Count: 1)]);
    }
}
