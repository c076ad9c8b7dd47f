using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Pages.Agenda;
using RepairNet.Web.Pages.Directory;

namespace RepairNet.Web.Pages.Training;

/// <summary>« Accueillir »: someone introduced to an organisation becomes one of those who repair at one of its places.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class WelcomeModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : OrganisationPage(mediator), IPersonForm
{
    /// <summary>Places whose objects are listed: an organisation with more is rare, and the person's page has the rest.</summary>
    private const int MostPlaces = 10;

    private readonly List<PlaceDetail> _places = [];

    [BindProperty(SupportsGet = true, Name = "personne")]
    public string? Whom { get; set; }

    [BindProperty(Name = "lieu")]
    public string? PlaceText { get; set; }

    [BindProperty]
    public string? FirstName { get; set; }

    [BindProperty]
    public string? LastName { get; set; }

    [BindProperty]
    public string? Languages { get; set; } = PersonForm.Written(["fr"], texts);

    /// <summary>Nobody is named in public before they said so.</summary>
    [BindProperty]
    public bool AgreesToBeNamed { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Levels { get; set; } = [];

    public IntroducedPerson Person { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Places => [.. Organisation.Places.Select(p => new SelectListItem(p.Name, p.Id.ToString()))];

    public IReadOnlyList<Category> Objects => PersonForm.Objects(_places, this, equipment, texts);

    public string Back => $"{Request.PathBase}/pro/presentations?organisation={Organisation.Slug}";

    public string Here => $"{Request.PathBase}/pro/presentations/accueillir?organisation={Organisation.Slug}&personne={Person.Id}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!Person.Waits)
        {
            return Redirect(Back);
        }

        var name = Person.Contact.Name.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        (FirstName, LastName) = (name[0], name.Length > 1 ? name[1] : null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        if ((Organisation.Places.Count == 1 ? Organisation.Places[0] : Organisation.Places.FirstOrDefault(p => p.Id.ToString() == PlaceText)) is not { } place)
        {
            ModelState.AddModelError("lieu", "Choisissez un de vos lieux.");
            return Wrong();
        }

        try
        {
            return (await Mediator.Send(new WelcomePerson(Person.Id, place.Id, this.Described()), cancellationToken)).Match<IActionResult>(
                _ => Redirect(Back + "&fait=accueillie"),
                _ => Redirect(Back),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, PersonForm.Fields);
        }
    }

    private async Task<IActionResult?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(managersOnly: false, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!(await Mediator.Send(new GetIntroductions(Organisation.Id), cancellationToken)).TryPickT0(out var people, out _) || people.FirstOrDefault(p => p.Id.ToString() == Whom) is not { } person)
        {
            return NotFound();
        }

        // A double press comes here a second time, and is answered as the first.
        Person = person;
        foreach (var place in Organisation.Places.Take(MostPlaces))
        {
            if ((await Mediator.Send(new GetPlaceBySlug(place.Slug), cancellationToken)).TryPickT0(out var detail, out _))
            {
                _places.Add(detail);
            }
        }

        return null;
    }
}
