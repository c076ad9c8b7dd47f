using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« Être prévenu »: who found no slot asks for the next one. Commune and object come with the address, from the search.</summary>
[AllowedTo(Permission.SearchAndBook)]
[EnableRateLimiting(Limits.Bookings)]
public sealed class WaitModel(IMediator mediator, ITerritories territories, EquipmentCatalogue equipment, Texts texts, WaitingSettings settings, FormStamps stamps, LinkPasses passes, IClock clock, IDateTimeZoneProvider zones) : PageModel
{
    private const int DefaultDays = 30;

    private static readonly Dictionary<string, string> Fields = new(BookingForm.Fields) { ["radiusKm"] = "rayon", ["until"] = "jusquau" };

    [BindProperty(SupportsGet = true, Name = "commune")]
    public string? CommuneText { get; set; }

    [BindProperty(SupportsGet = true, Name = "objet")]
    public string? Object { get; set; }

    [BindProperty(SupportsGet = true, Name = "rayon")]
    public string? RadiusText { get; set; }

    [BindProperty(Name = "jusquau")]
    public string? UntilText { get; set; }

    [BindProperty(Name = "")]
    public BookingForm Form { get; set; } = new();

    /// <summary>Made with the form: a double press joins once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    public Commune Commune { get; private set; } = null!;

    public string ObjectName { get; private set; } = "";

    /// <summary>The form came as programs send them: it is shown again, filled in, to be sent once more.</summary>
    public bool Again { get; private set; }

    /// <summary>How long a slot is held, in minutes.</summary>
    public int AnswerMinutes => (int)settings.TimeToAnswer.TotalMinutes;

    public string Search => $"{Request.PathBase}/reparer?commune={Commune.Key}&objet={Object}";

    public IEnumerable<SelectListItem> Radii => new[] { 5, 10, 25, WaitingEntry.MaxRadiusKm }
        .Select(km => new SelectListItem(texts["Jusqu’à {0} km", km], km.ToString(CultureInfo.InvariantCulture)));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return Redirect(Request.PathBase + "/reparer");
        }

        RadiusText = int.TryParse(RadiusText, NumberStyles.None, CultureInfo.InvariantCulture, out var km) && km <= 25 ? (km <= 5 ? "5" : km <= 10 ? "10" : "25") : RadiusText is null ? "25" : "50";
        UntilText = LocalDatePattern.Iso.Format(Today.PlusDays(DefaultDays));
        Key = WaitingEntryId.New().ToString();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (stamps.IsHasty(Request))
        {
            Again = true;
            return Page();
        }

        var until = TypedDay.Read(UntilText);
        try
        {
            var outcome = await mediator.Send(
                new JoinWaitingList(
                    Commune.Code,
                    int.TryParse(RadiusText, NumberStyles.None, CultureInfo.InvariantCulture, out var km) ? km : null,
                    until,
                    new ContactDetails(Form.Name, Form.Email, Form.Phone),
                    new ItemDetails(Object, Form.Brand, null, Form.Problem),
                    texts.Language == Language.English ? "en" : "fr",
                    ApiText.TryId<WaitingEntryId>(Key, out var id) ? id : null),
                cancellationToken);
            return outcome.Match<IActionResult>(
                joined => passes.Open(this, LinkKind.Waiting, joined.Id.ToString(), joined.Secret),
                _ =>
                {
                    ModelState.AddModelError("", "Vous êtes déjà sur la liste d’attente pour trois objets. Quittez une attente, ou appelez-nous.");
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Page();
                });
        }
        catch (InvalidRequestException refusal)
        {
            // In a form, days are written as people write them; programs are told of theirs.
            if (until is null)
            {
                ModelState.AddModelError(Fields["until"], "Cette date ne se lit pas. Elle ressemble à : 29/03/2027");
            }

            ModelState.Add(refusal, Fields, until is null ? ["until"] : []);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    private LocalDate Today => clock.GetCurrentInstant().InZone(zones[Commune.TimeZoneId]).Date;

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var code = TerritoryKey.TryParse(CommuneText, out var key) ? key.Code : CommuneText;
        if ((await territories.GetAsync(cancellationToken)).Commune(code) is not { } commune || equipment.FindCategory(Object) is not { } category)
        {
            return false;
        }

        (Commune, ObjectName) = (commune, category.Name(texts));
        return true;
    }
}
