using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity.Contract;

/// <summary>Who sends the request, and what they are where.</summary>
/// <param name="Account">Null for someone who is not signed in.</param>
/// <param name="IsOperator">Runs the instance: may do whatever any member or agent may.</param>
/// <param name="Organisations">Organisations they belong to, and as what.</param>
/// <param name="Territories">Territories they act in, and as what.</param>
public sealed record Actor(
    AccountId? Account,
    bool IsOperator,
    IReadOnlyDictionary<OrganisationId, OrganisationRole> Organisations,
    IReadOnlyDictionary<TerritoryKey, TerritoryRole> Territories)
{
    public static Actor Anonymous { get; } = new(null, false, new Dictionary<OrganisationId, OrganisationRole>(), new Dictionary<TerritoryKey, TerritoryRole>());

    /// <summary>The program itself: command line and jobs.</summary>
    public static Actor System { get; } = Anonymous with { IsOperator = true };

    /// <summary>The token by which they call; null on pages.</summary>
    public ApiTokenId? Token { get; init; }

    /// <summary>The session of their browser; null for a call.</summary>
    public BrowserSessionId? Session { get; init; }

    public bool IsSignedIn => Account is not null;

    /// <summary>All they are, wherever it is.</summary>
    public IEnumerable<Role> Roles =>
    [
        Role.Anyone,
        .. IsSignedIn ? [Role.SignedIn] : Array.Empty<Role>(),
        .. IsOperator ? [Role.Operator] : Array.Empty<Role>(),
        .. Organisations.Values.Select(Permissions.Of),
        .. Territories.Values.Select(Permissions.Of),
    ];

    /// <summary>Whether something they are, somewhere, is enough. Whose resource it is remains to be asked.</summary>
    public bool May(Permission permission) => Roles.Any(role => role.Holds(permission));

    /// <summary>Whether they may do this for the organisation: to show it or not.</summary>
    public bool May(Permission permission, OrganisationId organisation) =>
        IsOperator || (Organisations.TryGetValue(organisation, out var role) && Permissions.Of(role).Holds(permission));

    /// <summary>Whether they may do this for this very territory, not for one within it: to show it or not.</summary>
    public bool May(Permission permission, TerritoryKey territory) =>
        IsOperator || (Territories.TryGetValue(territory, out var role) && Permissions.Of(role).Holds(permission));

    /// <summary>May do this for the organisation. Who belongs to it and may not is told so; to all others it does not exist.</summary>
    /// <exception cref="NotAllowedException">Someone of it whose role there is not enough.</exception>
    public bool Acts(Permission permission, OrganisationId organisation) =>
        May(permission, organisation) || (Organisations.TryGetValue(organisation, out var role) ? throw Refusal(permission, Permissions.Of(role)) : false);

    /// <summary>May do this for this very territory. Who acts in it and may not is told so; to all others it does not exist.</summary>
    /// <exception cref="NotAllowedException">Someone of it whose role there is not enough.</exception>
    public bool Acts(Permission permission, TerritoryKey territory) =>
        May(permission, territory) || (Territories.TryGetValue(territory, out var role) ? throw Refusal(permission, Permissions.Of(role)) : false);

    /// <summary>The organisations for which they may do this.</summary>
    public IEnumerable<OrganisationId> OrganisationsWith(Permission permission) =>
        Organisations.Where(own => Permissions.Of(own.Value).Holds(permission)).Select(own => own.Key);

    /// <summary>The territories for which they may do this.</summary>
    public IEnumerable<TerritoryKey> TerritoriesWith(Permission permission) =>
        Territories.Where(own => Permissions.Of(own.Value).Holds(permission)).Select(own => own.Key);

    /// <summary>Why they are refused what none of their roles holds.</summary>
    public NotAllowedException Refusal(Permission permission) => new(IsSignedIn, Roles.Any(role => role.OnlyReads(permission)));

    private static NotAllowedException Refusal(Permission permission, Role role) => new(signedIn: true, role.OnlyReads(permission));
}

/// <summary>Tells who sends the current request. Asked once a request, then remembered.</summary>
public interface ICurrentActor
{
    ValueTask<Actor> GetAsync(CancellationToken cancellationToken);
}
