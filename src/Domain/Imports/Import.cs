using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Imports;

/// <summary>What a file holds.</summary>
public enum ImportKind
{
    /// <summary>Repairs, in the columns of the Open Repair Data Standard.</summary>
    Ords = 1,
}

/// <summary>How far an import is.</summary>
public enum ImportState
{
    Queued = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
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

/// <summary>A file that is read into the database, batch after batch. How far it is is written with each batch, so that it goes on from there after a crash.</summary>
public sealed class Import
{
    /// <summary>Examples kept of each warning.</summary>
    public const int MaxExamples = 5;

    /// <summary>Rows left out that are kept with their reason; beyond, they are counted.</summary>
    public const int MaxRejections = 200;

    public const int MaxExampleLength = 80;
    public const int MaxFileNameLength = 200;

    /// <summary>The name of a file whose name is no longer known.</summary>
    public const string Forgotten = "—";

    /// <summary>Taken up this often without getting any further, an import has failed.</summary>
    public const int MaxTries = 5;

    /// <summary>Whoever works on an import holds it for this long after each batch.</summary>
    public static readonly Duration Lease = Duration.FromSeconds(60);

    /// <summary>A file that nobody here has any more is waited for this long.</summary>
    public static readonly Duration Patience = Duration.FromDays(1);

    private Import()
    {
    }

    public Import(ImportId id, ImportKind kind, AccountId? startedBy, string? territory, string fileName, long bytes, long total, IReadOnlyList<WarningCount> warnings, Instant now)
    {
        Id = id;
        Kind = kind;
        StartedBy = startedBy;
        Territory = territory;
        FileName = Cut(fileName.Trim(), MaxFileNameLength);
        Bytes = bytes;
        Total = total;
        Warnings = warnings;
        CreatedAt = now;
    }

    public ImportId Id { get; private set; }

    public ImportKind Kind { get; private set; }

    public ImportState State { get; private set; }

    /// <summary>The account that asked for it; null for the command line.</summary>
    public AccountId? StartedBy { get; private set; }

    /// <summary>Key of the territory it is for, or null.</summary>
    public string? Territory { get; private set; }

    /// <summary>Name of the file as it was sent.</summary>
    public string FileName { get; private set; } = "";

    public long Bytes { get; private set; }

    /// <summary>Rows of the file, its header left out.</summary>
    public long Total { get; private set; }

    /// <summary>Rows read so far: where to go on.</summary>
    public long Done { get; private set; }

    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    public IReadOnlyList<WarningCount> Warnings { get; private set; } = [];

    /// <summary>The first rows left out, at most <see cref="MaxRejections"/>.</summary>
    public IReadOnlyList<RejectedRow> Rejections { get; private set; } = [];

    public Instant CreatedAt { get; private set; }

    public Instant? EndedAt { get; private set; }

    /// <summary>Times it was taken up since it last got further.</summary>
    public int Tries { get; private set; }

    /// <summary>Who works on it, until when.</summary>
    public Guid? Holder { get; private set; }

    public Instant? HeldUntil { get; private set; }

    public bool IsOver => State is ImportState.Done or ImportState.Failed;

    /// <summary>Takes it up; false where it is over, or where someone else works on it.</summary>
    public bool TryTake(Guid holder, Instant now)
    {
        if (IsOver || (HeldUntil > now && Holder != holder))
        {
            return false;
        }

        if (Tries >= MaxTries)
        {
            End(ImportState.Failed, now);
            return false;
        }

        State = ImportState.Running;
        Holder = holder;
        HeldUntil = now + Lease;
        Tries++;
        return true;
    }

    /// <summary>Whether this holder may still write.</summary>
    public bool IsHeldBy(Guid holder) => State == ImportState.Running && Holder == holder;

    /// <summary>Some more rows were read.</summary>
    public void Advance(ImportedRows rows, Instant now)
    {
        Done += rows.Rows;
        Accepted += rows.Accepted;
        Rejected += rows.Rejections.Count;
        Warnings = Add(Warnings, rows.Warnings);
        Rejections = Rejections.Count >= MaxRejections || rows.Rejections.Count == 0 ? Rejections : [.. Rejections, .. rows.Rejections.Take(MaxRejections - Rejections.Count)];
        Tries = 0;
        HeldUntil = now + Lease;
    }

    /// <summary>The whole file is read.</summary>
    public void Finish(Instant now) => End(ImportState.Done, now);

    /// <summary>Forgets the words of the file, long after: its counts stay.</summary>
    public void Forget()
    {
        FileName = Forgotten;
        Warnings = [.. Warnings.Select(w => w with { Examples = [] })];
        Rejections = [];
    }

    /// <summary>Gives it back, for whoever takes it up next.</summary>
    public void LetGo()
    {
        Holder = null;
        HeldUntil = null;
    }

    /// <summary>Its file is here no more: waited for, then given up.</summary>
    /// <returns>Whether it is given up.</returns>
    public bool MissFile(Instant now)
    {
        if (IsOver || now - CreatedAt < Patience)
        {
            return false;
        }

        End(ImportState.Failed, now);
        return true;
    }

    /// <summary>The counts of two lots together, in the order of the warnings' numbers.</summary>
    public static IReadOnlyList<WarningCount> Add(IReadOnlyList<WarningCount> first, IReadOnlyList<WarningCount> then) => then.Count == 0
        ? first
        : [
            .. first.Concat(then).GroupBy(w => w.Warning).OrderBy(g => (int)g.Key)
                .Select(g => new WarningCount(g.Key, g.Sum(w => w.Count), [.. g.SelectMany(w => w.Examples).Take(MaxExamples)])),
        ];

    /// <summary>The beginning of a text, whole characters only.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1), "…");

    private void End(ImportState state, Instant now)
    {
        State = state;
        EndedAt = now;
        LetGo();
    }
}
