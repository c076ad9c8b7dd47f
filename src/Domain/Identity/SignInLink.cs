using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Identity;

/// <summary>
/// A link sent by e-mail that stands in for the password, once. It is derived from its id and the instance's secret, and only its
/// hash is kept. Where the account has a second factor, it is asked for all the same.
/// </summary>
public sealed class SignInLink
{
    /// <summary>Life of a link: what ASVS 6.5.5 allows to what comes by another way.</summary>
    public static readonly Duration Life = Duration.FromMinutes(10);

    public SignInLink(SignInLinkId id, AccountId accountId, string hash, Instant createdAt)
    {
        Id = id;
        AccountId = accountId;
        Hash = hash;
        CreatedAt = createdAt;
    }

    public SignInLinkId Id { get; private set; }
    public AccountId AccountId { get; private set; }

    /// <summary>SHA-256 of the link's token, in hexadecimal.</summary>
    public string Hash { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>When it served, or another of the account did.</summary>
    public Instant? ClosedAt { get; private set; }

    public bool IsOpenAt(Instant now) => ClosedAt is null && now < CreatedAt + Life;

    /// <summary>Nobody may use it any more.</summary>
    public void Close(Instant now) => ClosedAt ??= now;
}
