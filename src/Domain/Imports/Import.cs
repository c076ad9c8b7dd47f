using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Imports;

/// <summary>What a file holds.</summary>
public enum ImportKind
{
    /// <summary>Repairs, in the columns of the Open Repair Data Standard.</summary>
    Ords = 1,
}

/// <summary>Something odd in a file, how often, and the first times.</summary>
/// <param name="Warning">One of <see cref="OrdsWarning"/>.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Examples">The first, at most <see cref="Import.MaxExamples"/>.</param>
public sealed record WarningCount(OrdsWarning Warning, long Count, IReadOnlyList<ImportExample> Examples);

/// <summary>A cell of the file.</summary>
/// <param name="Line">Line of the file its row begins on, from 1; 0 for what is about the whole file.</param>
/// <param name="Value">What is written there, cut to <see cref="Import.MaxExampleLength"/> characters.</param>
public sealed record ImportExample(long Line, string Value);

/// <summary>A row that was left out.</summary>
/// <param name="Line">Line of the file it begins on, from 1.</param>
/// <param name="Refusal">Why.</param>
/// <param name="Value">The cell that cannot be read, cut.</param>
public sealed record RejectedRow(long Line, OrdsRefusal Refusal, string Value);

/// <summary>What some rows of the file came to.</summary>
/// <param name="Rows">How many were read.</param>
/// <param name="Accepted">How many are in, those that were there before included.</param>
/// <param name="Warnings">What is odd in them.</param>
/// <param name="Rejections">Those left out, in order.</param>
public sealed record ImportedRows(long Rows, long Accepted, IReadOnlyList<WarningCount> Warnings, IReadOnlyList<RejectedRow> Rejections);

/// <summary>A file of repairs made elsewhere.</summary>
public sealed class Import : FileImport
{
    /// <summary>Examples kept of each warning.</summary>
    public const int MaxExamples = 5;

    /// <summary>Rows left out that are kept with their reason; beyond, they are counted.</summary>
    public const int MaxRejections = 200;

    public const int MaxExampleLength = 80;

    private Import()
    {
    }

    public Import(ImportId id, ImportKind kind, AccountId? startedBy, string? territory, string fileName, long bytes, long total, IReadOnlyList<WarningCount> warnings, Instant now)
        : base(startedBy, fileName, bytes, now)
    {
        Id = id;
        Kind = kind;
        Territory = territory;
        Total = total;
        Warnings = warnings;
    }

    public ImportId Id { get; private set; }

    public ImportKind Kind { get; private set; }

    /// <summary>Key of the territory it is for, or null.</summary>
    public string? Territory { get; private set; }

    /// <summary>Rows of the file, its header left out.</summary>
    public long Total { get; private set; }

    /// <summary>Rows read so far: where to go on.</summary>
    public long Done { get; private set; }

    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    public IReadOnlyList<WarningCount> Warnings { get; private set; } = [];

    /// <summary>The first rows left out, at most <see cref="MaxRejections"/>.</summary>
    public IReadOnlyList<RejectedRow> Rejections { get; private set; } = [];

    /// <summary>Some more rows were read.</summary>
    public void Advance(ImportedRows rows, Instant now)
    {
        Done += rows.Rows;
        Accepted += rows.Accepted;
        Rejected += rows.Rejections.Count;
        Warnings = Add(Warnings, rows.Warnings);
        Rejections = Rejections.Count >= MaxRejections || rows.Rejections.Count == 0 ? Rejections : [.. Rejections, .. rows.Rejections.Take(MaxRejections - Rejections.Count)];
        Extend(now);
    }

    /// <summary>Forgets the words of the file, long after: its counts stay.</summary>
    public void Forget()
    {
        FileName = Forgotten;
        Warnings = [.. Warnings.Select(w => w with { Examples = [] })];
        Rejections = [];
    }

    /// <summary>The counts of two lots together, in the order of the warnings' numbers.</summary>
    public static IReadOnlyList<WarningCount> Add(IReadOnlyList<WarningCount> first, IReadOnlyList<WarningCount> then) => then.Count == 0
        ? first
        : [
            .. first.Concat(then).GroupBy(w => w.Warning).OrderBy(g => (int)g.Key)
                .Select(g => new WarningCount(g.Key, g.Sum(w => w.Count), [.. g.SelectMany(w => w.Examples).Take(MaxExamples)])),
        ];
}
