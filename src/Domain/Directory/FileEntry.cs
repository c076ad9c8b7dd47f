using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Directory;

/// <summary>What an entry of a file is.</summary>
public enum FileEntryKind
{
    /// <summary>The territory asks for more.</summary>
    Question,

    /// <summary>The organisation answers, or asks again.</summary>
    Answer,

    Approved,
    Suspended,
    Refused,
}

/// <summary>
/// An entry of the file between an organisation and those who approve it: a question, an answer, a decision with its reason. Entries
/// stay as they were written: the letter about one says what it says, whatever followed.
/// </summary>
public sealed class FileEntry
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaxText = 2000;

    /// <exception cref="ArgumentException">A question or an answer without words, or a text that is too long.</exception>
    public FileEntry(FileEntryId id, OrganisationId organisationId, string territory, FileEntryKind kind, string? text, AccountId? by, Instant at)
    {
        if ((string.IsNullOrWhiteSpace(text) && kind is FileEntryKind.Question or FileEntryKind.Answer) || text?.Length > MaxText)
        {
            throw new ArgumentException("A question and an answer have words, and no entry is longer than its limit.", nameof(text));
        }

        Id = id;
        OrganisationId = organisationId;
        Territory = territory;
        Kind = kind;
        Text = text;
        By = by;
        At = at;
    }

    private FileEntry()
    {
        Territory = "";
    }

    public FileEntryId Id { get; private set; }
    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Key of the territory that asks or decides; of the organisation's commune for what it answers.</summary>
    public string Territory { get; private set; }
    public FileEntryKind Kind { get; private set; }
    public string? Text { get; private set; }

    /// <summary>Null when the program itself decided.</summary>
    public AccountId? By { get; private set; }
    public Instant At { get; private set; }

    /// <summary>The kind of entry that tells a decision.</summary>
    public static FileEntryKind Of(AccreditationStatus decision) => decision switch
    {
        AccreditationStatus.Approved => FileEntryKind.Approved,
        AccreditationStatus.Suspended => FileEntryKind.Suspended,
        AccreditationStatus.Refused => FileEntryKind.Refused,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "Nobody decides this."),
    };
}
