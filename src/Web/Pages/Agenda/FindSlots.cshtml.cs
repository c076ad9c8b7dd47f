using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;
using RepairNet.Web.Api;
using RepairNet.Web.Drawing;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>
/// The search: where, for which object. Asks again for what is missing or unknown, asks which where a word means several
/// things, then lists the places with free times.
/// </summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class FindSlotsModel(IMediator mediator, ITerritories territories, ITerritoryContacts contacts, NearbyMap map, Texts texts, IClock clock, IDateTimeZoneProvider zones) : PageModel
{
    private const int DefaultRadius = 25;
    private const int PlacesEach = 10;
    private const int HorizonDays = 60;

    private TerritoryIndex? _index;

    /// <summary>What the page shows.</summary>
    public enum Step
    {
        Ask,
        ChooseCommune,
        ChooseObject,
        Results,
    }

    [BindProperty(SupportsGet = true, Name = "commune")]
    public string? CommuneText { get; set; }

    [BindProperty(SupportsGet = true, Name = "objet")]
    public string? ObjectText { get; set; }

    [BindProperty(SupportsGet = true, Name = "du")]
    public string? FromText { get; set; }

    [BindProperty(SupportsGet = true, Name = "rayon")]
    public string? RadiusText { get; set; }

    [BindProperty(SupportsGet = true, Name = "genre")]
    public string[] Kinds { get; set; } = [];

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? After { get; set; }

    [BindProperty(SupportsGet = true, Name = "rang")]
    public string? Rank { get; set; }

    public Step Showing { get; private set; }

    public SearchUnderstood Understood { get; private set; } = null!;

    public Commune Commune { get; private set; } = null!;

    public Category Category { get; private set; } = null!;

    public SlotsFound Found { get; private set; } = null!;

    public LocalDate From { get; private set; }

    public LocalDate To => From.PlusDays(HorizonDays);

    public LocalDate Today { get; private set; }

    public int RadiusKm { get; private set; } = DefaultRadius;

    /// <summary>How many places the pages before listed.</summary>
    public int Before { get; private set; }

    /// <summary>Distances offered.</summary>
    public IEnumerable<SelectListItem> Radii => new[] { 5, 10, 25, 50, RadiusKm }.Distinct().Order()
        .Select(km => new SelectListItem(texts["Jusqu’à {0} km", km], km.ToString(CultureInfo.InvariantCulture)));

    public IHtmlContent? Map { get; private set; }

    /// <summary>What the commune, or a territory around it, says of itself.</summary>
    public TerritoryVoice? Voice { get; private set; }

    /// <summary>Where the commune lies is known, and with it what is near (it is not in the overseas collectivities).</summary>
    public bool IsLocated => Commune.Centre is not null;

    /// <summary>The commune whose INSEE code is what was typed and read as a postcode of others: 59350 is a postcode near Lille, and Lille itself. Null without one.</summary>
    public Commune? ByInseeCode { get; private set; }

    /// <summary>Wider circles to try when this one is empty.</summary>
    public IEnumerable<int> Wider => !IsLocated ? [] : new[] { 10, 25, 50, 100, 200 }.Where(km => km > RadiusKm).Take(2);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Understood = await mediator.Send(new UnderstandSearch(CommuneText, ObjectText), cancellationToken);
        if (!string.IsNullOrWhiteSpace(CommuneText) && Understood.Communes.Count == 0)
        {
            ModelState.AddModelError("commune", "Nous ne trouvons pas cette commune. Vérifiez son nom, ou donnez un code postal. Exemple : 38130");
        }

        if (!string.IsNullOrWhiteSpace(ObjectText) && Understood.Categories.Count == 0)
        {
            ModelState.AddModelError("objet", "Nous ne connaissons pas ce mot. Essayez-en un plus simple, ou choisissez parmi tous les objets. Exemple : aspirateur");
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        if (Understood.Communes.Count == 0 || Understood.Categories.Count == 0)
        {
            return Page();
        }

        _index = await territories.GetAsync(cancellationToken);
        var typed = CommuneText!.Trim();
        ByInseeCode = TerritoryKey.IsCommuneCode(typed) && _index.Commune(typed) is { } coded && Understood.Communes.All(m => m.Commune != coded) ? coded : null;
        if (Understood.Communes.Count > 1 || Understood.Categories.Count > 1)
        {
            Showing = Understood.Communes.Count > 1 ? Step.ChooseCommune : Step.ChooseObject;
            return Page();
        }

        (Commune, Category, Showing) = (Understood.Communes[0].Commune, Understood.Categories[0], Step.Results);
        ReadFilters();
        return await SearchAsync(cancellationToken);
    }

    /// <summary>The address of a search that says every word without ambiguity.</summary>
    public string Search(string? commune = null, string? category = null, int? radius = null, string? after = null)
    {
        var query = new List<KeyValuePair<string, string?>>
        {
            new("commune", commune ?? (Showing == Step.Results ? Commune.Key.ToString() : CommuneText)),
            new("objet", category ?? (Showing == Step.Results ? Category.Code : ObjectText)),
        };
        Add("du", FromText);
        Add("rayon", radius?.ToString(CultureInfo.InvariantCulture) ?? RadiusText);
        foreach (var kind in Kinds)
        {
            Add("genre", kind);
        }

        Add("suite", after);
        Add("rang", after is null ? null : (Before + Found.Items.Count).ToString(CultureInfo.InvariantCulture));
        return Request.PathBase + "/reparer" + QueryString.Create(query);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(new(name, value));
            }
        }
    }

    /// <summary>Where a free time is booked.</summary>
    public string Booking(FreeService item, Domain.Agenda.Slot slot) =>
        Request.PathBase + "/rendez-vous/nouveau" + QueryString.Create(
            new Dictionary<string, string?> { ["service"] = item.Service.Id.ToString(), ["debut"] = ApiText.In(item.Zone, slot.Start), ["objet"] = Category.Code }
                .Concat(item.Service.Mode == ServiceMode.Home ? [new("commune", Commune.Name), new("communeChoisie", Commune.Code)] : []));

    /// <summary>Where one seeks help, filled in with what was sought here.</summary>
    public string Help => $"{Request.PathBase}/entraide/publier?genre=request&commune=commune:{Commune.Code}&objet={Category.Code}";

    /// <summary>Where one asks to be told of the next slot.</summary>
    public string Waiting => $"{Request.PathBase}/attente?commune={Commune.Code}&objet={Category.Code}&rayon={RadiusKm.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>« Loire »: tells apart communes of one name.</summary>
    public string Departement(Commune commune) =>
        FrenchPlaceName.Typographic(_index?.NameOf(TerritoryKey.Departement(commune.DepartementCode)) ?? commune.DepartementCode);

    public bool Chosen(string kind) => Kinds.Length == 0 || Kinds.Contains(kind);

    private void ReadFilters()
    {
        Today = clock.GetCurrentInstant().InZone(zones[Commune.TimeZoneId]).Date;
        From = Today;
        if (!string.IsNullOrWhiteSpace(FromText))
        {
            if (!TypedDay.TryRead(FromText, out var from) || from.Year > Today.Year + 5)
            {
                ModelState.AddModelError("du", "Cette date ne se lit pas. Elle ressemble à : 29/03/2027");
            }
            else if (from < Today)
            {
                ModelState.AddModelError("du", "Cette date est passée. Voici les créneaux à partir d’aujourd’hui.");
            }
            else
            {
                From = from;
            }
        }

        if (!string.IsNullOrWhiteSpace(RadiusText))
        {
            if (int.TryParse(RadiusText, NumberStyles.None, CultureInfo.InvariantCulture, out var km) && km is >= 1 and <= (int)FindSlots.MaxRadiusKm)
            {
                RadiusKm = km;
            }
            else
            {
                ModelState.AddModelError("rayon", "La distance va de 1 à 200 km. Voici les lieux à 25 km.");
            }
        }

        Before = int.TryParse(Rank, NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank < 100_000 && After is not null ? rank : 0;
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
    }

    private async Task<IActionResult> SearchAsync(CancellationToken cancellationToken)
    {
        var kinds = Kinds.Select(DirectoryNames.Kind).Aggregate(OrganisationKinds.None, (all, kind) => all | (kind ?? OrganisationKinds.None));
        var everyKind = kinds is OrganisationKinds.None || (kinds | OrganisationKinds.TrainingCentre) == (OrganisationKinds)15;
        try
        {
            Found = await mediator.Send(
                new FindSlots(Commune.Code, Category.Code, From, To, RadiusKm, everyKind ? null : kinds, OnePerPlace: true, string.IsNullOrEmpty(After) ? null : After, PlacesEach),
                cancellationToken);
        }
        catch (InvalidRequestException)
        {
            // The rest of a list that never was: the list begins again.
            return Redirect(Search());
        }

        Voice = await contacts.OfCommuneAsync(Commune.Code, texts.Language, cancellationToken);
        if (Found.Items is [{ DistanceKm: { } nearest }, ..])
        {
            var dots = Found.Items.Select((item, i) => new MapDot(Before + i + 1, new GeoPoint(item.Place.SearchLat, item.Place.SearchLon))).ToList();
            Map = map.Draw(
                _index!,
                Commune,
                Math.Max(2, Found.Items.Max(i => i.DistanceKm) ?? 0),
                dots,
                texts.Plural(dots.Count, "Carte du lieu", "Carte des {0} lieux"),
                texts["Les numéros sont ceux de la liste. Le plus proche est à {0}.", texts.Display.Distance(nearest)]);
        }

        return Page();
    }
}
