using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>A service of a place, new or changed.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class EditServiceModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["name"] = nameof(Name),
        ["categories"] = nameof(Categories),
        ["durationMinutes"] = nameof(Duration),
        ["bufferMinutes"] = nameof(Buffer),
        ["minNoticeMinutes"] = nameof(NoticeHours),
        ["maxAheadDays"] = nameof(AheadDays),
        ["cancelNoticeMinutes"] = nameof(CancelHours),
        ["mode"] = nameof(Mode),
        ["price"] = nameof(Price),
        ["durations"] = "SpecialMinutes[0]",
        ["home"] = nameof(HomeCommunes),
        ["home.communes"] = nameof(HomeCommunes),
        ["home.radiusKm"] = nameof(HomeRadius),
        ["home.travelMinutes"] = nameof(Travel),
    };

    /// <summary>The service changed; null for a new one.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    /// <summary>Made with the form: a double press adds once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string[] Categories { get; set; } = [];

    [BindProperty]
    public string? Duration { get; set; } = "60";

    [BindProperty]
    public string? Buffer { get; set; } = "0";

    [BindProperty]
    public string? NoticeHours { get; set; } = "0";

    [BindProperty]
    public string? AheadDays { get; set; } = "60";

    [BindProperty]
    public string? CancelHours { get; set; } = "0";

    [BindProperty]
    public string? Mode { get; set; } = "workshop";

    [BindProperty]
    public string? Price { get; set; }

    [BindProperty]
    public bool PublicBooking { get; set; }

    /// <summary>Objects that take another time than the rest, and how long each takes.</summary>
    [BindProperty]
    public List<string?> SpecialObjects { get; set; } = [];

    [BindProperty]
    public List<string?> SpecialMinutes { get; set; } = [];

    /// <summary>Communes a service at home goes to, one on each line.</summary>
    [BindProperty]
    public string? HomeCommunes { get; set; }

    [BindProperty]
    public string? HomeRadius { get; set; }

    [BindProperty]
    public string? Travel { get; set; }

    public IEnumerable<SelectListItem> TimedObjects => Objects.Select(o => new SelectListItem(o.Label, o.Value)).Prepend(new SelectListItem(texts["Aucun"], ""));

    public IEnumerable<Choice> Objects => equipment.Categories.Select(c => new Choice(c.Code, c.Name(texts))).OrderBy(c => c.Label, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<SelectListItem> Modes => Enum.GetValues<ServiceMode>().Select(m => new SelectListItem(Display.Capital(DirectoryWords.Mode(m, texts)), DirectoryNames.Name(m)));

    /// <summary>What is known now of what this form changes; null for a new service.</summary>
    public string? Stamp => Detail.Services.FirstOrDefault(s => s.Id.ToString() == Id) is not { } known ? null
        : ShownStamp.Of(
            known.Name, string.Join(',', known.Categories.Order(StringComparer.Ordinal)), known.Terms.ToString(), known.Mode.ToString(), known.Price, known.PublicBooking,
            string.Join(',', known.Durations.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key} {d.Value}")),
            known.Home is { } home ? $"{string.Join(',', home.Communes.Select(c => c.Code))} {home.RadiusKm} {home.TravelMinutes}" : null);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        PublicBooking = true;
        Fill();
        if (string.IsNullOrEmpty(Id))
        {
            Key = ServiceId.New().ToString();
            return Page();
        }

        if (Detail.Services.FirstOrDefault(s => s.Id.ToString() == Id) is not { } service)
        {
            return NotFound();
        }

        Name = service.Name;
        Categories = [.. service.Categories];
        (Duration, Buffer, AheadDays) = (Written(service.Terms.DurationMinutes), Written(service.Terms.BufferMinutes), Written(service.Terms.MaxAheadDays));
        (NoticeHours, CancelHours) = (Hours(service.Terms.MinNoticeMinutes), Hours(service.Terms.CancelNoticeMinutes));
        (Mode, Price, PublicBooking) = (DirectoryNames.Name(service.Mode), service.Price, service.PublicBooking);
        (SpecialObjects, SpecialMinutes) = ([.. service.Durations.Keys.Order(StringComparer.Ordinal)], [.. service.Durations.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => Written(d.Value))]);
        if (service.Home is { } home)
        {
            (HomeCommunes, HomeRadius, Travel) = (string.Join('\n', home.Communes.Select(c => Typography.French(c.Name))), home.RadiusKm is { } km ? Written(km) : null, Written(home.TravelMinutes));
        }

        Fill();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Fill();
        var durations = new Dictionary<string, int?>(StringComparer.Ordinal);
        for (var i = 0; i < SpecialObjects.Count; i++)
        {
            if (!string.IsNullOrEmpty(SpecialObjects[i]))
            {
                durations[SpecialObjects[i]!] = Number(SpecialMinutes[i]);
            }
        }

        var home = await HomeAsync(cancellationToken);
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        // What is no number is out of every range: its field says which numbers fit.
        var terms = new ServiceTerms(
            Name, Categories, Number(Duration), Number(Buffer) ?? -1, Minutes(NoticeHours), Number(AheadDays) ?? -1, Minutes(CancelHours), Mode, Price, PublicBooking, durations, home);
        try
        {
            if (string.IsNullOrEmpty(Id))
            {
                var added = await Mediator.Send(new AddService(Detail.Place.Id, terms, ApiTime.TryId<ServiceId>(Key, out var key) ? key : null), cancellationToken);
                return added.Match(_ => Saved(), _ => NotFound(), _ => SentOtherwise());
            }

            if (!ApiTime.TryId<ServiceId>(Id, out var id) || Detail.Services.All(s => s.Id != id))
            {
                return NotFound();
            }

            if (ShownStamp.IsStale(Request, Stamp))
            {
                return ShownStamp.Stale(this);
            }

            var changed = await Mediator.Send(new ChangeService(id, terms), cancellationToken);
            return changed.Match(_ => Saved(), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private IActionResult SentOtherwise()
    {
        Key = ServiceId.New().ToString();
        return UsedForm.Answer(this);
    }

    /// <summary>Where it goes; null where nothing is said of it. Says in the form which communes nobody knows.</summary>
    private async Task<HomeTerms?> HomeAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(HomeCommunes) && string.IsNullOrWhiteSpace(HomeRadius) && (Travel?.Trim() ?? "") is "" or "0")
        {
            return null;
        }

        var communes = await Mediator.Send(new UnderstandCommunes(Detail.Place.Id, HomeCommunes), cancellationToken);
        if (communes.IsTooLong)
        {
            ModelState.AddModelError(nameof(HomeCommunes), texts["Cette liste est trop longue : {0} signes au plus. Une distance autour du lieu dit souvent la même chose en un nombre.", texts.Display.Number(UnderstandCommunes.MaxText)]);
        }

        if (communes.Unknown.Count > 0)
        {
            ModelState.AddModelError(nameof(HomeCommunes), texts["Nous ne trouvons pas : {0}. Donnez un nom de commune ou un code postal par ligne.", texts.Display.List([.. communes.Unknown.Take(5)])]);
        }

        return new HomeTerms(communes.Codes, string.IsNullOrWhiteSpace(HomeRadius) ? null : Number(HomeRadius) ?? -1, string.IsNullOrWhiteSpace(Travel) ? 0 : Number(Travel) ?? -1);
    }

    /// <summary>A few lines more than there are durations.</summary>
    private void Fill()
    {
        const int More = 2, Most = 60;
        var lines = Math.Min(Most, SpecialObjects.FindLastIndex(o => !string.IsNullOrEmpty(o)) + 1 + More);
        foreach (var list in new[] { SpecialObjects, SpecialMinutes })
        {
            list.RemoveRange(Math.Min(lines, list.Count), Math.Max(0, list.Count - lines));
            while (list.Count < lines)
            {
                list.Add(null);
            }
        }
    }

    private static int? Number(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Hours typed with a comma or a point, as minutes; -1 for what is no number.</summary>
    private static int Minutes(string? text) =>
        decimal.TryParse(text?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours < 10_000 ? (int)Math.Round(hours * 60) : -1;

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hours(int minutes) => (minutes / 60m).ToString("0.##", CultureInfo.InvariantCulture);
}
