using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Publishing;

/// <summary>The catalogue of the open data of this instance, for the portals that harvest it (DCAT-AP, JSON-LD).</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class CatalogueModel(IMediator mediator, InstanceSettings instance, SiteLinks links, TextCatalog texts) : PageModel
{
    /// <summary>Key of the territory whose data it lists; that of the instance without it.</summary>
    [BindProperty(SupportsGet = true, Name = "territoire")]
    public string? Territory { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var home = instance.HomeTerritory.Length > 0 ? instance.HomeTerritory : TerritoryKey.France.ToString();
        return (await mediator.Send(new GetBalance(string.IsNullOrEmpty(Territory) ? home : Territory, AllYears: true), cancellationToken)).Match(
            balance => Revalidation.Answer(HttpContext, DataCatalogue.Write(balance, IdentifierOf(balance.Territory, home), links.Base, instance, texts), "application/ld+json; charset=utf-8"),
            _ => NotFound());
    }

    /// <summary>The catalogue of the instance keeps the identifiers it always had; that of another territory has its own, or portals would take one for the other.</summary>
    private string IdentifierOf(TerritoryKey territory, string home) =>
        territory.ToString() == home || string.IsNullOrEmpty(Territory) ? $"{links.Base}/donnees" : $"{links.Base}/donnees/catalogue.jsonld?territoire={territory}";
}
