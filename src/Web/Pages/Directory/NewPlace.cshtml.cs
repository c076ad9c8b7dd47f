using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Ajouter un lieu »: where an organisation receives people. Services and hours come next, on the page of the place.</summary>
[AllowedTo(Permission.ManageOrganisation)]
public sealed class NewPlaceModel(IMediator mediator, ITerritories territories, Texts texts) : OrganisationPage(mediator), ICommuneForm
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["name"] = "nom",
        ["address"] = "adresse",
        ["communeCode"] = CommuneAnswer.Typed,
        ["timeZone"] = "fuseau",
        ["benches"] = "etablis",
        ["access"] = "acces",
        ["lat"] = "latitude",
        ["lon"] = "longitude",
    };

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "adresse")]
    public string? StreetAddress { get; set; }

    [BindProperty(Name = CommuneAnswer.Typed)]
    public string? CommuneText { get; set; }

    [BindProperty(Name = CommuneAnswer.Chosen)]
    public string? CommuneChosen { get; set; }

    [BindProperty(Name = "latitude")]
    public string? Latitude { get; set; }

    [BindProperty(Name = "longitude")]
    public string? Longitude { get; set; }

    [BindProperty(Name = "etablis")]
    public string? Benches { get; set; }

    [BindProperty(Name = "acces")]
    public string? Access { get; set; }

    [BindProperty(Name = "feries")]
    public bool ClosedOnHolidays { get; set; }

    [BindProperty(Name = "fuseau")]
    public string? TimeZone { get; set; }

    /// <summary>Made with the form: a double press adds once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    public CommuneAnswer Where { get; private set; } = CommuneAnswer.Unasked;

    /// <summary>That of the commune, or one by name: a workshop may lie on the other side of a line.</summary>
    public IEnumerable<SelectListItem> Zones { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await PrepareAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        Key = PlaceId.New().ToString();
        (Name, CommuneText, CommuneChosen) = (Organisation.Places.Count == 0 ? Organisation.Name : null, Organisation.CommuneName, Organisation.CommuneCode);
        (Benches, ClosedOnHolidays) = ("1", true);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await PrepareAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        Where = await CommuneAnswer.ReadAsync(Mediator, CommuneText, CommuneChosen, ModelState, cancellationToken);
        try
        {
            var request = new AddPlace(
                Organisation.Id,
                Name,
                StreetAddress,
                Where.Code,
                DegreesText.Read(Latitude),
                DegreesText.Read(Longitude),
                TimeZone,
                int.TryParse(Benches?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var benches) ? benches : null,
                Access,
                ClosedOnHolidays,
                ApiTime.TryId<PlaceId>(Key, out var id) ? id : null);
            return (await Mediator.Send(request, cancellationToken)).Match<IActionResult>(
                added => Redirect($"{Request.PathBase}/pro/atelier?lieu={added.Slug}&fait=1"),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, Fields, "communeCode");
            return Wrong();
        }
    }

    private async Task<IActionResult?> PrepareAsync(CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        Zones = [new SelectListItem(texts["Celle de la commune"], ""), .. index.Communes.Select(c => c.TimeZoneId).Distinct().Order(StringComparer.Ordinal).Select(zone => new SelectListItem(zone, zone))];
        return await LoadAsync(managersOnly: true, cancellationToken);
    }
}
