using System.Security.Cryptography;
using System.Text;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Impact;

/// <summary>Adds up the lines of a period one by one, so that a million of them need no more room than their sums.</summary>
/// <param name="period">The period they count in.</param>
public sealed class StatementSums(ReportingPeriod period) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<(int, string, string, RepairOutcome, Provenance, string, RepairBarrier?), (long Count, long MassMg)> sums = [];
    private long count;
    private long last;
    private long late;

    /// <summary>What was added so far, signed.</summary>
    public LedgerExtract Extract => new(count, last, Convert.ToHexStringLower(hash.GetCurrentHash()), late);

    /// <summary>The sums, in an order that depends on nothing but them; those that come to nothing are left out, and returns with them.</summary>
    public IReadOnlyList<StatementCell> Cells =>
        [.. InOrder(sums.Where(s => s.Value != default)
            .Select(s => new StatementCell(s.Key.Item1, s.Key.Item2, s.Key.Item7, new ImpactCell(s.Key.Item3, s.Key.Item4, s.Key.Item5, s.Key.Item6, false, s.Value.Count, s.Value.MassMg))))];

    /// <summary>The one order of the cells of a statement.</summary>
    internal static IEnumerable<StatementCell> InOrder(IEnumerable<StatementCell> cells) => cells.OrderBy(c => c.Month).ThenBy(PeriodStatement.Write, StringComparer.Ordinal);

    /// <summary>Adds a line; they come in the order of their sequence.</summary>
    /// <exception cref="ArgumentException">A line comes twice, out of order, or counts outside the period.</exception>
    public void Add(LedgerEntry entry)
    {
        if (!TryAdd(SignedEntry.Of(entry)))
        {
            throw new ArgumentException($"Line {entry.Sequence} is not the next of {period}.", nameof(entry));
        }
    }

    /// <summary>Adds a line; false where it comes twice, out of order, or counts outside the period.</summary>
    public bool TryAdd(SignedEntry entry)
    {
        if (entry.Sequence <= last || entry.Date < period.From || entry.Date > period.To)
        {
            return false;
        }

        count++;
        last = entry.Sequence;
        late += entry.Day < period.From ? 1 : 0;
        hash.AppendData(Encoding.UTF8.GetBytes(entry.Text + "\n"));
        if (!entry.IsReturn)
        {
            var key = (MonthNumber.Of(entry.Date), entry.CommuneCode, entry.CategoryCode, entry.Outcome, entry.Provenance, entry.FactorSet, entry.Barrier);
            var sum = sums.GetValueOrDefault(key);
            sums[key] = (sum.Count + entry.Sign, sum.MassMg + (entry.Sign * entry.MassMg));
        }

        return true;
    }

    public void Dispose() => hash.Dispose();
}
