using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>The public page of a place: free times by day, services, people, how to come, hours.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class PlaceModel(IMediator mediator, ITerritories territories, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : PageModel
{
    private const int MostDays = 5;

    /// <summary>A page stays light and legible below this; what is left is one link away.</summary>
    private const int MostSlots = 36;

    /// <summary>Days looked at after the first: with it, as many as may be asked for at once.</summary>
    private const int HorizonDays = 399;

    /// <summary>More than one page can need: a day has 288 starts, some of them on the page before, and one more says that something follows.</summary>
    private const int MostRead = 288 + MostSlots + 1;

    private const int MostSessions = 4;

    private const int MostOffers = 3;

    [BindProperty(SupportsGet = true, Name = "service")]
    public string? ServiceText { get; set; }

    [BindProperty(SupportsGet = true, Name = "objet")]
    public string? ObjectCode { get; set; }

    [BindProperty(SupportsGet = true, Name = "du")]
    public string? FromText { get; set; }

    [BindProperty(SupportsGet = true, Name = "apres")]
    public string? AfterText { get; set; }

    public PlaceDetail Detail { get; private set; } = null!;

    public DateTimeZone Zone { get; private set; } = null!;

    /// <summary>The service whose free times are shown; null where the public books none.</summary>
    public ServiceView? Service { get; private set; }

    /// <summary>The object looked for, if this service takes it.</summary>
    public Category? Object { get; private set; }

    /// <summary>Days with free times, each with some or all of them.</summary>
    public IReadOnlyList<(LocalDate Date, IReadOnlyList<Slot> Slots)> Days { get; private set; } = [];

    /// <summary>Sessions to come, where the place is a repair café that announces them.</summary>
    public IReadOnlyList<CafeSessionView> Sessions { get; private set; } = [];

    /// <summary>Current offers of the organisation, the latest.</summary>
    public IReadOnlyList<JobOfferView> Offers { get; private set; } = [];

    /// <summary>Query of the page that goes on where this one stops; null when nothing is left.</summary>
    public string? Following { get; private set; }

    /// <summary>« 38130 Échirolles », the postcode only where the commune has one.</summary>
    public string Town { get; private set; } = "";

    /// <summary>The openings as a notice on the door says them.</summary>
    public IReadOnlyList<HoursRow> Hours => HoursInWords.Rows(Detail.Openings, Detail.Today, texts);

    /// <summary>What the repair bonus takes off for the object looked for, in words; null where the workshop does not say it is labelled, or the list has nothing like it.</summary>
    public string? Bonus => Detail.Organisation.DeclaresQualiRepar ? BonusWords.Sentence(Object, Detail.Today, equipment, texts) : null;

    public IEnumerable<ServiceView> Bookable => Detail.Services.Where(s => s.PublicBooking);

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new GetPlaceBySlug(slug), cancellationToken);
        if (!outcome.TryPickT0(out var detail, out _))
        {
            return NotFound();
        }

        Detail = detail;
        Zone = zones[detail.Place.TimeZone];
        var commune = (await territories.GetAsync(cancellationToken)).Commune(detail.Place.CommuneCode);
        Town = (commune?.Postcodes is [var only] ? only + " " : "") + FrenchPlaceName.Typographic(detail.Place.CommuneName);
        Choose();
        if ((await mediator.Send(new GetCafeSessions(detail.Place.Id), cancellationToken)).TryPickT0(out var sessions, out _))
        {
            Sessions = [.. sessions.Items.Take(MostSessions)];
        }

        if ((await mediator.Send(new FindJobOffers(Organisation: detail.Organisation.Slug, Take: MostOffers), cancellationToken)).TryPickT0(out var offers, out _))
        {
            Offers = offers.Items;
        }

        if (Service is { } service)
        {
            await ReadSlotsAsync(service, ReadFrom(), cancellationToken);
        }

        return Page();
    }

    public string Booking(Slot slot)
    {
        var query = QueryString.Create(new Dictionary<string, string?> { ["service"] = Service!.Id.ToString(), ["debut"] = ApiText.In(Zone, slot.Start) });
        return Request.PathBase + "/rendez-vous/nouveau" + (Object is null ? query : query.Add("objet", Object.Code));
    }

    /// <summary>This page for another service.</summary>
    public string Choosing(ServiceView service) =>
        $"{Request.PathBase}/lieux/{Detail.Place.Slug}?service={service.Id}" + (Object is not null && service.Categories.Contains(Object.Code) ? "&objet=" + Object.Code : "") + "#creneaux";

    public string Objects(IEnumerable<string> codes) =>
        texts.Display.List([.. codes.Select(equipment.FindCategory).OfType<Category>().Select(c => DirectoryWords.Inside(c.Name(texts)))]);

    /// <summary>Trainings told of one person: the latest.</summary>
    public const int MostTrainings = 3;

    /// <summary>« aspirateur et grille-pain (connaît à fond) ».</summary>
    public string Skills(PersonView person) => string.Join(" ; ", person.Skills
        .GroupBy(s => s.Level)
        .OrderByDescending(g => g.Key)
        .Select(g => $"{Objects(g.Select(s => s.Category))} ({DirectoryWords.Level(g.Key, texts)})"));

    private void Choose()
    {
        var bookable = Bookable.ToList();
        Service = bookable.Find(s => s.Id.ToString() == ServiceText)
            ?? bookable.Where(s => s.Categories.Contains(ObjectCode ?? "")).MinBy(s => s.DurationOf(ObjectCode))
            ?? bookable.FirstOrDefault();
        Object = Service?.Categories.Contains(ObjectCode ?? "") == true ? equipment.FindCategory(ObjectCode) : null;
    }

    private LocalDate ReadFrom()
    {
        if (string.IsNullOrWhiteSpace(FromText))
        {
            return Detail.Today;
        }

        if (!TypedDay.TryRead(FromText, out var from) || from.Year > Detail.Today.Year + 5)
        {
            ModelState.AddModelError("du", "Cette date ne se lit pas. Elle ressemble à : 29/03/2027");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Detail.Today;
        }

        // An address kept from last month still shows what is free now.
        return LocalDate.Max(from, Detail.Today);
    }

    private async Task ReadSlotsAsync(ServiceView service, LocalDate from, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new GetServiceSlots(service.Id, from, from.PlusDays(Math.Min(service.Terms.MaxAheadDays, HorizonDays)), MostRead, Object is { } item ? [item.Code] : null), cancellationToken);
        if (!outcome.TryPickT0(out var found, out _))
        {
            return;
        }

        var after = ApiTime.TryTime(AfterText, out var time) ? time : (LocalTime?)null;
        var days = new List<(LocalDate, IReadOnlyList<Slot>)>();
        var shown = 0;
        foreach (var day in found.Slots.GroupBy(s => s.Start.InZone(Zone).Date))
        {
            var slots = day.Where(s => after is null || day.Key != from || s.Start.InZone(Zone).TimeOfDay > after).ToList();
            if (slots.Count == 0)
            {
                continue;
            }

            if (days.Count == MostDays || (days.Count > 0 && shown + slots.Count > MostSlots))
            {
                Following = Query(service, day.Key, null);
                break;
            }

            // One long day alone: its afternoon may come on the next page.
            var part = slots.Take(MostSlots).ToList();
            days.Add((day.Key, part));
            shown += part.Count;
            if (part.Count < slots.Count)
            {
                Following = Query(service, day.Key, part[^1].Start.InZone(Zone).TimeOfDay);
                break;
            }
        }

        Days = days;
    }

    private string Query(ServiceView service, LocalDate from, LocalTime? after)
    {
        var query = QueryString.Create(new Dictionary<string, string?> { ["service"] = service.Id.ToString(), ["du"] = ApiTime.Date(from) });
        query = Object is null ? query : query.Add("objet", Object.Code);
        return (after is { } time ? query.Add("apres", ApiTime.Time(time)) : query) + "#creneaux";
    }
}
