using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Territories.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>Whether and where a reuse workshop collects at home, how much a round takes, and what it takes.</summary>
[AllowedTo(Permission.ReadCollections)]
public sealed class CollectionSettingsModel(IMediator mediator, ITerritories territories, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["withinKm"] = "distance", ["communes"] = "communes", ["stops"] = "arrets", ["kilograms"] = "kg", ["takes"] = "prend", ["recyclingCentre"] = "decheterie" };

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(Name = "ouvert")]
    public bool IsOpen { get; set; }

    [BindProperty(Name = "communes")]
    public string? Communes { get; set; }

    [BindProperty(Name = "distance")]
    public string? WithinKm { get; set; }

    [BindProperty(Name = "arrets")]
    public string? Stops { get; set; }

    [BindProperty(Name = "kg")]
    public string? Kilograms { get; set; }

    [BindProperty(Name = "lourd")]
    public bool TakesBulky { get; set; }

    [BindProperty(Name = "prend")]
    public string? Takes { get; set; }

    [BindProperty(Name = "decheterie")]
    public string? RecyclingCentre { get; set; }

    /// <summary>Null for whoever works for no reuse workshop.</summary>
    public CollectionTermsView? Terms { get; private set; }

    /// <summary>The terms as they are known now.</summary>
    public string? Stamp => Terms is { } t ? ShownStamp.Of([t.IsOpen, t.TakesBulky, t.Takes, t.RecyclingCentre, t.WithinKm, t.Stops, t.Kilograms, .. t.Communes.Select(c => c.Code).Order(StringComparer.Ordinal)]) : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return string.IsNullOrEmpty(Organisation) ? Page() : NotFound();
        }

        var terms = Terms!;
        (IsOpen, TakesBulky, Takes, RecyclingCentre) = (terms.IsOpen, terms.TakesBulky, terms.Takes, terms.RecyclingCentre);
        Communes = string.Join(", ", terms.Communes.Select(c => c.Name));
        WithinKm = terms.WithinKm?.ToString(CultureInfo.InvariantCulture);
        (Stops, Kilograms) = (terms.Stops.ToString(CultureInfo.InvariantCulture), terms.Kilograms.ToString(CultureInfo.InvariantCulture));
        return Page();
    }

    [AllowedTo(Permission.KeepCollections)]
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

        var codes = CommuneList.Read(await territories.GetAsync(cancellationToken), Communes, [.. Terms!.Communes.Select(c => c.Code)], ModelState, "communes");
        var km = CollectionsModel.Number(WithinKm);
        if (km is null && !string.IsNullOrWhiteSpace(WithinKm))
        {
            ModelState.AddModelError("distance", "La distance va de 1 à 60 km. Laissez vide pour les seules communes nommées.");
        }

        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            return (await mediator.Send(new SetCollectionTerms(Terms.Workshop.Id, IsOpen, codes, km, CollectionsModel.Number(Stops), CollectionsModel.Number(Kilograms), TakesBulky, Takes, RecyclingCentre), cancellationToken)).Match<IActionResult>(
                _ => Redirect($"{Request.PathBase}/pro/collectes?organisation={Terms.Workshop.Slug}&fait=reglages"),
                _ =>
                {
                    ModelState.AddModelError("ouvert", texts["Cette organisation n’est pas une ressourcerie. Ajoutez cette activité à sa fiche."]);
                    return Wrong();
                },
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetCollectionTerms(Organisation), cancellationToken)).TryPickT0(out var terms, out _))
        {
            return false;
        }

        Terms = terms;
        return true;
    }
}
