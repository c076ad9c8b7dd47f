using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>« Modifier le lieu »: its name, address, benches and access, changed by those who manage its organisation.</summary>
[AllowedTo(Permission.ManageOrganisation)]
public sealed class EditPlaceModel(IMediator mediator, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
{
    private static readonly Dictionary<string, string> Fields = new() { ["name"] = "nom", ["address"] = "adresse", ["benches"] = "etablis", ["access"] = "acces", ["lat"] = "latitude", ["lon"] = "longitude" };

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "adresse")]
    public string? StreetAddress { get; set; }

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

    /// <summary>What is known now of what this form changes.</summary>
    public string Stamp => ShownStamp.Of(Detail.Place.Name, Detail.Place.Address, Detail.Place.Lat, Detail.Place.Lon, Detail.Place.Benches, Detail.Place.Access, Detail.Place.ClosedOnHolidays);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await RefusedAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        var place = Detail.Place;
        (Name, StreetAddress, Access, ClosedOnHolidays) = (place.Name, place.Address, place.Access, place.ClosedOnHolidays);
        (Latitude, Longitude) = (DegreesText.Written(place.Lat), DegreesText.Written(place.Lon));
        Benches = place.Benches.ToString(CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await RefusedAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        try
        {
            var benches = int.TryParse(Benches?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (int?)number : null;
            return (await Mediator.Send(new ChangePlace(Detail.Place.Id, Name, StreetAddress, benches, Access, ClosedOnHolidays, new PlaceLies(DegreesText.Read(Latitude), DegreesText.Read(Longitude))), cancellationToken)).Match(
                _ => Saved(),
                taken => Kept(taken),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private async Task<IActionResult?> RefusedAsync(CancellationToken cancellationToken) =>
        !await LoadAsync(cancellationToken) ? NotFound() : Detail.IsManager ? null : Forbid();

    private IActionResult Kept(BenchesTaken taken)
    {
        ModelState.AddModelError("etablis", texts.Plural(
            taken.Appointments,
            "Un rendez-vous est déjà donné sur les établis que vous retirez, jusqu’au {1}. Déplacez-le ou annulez-le d’abord.",
            "{0} rendez-vous sont déjà donnés sur les établis que vous retirez, jusqu’au {1}. Déplacez-les ou annulez-les d’abord.",
            texts.Display.PlainDate(taken.Last)));
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
