using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Bookings;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>« Noter un dépôt »: the item stays, of an appointment or of someone who came by.</summary>
[AllowedTo(Permission.RecordRepairs)]
public sealed class NewItemLeftModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["name"] = "nom",
        ["email"] = "email",
        ["phone"] = "tel",
        ["category"] = "objet",
        ["brand"] = "marque",
        ["problem"] = "panne",
        ["accessories"] = "avec",
        ["itemNumber"] = "numero",
    };

    /// <summary>Reference of the appointment; empty for someone without one.</summary>
    [BindProperty(SupportsGet = true, Name = "rendez-vous")]
    public string? Reference { get; set; }

    [BindProperty(Name = "objet")]
    public string? Category { get; set; }

    [BindProperty(Name = "marque")]
    public string? Brand { get; set; }

    [BindProperty(Name = "panne")]
    public string? Problem { get; set; }

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "tel")]
    public string? Phone { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "avec")]
    public string? Accessories { get; set; }

    /// <summary>Which item of the appointment stays, from 1, where several were brought.</summary>
    [BindProperty(SupportsGet = true, Name = "numero")]
    public string? Number { get; set; }

    /// <summary>Made with the form: a double press keeps one item.</summary>
    [BindProperty(Name = "cle")]
    public string? Once { get; set; }

    /// <summary>The appointment; null for someone without one.</summary>
    public VisitView? Visit { get; private set; }

    /// <summary>Where the item stays.</summary>
    public PlaceId Place { get; private set; }

    public string PlaceName { get; private set; } = "";

    /// <summary>The person of the appointment is not noted as arrived.</summary>
    public bool NotHere { get; private set; }

    public ZonedDateTime? Start => Visit?.Start.InZone(Visit.Zone);

    public IEnumerable<SelectListItem> Objects => BookingForm.Objects(Equipment.Categories.Select(c => c.Code), Equipment, Texts);

    /// <summary>Items of the appointment, by their numbers.</summary>
    public IEnumerable<SelectListItem> Brought => Visit!.Items.Select((item, i) => new SelectListItem(NameOf(item.Category, item.Brand), (i + 1).ToString(CultureInfo.InvariantCulture)));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is { } answer)
        {
            return answer;
        }

        Once = ItemLeftId.New().ToString();
        NotHere = Visit is { CanBeFollowed: false };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is { } answer)
        {
            return answer;
        }

        try
        {
            var outcome = await Mediator.Send(
                new LeaveItem(
                    Visit?.Reference,
                    Place,
                    Visit is null ? new LeftBy(Name, Email, Phone, Category, Brand, Problem) : null,
                    Accessories,
                    ApiText.TryId<ItemLeftId>(Once, out var id) && id.Value != Guid.Empty ? id : null,
                    Texts.Language == Language.English ? "en" : "fr",
                    int.TryParse(Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null),
                cancellationToken);
            return outcome.Match<IActionResult>(
                kept => Redirect($"{Request.PathBase}/pro/objets-laisses/{kept.Slip}?fait=depot"),
                _ =>
                {
                    NotHere = true;
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Page();
                },
                _ => NotFound(),
                first => SentAlready(first.Slip));
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    private PageResult SentAlready(string slip)
    {
        ModelState.AddModelError("", Texts["Ce formulaire a déjà servi, avec d’autres réponses : le dépôt {0} est noté. Si c’est le même objet, ce dépôt suffit, avec les premières réponses. Si c’en est un autre, gardez-le de nouveau.", slip]);
        Once = ItemLeftId.New().ToString();
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<IActionResult?> LoadAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(Reference))
        {
            if (!(await Mediator.Send(new GetVisit(Reference), cancellationToken)).TryPickT0(out var visit, out _))
            {
                return NotFound();
            }

            (Visit, Place, PlaceName) = (visit, visit.Place, visit.PlaceName);
            return null;
        }

        var (place, answer) = await ChooseAsync(cancellationToken);
        if (answer is not null)
        {
            return answer;
        }

        if (Places.FirstOrDefault(p => p.Id == place) is not { } mine)
        {
            return NotFound();
        }

        (Place, PlaceName) = (place, mine.Name);
        return null;
    }
}
