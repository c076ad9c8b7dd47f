using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Training;

/// <summary>The form of a course, new or changed.</summary>
[AllowedTo(Permission.KeepCourses)]
public sealed class EditCourseModel(IMediator mediator, TrainingJobs jobs, TrainingFormacodes formacodes, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["kind"] = nameof(Kind),
        ["trade"] = nameof(Trade),
        ["title"] = nameof(Title),
        ["summary"] = nameof(Summary),
        ["level"] = nameof(Level),
        ["mode"] = nameof(Mode),
        ["minutes"] = nameof(Hours),
        ["price"] = nameof(Price),
        ["priceNote"] = nameof(PriceNote),
        ["audience"] = nameof(Audience),
        ["prerequisites"] = nameof(Prerequisites),
        ["objectives"] = nameof(Objectives),
        ["content"] = nameof(Programme),
        ["results"] = nameof(Results),
        ["rhythm"] = nameof(Rhythm),
        ["access"] = nameof(Access),
        ["certificationCode"] = nameof(CertificationCode),
        ["certifiedUntil"] = nameof(CertifiedUntil),
        ["takesCpf"] = nameof(TakesCpf),
        ["rome"] = nameof(Rome),
        ["formacodes"] = nameof(Formacodes),
        ["language"] = nameof(Language),
    };

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    /// <summary>The course changed; null for a new one.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    /// <summary>Made with the form: a double press adds once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty]
    public string? Kind { get; set; } = "workshop";

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Summary { get; set; }

    [BindProperty]
    public string? Trade { get; set; } = "repair";

    [BindProperty]
    public string? Level { get; set; } = "beginner";

    [BindProperty]
    public string? Mode { get; set; } = "on-site";

    [BindProperty]
    public string? Language { get; set; } = "fr";

    [BindProperty]
    public string? Hours { get; set; }

    [BindProperty]
    public string? Rhythm { get; set; }

    [BindProperty]
    public string? Price { get; set; }

    [BindProperty]
    public string? PriceNote { get; set; }

    [BindProperty]
    public string? Objectives { get; set; }

    [BindProperty]
    public string? Programme { get; set; }

    [BindProperty]
    public string? Results { get; set; }

    [BindProperty]
    public string? Audience { get; set; }

    [BindProperty]
    public string? Prerequisites { get; set; }

    [BindProperty]
    public string? Access { get; set; }

    [BindProperty]
    public string[] Rome { get; set; } = [];

    [BindProperty]
    public string[] Formacodes { get; set; } = [];

    [BindProperty]
    public string? CertificationCode { get; set; }

    [BindProperty]
    public string? CertifiedUntil { get; set; }

    [BindProperty]
    public bool IsQualiopi { get; set; }

    [BindProperty]
    public bool TakesCpf { get; set; }

    public OwnCentre Centre { get; private set; } = null!;

    /// <summary>What the course is; null for a new one.</summary>
    public string? Stamp { get; private set; }

    public string? Refusal { get; private set; }

    public IEnumerable<Choice> Kinds =>
    [
        new("workshop", texts["Un atelier"], texts["Une initiation, un après-midi : un évènement."]),
        new("training", texts["Une formation"], texts["Une action de formation au sens du code du travail."]),
    ];

    public IEnumerable<SelectListItem> Trades => Enum.GetValues<Trade>().Select(t => new SelectListItem(TrainingWords.Trade(texts, t), TrainingNames.Name(t)));

    public IEnumerable<SelectListItem> Levels => Enum.GetValues<CourseLevel>().Select(l => new SelectListItem(Display.Capital(TrainingWords.Level(texts, l)), TrainingNames.Name(l)));

    public IEnumerable<SelectListItem> Modes => Enum.GetValues<TeachingMode>().Select(m => new SelectListItem(Display.Capital(TrainingWords.Mode(texts, m)), TrainingNames.Name(m)));

    public IEnumerable<SelectListItem> Languages => [new(texts["en français"], "fr"), new(texts["en anglais"], "en")];

    /// <summary>Jobs and fields by trade: those of one are seen when its line is opened; those ticked are named on it.</summary>
    public IEnumerable<(Trade Trade, IReadOnlyList<Choice> Jobs, IReadOnlyList<Choice> Fields, string Ticked)> Codes => Enum.GetValues<Trade>().Select(trade =>
    {
        var (ofJobs, ofFields) = (jobs.All.Where(j => j.Trade == trade).ToList(), formacodes.All.Where(f => f.Trade == trade).ToList());
        return (trade, (IReadOnlyList<Choice>)[.. ofJobs.Select(j => new Choice(j.Code, j.Name))], (IReadOnlyList<Choice>)[.. ofFields.Select(f => new Choice(f.Code, f.Name))],
            string.Join(" ; ", ofJobs.Where(j => Rome.Contains(j.Code)).Select(j => j.Name).Concat(ofFields.Where(f => Formacodes.Contains(f.Code)).Select(f => f.Name))));
    });

    /// <summary>Codes that a file brought and our list does not have.</summary>
    public IReadOnlyList<string> OtherFormacodes => [.. Formacodes.Where(code => Formacode.IsWellFormed(code) && formacodes.Find(code) is null)];

    public IReadOnlyList<string> CodeErrors => [.. new[] { nameof(Rome), nameof(Formacodes) }.SelectMany(name => ModelState.TryGetValue(name, out var entry) ? entry.Errors.Select(e => e.ErrorMessage) : [])];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is not { } loaded)
        {
            return NotFound();
        }

        if (loaded.Course is not { Terms: { } c })
        {
            Key = CourseId.New().ToString();
            return Page();
        }

        (Kind, Title, Summary, Trade, Level, Mode, Language) = (TrainingNames.Name(c.Kind), c.Title, c.Summary, TrainingNames.Name(c.Trade), TrainingNames.Name(c.Level), TrainingNames.Name(c.Mode), c.Language);
        (Hours, Rhythm, PriceNote, Programme, Results) = ((c.Minutes / 60m).ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ','), c.Rhythm, c.PriceNote, c.Content, c.Results);
        (Audience, Prerequisites, Access, IsQualiopi, TakesCpf) = (c.Audience, c.Prerequisites, c.Access, c.IsQualiopi, c.TakesCpf);
        Price = c.Price?.ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ',');
        Objectives = string.Join('\n', c.Objectives ?? []);
        (Rome, Formacodes) = ([.. c.Rome ?? []], [.. c.Formacodes ?? []]);
        (CertificationCode, CertifiedUntil) = (c.Certification?.Code, c.Certification is { } certification ? ApiTime.Date(certification.Until) : null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is not { } loaded)
        {
            return NotFound();
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        var until = LocalDate.MinIsoValue;
        if (!string.IsNullOrWhiteSpace(CertifiedUntil) && !TypedDay.TryRead(CertifiedUntil, out until))
        {
            ModelState.AddModelError(nameof(CertifiedUntil), "Donnez une date, par exemple 29/03/2027.");
        }

        var (hours, price) = (Number(Hours), Number(Price));
        if (!string.IsNullOrWhiteSpace(Price) && price is null)
        {
            ModelState.AddModelError(nameof(Price), "Donnez un prix en chiffres, par exemple 12,50.");
        }

        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        // What is no number is out of every range: its field says which numbers fit.
        var details = new CourseDetails(
            Kind, Trade, Title, Summary, Level, Mode, hours is { } h ? (int)Math.Round(h * 60) : null, price is { } p ? decimal.Round(p, 2) : null, PriceNote, Audience, Prerequisites,
            (Objectives ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Programme, Results, Rhythm, Access,
            CertificationCode, string.IsNullOrWhiteSpace(CertifiedUntil) ? null : until, IsQualiopi, TakesCpf, Rome, Formacodes, Language);
        try
        {
            if (loaded.Course is { } course)
            {
                return (await mediator.Send(new ChangeCourse(course.Id, details), cancellationToken)).Match<IActionResult>(_ => Shown(course.Id), _ => NotFound());
            }

            return (await mediator.Send(new AddCourse(Centre.Id, details, ApiTime.TryId<CourseId>(Key, out var key) ? key : null), cancellationToken)).Match<IActionResult>(
                added => Shown(added.Id),
                _ =>
                {
                    Refusal = texts["Cette organisation n’est pas un centre de formation. Ajoutez cette activité à sa fiche."];
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Page();
                },
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private RedirectResult Shown(CourseId id) => Redirect($"{Request.PathBase}/pro/formations/cours/{id}?fait=1");

    /// <summary>The centre, and the course if one is named; null when it is not theirs.</summary>
    private async Task<Loaded?> LoadAsync(CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetOwnCourses(Organisation, 0, 1), cancellationToken)).TryPickT0(out var own, out _))
        {
            return null;
        }

        Centre = own.Centre;
        if (string.IsNullOrEmpty(Id))
        {
            return new Loaded(null);
        }

        if (!ApiTime.TryId<CourseId>(Id, out var id) || !(await mediator.Send(new GetOwnCourse(id), cancellationToken)).TryPickT0(out var course, out _) || course.Centre.Id != Centre.Id)
        {
            return null;
        }

        Stamp = StampOf(course.Terms);
        return new Loaded(course);
    }

    private static string StampOf(CourseTerms c) => ShownStamp.Of(
        c.Kind, c.Title, c.Summary, c.Trade, c.Level, c.Mode, c.Language, c.Minutes, c.Rhythm, c.PriceNote, c.Content, c.Results, c.Audience, c.Prerequisites, c.Access, c.IsQualiopi, c.TakesCpf, c.Price,
        c.Objectives, c.Rome, c.Formacodes, c.Certification?.Code, c.Certification is { } certification ? ApiTime.Date(certification.Until) : null);

    /// <summary>A number typed with a comma or a point.</summary>
    private static decimal? Number(string? text) =>
        decimal.TryParse(text?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? number : null;

    private sealed record Loaded(CourseView? Course);
}
