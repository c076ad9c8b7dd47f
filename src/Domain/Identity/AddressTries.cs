using NodaTime;

namespace RepairNet.Domain.Identity;

/// <summary>How often one thing may be tried for one e-mail address.</summary>
/// <param name="Purpose">What is tried; counted apart from the rest.</param>
/// <param name="Allowed">Tries before a pause.</param>
/// <param name="Pause">The pause, and also the quiet time after which the count starts again.</param>
public sealed record TryLimit(string Purpose, int Allowed, Duration Pause)
{
    /// <summary>Wrong passwords: guessing stays hopeless, and the person waits little.</summary>
    public static TryLimit Password { get; } = new("password", 10, Duration.FromMinutes(5));

    /// <summary>Links asked for by e-mail: nobody's letter box is filled by a stranger.</summary>
    public static TryLimit Link { get; } = new("link", 3, Duration.FromHours(1));

    /// <summary>Invitations by those who manage an organisation: the same, counted apart from what the person asks for.</summary>
    public static TryLimit Invitation { get; } = new("invitation", 3, Duration.FromHours(1));

    /// <summary>Wrong codes of a second factor: of a million codes three are right at any moment, so five tries and a pause are little.</summary>
    public static TryLimit Code { get; } = new("code", 5, Duration.FromMinutes(5));

    /// <summary>Links to sign in by: they live ten minutes, so a few more than of those that choose a password.</summary>
    public static TryLimit SignInLink { get; } = new("sign-in-link", 5, Duration.FromHours(1));

    /// <summary>Letters to people whom ProConnect named: whoever names another's address there fills nobody's letter box.</summary>
    public static TryLimit Arrival { get; } = new("proconnect", 5, Duration.FromHours(1));

    /// <summary>Organisations declared with one address: a person may have two or three, a stranger fills nobody's letter box.</summary>
    public static TryLimit Joining { get; } = new("joining", 5, Duration.FromHours(1));
}

/// <summary>
/// Tries made lately for one e-mail address. Counted for every address typed, whether it has an account or not: so neither
/// the answer nor its delay tells which addresses have one.
/// </summary>
public sealed class AddressTries
{
    /// <param name="hash">SHA-256 of the purpose and the normalized address, in hexadecimal.</param>
    /// <param name="now">When the first try was made.</param>
    public AddressTries(string hash, Instant now)
    {
        Hash = hash;
        Count = 1;
        LastAt = now;
    }

    private AddressTries()
    {
        Hash = "";
    }

    public string Hash { get; private set; }
    public int Count { get; private set; }
    public Instant LastAt { get; private set; }

    /// <summary>Whether every further try is refused for now, even a right one.</summary>
    public bool IsPausedAt(Instant now, TryLimit limit) => Count >= limit.Allowed && now < LastAt + limit.Pause;

    /// <summary>One more try. During the pause nothing counts, or a stranger could prolong it for ever.</summary>
    public void Add(Instant now, TryLimit limit)
    {
        if (IsPausedAt(now, limit))
        {
            return;
        }

        Count = now >= LastAt + limit.Pause ? 1 : Count + 1;
        LastAt = now;
    }
}
