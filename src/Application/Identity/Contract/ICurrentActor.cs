using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity.Contract;

/// <summary>Who sends the request, and what they belong to.</summary>
/// <param name="Account">Null for someone who is not signed in.</param>
/// <param name="IsOperator">Runs the instance: may do whatever any member or agent may.</param>
/// <param name="Organisations">Organisations they are a member of (managers are members).</param>
/// <param name="Managed">Organisations they manage.</param>
/// <param name="Territories">Territories they are an agent of.</param>
public sealed record Actor(
    AccountId? Account,
    bool IsOperator,
    IReadOnlySet<OrganisationId> Organisations,
    IReadOnlySet<OrganisationId> Managed,
    IReadOnlySet<TerritoryKey> Territories)
{
    public static Actor Anonymous { get; } = new(null, false, new HashSet<OrganisationId>(), new HashSet<OrganisationId>(), new HashSet<TerritoryKey>());

    /// <summary>The program itself: command line and jobs.</summary>
    public static Actor System { get; } = Anonymous with { IsOperator = true };

    /// <summary>The token by which they call; null on pages.</summary>
    public ApiTokenId? Token { get; init; }

    /// <summary>The session of their browser; null for a call.</summary>
    public BrowserSessionId? Session { get; init; }

    public bool IsSignedIn => Account is not null;

    public bool IsMember(OrganisationId organisation) => IsOperator || Organisations.Contains(organisation);

    public bool IsManager(OrganisationId organisation) => IsOperator || Managed.Contains(organisation);

    /// <summary>Manager of the organisation. A member who is none is told so; to all others it does not exist.</summary>
    /// <exception cref="NotAllowedException">A member of it who does not manage it.</exception>
    public bool Manages(OrganisationId organisation) =>
        IsManager(organisation) || (IsMember(organisation) ? throw new NotAllowedException(signedIn: true) : false);

    /// <summary>Agent of this very territory, not of one that holds it.</summary>
    public bool IsAgent(TerritoryKey territory) => IsOperator || Territories.Contains(territory);
}

/// <summary>Tells who sends the current request. Asked once a request, then remembered.</summary>
public interface ICurrentActor
{
    ValueTask<Actor> GetAsync(CancellationToken cancellationToken);
}
