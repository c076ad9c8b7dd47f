using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Identity;

/// <summary>
/// A passkey (WebAuthn): a key that a telephone, a computer or a stick keeps and unlocks with a finger or a code of its own. It
/// stands for the password and for the second factor. Only its public half is kept here.
/// </summary>
public sealed class Passkey
{
    /// <summary>Passkeys of one account, at most.</summary>
    public const int MaxPerAccount = 10;

    /// <summary>Longest name, in characters.</summary>
    public const int MaxName = 60;

    /// <summary>Longest identifier, in bytes (WebAuthn level 3, 5.8.3).</summary>
    public const int MaxCredentialId = 1023;

    /// <summary>How long a question to the key may be answered.</summary>
    public static readonly Duration QuestionLife = Duration.FromMinutes(5);

    public Passkey(PasskeyId id, AccountId accountId, string name, byte[] credentialId, byte[] publicKey, long signCount, string transports, bool isBackupEligible, bool isBackedUp, Instant createdAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(credentialId.Length, MaxCredentialId);
        Id = id;
        AccountId = accountId;
        Name = name;
        CredentialId = credentialId;
        PublicKey = publicKey;
        SignCount = signCount;
        Transports = transports;
        IsBackupEligible = isBackupEligible;
        IsBackedUp = isBackedUp;
        CreatedAt = createdAt;
        AnsweredAt = WholeMilliseconds(createdAt);
    }

    public PasskeyId Id { get; private set; }
    public AccountId AccountId { get; private set; }

    /// <summary>As its owner calls it: « mon téléphone ».</summary>
    public string Name { get; private set; }

    /// <summary>What the key calls itself; no two passkeys share it.</summary>
    public byte[] CredentialId { get; private set; }

    /// <summary>The public half, a COSE key.</summary>
    public byte[] PublicKey { get; private set; }

    /// <summary>Signatures the key says to have made; 0 for those that do not count.</summary>
    public long SignCount { get; private set; }

    /// <summary>Ways to reach the key that the browser told, with commas: « internal,hybrid ».</summary>
    public string Transports { get; private set; }

    /// <summary>It may be copied to the owner's other devices.</summary>
    public bool IsBackupEligible { get; private set; }

    /// <summary>It was copied.</summary>
    public bool IsBackedUp { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>When it last opened a session; null when it never did.</summary>
    public Instant? UsedAt { get; private set; }

    /// <summary>When the latest question it answered was put, in whole milliseconds: an older one is not answered again.</summary>
    public Instant AnsweredAt { get; private set; }

    /// <summary>
    /// Takes an answer whose signature is right. False where the question was answered before, or a later one was: whoever overheard
    /// an answer cannot give it again.
    /// </summary>
    /// <param name="askedAt">When the question was put.</param>
    /// <param name="signCount">What the key counts now; that it grew was checked with the signature.</param>
    public bool TryUse(Instant askedAt, long signCount, bool isBackedUp, Instant now)
    {
        var asked = WholeMilliseconds(askedAt);
        if (asked <= AnsweredAt)
        {
            return false;
        }

        AnsweredAt = asked;
        SignCount = signCount;
        IsBackedUp = isBackedUp;
        UsedAt = now;
        return true;
    }

    /// <summary>As every database keeps it: what a database rounds away would make the same question look later than itself.</summary>
    private static Instant WholeMilliseconds(Instant instant) => Instant.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
