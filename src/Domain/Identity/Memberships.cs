using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Identity;

/// <summary>What a person may do in an organisation.</summary>
public enum OrganisationRole
{
    /// <summary>Keeps the agenda and records repairs.</summary>
    Member,
    /// <summary>Also changes the organisation, its places and its services.</summary>
    Manager,
}

/// <summary>A person works for an organisation.</summary>
public sealed class OrganisationMembership
{
    public OrganisationMembership(AccountId accountId, OrganisationId organisationId, OrganisationRole role, Instant since)
    {
        AccountId = accountId;
        OrganisationId = organisationId;
        Role = role;
        Since = since;
    }

    public AccountId AccountId { get; private set; }
    public OrganisationId OrganisationId { get; private set; }
    public OrganisationRole Role { get; private set; }
    public Instant Since { get; private set; }

    /// <summary>Gives the person another role in the same organisation.</summary>
    public void BecomeManager() => Role = OrganisationRole.Manager;
}

/// <summary>A person is an agent of a territory: commune, EPCI or département.</summary>
public sealed class TerritoryMembership
{
    /// <param name="accountId">The agent.</param>
    /// <param name="territory">Key of the territory, as <c>commune:38185</c>.</param>
    /// <param name="since">When they were named.</param>
    public TerritoryMembership(AccountId accountId, string territory, Instant since)
    {
        AccountId = accountId;
        Territory = territory;
        Since = since;
    }

    public AccountId AccountId { get; private set; }
    public string Territory { get; private set; }
    public Instant Since { get; private set; }
}

/// <summary>A bearer token of an account. Only a hash is kept: whoever reads the database cannot use it.</summary>
public sealed class ApiToken
{
    /// <summary>Longest life of a token, in days.</summary>
    public const int MaxDays = 3650;

    public ApiToken(ApiTokenId id, AccountId accountId, string hash, Instant createdAt, Instant expiresAt)
    {
        if (expiresAt <= createdAt || expiresAt - createdAt > Duration.FromDays(MaxDays))
        {
            throw new ArgumentOutOfRangeException(nameof(expiresAt), $"A token lives 1 to {MaxDays} days.");
        }

        Id = id;
        AccountId = accountId;
        Hash = hash;
        CreatedAt = createdAt;
        ExpiresAt = expiresAt;
    }

    public ApiTokenId Id { get; private set; }
    public AccountId AccountId { get; private set; }

    /// <summary>SHA-256 of the token, in hexadecimal.</summary>
    public string Hash { get; private set; }
    public Instant CreatedAt { get; private set; }
    public Instant ExpiresAt { get; private set; }
    public Instant? RevokedAt { get; private set; }

    public bool IsValidAt(Instant now) => RevokedAt is null && now < ExpiresAt;

    public void Revoke(Instant now) => RevokedAt ??= now;
}
