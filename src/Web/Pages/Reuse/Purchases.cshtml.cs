using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Reuse;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>What a territory bought in a year that comes from reuse, from gifts or from recycled matter, as it declares it.</summary>
[AllowedTo(Permission.ReadPurchases)]
public sealed class PurchasesModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, Texts texts) : PurchasesPage(currentActor, territories)
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["product"] = "type",
        ["total"] = "total",
        ["reused"] = "reemploi",
        ["given"] = "don",
        ["recycled"] = "recycle",
        ["comment"] = "commentaire",
        ["siret"] = "siret",
        ["legalName"] = "nom",
    };

    [BindProperty(SupportsGet = true, Name = "type")]
    public string? Product { get; set; }

    [BindProperty(Name = "total")]
    public string? Total { get; set; }

    [BindProperty(Name = "reemploi")]
    public string? Reused { get; set; }

    [BindProperty(Name = "don")]
    public string? Given { get; set; }

    [BindProperty(Name = "recycle")]
    public string? Recycled { get; set; }

    [BindProperty(Name = "commentaire")]
    public string? Comment { get; set; }

    [BindProperty(Name = "siret")]
    public string? Siret { get; set; }

    [BindProperty(Name = "nom")]
    public string? LegalName { get; set; }

    public Purchases Purchases { get; private set; } = null!;

    public IEnumerable<SelectListItem> Products => Enum.GetValues<ProductKind>().Select(p => new SelectListItem(PurchaseWords.Product(texts, p), PurchaseNames.Code(p)))
        .Prepend(new SelectListItem(texts["Choisissez"], ""));

    /// <summary>All that is declared for the year: a form opened empty says of which type it is when it is sent.</summary>
    public string Stamp => ShownStamp.Of(Purchases.Lines.OrderBy(l => l.Product)
        .SelectMany(l => new object?[] { l.Product, l.Spending.TotalCents, l.Spending.ReusedCents, l.Spending.GivenCents, l.Spending.RecycledCents, l.Comment }));

    /// <summary>Who buys.</summary>
    public string BuyerStamp => ShownStamp.Of(Purchases.Buyer?.Siret, Purchases.Buyer?.LegalName);

    /// <summary>Who buys was changed meanwhile: the form is open, with what was typed.</summary>
    public bool IsStaleBuyer { get; private set; }

    /// <summary>Where this page is, for this year or another.</summary>
    public string Address(int? year = null, string end = "") => $"~/mairie/achats{end}?territoire={Purchases.Territory}&annee={Written(year ?? Purchases.Year)}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (Purchases.Lines.FirstOrDefault(l => PurchaseNames.Code(l.Product) == Product) is { } line)
        {
            (Total, Reused, Given, Recycled, Comment) = (Typed(line.Spending.TotalCents), Typed(line.Spending.ReusedCents), Typed(line.Spending.GivenCents), Typed(line.Spending.RecycledCents), line.Comment);
        }

        return Page();
    }

    [AllowedTo(Permission.DeclarePurchases)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        var request = new DeclarePurchase(
            Territory, Purchases.Year, Product, Euros(Total, "total"), Euros(Reused, "reemploi"), Euros(Given, "don"), Euros(Recycled, "recycle"), Comment);
        return await SendAsync(request, cancellationToken);
    }

    [AllowedTo(Permission.DeclarePurchases)]
    public async Task<IActionResult> OnPostBuyerAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken, keepsBuyer: true))
        {
            return NotFound();
        }

        if (ShownStamp.IsStale(Request, BuyerStamp))
        {
            IsStaleBuyer = true;
            return ShownStamp.Stale(this);
        }

        return await SendAsync(new NameBuyer(Territory, Siret, LegalName), cancellationToken);
    }

    private async Task<IActionResult> SendAsync(IRequest<OneOf.OneOf<Done, NotFound>> request, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            return (await mediator.Send(request, cancellationToken)).Match<IActionResult>(_ => LocalRedirect(Url.Content($"{Address()}&fait=1")), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken, bool keepsBuyer = false)
    {
        await ChooseTerritoryAsync(cancellationToken);
        if (!TryYear(out var year) || !(await mediator.Send(new GetPurchases(Territory, year), cancellationToken)).TryPickT0(out var purchases, out _))
        {
            return false;
        }

        Purchases = purchases;
        if (!keepsBuyer)
        {
            (Siret, LegalName) = (purchases.Buyer?.Siret, purchases.Buyer?.LegalName);
        }

        return true;
    }

    /// <summary>As it is typed.</summary>
    private string? Typed(long cents) => cents == 0 ? null : (cents / 100m).ToString("0.##", texts.Language == Language.English ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo("fr-FR"));
}
