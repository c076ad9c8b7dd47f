using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>A territory one may look at.</summary>
public sealed record TerritoryChoice(string Key, string Name);

/// <summary>A territory that is none of today.</summary>
/// <param name="Name">As it was called; its key where nobody knows any more.</param>
/// <param name="Into">Name of the commune it is part of now; null where nothing took its place.</param>
public sealed record TerritoryGone(string Name, string? Into);

/// <summary>A page of the town hall is about one territory of the agent: the one asked for, else the first.</summary>
public abstract class TownHallPage(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance) : PageModel
{
    /// <summary>Key of the territory asked for.</summary>
    [BindProperty(SupportsGet = true, Name = "territoire")]
    public string? Territory { get; set; }

    /// <summary>The territories where they may do what the page is for; for the operator, that of the instance.</summary>
    public IReadOnlyList<TerritoryChoice> Mine { get; private set; } = [];

    /// <summary>What became of the territories of someone of whose none is left: rights do not follow where communes merge.</summary>
    public IReadOnlyList<TerritoryGone> Gone { get; private set; } = [];

    /// <summary>Whether the files of organisations are open to them: a mediator sees the places alone.</summary>
    public bool ReadsFiles { get; private set; }

    protected IMediator Mediator => mediator;

    /// <summary>The key of the territory the page is about; null when there is none to choose.</summary>
    protected async Task<string?> ChosenAsync(CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        ReadsFiles = actor.May(Permission.ReadTerritory);
        var own = actor.TerritoriesWith(GetType().GetCustomAttribute<AllowedToAttribute>()!.Permission).OrderBy(k => k.Level).ThenBy(k => k.Code, StringComparer.Ordinal).ToList();
        var keys = own.FindAll(index.Exists);
        if (keys.Count == 0 && own.Count > 0 && !actor.IsOperator)
        {
            Gone = [.. own.Select(k => GoneOf(k, index))];
            return null;
        }

        if (keys.Count == 0 && index.Find(instance.HomeTerritory) is { } home)
        {
            keys.Add(home);
        }

        Mine = [.. keys.Select(k => new TerritoryChoice(k.ToString(), index.NameOf(k) ?? k.ToString()))];
        Territory ??= Mine.Count > 0 ? Mine[0].Key : null;
        return Territory;
    }

    private static TerritoryGone GoneOf(TerritoryKey key, TerritoryIndex index) =>
        key.Level == TerritoryLevel.Commune && index.Match(key.Code) is { } match
            ? new TerritoryGone(match.MatchedName ?? key.ToString(), match.Commune.Name)
            : new TerritoryGone(key.ToString(), null);
}
