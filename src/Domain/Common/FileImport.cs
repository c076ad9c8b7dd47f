using NodaTime;

namespace RepairNet.Domain.Common;

/// <summary>How far an import is.</summary>
public enum ImportState
{
    Queued = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
}

/// <summary>
/// A file that is read into the database, batch after batch. How far it is is written with each batch; whoever works on it holds it for a while after each, so
/// that another goes on from there after a crash.
/// </summary>
public abstract class FileImport
{
    public const int MaxFileNameLength = 200;

    /// <summary>The name of a file whose name is no longer known.</summary>
    public const string Forgotten = "—";

    /// <summary>Taken up this often without getting any further, an import has failed.</summary>
    public const int MaxTries = 5;

    /// <summary>Whoever works on an import holds it for this long after each batch.</summary>
    public static readonly Duration Lease = Duration.FromSeconds(60);

    /// <summary>A file that nobody here has any more is waited for this long.</summary>
    public static readonly Duration Patience = Duration.FromDays(1);

    private protected FileImport()
    {
    }

    private protected FileImport(AccountId? startedBy, string fileName, long bytes, Instant now)
    {
        StartedBy = startedBy;
        FileName = Cut(fileName.Trim(), MaxFileNameLength);
        Bytes = bytes;
        CreatedAt = now;
    }

    public ImportState State { get; private set; }

    /// <summary>The account that asked for it; null for the command line.</summary>
    public AccountId? StartedBy { get; private set; }

    /// <summary>Name of the file as it was sent.</summary>
    public string FileName { get; private protected set; } = "";

    public long Bytes { get; private set; }

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

    /// <summary>The whole file is read.</summary>
    public void Finish(Instant now) => End(ImportState.Done, now);

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

    /// <summary>The beginning of a text, whole characters only.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1), "…");

    /// <summary>It got further.</summary>
    private protected void Extend(Instant now)
    {
        Tries = 0;
        HeldUntil = now + Lease;
    }

    private void End(ImportState state, Instant now)
    {
        State = state;
        EndedAt = now;
        LetGo();
    }
}
