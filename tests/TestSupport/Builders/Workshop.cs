using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.TestSupport.Builders;

/// <summary>An organisation with one place, one service and opening rules, as the database holds them.</summary>
public sealed record Workshop(Organisation Organisation, Place Place, Service Service, IReadOnlyList<OpeningRule> Rules)
{
    /// <summary>Someone who works there and may change it.</summary>
    public Actor Manager { get; } = Actor.Anonymous with
    {
        Account = AccountId.New(),
        Organisations = new Dictionary<OrganisationId, OrganisationRole> { [Organisation.Id] = OrganisationRole.Manager },
    };

    /// <summary>Someone who works there.</summary>
    public Actor Member { get; } = Actor.Anonymous with
    {
        Account = AccountId.New(),
        Organisations = new Dictionary<OrganisationId, OrganisationRole> { [Organisation.Id] = OrganisationRole.Member },
    };

    /// <summary>Someone who reads what happens there.</summary>
    public Actor Reader { get; } = Actor.Anonymous with
    {
        Account = AccountId.New(),
        Organisations = new Dictionary<OrganisationId, OrganisationRole> { [Organisation.Id] = OrganisationRole.Reader },
    };

    /// <summary>An agent of its commune.</summary>
    public Actor Agent { get; } = Given.AgentOf(TerritoryKey.Commune(Organisation.CommuneCode));

    /// <summary>An agent of its commune who reads alone.</summary>
    public Actor AgentReader { get; } = Given.ActingIn(TerritoryRole.Reader, TerritoryKey.Commune(Organisation.CommuneCode));

    /// <summary>Someone who books for others in its commune.</summary>
    public Actor Mediator { get; } = Given.ActingIn(TerritoryRole.Mediator, TerritoryKey.Commune(Organisation.CommuneCode));
}
