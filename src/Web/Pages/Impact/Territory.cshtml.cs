using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Impact;

/// <summary>What repairs saved in a territory, for everybody.</summary>
public sealed class TerritoryModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : PageModel
{
    public BalanceView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string key, int? annee, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetBalance(key, annee, texts.Language), cancellationToken)).Match<IActionResult>(
            balance =>
            {
                View = new BalanceView(balance, texts, equipment);
                // An old code, or another spelling: the page has one address.
                return balance.Territory.ToString() == key
                    ? Page()
                    : LocalRedirectPermanent(Url.Content($"~/territoires/{balance.Territory}{(annee is null ? "" : "?annee=" + annee)}"));
            },
            _ => NotFound());
}
