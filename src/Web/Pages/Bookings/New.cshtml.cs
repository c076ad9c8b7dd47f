using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The booking form, then the check of the answers, then the booking. Everything typed travels with the form: no session.</summary>
[EnableRateLimiting(Limits.Bookings)]
public sealed class NewModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : PageModel
{
    /// <summary>What the person does with the form.</summary>
    public enum Step
    {
        Fill,
        Check,
        Confirm,
    }

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["start"] = "debut",
        ["contact.name"] = "nom",
        ["contact.email"] = "email",
        ["contact.phone"] = "tel",
        ["item.category"] = "objet",
        ["item.brand"] = "marque",
        ["item.problem"] = "panne",
    };

    [BindProperty(SupportsGet = true, Name = "service")]
    public string? ServiceText { get; set; }

    [BindProperty(SupportsGet = true, Name = "debut")]
    public string? Debut { get; set; }

    [BindProperty(SupportsGet = true, Name = "objet")]
    public string? Objet { get; set; }

    [BindProperty(Name = "nom")]
    public string? Nom { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "tel")]
    public string? Tel { get; set; }

    [BindProperty(Name = "marque")]
    public string? Marque { get; set; }

    [BindProperty(Name = "panne")]
    public string? Panne { get; set; }

    /// <summary>Made with the form: a double click or a retry books once.</summary>
    [BindProperty(Name = "cle")]
    public string? Cle { get; set; }

    public SlotOffer Offer { get; private set; } = null!;

    public Step Showing { get; private set; }

    /// <summary>Free slots close by, once this one is not.</summary>
    public Alternatives? Alternatives { get; private set; }

    public ZonedDateTime? Start => Offer.Start?.InZone(Offer.Zone);

    public IEnumerable<SelectListItem> Objects => Offer.Categories
        .Select(code => new SelectListItem(NameOf(code), code))
        .OrderBy(item => item.Text, StringComparer.CurrentCultureIgnoreCase)
        .Prepend(new SelectListItem(texts["Choisissez"], ""));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Cle = RandomNumberGenerator.GetHexString(32, lowercase: true);
        if (Offer.Start is null)
        {
            return Redirect($"{base.Request.PathBase}/lieux/{Offer.PlaceSlug}?service={Offer.Service}");
        }

        return Offer.IsFree ? Page() : await TakenAsync(cancellationToken);
    }

    /// <summary>« Vérifier mes réponses ».</summary>
    public async Task<IActionResult> OnPostCheckAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        try
        {
            await mediator.Send(new CheckBooking(Request()), cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal);
        }

        if (!Offer.IsFree)
        {
            return await TakenAsync(cancellationToken);
        }

        Showing = Step.Check;
        return Page();
    }

    /// <summary>« Modifier »: back to the form, everything kept.</summary>
    public async Task<IActionResult> OnPostEditAsync(CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken) ? Page() : NotFound();

    /// <summary>« Confirmer le rendez-vous ».</summary>
    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        try
        {
            var outcome = await mediator.Send(Request(), cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                booked => Task.FromResult<IActionResult>(Redirect($"{base.Request.PathBase}/rendez-vous/{booked.Secret}")),
                _ => TakenAsync(cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()),
                _ => Task.FromResult<IActionResult>(AlreadyBooked()));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal);
        }
    }

    public string NameOf(string? code) => equipment.FindCategory(code) is not { } category ? ""
        : texts.Language == Language.English ? category.NameEn : category.NameFr;

    public string Written(Slot slot) => ApiText.In(Offer.Zone, slot.Start);

    private new BookSlot Request() => new(
        Offer.Service,
        Offer.Start,
        new ContactDetails(Nom, Email, Tel),
        new ItemDetails(Objet, Marque, null, Panne),
        null,
        BookingChannel.Web,
        string.IsNullOrEmpty(Cle) ? null : "form:" + Cle,
        texts.Language == Language.English ? "en" : "fr");

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<ServiceId>(ServiceText, out var service))
        {
            return false;
        }

        var found = await mediator.Send(new GetSlotOffer(service, ApiText.Instant(Debut)), cancellationToken);
        return found.Match(
            offer =>
            {
                Offer = offer;
                Objet = offer.Categories.Contains(Objet ?? "") ? Objet : offer.Categories is [var only] ? only : null;
                return true;
            },
            _ => false);
    }

    private PageResult Wrong(InvalidRequestException refusal)
    {
        ModelState.Add(refusal, Fields);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<IActionResult> TakenAsync(CancellationToken cancellationToken)
    {
        if (Offer.Start is not { } start)
        {
            return Redirect($"{base.Request.PathBase}/lieux/{Offer.PlaceSlug}");
        }

        Alternatives = await mediator.Send(new FindAlternatives(Offer.Service, start), cancellationToken);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private PageResult AlreadyBooked()
    {
        ModelState.AddModelError("", "Ce formulaire a déjà servi à prendre un rendez-vous. Pour le changer, suivez le lien de votre ticket. Pour un autre objet, repartez de la recherche.");
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
