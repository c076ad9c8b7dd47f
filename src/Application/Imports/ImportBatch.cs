using NodaTime;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Imports;

/// <summary>A row that is taken, and the repair it makes.</summary>
/// <param name="OwnId">The repair of this network it seems to be, by its id.</param>
internal sealed record ReadRow(long Line, OrdsRow Row, ImportedRepair Repair, RepairId? OwnId);

/// <summary>Where rows count: by the file's own column, by the import's territory, or in their country without commune.</summary>
/// <param name="now">A repair has happened by then, by the clocks of where it did.</param>
internal sealed class ImportPlaces(TerritoryIndex index, TerritoryKey? territory, Instant now, IDateTimeZoneProvider zones)
{
    private readonly Dictionary<string, LocalDate> days = new(StringComparer.Ordinal);
    private readonly string ownZone = territory is { } own && index.CommunesOf(own) is [var some, ..] ? index.Commune(some)!.TimeZoneId : TimeZones.Metropolitan;

    private readonly string? commune = territory is { Level: TerritoryLevel.Commune } key ? key.Code : null;

    /// <summary>Whether the territory of the import is in France.</summary>
    private readonly bool isFrench = territory is { } some && index.CommunesOf(some).Count > 0;

    /// <summary>The last day that anywhere on earth has begun.</summary>
    public LocalDate LastDay { get; } = now.WithOffset(TimeZones.Earliest).Date;

    /// <summary>The last day that has begun where the repair was made: France without commune has the clocks of the import's territory, or of the mainland.</summary>
    public LocalDate LastDayOf(string? commune, string country)
    {
        if (commune is null && country != TerritoryKey.France.Code)
        {
            return LastDay;
        }

        var zone = index.Commune(commune)?.TimeZoneId ?? ownZone;
        if (!days.TryGetValue(zone, out var day))
        {
            days.Add(zone, day = now.InZone(zones[zone]).Date);
        }

        return day;
    }

    /// <summary>The commune of today, or null.</summary>
    /// <param name="code">The code the row gives, or nothing.</param>
    /// <param name="hasNoCountry">Whether the row names no country: it is that of the import's territory then. A country that is none stays one that nobody knows.</param>
    /// <param name="meaning">What the row means, besides.</param>
    public string? CommuneOf(string code, bool hasNoCountry, ref OrdsMeaning meaning)
    {
        if (isFrench && hasNoCountry)
        {
            meaning = meaning with { Country = TerritoryKey.France.Code, Warnings = meaning.Warnings & ~OrdsWarning.UnknownCountry };
        }

        if (code.Length == 0)
        {
            // A row of La Réunion does not count in the commune of the mainland whose file it is in.
            return meaning.Country == TerritoryKey.France.Code && (meaning.Overseas is null || meaning.Overseas == index.Commune(commune)?.DepartementCode) ? commune : null;
        }

        if (index.Commune(code) is not { } found)
        {
            meaning = meaning with { Warnings = meaning.Warnings | OrdsWarning.UnknownCommune };
            return null;
        }

        if (territory is { } wanted && !index.Holds(wanted, found.Code))
        {
            meaning = meaning with { Warnings = meaning.Warnings | OrdsWarning.OutsideTerritory };
            return null;
        }

        return found.Code;
    }
}

/// <summary>Counts what some rows came to.</summary>
internal sealed class ImportTally(int rows, IReadOnlyList<RejectedRow> rejections)
{
    private readonly Dictionary<OrdsWarning, (long Count, List<ImportExample> Examples)> warnings = [];

    public ImportTally(ImportTally other)
        : this(other.Read, other.Rejections)
    {
        foreach (var (warning, (count, examples)) in other.warnings)
        {
            warnings[warning] = (count, [.. examples]);
        }
    }

    public int Read => rows;

    private IReadOnlyList<RejectedRow> Rejections => rejections;

    public void Warn(OrdsWarning warning, long line, string value)
    {
        var (count, examples) = warnings.GetValueOrDefault(warning, (0, []));
        if (examples.Count < Import.MaxExamples)
        {
            examples.Add(new ImportExample(line, Import.Cut(value, Import.MaxExampleLength)));
        }

        warnings[warning] = (count + 1, examples);
    }

    /// <summary>Whether one more of these will be shown.</summary>
    public bool Shows(OrdsWarning warning) => !warnings.TryGetValue(warning, out var known) || known.Examples.Count < Import.MaxExamples;

    public ImportedRows Rows() => new(rows, rows - rejections.Count, [.. warnings.Select(w => new WarningCount(w.Key, w.Value.Count, w.Value.Examples))], rejections);
}

/// <summary>Some rows of a file, read and understood before anything is written: nobody waits for it.</summary>
internal sealed class ImportBatch
{
    private static readonly OrdsWarning[] All = Enum.GetValues<OrdsWarning>()[1..];

    private readonly ImportTally read;

    public ImportBatch(ImportId import, OrdsRecord[] records, OrdsReading reading, ImportPlaces places)
    {
        var rejections = new List<RejectedRow>();
        read = new ImportTally(records.Length, rejections);
        var seen = new Dictionary<(OrganisationId, string), OrdsRow>(records.Length);
        var providers = new Dictionary<string, OrganisationId>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            var row = record.Row;
            var (meaning, commune) = (default(OrdsMeaning), default(string));
            var refusal = record.IsOpen ? OrdsRefusal.OpenQuote : record.HasNull ? OrdsRefusal.NullCharacter : reading.Read(row, places.LastDay, out meaning);
            if (refusal is null)
            {
                commune = places.CommuneOf(record.Commune, string.IsNullOrWhiteSpace(row.Country), ref meaning);
                refusal = meaning.Date > places.LastDayOf(commune, meaning.Country) ? OrdsRefusal.ImpossibleDate : null;
            }

            if (refusal is { } why)
            {
                rejections.Add(new RejectedRow(record.Line, why, Import.Cut(OrdsReading.CellOf(row, why).Replace('\0', '\uFFFD'), Import.MaxExampleLength)));
                continue;
            }

            Warn(record, meaning.Warnings);
            if (!providers.TryGetValue(row.DataProvider, out var provider))
            {
                providers.Add(row.DataProvider, provider = ImportedProvider.IdOf(row.DataProvider));
            }

            if (seen.TryGetValue((provider, row.Id), out var first))
            {
                read.Warn(first == row ? OrdsWarning.AlreadyImported : OrdsWarning.DifferentBefore, record.Line, row.Id);
                continue;
            }

            seen.Add((provider, row.Id), row);
            Accepted.Add(new ReadRow(record.Line, row, new ImportedRepair(row, meaning, provider, commune, import), OwnIdOf(row)));
        }

        Providers = [.. providers.Select(p => (p.Value, p.Key))];
    }

    /// <summary>Rows of the file it is made of.</summary>
    public int Rows => read.Read;

    /// <summary>Rows to write, each of another id.</summary>
    public List<ReadRow> Accepted { get; } = [];

    public IReadOnlyList<(OrganisationId Id, string Name)> Providers { get; }

    /// <summary>A count of its own for one try to write: a transaction may run again from its start.</summary>
    public ImportTally Begin() => new(read);

    private void Warn(OrdsRecord record, OrdsWarning warnings)
    {
        if (record.IsOdd)
        {
            read.Warn(OrdsWarning.OddLength, record.Line, record.Row.Id);
        }

        if (warnings == OrdsWarning.None)
        {
            return;
        }

        foreach (var warning in All)
        {
            if ((warnings & warning) != 0)
            {
                read.Warn(
                    warning,
                    record.Line,
                    !read.Shows(warning) ? "" : warning is OrdsWarning.UnknownCommune or OrdsWarning.OutsideTerritory ? record.Commune : OrdsReading.CellOf(record.Row, warning));
            }
        }
    }

    private static RepairId? OwnIdOf(OrdsRow row) =>
        row.Id.StartsWith(OrdsRow.OwnPrefix, StringComparison.Ordinal) && Guid.TryParse(row.Id.AsSpan(OrdsRow.OwnPrefix.Length), out var id) ? RepairId.From(id) : null;
}
