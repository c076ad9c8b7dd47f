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
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Bookings;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>« Pièce commandée », for an item that someone brought without an appointment: who comes back, what was found, and when.</summary>
[AllowedTo(Permission.RecordRepairs)]
public sealed class ReturnModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, ITerritories territories) : WorkPage(mediator, equipment, texts)
{
    private static readonly Dictionary<string, string> Fields = new() { ["name"] = "nom", ["email"] = "email", ["phone"] = "tel", ["found"] = "diagnostic" };

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "tel")]
    public string? Phone { get; set; }

    [BindProperty(Name = "diagnostic")]
    public string? Found { get; set; }

    [BindProperty(Name = "service")]
    public string? ServiceText { get; set; }

    /// <summary>First day shown; null for today.</summary>
    [BindProperty(Name = "du")]
    public string? From { get; set; }

    public ReturnOffer Offer { get; private set; } = null!;

    /// <summary>Set when the repair is there no more.</summary>
    public Withdrawal? Withdrawn { get; private set; }

    /// <summary>Why no appointment was given; null when one can be.</summary>
    public string? Refusal { get; private set; }

    public IEnumerable<SelectListItem> Services => Offer.Services.Select(s => new SelectListItem(s.Name, s.Id.ToString()));

    public IEnumerable<IGrouping<LocalDate, Slot>> Days => Offer.Times.Slots.GroupBy(slot => slot.Start.InZone(Offer.Zone).Date);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return await GoneAsync(id, cancellationToken);
        }

        Found = Offer.NextStep;
        return Page();
    }

    /// <summary>« Jours suivants », or another service: what was typed stays.</summary>
    public async Task<IActionResult> OnPostDaysAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : await GoneAsync(id, cancellationToken);

    public async Task<IActionResult> OnPostAsync(string id, [FromForm(Name = "debut")] string? start, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return await GoneAsync(id, cancellationToken);
        }

        if (Offer.Service is not { } service)
        {
            return Refused(Texts["Aucun service de ce lieu ne prend cet objet."]);
        }

        try
        {
            var outcome = await Mediator.Send(
                new BookReturn(Offer.Repair, service, ApiText.Instant(start), Name, Email, Phone, Found, Texts.Language == Language.English ? "en" : "fr"), cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                booked => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/pro/rendez-vous/{booked.Reference}?inscrit=oui")),
                _ => Task.FromResult<IActionResult>(Refused(Texts["Ce créneau vient d’être pris."])),
                _ => Task.FromResult<IActionResult>(Refused(Texts["Le second rendez-vous est déjà donné."])),
                _ => GoneAsync(id, cancellationToken));
        }
        catch (InvalidRequestException refusal) when (refusal.Errors.Keys.All(key => key == "start"))
        {
            return Refused(Texts["Ce créneau vient d’être pris."]);
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    public string Written(Slot slot) => ApiText.In(Offer.Zone, slot.Start);

    public string Written(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private PageResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<IActionResult> GoneAsync(string id, CancellationToken cancellationToken) =>
        Withdrawal.Answer(this, Withdrawn = await Withdrawal.OfAsync(id, HttpContext, Mediator, territories, Texts, cancellationToken));

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var day = TypedDay.Read(From) is { Year: >= GetBenchDay.FirstYear and <= GetBenchDay.LastYear } from ? from : (LocalDate?)null;
        if (!ApiText.TryId<RepairId>(id, out var repair)
            || !(await Mediator.Send(new GetReturnOffer(repair, ApiText.TryId<ServiceId>(ServiceText, out var service) ? service : null, day), cancellationToken)).TryPickT0(out var offer, out _))
        {
            return false;
        }

        (Offer, ServiceText) = (offer, offer.Service?.ToString());
        return true;
    }
}
