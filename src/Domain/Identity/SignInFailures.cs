using NodaTime;

namespace RepairNet.Domain.Identity;

/// <summary>
/// Wrong passwords given lately for one e-mail address. Counted for every address typed, whether it has an account or not:
/// so neither the answer nor its delay tells which addresses have one.
/// </summary>
public sealed class SignInFailures
{
    /// <summary>Wrong passwords before a pause.</summary>
    public const int Allowed = 10;

    /// <summary>The pause, and also the quiet time after which the count starts again: guessing stays hopeless, a person waits little.</summary>
    public static readonly Duration Pause = Duration.FromMinutes(5);

    /// <param name="addressHash">SHA-256 of the normalized address, in hexadecimal.</param>
    /// <param name="now">When the first wrong password came.</param>
    public SignInFailures(string addressHash, Instant now)
    {
        AddressHash = addressHash;
        Count = 1;
        LastAt = now;
    }

    private SignInFailures()
    {
        AddressHash = "";
    }

    public string AddressHash { get; private set; }
    public int Count { get; private set; }
    public Instant LastAt { get; private set; }

    /// <summary>Whether even the right password is refused.</summary>
    public bool IsPausedAt(Instant now) => Count >= Allowed && now < LastAt + Pause;

    /// <summary>One more wrong password. During the pause nothing counts, or a stranger could prolong it for ever.</summary>
    public void Add(Instant now)
    {
        if (IsPausedAt(now))
        {
            return;
        }

        Count = now >= LastAt + Pause ? 1 : Count + 1;
        LastAt = now;
    }
}
