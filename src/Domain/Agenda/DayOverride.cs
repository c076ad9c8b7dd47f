using System.Diagnostics.CodeAnalysis;
using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>One opening of an exceptional day.</summary>
public sealed class DayOverrideOpening
{
    private DayOverrideOpening()
    {
    }

    /// <summary>An opening of local times [from, to).</summary>
    /// <param name="from">Opening time, local.</param>
    /// <param name="to">Closing time, local, the same day and excluded; midnight is the end of the day.</param>
    /// <param name="benches">Benches open, numbered 1 to n; null = as many as the place has.</param>
    public DayOverrideOpening(LocalTime from, LocalTime to, int? benches = null) => (From, To, Benches) = (from, to, benches);

    /// <summary>Opening time, local.</summary>
    public LocalTime From { get; private set; }

    /// <summary>Closing time, local, excluded; midnight is the end of the day.</summary>
    public LocalTime To { get; private set; }

    /// <summary>Benches open, numbered 1 to n; null = as many as the place has.</summary>
    public int? Benches { get; private set; }
}

/// <summary>
/// An exceptional day of a place: its openings stand in for the weekly rules and for a public holiday of that day; none =
/// shut all day. A closure still cuts it. All services of the place are offered.
/// </summary>
public sealed class DayOverride
{
    private readonly List<DayOverrideOpening> _openings = [];

    private DayOverride()
    {
    }

    /// <summary>With <see cref="Date"/>, identifies the override: a day of a place has at most one.</summary>
    public PlaceId PlaceId { get; private set; }

    /// <summary>The local day.</summary>
    public LocalDate Date { get; private set; }

    /// <summary>Openings of the day, none overlapping another; empty = shut.</summary>
    public IReadOnlyList<DayOverrideOpening> Openings => _openings;

    /// <summary>All that is wrong with the openings of a day, by their place in the list from 0; empty when they are possible.</summary>
    public static IReadOnlyList<(int Index, OpeningRuleError Error)> Errors(IReadOnlyList<DayOverrideOpening> openings)
    {
        var errors = new List<(int, OpeningRuleError)>();
        for (var i = 0; i < openings.Count; i++)
        {
            var opening = openings[i];
            if (!opening.To.IsAfter(opening.From))
            {
                errors.Add((i, OpeningRuleError.ToNotAfterFrom));
            }

            if (opening.Benches is < 1 or > OpeningRule.MaxBenches)
            {
                errors.Add((i, OpeningRuleError.BenchesOutOfRange));
            }

            for (var j = 0; j < i; j++)
            {
                if (openings[j].To.IsAfter(opening.From) && opening.To.IsAfter(openings[j].From))
                {
                    errors.Add((i, OpeningRuleError.OpeningsOverlap));
                    break;
                }
            }
        }

        return errors;
    }

    /// <summary>Makes the exceptional day of openings known to be possible.</summary>
    /// <exception cref="ArgumentException">The openings have errors.</exception>
    public static DayOverride Create(PlaceId place, LocalDate date, IReadOnlyList<DayOverrideOpening> openings)
    {
        var day = new DayOverride { PlaceId = place, Date = date };
        day.Replace(openings);
        return day;
    }

    /// <summary>Makes the exceptional day, or says all that is wrong with its openings.</summary>
    public static bool TryCreate(PlaceId place, LocalDate date, IReadOnlyList<DayOverrideOpening> openings, [NotNullWhen(true)] out DayOverride? day, out IReadOnlyList<(int Index, OpeningRuleError Error)> errors)
    {
        errors = Errors(openings);
        day = errors.Count > 0 ? null : Create(place, date, openings);
        return day is not null;
    }

    /// <summary>Gives the day other openings.</summary>
    /// <exception cref="ArgumentException">The openings have errors; the day keeps those it had.</exception>
    public void Replace(IReadOnlyList<DayOverrideOpening> openings)
    {
        var errors = Errors(openings);
        if (errors.Count > 0)
        {
            throw new ArgumentException($"Not the openings of a day: {string.Join(", ", errors)}.", nameof(openings));
        }

        _openings.Clear();
        _openings.AddRange(openings.OrderBy(o => o.From));
    }
}
