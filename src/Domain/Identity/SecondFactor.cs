using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Identity;

/// <summary>
/// What an account asks besides its password: a code that a telephone makes. The key is derived from the id and the instance's
/// secret, and stored nowhere. An account has one at most.
/// </summary>
public sealed class SecondFactor
{
    /// <summary>Codes handed out for the day when the telephone is lost.</summary>
    public const int RecoveryCodes = 10;

    /// <param name="lastStep">Step of the code by which it was confirmed: that code serves no more.</param>
    public SecondFactor(AccountId accountId, SecondFactorId keyId, long lastStep, Instant since)
    {
        AccountId = accountId;
        KeyId = keyId;
        LastStep = lastStep;
        Since = since;
    }

    public AccountId AccountId { get; private set; }

    /// <summary>What the key is derived from.</summary>
    public SecondFactorId KeyId { get; private set; }

    /// <summary>Step of the latest code accepted.</summary>
    public long LastStep { get; private set; }
    public Instant Since { get; private set; }

    /// <summary>Uses a code up: neither it nor an older one is accepted again (RFC 6238 5.2). False if it was.</summary>
    public bool TryUse(long step)
    {
        if (step <= LastStep)
        {
            return false;
        }

        LastStep = step;
        return true;
    }
}

/// <summary>A code that stands in for the telephone, once. Only a hash is kept.</summary>
public sealed class RecoveryCode
{
    /// <summary>Signs of a code: 50 bits, and guessing stops after five tries.</summary>
    public const int Signs = 10;

    /// <summary>Figures and small letters that nobody mistakes for one another.</summary>
    public const string Alphabet = "23456789abcdefghijkmnpqrstuvwxyz";

    public RecoveryCode(AccountId accountId, string hash, Instant madeAt)
    {
        AccountId = accountId;
        Hash = hash;
        MadeAt = madeAt;
    }

    public AccountId AccountId { get; private set; }

    /// <summary>HMAC of the code under the instance's secret, in hexadecimal: whoever reads the table cannot try codes against it.</summary>
    public string Hash { get; private set; }
    public Instant MadeAt { get; private set; }
    public Instant? UsedAt { get; private set; }

    /// <summary>Uses it up; false if it was.</summary>
    public bool TryUse(Instant now)
    {
        if (UsedAt is not null)
        {
            return false;
        }

        UsedAt = now;
        return true;
    }

    /// <summary>As it is shown and printed: two groups of five.</summary>
    public static string Written(string code) => $"{code[..5]}-{code[5..]}";
}
