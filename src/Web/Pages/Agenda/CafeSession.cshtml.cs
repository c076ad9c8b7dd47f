using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Directory;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>A session as the public sees it: when, who will be there, what they repair, and the free hours for an object.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class CafeSessionModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "objet")]
    public string? ObjectCode { get; set; }

    public PlaceDetail Detail { get; private set; } = null!;

    public CafeSessionView Session { get; private set; } = null!;

    public DateTimeZone Zone => zones[Detail.Place.TimeZone];

    /// <summary>The object chosen, if someone present repairs it.</summary>
    public Category? Object { get; private set; }

    /// <summary>The service whose hours are shown: of those that take the object, the shortest with an hour left.</summary>
    public ServiceView? Service { get; private set; }

    public IReadOnlyList<Slot> Slots { get; private set; } = [];

    public IEnumerable<SelectListItem> Objects => Session.Categories
        .Select(code => new SelectListItem(equipment.FindCategory(code)?.Name(texts) ?? code, code))
        .OrderBy(item => item.Text, StringComparer.CurrentCultureIgnoreCase)
        .Prepend(new SelectListItem(texts["Choisissez"], ""));

    public async Task<IActionResult> OnGetAsync(string slug, string date, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryDate(date, out var day)
            || !(await mediator.Send(new GetPlaceBySlug(slug), cancellationToken)).TryPickT0(out var detail, out _)
            || !(await mediator.Send(new GetCafeSessions(detail.Place.Id, day), cancellationToken)).TryPickT0(out var found, out _)
            || found.Items is not [var session])
        {
            return NotFound();
        }

        (Detail, Session) = (detail, session);
        if (string.IsNullOrEmpty(ObjectCode) || session.IsCalledOff || session.IsOver || session.Categories.Count == 0)
        {
            return Page();
        }

        if (!session.Categories.Contains(ObjectCode))
        {
            ModelState.AddModelError("objet", "Parmi les personnes annoncées à cette séance, aucune ne répare cet objet. Choisissez une autre date ou un autre lieu.");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        Object = equipment.FindCategory(ObjectCode);
        foreach (var service in detail.Services.Where(s => s.PublicBooking && s.Categories.Contains(ObjectCode)).OrderBy(s => s.DurationOf(ObjectCode)))
        {
            Service ??= service;
            if ((await mediator.Send(new GetServiceSlots(service.Id, day, day, Categories: ObjectCode is { } code ? [code] : null), cancellationToken)).TryPickT0(out var slots, out _) && slots.Slots.Count > 0)
            {
                (Service, Slots) = (service, slots.Slots);
                break;
            }
        }

        return Page();
    }

    public string Names(IEnumerable<string> codes) =>
        texts.Display.List([.. codes.Select(equipment.FindCategory).OfType<Category>().Select(c => DirectoryWords.Inside(c.Name(texts))).Order(StringComparer.CurrentCultureIgnoreCase)]);

    public string Booking(Slot slot) =>
        Request.PathBase + "/rendez-vous/nouveau" + QueryString.Create(new Dictionary<string, string?> { ["service"] = Service!.Id.ToString(), ["debut"] = ApiText.In(Zone, slot.Start), ["objet"] = Object!.Code });
}
