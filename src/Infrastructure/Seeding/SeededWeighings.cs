using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>
/// Six months at the scales of the reuse workshop of the demo network: what comes in by each channel, what leaves to each destination, a mistake
/// taken away and a count that differed.
/// </summary>
internal sealed class SeededWeighings(LocalDate today, IDateTimeZoneProvider zones)
{
    public const string Workshop = "la-remise";

    private const int Days = 182;

    /// <summary>What is weighed, how often, and what one weighs in grams.</summary>
    private static readonly (string? Category, int Often, int From, int To)[] Things =
    [
        ("clothing-textile", 9, 250, 900), ("furniture", 6, 4_000, 38_000), ("small-kitchen-item", 5, 900, 4_200), ("toy", 4, 200, 1_800), ("bicycle", 2, 11_000, 17_000),
        ("lamp", 3, 500, 2_600), ("vacuum", 2, 4_200, 7_500), ("flat-screen", 2, 5_500, 14_000), ("washing-machine", 1, 58_000, 74_000), ("hand-tool", 2, 300, 2_200), (null, 2, 300, 6_000),
    ];

    private static readonly (IntakeChannel Channel, int Often)[] Channels = [(IntakeChannel.DropOff, 6), (IntakeChannel.HomeCollection, 2), (IntakeChannel.RecyclingCentre, 3), (IntakeChannel.Business, 1)];

    private static readonly (Destination Destination, int Often)[] Destinations =
        [(Destination.Sold, 11), (Destination.Donated, 2), (Destination.Parts, 1), (Destination.Repairer, 1), (Destination.Recycled, 5), (Destination.Discarded, 2)];

    /// <summary>Its own commune and those around; nobody said, for some.</summary>
    private static readonly string?[] Origins = ["38158", "38158", "38151", "38185", "38185", "38421", null];

    private static readonly int[] Tares = [0, 0, 0, 1_200, 1_850];

    // Ids of their own numbers: the rest of the network stays as it is without weighings.
    private readonly SeededNumbers _numbers = new(731_906);

    /// <summary>The weighings, in the order of the days.</summary>
    public IReadOnlyList<Weighing> Of(IReadOnlyList<SeededPlace> places)
    {
        if (places.FirstOrDefault(p => p.Organisation.Slug == Workshop) is not { } place)
        {
            return [];
        }

        var (weighings, stock) = (new List<Weighing>(), new Dictionary<string, long>(StringComparer.Ordinal));
        for (var day = today.PlusDays(-Days); day < today; day = day.PlusDays(1))
        {
            if (day.DayOfWeek is not (IsoDayOfWeek.Tuesday or IsoDayOfWeek.Thursday or IsoDayOfWeek.Saturday))
            {
                continue;
            }

            var hour = 9;
            for (var n = _numbers.Between(2, 4); n > 0; n--)
            {
                Add(In(place, day, hour++));
            }

            for (var n = _numbers.Between(1, 3); n > 0; n--)
            {
                if (Out(place, day, hour++, stock) is { } leaves)
                {
                    Add(leaves);
                }
            }
        }

        if (weighings.FindLast(w => w.Destination == Destination.Sold) is { } mistaken)
        {
            Add(mistaken.Reverse(WeighingId.From(_numbers.Id(mistaken.RecordedAt)), mistaken.Date, "Vente annulée en caisse", mistaken.RecordedAt + Duration.FromHours(2), null));
        }

        var counted = today.PlusDays(-1);
        Add(Weighing.Adjustment(WeighingId.From(_numbers.Id(At(place, counted, 17).At)), At(place, counted, 17), counted, "clothing-textile", 3_400, "Inventaire : un sac n’avait pas été pesé"));
        return weighings;

        void Add(Weighing weighing)
        {
            weighings.Add(weighing);
            foreach (var change in weighing.Changes)
            {
                var key = change.CategoryCode ?? StockLine.Unknown;
                stock[key] = stock.GetValueOrDefault(key) + change.Grams;
            }
        }
    }

    private Weighing In(SeededPlace place, LocalDate day, int hour)
    {
        var lines = new List<LineWeight>();
        for (var n = _numbers.Between(1, 3); n > 0; n--)
        {
            var (category, _, from, to) = _numbers.Pick(Things, t => t.Often);
            var many = to < 5_000 ? _numbers.Between(1, 12) : 1;
            var tare = to < 5_000 ? _numbers.Pick(Tares) : 0;
            lines.Add(new LineWeight(category, (many * (long)_numbers.Between(from, to)) + tare, tare, category is null || _numbers.Chance(30) ? null : many));
        }

        var where = At(place, day, hour);
        return Weighing.In(WeighingId.From(_numbers.Id(where.At)), where, new WeighingTerms(day, _numbers.Pick(Origins), _numbers.Pick(Channels, c => c.Often).Channel), lines);
    }

    /// <summary>A part of what lies there; nothing where there is too little.</summary>
    private Weighing? Out(SeededPlace place, LocalDate day, int hour, Dictionary<string, long> stock)
    {
        var held = stock.Where(s => s.Value > 2_000).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        if (held.Count == 0)
        {
            return null;
        }

        var (category, grams) = _numbers.Pick(held);
        var destination = category.Length == 0 ? Destination.Discarded : _numbers.Pick(Destinations, d => d.Often).Destination;
        var leaves = Math.Min(LineWeight.MaxGrams, grams * _numbers.Between(30, 85) / 100);
        var where = At(place, day, hour);
        return Weighing.Out(
            WeighingId.From(_numbers.Id(where.At)), where,
            new WeighingTerms(day, Destination: destination, Stream: destination == Destination.Recycled ? StreamOf(category) : null),
            [new LineWeight(category.Length == 0 ? null : category, leaves)]);
    }

    private static RecyclingStream StreamOf(string category) => category switch
    {
        "clothing-textile" => RecyclingStream.Textile,
        "furniture" => RecyclingStream.Furniture,
        "bicycle" or "hand-tool" => RecyclingStream.Metal,
        "toy" => RecyclingStream.Plastic,
        _ => RecyclingStream.Electrical,
    };

    private WeighedAt At(SeededPlace place, LocalDate day, int hour) =>
        new(place.Organisation.Id, place.Place.Id, place.Place.CommuneCode, (day + new LocalTime(hour, 0)).InZoneLeniently(zones[place.Place.TimeZone]).ToInstant(), null);
}
