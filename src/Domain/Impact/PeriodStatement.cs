using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Domain.Impact;

/// <summary>Like repairs of one month and one commune, added up.</summary>
/// <param name="Month">Year × 100 + month.</param>
/// <param name="CommuneCode">INSEE code they were written under; empty for « sans commune ».</param>
/// <param name="Barrier">What stood in the way, if it was not repaired and someone said.</param>
/// <param name="Cell">What every figure treats alike.</param>
public readonly record struct StatementCell(int Month, string CommuneCode, RepairBarrier? Barrier, ImpactCell Cell);

/// <summary>The lines of the ledger that a closed period is made of, in the order they were written.</summary>
/// <param name="Count">How many.</param>
/// <param name="Last">Sequence of the last; 0 where there is none.</param>
/// <param name="Sha256">SHA-256 of <see cref="LedgerEntry.ToLine"/> of each, each ended by a line feed; 64 hexadecimal digits.</param>
/// <param name="Late">How many of them are about a day before the period: corrections of a period closed earlier.</param>
public readonly record struct LedgerExtract(long Count, long Last, string Sha256, long Late);

/// <summary>
/// The figures of a closed period as they are signed: a plain text that anyone reads, whose last line is the SHA-256 of all lines above it,
/// and which names the hash of the statement before it. Text in, text out: nothing of it depends on a language or on a screen.
/// </summary>
public sealed record PeriodStatement
{
    /// <summary>What the first statement of an instance names as the one before.</summary>
    public const string NoPrevious = "0000000000000000000000000000000000000000000000000000000000000000";

    private const string Title = "repairnet-closed-period/1";

    /// <summary>Order among the statements of the instance, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Hash of the statement before, 64 hexadecimal digits.</summary>
    public required string Previous { get; init; }

    public required TerritoryKey Territory { get; init; }

    /// <summary>Official name on the day of the closing.</summary>
    public required string TerritoryName { get; init; }

    /// <summary>Sum of its communes' on that day; null for a foreign country.</summary>
    public required long? Population { get; init; }

    public required ReportingPeriod Period { get; init; }

    /// <summary>Year of the Code officiel géographique in force on that day.</summary>
    public required int CogYear { get; init; }

    public required Instant ClosedAt { get; init; }

    public required LedgerExtract Entries { get; init; }

    /// <summary>What the figures are made of. Returns are in none.</summary>
    public required IReadOnlyList<StatementCell> Cells { get; init; }

    public required ImpactFigures Figures { get; init; }

    /// <summary>Keys of the factor sets the entries were made with, in order.</summary>
    public IReadOnlyList<string> FactorSets => [.. Cells.Select(c => c.Cell.FactorSet).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Hash of the statement, 64 hexadecimal digits.</summary>
    public string Hash => HashOf(Body());

    /// <summary>The whole text, line feeds only, the hash on its last line.</summary>
    public string Write()
    {
        var body = Body();
        return $"{body}sha256: {HashOf(body)}\n";
    }

    /// <summary>Whether what it says of itself can be, and the figures are those of the cells, computed again.</summary>
    public bool HoldsTogether(EquipmentCatalogue catalogue) =>
        HasItsPlace && HasPossibleLines
        && Cells.All(c => catalogue.FindCategory(c.Cell.CategoryCode) is not null && catalogue.FindFactorSet(c.Cell.FactorSet) is not null)
        && ImpactCalculation.Of(Cells.Select(c => c.Cell), catalogue) == Figures;

    /// <summary>Whether these lines are those that were signed: the same hash, and the same cells.</summary>
    public bool IsMadeOf(StatementSums lines) => lines.Extract == Entries && lines.Cells.SequenceEqual(Cells);

    /// <summary>Reads a statement; false where it is none, or where its last line is not the hash of the others.</summary>
    public static bool TryRead(string text, out PeriodStatement statement)
    {
        statement = null!;
        var plain = text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimStart('\uFEFF');
        var lines = plain.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 10 || lines[0] != Title)
        {
            return false;
        }

        try
        {
            var said = lines.Skip(1).Where(l => !l.StartsWith("cell: ", StringComparison.Ordinal)).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
            if (!TerritoryKey.TryParse(said["territory"], out var territory) || !ReportingPeriod.TryParse(said["period"], out var period))
            {
                return false;
            }

            statement = new PeriodStatement
            {
                Number = Whole(said["number"]),
                Previous = said["previous"],
                Territory = territory,
                TerritoryName = said["name"],
                Population = said["population"].Length == 0 ? null : Whole(said["population"]),
                Period = period,
                CogYear = (int)Whole(said["cog"]),
                ClosedAt = InstantPattern.ExtendedIso.Parse(said["closed"]).Value,
                Entries = new LedgerExtract(Whole(said["entries"]), Whole(said["last-entry"]), said["entries-sha256"], Whole(said["late-entries"])),
                Cells = [.. lines.Where(l => l.StartsWith("cell: ", StringComparison.Ordinal)).Select(l => ReadCell(l[6..].Split(';')))],
                Figures = ReadFigures(said),
            };
            return statement.Write() == (plain.EndsWith('\n') ? plain : plain + "\n");
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or IndexOutOfRangeException or OverflowException or ArgumentException or InvalidOperationException or UnparsableValueException)
        {
            return false;
        }
    }

    /// <summary>
    /// The first of the chain, and no other, follows none; no day is signed before it is over somewhere on Earth; and no name holds signs that
    /// would write something else on the screen of whoever verifies it.
    /// </summary>
    private bool HasItsPlace =>
        !TerritoryName.Any(char.IsControl) && Number >= 1 && (Number == 1) == (Previous == NoPrevious) && IsHash(Previous)
        && ClosedAt >= Period.To.PlusDays(1).AtMidnight().WithOffset(TimeZones.Earliest).ToInstant();

    /// <summary>As many lines as the cells need at least, numbered from 1, and cells of the period in the one order they have.</summary>
    private bool HasPossibleLines =>
        IsHash(Entries.Sha256) && Entries.Late >= 0 && Entries.Late <= Entries.Count && Entries.Count <= Entries.Last && (Entries.Count == 0) == (Entries.Last == 0)
        && Cells.Sum(c => Math.Abs((decimal)c.Cell.Count)) <= Entries.Count
        && Cells.All(c => c.Month >= MonthNumber.Of(Period.From) && c.Month <= MonthNumber.Of(Period.To))
        && Cells.SequenceEqual(StatementSums.InOrder(Cells));

    private static bool IsHash(string text) => text.Length == NoPrevious.Length && text.All(char.IsAsciiHexDigitLower);

    private string Body()
    {
        var text = new StringBuilder();
        void Line(string name, string value) => text.Append(name).Append(": ").Append(value).Append('\n');
        text.Append(Title).Append('\n');
        Line("number", Text(Number));
        Line("previous", Previous);
        Line("territory", Territory.ToString());
        Line("name", TerritoryName);
        Line("population", Population is { } people ? Text(people) : "");
        Line("period", Period.ToString());
        Line("cog", Text(CogYear));
        Line("closed", InstantPattern.ExtendedIso.Format(ClosedAt));
        Line("entries", Text(Entries.Count));
        Line("last-entry", Text(Entries.Last));
        Line("entries-sha256", Entries.Sha256);
        Line("late-entries", Text(Entries.Late));
        Line("repairs", $"fixed={Text(Figures.Repairs.Fixed)} repairable={Text(Figures.Repairs.Repairable)} end-of-life={Text(Figures.Repairs.EndOfLife)} unknown={Text(Figures.Repairs.Unknown)}");
        Line("diverted-kg", Written(Figures.Diverted));
        Line("ewaste-diverted-kg", Written(Figures.EWasteDiverted));
        Line("co2e-kg", $"{Written(Figures.Co2e.Kg)} items-without-footprint={Text(Figures.Co2e.ItemsWithoutFootprint)}");
        foreach (var cell in Cells)
        {
            Line("cell", Write(cell));
        }

        return text.ToString();
    }

    private static string HashOf(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    internal static string Write(StatementCell c) => string.Join(
        ';', ImpactGroup.Month(c.Month), c.CommuneCode, c.Cell.CategoryCode, c.Cell.Outcome.Code(), Word(c.Cell.Provenance), c.Cell.FactorSet, c.Barrier?.Code() ?? "", Text(c.Cell.Count), Text(c.Cell.MassMg));

    private static StatementCell ReadCell(string[] parts) => new(
        (int)(Whole(parts[0][..4]) * 100 + Whole(parts[0][5..])),
        parts[1],
        parts[6].Length == 0 ? null : RepairBarriers.TryParse(parts[6], out var barrier) ? barrier : throw new FormatException(),
        new ImpactCell(
            parts[2],
            RepairOutcomes.TryParse(parts[3], out var outcome) ? outcome : throw new FormatException(),
            Enum.GetValues<Provenance>().Single(p => Word(p) == parts[4]),
            parts[5],
            false,
            Whole(parts[7]),
            Whole(parts[8])));

    private static ImpactFigures ReadFigures(Dictionary<string, string> said)
    {
        var repairs = Pairs(said["repairs"]);
        return new ImpactFigures(
            new RepairCounts(Whole(repairs["fixed"]), Whole(repairs["repairable"]), Whole(repairs["end-of-life"]), Whole(repairs["unknown"])),
            Mass(Pairs(said["diverted-kg"])),
            Mass(Pairs(said["ewaste-diverted-kg"])),
            new AvoidedCo2e(Bounds(Pairs(said["co2e-kg"])), Whole(Pairs(said["co2e-kg"])["items-without-footprint"])));
    }

    private static DivertedMass Mass(Dictionary<string, string> said) =>
        new(Bounds(said), Exact(said["weighed"]), Exact(said["declared"]), Exact(said["averaged"]), Whole(said["items-without-weight"]));

    private static Estimate Bounds(Dictionary<string, string> said) => new(Exact(said["low"]), Exact(said["central"]), Exact(said["high"]));

    private static Dictionary<string, string> Pairs(string text) => text.Split(' ').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    private static string Written(Estimate kg) => $"low={Text(kg.Low)} central={Text(kg.Central)} high={Text(kg.High)}";

    private static string Written(DivertedMass mass) =>
        $"{Written(mass.Kg)} weighed={Text(mass.WeighedKg)} declared={Text(mass.DeclaredKg)} averaged={Text(mass.AveragedKg)} items-without-weight={Text(mass.ItemsWithoutWeight)}";

    private static string Word(Provenance provenance) => provenance.ToString().ToLowerInvariant();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Exact, without zeros at the end: the same number has one spelling.
    private static string Text(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static long Whole(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static decimal Exact(string text) => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
