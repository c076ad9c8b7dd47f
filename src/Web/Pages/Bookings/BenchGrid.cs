using NodaTime;
using RepairNet.Application.Bookings;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>
/// The rows that the benches of a day share, one for each stretch between two moments at which something begins or ends on any of them: what
/// is at the same hour is at the same height, however long its words are. Said by classes of agenda.css; a page has no inline style.
/// </summary>
public sealed class BenchGrid
{
    /// <summary>Rows that agenda.css knows. A day cut finer shows each bench as a list.</summary>
    public const int MostRows = 64;

    private readonly List<Instant> moments;

    public BenchGrid(IReadOnlyList<BenchColumn> benches)
    {
        moments = [.. benches.SelectMany(b => b.Entries).SelectMany(e => new[] { e.Start, e.End }).Distinct().Order()];
        IsLevel = moments.Count is > 1 and <= MostRows + 1 && benches.All(b => b.Entries.Zip(b.Entries.Skip(1)).All(pair => pair.First.End <= pair.Second.Start));
    }

    /// <summary>Whether rows are shared at all.</summary>
    public bool IsLevel { get; }

    /// <summary>The class of a bench, after a space: its heading, then every row.</summary>
    public string Rows => IsLevel ? FormattableString.Invariant($" rows-{moments.Count}") : "";

    /// <summary>The classes of an entry, after a space: its first row, and how many it takes.</summary>
    public string Of(BenchEntry entry)
    {
        var (first, last) = (moments.IndexOf(entry.Start), moments.IndexOf(entry.End));
        return IsLevel && last > first ? FormattableString.Invariant($" from-{first + 1} rows-{last - first}") : "";
    }
}
