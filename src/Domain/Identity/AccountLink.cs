using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Identity;

/// <summary>
/// A link that lets the owner of an account choose a password, once. It is derived from its id and the instance's secret,
/// and only its hash is kept: whoever reads the database cannot use it.
/// </summary>
public sealed class AccountLink
{
    /// <summary>Life of a link that the operator hands over: long enough to reach someone who is not at work this week.</summary>
    public static readonly Duration InvitationLife = Duration.FromDays(7);

    /// <summary>Life of a link asked for by e-mail: some servers keep a first mail waiting for half an hour.</summary>
    public static readonly Duration ForgottenLife = Duration.FromHours(1);

    public AccountLink(AccountLinkId id, AccountId accountId, string hash, Instant createdAt, Duration life)
    {
        if (life <= Duration.Zero || life > InvitationLife)
        {
            throw new ArgumentOutOfRangeException(nameof(life), "A link lives at most a week.");
        }

        Id = id;
        AccountId = accountId;
        Hash = hash;
        CreatedAt = createdAt;
        ExpiresAt = createdAt + life;
    }

    private AccountLink()
    {
        Hash = "";
    }

    public AccountLinkId Id { get; private set; }
    public AccountId AccountId { get; private set; }

    /// <summary>SHA-256 of the link's token, in hexadecimal.</summary>
    public string Hash { get; private set; }
    public Instant CreatedAt { get; private set; }
    public Instant ExpiresAt { get; private set; }

    /// <summary>When it served, or when another link of the account did.</summary>
    public Instant? ClosedAt { get; private set; }

    public bool IsOpenAt(Instant now) => ClosedAt is null && now < ExpiresAt;

    /// <summary>Nobody may use it any more.</summary>
    public void Close(Instant now) => ClosedAt ??= now;
}
