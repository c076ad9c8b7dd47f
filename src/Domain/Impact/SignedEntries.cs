using System.Globalization;
using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Impact;

/// <summary>One line of the ledger as it was signed, and what it adds to the sums.</summary>
/// <param name="Text">The line, as <see cref="LedgerEntry.ToLine"/> writes it: this is what is signed.</param>
/// <param name="Sequence">Order of writing.</param>
/// <param name="Date">Local day it counts on.</param>
/// <param name="Day">Local day of the repair.</param>
/// <param name="CommuneCode">INSEE code; empty for « sans commune ».</param>
/// <param name="Sign">+1 adds, −1 takes away.</param>
/// <param name="MassMg">The object's own weight in milligrams, never negative; 0 when it has none.</param>
public readonly record struct SignedEntry(
    string Text,
    long Sequence,
    LocalDate Date,
    LocalDate Day,
    string CommuneCode,
    string CategoryCode,
    RepairOutcome Outcome,
    Provenance Provenance,
    string FactorSet,
    bool IsReturn,
    RepairBarrier? Barrier,
    int Sign,
    long MassMg)
{
    private const int Cells = 16;

    public static SignedEntry Of(LedgerEntry entry) => new(
        entry.ToLine(), entry.Sequence, entry.Date, entry.Day, entry.CommuneCode ?? "", entry.CategoryCode, entry.Outcome, entry.Provenance, entry.FactorSet, entry.IsReturn, entry.Barrier, entry.Sign, entry.MassMg ?? 0);

    /// <summary>Reads a line of a file; false where it is no line of the ledger.</summary>
    public static bool TryRead(string text, out SignedEntry entry)
    {
        entry = default;
        var cells = text.Split(';');
        if (cells.Length != Cells
            || !long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || LocalDatePattern.Iso.Parse(cells[2]) is not { Success: true, Value: var date }
            || LocalDatePattern.Iso.Parse(cells[3]) is not { Success: true, Value: var day }
            || !RepairOutcomes.TryParse(cells[8], out var outcome)
            || !Enum.TryParse<Provenance>(cells[9], ignoreCase: true, out var provenance)
            || cells[11] is not ("" or "return")
            || cells[13] is not ("1" or "-1"))
        {
            return false;
        }

        RepairBarrier? barrier = null;
        if (cells[12].Length > 0)
        {
            if (!RepairBarriers.TryParse(cells[12], out var known))
            {
                return false;
            }

            barrier = known;
        }

        long mass = 0;
        if (cells[14].Length > 0 && !long.TryParse(cells[14], NumberStyles.None, CultureInfo.InvariantCulture, out mass))
        {
            return false;
        }

        entry = new SignedEntry(text, sequence, date, day, cells[5], cells[7], outcome, provenance, cells[10], cells[11].Length > 0, barrier, cells[13] == "1" ? 1 : -1, mass);
        return true;
    }
}

/// <summary>
/// The file of the lines a closed period is made of: a header, then each line as it was signed, in the order they were written, each ended by a line
/// feed. The SHA-256 of all but the header is in the statement. Nothing in it tells whose object it was.
/// </summary>
public static class SignedEntries
{
    /// <summary>The first line of the file.</summary>
    public const string Header = "sequence;id;counts_on;day;country;commune;organisation;category;outcome;provenance;factor_set;return;barrier;sign;mass_mg;corrects";

    /// <summary>Adds up the lines of a file; null where it is none, or where a line is not the next of the period.</summary>
    /// <param name="lines">Its lines without their ends, the header first.</param>
    /// <param name="period">The period they count in.</param>
    public static StatementSums? Read(IEnumerable<string> lines, ReportingPeriod period)
    {
        var sums = new StatementSums(period);
        var isFirst = true;
        foreach (var line in lines)
        {
            if (isFirst)
            {
                isFirst = false;
                if (line.TrimStart('\uFEFF') != Header)
                {
                    return null;
                }
            }
            else if (line.Length > 0)
            {
                if (!SignedEntry.TryRead(line, out var entry) || !sums.TryAdd(entry))
                {
                    return null;
                }
            }
        }

        return isFirst ? null : sums;
    }
}
