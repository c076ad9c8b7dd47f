using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Impact;

/// <summary>What is shown of the figures of one territory: its page and what hangs below it. One address for each, whatever the spelling of the key.</summary>
public abstract class TerritoryPage(IMediator mediator, EquipmentCatalogue equipment, TextCatalog catalog, Texts texts) : PageModel
{
    public BalanceView View { get; private set; } = null!;

    /// <summary>What follows the key in the address, with its slash.</summary>
    protected virtual string Below => "";

    protected IMediator Mediator => mediator;

    /// <summary>Reads what the page shows beside the balance.</summary>
    protected virtual Task FillAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The page, once there is something to show.</summary>
    protected virtual IActionResult Answer(Texts words) => Page();

    /// <param name="key">Key of the territory.</param>
    /// <param name="annee">A year, « toutes », or nothing for the latest.</param>
    /// <param name="lang">« en » or « fr », for what is included elsewhere; else the language of the address.</param>
    public async Task<IActionResult> OnGetAsync(string key, string? annee, string? lang, CancellationToken cancellationToken)
    {
        var allYears = annee == BalanceView.AllYears;
        int? year = null;
        if (!allYears && !string.IsNullOrEmpty(annee))
        {
            if (!int.TryParse(annee, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
            {
                return NotFound();
            }

            year = read;
        }

        var words = lang switch { "en" => catalog.English, "fr" => catalog.French, _ => texts };
        return await (await mediator.Send(new GetBalance(key, year, words.Language, allYears), cancellationToken)).Match(
            async balance =>
            {
                View = new BalanceView(balance, words, equipment);
                // An old code, or another spelling: the page has one address.
                if (balance.Territory.ToString() != key)
                {
                    return LocalRedirectPermanent(Url.Content($"~/territoires/{balance.Territory}{Below}{Request.QueryString}"));
                }

                await FillAsync(cancellationToken);
                return Answer(words);
            },
            _ => Task.FromResult<IActionResult>(NotFound()));
    }
}
