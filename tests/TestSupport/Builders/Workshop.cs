using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.TestSupport.Builders;

/// <summary>An organisation with one place, one service and opening rules, as the database holds them.</summary>
public sealed record Workshop(Organisation Organisation, Place Place, Service Service, IReadOnlyList<OpeningRule> Rules)
{
    /// <summary>Someone who works there and may change it.</summary>
    public Actor Manager { get; } = Actor.Anonymous with
    {
        Account = AccountId.New(),
        Organisations = new HashSet<OrganisationId> { Organisation.Id },
        Managed = new HashSet<OrganisationId> { Organisation.Id },
    };

    /// <summary>Someone who works there.</summary>
    public Actor Member { get; } = Actor.Anonymous with
    {
        Account = AccountId.New(),
        Organisations = new HashSet<OrganisationId> { Organisation.Id },
    };

    /// <summary>An agent of its commune.</summary>
    public Actor Agent { get; } = Actor.Anonymous with
    {
        Account = AccountId.New(),
        Territories = new HashSet<TerritoryKey> { TerritoryKey.Commune(Organisation.CommuneCode) },
    };
}
