using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Training;

/// <summary>The form of an offer, new or changed.</summary>
[AllowedTo(Permission.KeepJobOffers)]
public sealed class EditJobOfferModel(IMediator mediator, TrainingJobs jobs, ITerritories territories, Texts texts) : FormPage, ICommuneForm
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["kind"] = nameof(Kind),
        ["trade"] = nameof(Trade),
        ["rome"] = nameof(Rome),
        ["title"] = nameof(Title),
        ["tasks"] = nameof(Tasks),
        ["profile"] = nameof(Profile),
        ["diploma"] = nameof(Diploma),
        ["weeklyMinutes"] = nameof(Hours),
        ["length"] = nameof(Length),
        ["lengthUnit"] = nameof(LengthUnit),
        ["startsOn"] = nameof(StartsOn),
        ["pay"] = nameof(Pay),
        ["communeCode"] = CommuneAnswer.Typed,
        ["address"] = nameof(Address),
        ["access"] = nameof(Access),
        ["email"] = nameof(Email),
        ["phone"] = nameof(Phone),
        ["language"] = nameof(Language),
    };

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    /// <summary>The offer changed; null for a new one.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    /// <summary>Made with the form: a double press adds once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Trade { get; set; } = "repair";

    [BindProperty]
    public string? Rome { get; set; }

    [BindProperty]
    public string? Tasks { get; set; }

    [BindProperty]
    public string? Profile { get; set; }

    [BindProperty]
    public string? Diploma { get; set; } = "none";

    [BindProperty]
    public string? Hours { get; set; }

    [BindProperty]
    public string? StartsOn { get; set; }

    [BindProperty]
    public string? Length { get; set; }

    [BindProperty]
    public string? LengthUnit { get; set; } = "months";

    [BindProperty]
    public string? Pay { get; set; }

    [BindProperty(Name = CommuneAnswer.Typed)]
    public string? CommuneText { get; set; }

    [BindProperty(Name = CommuneAnswer.Chosen)]
    public string? CommuneChosen { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public string? Access { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Language { get; set; } = "fr";

    public CommuneAnswer Where { get; private set; } = CommuneAnswer.Unasked;

    public OwnEmployer Employer { get; private set; } = null!;

    /// <summary>What is offered; null for a new one.</summary>
    public string? Stamp { get; private set; }

    public IEnumerable<Choice> Kinds =>
    [
        new("apprenticeship", texts["Un apprentissage"], texts["Un contrat : on travaille et on apprend, avec un centre de formation."]),
        new("job", texts["Un emploi"], texts["Un contrat de travail."]),
        new("internship", texts["Un stage"], texts["Une convention avec un établissement d’enseignement ou de formation."]),
    ];

    public IEnumerable<SelectListItem> Trades => Enum.GetValues<Trade>().Select(t => new SelectListItem(TrainingWords.Trade(texts, t), TrainingNames.Name(t)));

    /// <summary>Our short list of jobs, by trade.</summary>
    public IEnumerable<SelectListItem> Jobs => jobs.All.GroupBy(j => j.Trade).OrderBy(g => g.Key)
        .SelectMany(g =>
        {
            var group = new SelectListGroup { Name = TrainingWords.Trade(texts, g.Key) };
            return g.Select(j => new SelectListItem($"{j.Name} ({j.Code})", j.Code) { Group = group });
        })
        .Prepend(new SelectListItem(texts["Choisissez"], ""));

    public IEnumerable<SelectListItem> Diplomas => Enum.GetValues<DiplomaLevel>().Select(d => new SelectListItem(Display.Capital(JobOfferWords.Diploma(texts, d)), JobOfferNames.Name(d)));

    public IEnumerable<SelectListItem> Units => [new(texts["mois"], "months"), new(texts["semaines"], "weeks")];

    public IEnumerable<SelectListItem> Languages => [new(texts["en français"], "fr"), new(texts["en anglais"], "en")];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is not { } loaded)
        {
            return NotFound();
        }

        var index = await territories.GetAsync(cancellationToken);
        if (loaded.Offer is not { Terms: { } o } offer)
        {
            Key = JobOfferId.New().ToString();
            (Email, Phone) = (Employer.Email, Employer.Phone is { } number ? Display.Phone(number) : null);
            (CommuneText, CommuneChosen) = (index.Commune(Employer.CommuneCode)?.Name, Employer.CommuneCode);
            return Page();
        }

        (Kind, Title, Trade, Rome, Tasks, Profile, Diploma) = (JobOfferNames.Name(o.Kind), o.Title, TrainingNames.Name(o.Trade), o.Rome, o.Tasks, o.Profile, JobOfferNames.Name(o.Diploma));
        (Hours, StartsOn) = ((o.WeeklyMinutes / 60m).ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ','), o.StartsOn is { } day ? ApiTime.Date(day) : null);
        (Length, LengthUnit) = (o.Length?.Count.ToString(CultureInfo.InvariantCulture), o.Length is { } length ? JobOfferNames.Name(length.Unit) : LengthUnit);
        (Pay, Address, Access, Email, Phone, Language) = (o.Pay, o.Address, o.Access, o.Email, o.Phone is { } phone ? Display.Phone(phone) : null, o.Language);
        (CommuneText, CommuneChosen) = (offer.CommuneName, o.CommuneCode);
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

        var start = LocalDate.MinIsoValue;
        if (!string.IsNullOrWhiteSpace(StartsOn) && !TypedDay.TryRead(StartsOn, out start))
        {
            ModelState.AddModelError(nameof(StartsOn), "Donnez une date, par exemple 29/03/2027.");
            return Wrong();
        }

        Where = await CommuneAnswer.ReadAsync(mediator, CommuneText, CommuneChosen, ModelState, cancellationToken);

        // What is no number is out of every range: its field says which numbers fit.
        var hours = decimal.TryParse(Hours?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var typed) && typed < 1000 ? (int)Math.Round(typed * 60) : 0;
        var length = string.IsNullOrWhiteSpace(Length) ? (int?)null : int.TryParse(Length.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        var details = new JobOfferDetails(
            Kind, Trade, Rome, Title, Tasks, hours, Where.Code, length, LengthUnit, string.IsNullOrWhiteSpace(StartsOn) ? null : start, Pay, Profile, Diploma, Address, Access, Email, Phone, Language);
        try
        {
            if (loaded.Offer is { } offer)
            {
                return (await mediator.Send(new ChangeJobOffer(offer.Id, details), cancellationToken)).Match<IActionResult>(_ => Shown(offer.Id), _ => NotFound());
            }

            return (await mediator.Send(new AddJobOffer(Employer.Id, details, ApiTime.TryId<JobOfferId>(Key, out var key) ? key : null), cancellationToken)).Match<IActionResult>(added => Shown(added.Id), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, Fields, "communeCode");
            return Wrong();
        }
    }

    private RedirectResult Shown(JobOfferId id) => Redirect($"{Request.PathBase}/pro/offres/{id}?fait=1");

    /// <summary>The organisation, and the offer if one is named; null when it is not theirs.</summary>
    private async Task<Loaded?> LoadAsync(CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetOwnJobOffers(Organisation, 0, 1), cancellationToken)).TryPickT0(out var own, out _))
        {
            return null;
        }

        Employer = own.Organisation;
        if (string.IsNullOrEmpty(Id))
        {
            return new Loaded(null);
        }

        if (!ApiTime.TryId<JobOfferId>(Id, out var id) || !(await mediator.Send(new GetOwnJobOffer(id), cancellationToken)).TryPickT0(out var offer, out _) || offer.Employer.Id != Employer.Id)
        {
            return null;
        }

        Stamp = StampOf(offer.Terms);
        return new Loaded(offer);
    }

    private static string StampOf(JobOfferTerms o) => ShownStamp.Of(
        o.Kind, o.Title, o.Trade, o.Rome, o.Tasks, o.Profile, o.Diploma, o.WeeklyMinutes, o.StartsOn is { } day ? ApiTime.Date(day) : null, o.Length?.Count, o.Length?.Unit, o.Pay, o.Address, o.Access, o.Email, o.Phone,
        o.Language, o.CommuneCode);

    private sealed record Loaded(JobOfferView? Offer);
}
