using System.Globalization;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Imports;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>
/// The purchases of a year in the schema « schema-declaration-biens-reemploi-reutilisation-recycle » v0.1.0, ready to be published. Always in French,
/// as its schema is. Nothing without a buyer: its number and name are required.
/// </summary>
[AllowedTo(Permission.ReadPurchases)]
public sealed class PurchasesCsvModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories) : PurchasesPage(currentActor, territories)
{
    private const string Header = "annee,siret,raison_sociale,type_produit_acquis,montant_total,montant_reemploi_et_reutilisation,montant_produits_issus_don,montant_produits_recycles,commentaires\r\n";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await ChooseTerritoryAsync(cancellationToken);
        if (!TryYear(out var year) || !(await mediator.Send(new GetPurchases(Territory, year), cancellationToken)).TryPickT0(out var purchases, out _))
        {
            return NotFound();
        }

        // The page says what is missing.
        if (purchases.Buyer is not { } buyer)
        {
            return LocalRedirect(Url.Content($"~/mairie/achats?territoire={purchases.Territory}&annee={Written(purchases.Year)}"));
        }

        var csv = new StringBuilder(Header);
        foreach (var line in purchases.Lines)
        {
            var s = line.Spending;
            csv.AppendJoin(',', new[]
            {
                Written(purchases.Year), buyer.Siret, buyer.LegalName, PurchaseNames.Of(line.Product), Euros(s.TotalCents), Euros(s.ReusedCents), Euros(s.GivenCents), Euros(s.RecycledCents), line.Comment ?? "",
            }.Select(OrdsCsv.Cell)).Append("\r\n");
        }

        return File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", $"achats-{purchases.Territory.ToString().Replace(':', '-')}-{Written(purchases.Year)}.csv");
    }

    private static string Euros(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
