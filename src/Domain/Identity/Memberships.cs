using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Domain.Identity;

/// <summary>What a person may do in an organisation.</summary>
public enum OrganisationRole
{
    /// <summary>Keeps the agenda and records repairs.</summary>
    Member,
    /// <summary>Also changes the organisation, its places and its services.</summary>
    Manager,
    /// <summary>Reads the agenda, the items left and the figures; changes nothing.</summary>
    Reader,
}

/// <summary>What a person may do in a territory.</summary>
public enum TerritoryRole
{
    /// <summary>Decides: accreditations, objectives, closings, agents. Also books for others.</summary>
    Editor,
    /// <summary>Reads the board, the figures, the journal and the lists; changes nothing.</summary>
    Reader,
    /// <summary>Books for others who come to the counter, and sees nothing else of the town hall.</summary>
    Mediator,
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
    public void Become(OrganisationRole role) => Role = role;

    /// <summary>Gives the person this role, unless theirs lets them do more: who is invited again loses nothing.</summary>
    public void Raise(OrganisationRole role)
    {
        if (Reach(role) > Reach(Role))
        {
            Role = role;
        }
    }

    private static int Reach(OrganisationRole role) => role switch
    {
        OrganisationRole.Reader => 0,
        OrganisationRole.Member => 1,
        OrganisationRole.Manager => 2,
    };
}

/// <summary>A person acts in a territory: commune, EPCI or département.</summary>
public sealed class TerritoryMembership
{
    /// <summary>Whether a territory of this size has agents; the others are the operator's.</summary>
    public static bool IsFor(TerritoryKey territory) => territory.Level <= TerritoryLevel.Departement;

    /// <param name="accountId">The agent or mediator.</param>
    /// <param name="territory">Key of the territory, as <c>commune:38185</c>.</param>
    /// <param name="role">What they may do there.</param>
    /// <param name="since">When they were named.</param>
    public TerritoryMembership(AccountId accountId, string territory, TerritoryRole role, Instant since)
    {
        AccountId = accountId;
        Territory = territory;
        Role = role;
        Since = since;
    }

    public AccountId AccountId { get; private set; }
    public string Territory { get; private set; }
    public TerritoryRole Role { get; private set; }
    public Instant Since { get; private set; }

    /// <summary>Gives the person another role in the same territory.</summary>
    public void Become(TerritoryRole role) => Role = role;

    /// <summary>Gives the person this role, unless they are an editor, who does all: who is invited again loses nothing.</summary>
    public void Raise(TerritoryRole role)
    {
        if (Role != TerritoryRole.Editor)
        {
            Role = role;
        }
    }
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
