using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Domain.Territories;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>« Collectes à domicile », for a reuse workshop: what waits for an answer, whom to call, the round proposed, rounds to come.</summary>
[AllowedTo(Permission.ReadCollections)]
public sealed class CollectionsModel(IMediator mediator, ITerritories territories, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["date"] = "jour", ["communes"] = "communes", ["stops"] = "arrets", ["kilograms"] = "kg" };

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    [BindProperty(SupportsGet = true, Name = "encours")]
    public string? SkipUnderText { get; set; }

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "jour")]
    public string? Date { get; set; }

    [BindProperty(Name = "demi")]
    public string? Half { get; set; }

    [BindProperty(Name = "communes")]
    public string? Communes { get; set; }

    [BindProperty(Name = "arrets")]
    public string? Stops { get; set; }

    [BindProperty(Name = "kg")]
    public string? Kilograms { get; set; }

    [BindProperty(Name = "demandes")]
    public string[] Requests { get; set; } = [];

    public CollectionQueue Queue { get; private set; } = null!;

    public int Skip => Skipped(SkipText);

    public int SkipUnder => Skipped(SkipUnderText);

    public string? Refusal { get; private set; }

    /// <summary>Whether this person works for one; else the page says what it is for.</summary>
    public bool IsReuseWorkshop { get; private set; } = true;

    public string? Message => Noted switch
    {
        "refus" => texts["Le refus est parti, avec sa raison."],
        "question" => texts["La question est partie."],
        "reglages" => texts["C’est enregistré."],
        _ => null,
    };

    public IEnumerable<SelectListItem> Halves => Enum.GetValues<HalfDay>().Select(h => new SelectListItem(CollectionWords.Half(texts, h), h.ToString()));

    /// <summary>This page with other pages of its two lists.</summary>
    public string Address(int skip, int skipUnder)
    {
        var query = new Dictionary<string, string?> { ["organisation"] = Queue.Workshop.Slug, ["suite"] = skip > 0 ? Text(skip) : null, ["encours"] = skipUnder > 0 ? Text(skipUnder) : null };
        return Request.PathBase + "/pro/collectes" + QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }

    /// <summary>The local day of something, in the zone of most workshops: days are all that is said.</summary>
    public LocalDate DayOf(Instant at) => at.InZone(DateTimeZoneProviders.Tzdb[TimeZones.Metropolitan]).Date;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            // The menu leads here from any organisation: it is told why, not that there is nothing.
            IsReuseWorkshop = false;
            return string.IsNullOrEmpty(Organisation) ? Page() : NotFound();
        }

        Date = Queue.Plan is { } plan ? LocalDatePattern.Iso.Format(plan.Date) : null;
        Half = nameof(HalfDay.Morning);
        Communes = Queue.Plan is { } planned ? string.Join(", ", planned.Communes.Select(c => c.Name)) : null;
        (Stops, Kilograms) = Queue.Plan is { } room ? (Text(room.MaxStops), Text(room.MaxKilograms)) : ("8", "400");
        return Page();
    }

    /// <summary>« Créer la tournée ».</summary>
    [AllowedTo(Permission.KeepCollections)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var codes = CommuneList.Read(await territories.GetAsync(cancellationToken), Communes, [.. (Queue.Plan?.Communes ?? []).Select(c => c.Code)], ModelState, "communes");
        var date = TypedDay.Read(Date);
        if (date is null && !string.IsNullOrWhiteSpace(Date))
        {
            ModelState.AddModelError("jour", "Ce jour n’est pas lisible. Il ressemble à : 29/03/2027");
        }

        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            var requests = Requests.Take(CollectionTerms.MaxStops).Select(r => ApiText.TryId<CollectionRequestId>(r, out var id) ? id : default).Where(r => r.Value != Guid.Empty).ToList();
            var half = Half == nameof(HalfDay.Afternoon) ? HalfDay.Afternoon : HalfDay.Morning;
            return (await mediator.Send(new PlanRound(Queue.Workshop.Id, date, half, codes, Number(Stops), Number(Kilograms), requests), cancellationToken)).Match(
                planned => Redirect($"{Request.PathBase}/pro/collectes/tournee/{planned.Id}?fait=creee"),
                _ => Refused(texts["Le véhicule n’a pas assez de place pour toutes ces demandes. Augmentez les arrêts ou les kilogrammes, ou créez la tournée et choisissez les demandes une à une."]),
                _ => Refused(texts["Une de ces demandes a changé entre-temps. Ouvrez de nouveau la page."]),
                _ => Refused(texts["Cette organisation n’est pas une ressourcerie. Ajoutez cette activité à sa fiche."]),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    internal static int? Number(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Skipped(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 100_000 ? skip : 0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetCollections(Organisation, Skip, SkipUnder), cancellationToken)).TryPickT0(out var queue, out _))
        {
            return false;
        }

        Queue = queue;
        return true;
    }
}
