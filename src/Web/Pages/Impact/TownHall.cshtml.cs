using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The year of a territory, for its agents: the public figures, then who repaired and how well it is known.</summary>
public sealed class TownHallModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, EquipmentCatalogue equipment, Texts texts) : PageModel
{
    public BalanceView View { get; private set; } = null!;

    /// <summary>Address of a table of figures as agents see them: a browser has no token for the API.</summary>
    public string Csv(string groupBy) => $"~/mairie/bilan.csv?territoire={View.Balance.Territory}&annee={View.YearAsked}&par={groupBy}";

    /// <summary>Territories this agent looks after, with their names.</summary>
    public IReadOnlyList<(TerritoryKey Key, string Name)> Territories { get; private set; } = [];

    /// <summary>Who repaired, the most first.</summary>
    public IReadOnlyList<ImpactPart> Organisations { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? territoire, int? annee, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        Territories = [.. actor.Territories.Where(index.Exists).OrderByDescending(k => k.Level).ThenBy(k => k.Code, StringComparer.Ordinal)
            .Select(k => (k, FrenchPlaceName.Typographic(index.NameOf(k)!)))];
        var asked = territoire is not null ? index.Find(territoire) : Territories.Count > 0 ? Territories[0].Key : actor.IsOperator ? TerritoryKey.France : null;
        if (asked is not { } chosen || !(actor.IsOperator || actor.Territories.Any(own => index.Holds(own, chosen))))
        {
            return NotFound();
        }

        var key = chosen.ToString();
        if ((await mediator.Send(new GetBalance(key, annee, texts.Language), cancellationToken)).TryPickT1(out _, out var balance))
        {
            return NotFound();
        }

        View = new BalanceView(balance, texts, equipment);
        Organisations = (await mediator.Send(new GetImpact(key, View.From, View.To, ImpactGrouping.Organisation, Language: texts.Language), cancellationToken)).Match(r => r.Parts, _ => []);
        return Page();
    }
}
