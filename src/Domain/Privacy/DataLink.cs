using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Privacy;

/// <summary>
/// A link sent by e-mail that shows someone what is held about their address, once. It is derived from its id and the instance's
/// secret, and only its hash is kept. Opened, what it shows may be taken away or erased for half an hour, with a key that the page
/// holds.
/// </summary>
public sealed class DataLink
{
    /// <summary>How long it may be opened.</summary>
    public static readonly Duration Life = Duration.FromMinutes(10);

    /// <summary>How long what it opened may be read again, taken away or erased.</summary>
    public static readonly Duration Stay = Duration.FromMinutes(30);

    /// <summary>Links that leave for one address within an hour: nobody's letter box is filled by a stranger.</summary>
    public const int MostAnHour = 3;

    public DataLink(DataLinkId id, EmailAddress email, string hash, string language, Instant createdAt)
    {
        Id = id;
        Email = email.Value.ToLowerInvariant();
        Hash = hash;
        Language = language;
        CreatedAt = createdAt;
    }

    private DataLink() => Email = Hash = Language = "";

    public DataLinkId Id { get; private set; }

    /// <summary>Whose data it shows, in small letters.</summary>
    public string Email { get; private set; }

    /// <summary>SHA-256 of the link's token, in hexadecimal.</summary>
    public string Hash { get; private set; }

    /// <summary>Of the letter: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>When its button was pressed.</summary>
    public Instant? OpenedAt { get; private set; }

    /// <summary>When what it showed was erased.</summary>
    public Instant? ClosedAt { get; private set; }

    /// <summary>Whether its button still opens it.</summary>
    public bool CanBeOpenedAt(Instant now) => OpenedAt is null && now < CreatedAt + Life;

    /// <summary>Whether what it opened is still shown to who has its key.</summary>
    public bool IsOpenAt(Instant now) => ClosedAt is null && OpenedAt is { } opened && now < opened + Stay;

    /// <summary>Opens it; false if it was, or is too old.</summary>
    public bool TryOpen(Instant now)
    {
        if (!CanBeOpenedAt(now))
        {
            return false;
        }

        OpenedAt = now;
        return true;
    }

    /// <summary>Nothing is left to show, and the address itself goes.</summary>
    public void Close(Instant now)
    {
        Email = "";
        ClosedAt ??= now;
    }
}
