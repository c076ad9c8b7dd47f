using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Reuse;

/// <summary>Which way what is weighed goes.</summary>
public enum WeighingDirection
{
    /// <summary>It comes in.</summary>
    In,
    /// <summary>It leaves.</summary>
    Out,
    /// <summary>It does not move: what was counted differs from what was written.</summary>
    Adjustment,
}

/// <summary>How what comes in comes.</summary>
public enum IntakeChannel
{
    /// <summary>Someone brings it.</summary>
    DropOff,
    /// <summary>It is fetched at someone's home.</summary>
    HomeCollection,
    /// <summary>Set aside at a recycling centre.</summary>
    RecyclingCentre,
    /// <summary>A business or an administration gives it.</summary>
    Business,
}

/// <summary>What becomes of what leaves.</summary>
public enum Destination
{
    Sold,
    Donated,
    /// <summary>Taken apart, for its parts.</summary>
    Parts,
    /// <summary>Handed to a repairer.</summary>
    Repairer,
    /// <summary>Recycled as matter, in a <see cref="RecyclingStream"/>.</summary>
    Recycled,
    /// <summary>Thrown away.</summary>
    Discarded,
}

/// <summary>Which recycling takes it. The list is ours: the streams a workshop hands over apart.</summary>
public enum RecyclingStream
{
    Electrical,
    Metal,
    Textile,
    Furniture,
    Wood,
    Paper,
    Plastic,
    Glass,
    Other,
}

/// <summary>What a weighing says, but for its lines.</summary>
/// <param name="Date">Local day at the place.</param>
/// <param name="Origin">INSEE code of the commune it comes from; null when nobody said, and for what does not come in.</param>
/// <param name="Channel">For what comes in, and only for it.</param>
/// <param name="Destination">For what leaves, and only for it.</param>
/// <param name="Stream">For what is recycled, and only for it.</param>
/// <param name="Note">A few words.</param>
public sealed record WeighingTerms(
    LocalDate Date, string? Origin = null, IntakeChannel? Channel = null, Destination? Destination = null, RecyclingStream? Stream = null, string? Note = null);

/// <summary>Where and by whom it is weighed.</summary>
/// <param name="CommuneCode">INSEE code of the place's commune.</param>
/// <param name="By">The account; null for the program itself.</param>
public readonly record struct WeighedAt(OrganisationId Organisation, PlaceId Place, string CommuneCode, Instant At, AccountId? By);

/// <summary>
/// Something put on the scales of a reuse workshop, in one or several lines. Weighings are only ever added: a mistake is taken away by one of
/// opposite sign that names it, and what is right is weighed again.
/// </summary>
public sealed class Weighing
{
    /// <summary>Lines of one weighing.</summary>
    public const int MaxLines = 40;

    /// <summary>Characters of a note or a reason.</summary>
    public const int MaxNote = 200;

    private readonly List<WeighingLine> _lines = [];

    private Weighing()
    {
    }

    public WeighingId Id { get; private set; }

    public OrganisationId OrganisationId { get; private set; }

    public PlaceId PlaceId { get; private set; }

    /// <summary>INSEE code of the place's commune: that the figures go to.</summary>
    public string CommuneCode { get; private set; } = "";

    public WeighingDirection Direction { get; private set; }

    /// <summary>+1 adds to the stock, −1 takes from it.</summary>
    public int Sign { get; private set; }

    /// <summary>
    /// Local day it counts on. A reversal bears the day of what it takes away: the day is then as if nothing had been written. What is written about a
    /// closed period counts on the day it is written.
    /// </summary>
    public LocalDate Date { get; private set; }

    /// <summary>INSEE code of the commune it comes from; null when nobody said, and for what does not come in.</summary>
    public string? OriginCode { get; private set; }

    public IntakeChannel? Channel { get; private set; }

    public Destination? Destination { get; private set; }

    public RecyclingStream? Stream { get; private set; }

    public string? Note { get; private set; }

    /// <summary>Why, for an adjustment and for a reversal.</summary>
    public string? Reason { get; private set; }

    /// <summary>The weighing this one takes away.</summary>
    public WeighingId? ReversesId { get; private set; }

    public Instant RecordedAt { get; private set; }

    /// <summary>The account that weighed; null for the program itself.</summary>
    public AccountId? RecordedBy { get; private set; }

    public IReadOnlyList<WeighingLine> Lines => _lines;

    /// <summary>What all lines weigh, without containers.</summary>
    public long NetGrams => _lines.Sum(l => l.NetGrams);

    /// <summary>Whether it takes another away.</summary>
    public bool IsReversal => ReversesId is not null;

    /// <summary>What comes in.</summary>
    public static Weighing In(WeighingId id, WeighedAt where, WeighingTerms terms, IReadOnlyList<LineWeight> lines) =>
        terms is { Channel: not null, Destination: null, Stream: null }
            ? Of(id, where, WeighingDirection.In, 1, terms, null, lines)
            : throw new ArgumentException("What comes in has a channel and no destination.", nameof(terms));

    /// <summary>What leaves.</summary>
    public static Weighing Out(WeighingId id, WeighedAt where, WeighingTerms terms, IReadOnlyList<LineWeight> lines) =>
        terms is { Channel: null, Origin: null, Destination: { } destination } && destination == Reuse.Destination.Recycled == terms.Stream is not null
            ? Of(id, where, WeighingDirection.Out, -1, terms, null, lines)
            : throw new ArgumentException("What leaves has a destination, and a stream if it is recycled.", nameof(terms));

    /// <summary>What was counted of a category is not what was written.</summary>
    /// <param name="difference">Grams counted less grams written; never zero.</param>
    public static Weighing Adjustment(WeighingId id, WeighedAt where, LocalDate date, string? category, long difference, string reason) =>
        difference == 0 || string.IsNullOrWhiteSpace(reason)
            ? throw new ArgumentException("An adjustment changes something, and says why.", nameof(difference))
            : Of(id, where, WeighingDirection.Adjustment, Math.Sign(difference), new WeighingTerms(date), reason, [new LineWeight(category, Math.Abs(difference))], bounded: false);

    /// <summary>The weighing that takes this one away: the same lines with the opposite sign.</summary>
    /// <param name="day">Local day that counts: its own, unless its period was closed meanwhile.</param>
    /// <exception cref="InvalidOperationException">This one takes another away itself.</exception>
    public Weighing Reverse(WeighingId id, LocalDate day, string reason, Instant at, AccountId? by) => IsReversal
        ? throw new InvalidOperationException("A reversal is not reversed: weigh again.")
        : string.IsNullOrWhiteSpace(reason)
        ? throw new ArgumentException("A reversal says why.", nameof(reason))
        : Of(
            id, new WeighedAt(OrganisationId, PlaceId, CommuneCode, at, by), Direction, -Sign, new WeighingTerms(day, OriginCode, Channel, Destination, Stream), reason,
            [.. _lines.OrderBy(l => l.Number).Select(l => l.Weight)], bounded: false, reverses: Id);

    /// <summary>What it changes in the stock, a category at a time; null stands for what nobody recognised.</summary>
    public IReadOnlyList<StockChange> Changes =>
        [.. _lines.GroupBy(l => l.CategoryCode).Select(g => new StockChange(g.Key, Sign * g.Sum(l => l.NetGrams))).OrderBy(c => c.CategoryCode, StringComparer.Ordinal)];

    /// <summary>Whether that one was written from the same words.</summary>
    public bool SaysTheSameAs(Weighing other) =>
        (OrganisationId, PlaceId, Direction, Sign, Date, OriginCode, Channel, Destination, Stream, Note) == (other.OrganisationId, other.PlaceId, other.Direction, other.Sign, other.Date, other.OriginCode, other.Channel, other.Destination, other.Stream, other.Note)
        && _lines.OrderBy(l => l.Number).Select(l => l.Weight).SequenceEqual(other._lines.OrderBy(l => l.Number).Select(l => l.Weight));

    private static Weighing Of(
        WeighingId id, WeighedAt where, WeighingDirection direction, int sign, WeighingTerms terms, string? reason, IReadOnlyList<LineWeight> lines, bool bounded = true, WeighingId? reverses = null)
    {
        if (lines.Count is 0 or > MaxLines || terms.Date < RepairLimits.FirstDay || (bounded && lines.Any(l => l.Fault is not null)))
        {
            throw new ArgumentException("A weighing has one to forty lines that a scale can show, and a day.", nameof(lines));
        }

        var weighing = new Weighing
        {
            Id = id,
            OrganisationId = where.Organisation,
            PlaceId = where.Place,
            CommuneCode = where.CommuneCode,
            Direction = direction,
            Sign = sign,
            Date = terms.Date,
            OriginCode = terms.Origin,
            Channel = terms.Channel,
            Destination = terms.Destination,
            Stream = terms.Stream,
            Note = string.IsNullOrWhiteSpace(terms.Note) ? null : terms.Note.Trim(),
            Reason = reason?.Trim(),
            ReversesId = reverses,
            RecordedAt = where.At,
            RecordedBy = where.By,
        };
        weighing._lines.AddRange(lines.Select((line, i) => new WeighingLine(id, i + 1, line)));
        return weighing;
    }
}

/// <summary>What a weighing changes in the stock of a category.</summary>
/// <param name="CategoryCode">Null for what nobody recognised.</param>
/// <param name="Grams">Grams added; negative when they leave.</param>
public readonly record struct StockChange(string? CategoryCode, long Grams);
