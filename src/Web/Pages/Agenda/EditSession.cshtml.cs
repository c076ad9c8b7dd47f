using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
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

/// <summary>A dated session of a repair café, new or changed.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class EditSessionModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["title"] = nameof(Heading),
        ["date"] = nameof(Day),
        ["from"] = nameof(From),
        ["to"] = nameof(To),
        ["benches"] = nameof(Benches),
        ["minutesPerPlace"] = nameof(Minutes),
        ["volunteers"] = nameof(Volunteers),
    };

    /// <summary>A session already announced; null for a new one.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    /// <summary>Made with the form: a double press announces once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty]
    public string? Heading { get; set; }

    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Benches { get; set; }

    [BindProperty]
    public string? Minutes { get; set; }

    [BindProperty]
    public List<string> Volunteers { get; set; } = [];

    /// <summary>The session as it is known now; null for a new one.</summary>
    private SessionFile? Known { get; set; }

    /// <summary>What is known now of what this form changes; null for a new session.</summary>
    public string? Stamp => Known is not { } known ? null
        : ShownStamp.Of(
            known.Title, ApiTime.Date(known.Date), ApiTime.Time(known.From), ApiTime.Closing(known.To), known.Benches, known.MinutesPerPlace,
            string.Join(',', known.Volunteers.Select(v => v.Id.ToString()).Order(StringComparer.Ordinal)));

    /// <summary>Where one came from.</summary>
    public string Back => string.IsNullOrEmpty(Id) ? Beside("") : $"{Request.PathBase}/pro/seance/{Id}";

    public IEnumerable<Choice> People => Detail.People.Select(p => new Choice(p.Id.ToString(), $"{p.FirstName} {p.LastName}".Trim(), Repairs(p)));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (string.IsNullOrEmpty(Id))
        {
            Key = CafeSessionId.New().ToString();
            Benches = Detail.Place.Benches.ToString(CultureInfo.InvariantCulture);
            return Page();
        }

        if (await FindAsync(cancellationToken) is not { IsPast: false } session)
        {
            return NotFound();
        }

        (Heading, Day, From, To) = (session.Title, ApiTime.Date(session.Date), ApiTime.Time(session.From), ApiTime.Closing(session.To));
        Benches = session.Benches.ToString(CultureInfo.InvariantCulture);
        Minutes = session.MinutesPerPlace?.ToString(CultureInfo.InvariantCulture);
        Volunteers = [.. session.Volunteers.Select(v => v.Id.ToString())];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || (!string.IsNullOrEmpty(Id) && await FindAsync(cancellationToken) is null))
        {
            return NotFound();
        }

        if (Known is not null && ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        var said = new CafeSessionDescription(
            Heading,
            Typed(Day) is { } day && TypedDay.TryRead(day, out var date) ? date : null,
            Typed(From) is { } from && ApiTime.TryTime(from, out var start) ? start : null,
            Typed(To) is { } to && ApiTime.TryClosing(to, out var end) ? end : null,
            int.TryParse(Benches?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var benches) ? benches : null,
            [.. Volunteers.Select(v => ApiTime.TryId<PersonId>(v, out var person) ? person : default)],
            Typed(Minutes) is { } minutes ? int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0 : null);
        try
        {
            if (Known is not { } session)
            {
                var planned = await Mediator.Send(new PlanSession(Detail.Place.Id, said, ApiTime.TryId<CafeSessionId>(Key, out var key) ? key : null), cancellationToken);
                return planned.Match(made => Redirect($"{Request.PathBase}/pro/seance/{made.Id}?fait=annonce"), Refused, _ => NotFound(), Refused);
            }

            var changed = await Mediator.Send(new ChangeSession(Detail.Place.Id, session.Id, said), cancellationToken);
            return changed.Match(_ => Redirect($"{Request.PathBase}/pro/seance/{session.Id}?fait=change"), Refused, Refused, _ => NotFound(), Refused, Refused);
        }
        catch (InvalidRequestException refusal) when (said.Date is null)
        {
            // In a form, days are written as people write them; programs are told of theirs.
            ModelState.AddModelError(nameof(Day), Typed(Day) is null ? "Donnez la date de la séance. Exemple : 06/03/2027" : "Cette date ne se lit pas. Elle ressemble à : 29/03/2027");
            ModelState.Add(refusal, Fields, "date");
            return Wrong();
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    /// <summary>The session to change, which takes place here; null if there is none.</summary>
    private async Task<SessionFile?> FindAsync(CancellationToken cancellationToken) =>
        Known = ApiTime.TryId<CafeSessionId>(Id, out var id)
            && (await Mediator.Send(new GetSessionFile(id), cancellationToken)).TryPickT0(out var session, out _)
            && session.Place == Detail.Place.Id && !session.IsCalledOff
                ? session
                : null;

    private static string? Typed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private IActionResult Refused(SessionThatDay other) => Conflict(nameof(Day), texts["Une autre séance est déjà annoncée ce jour-là. Choisissez un autre jour, ou changez cette séance."]);

    private IActionResult Refused(SessionPast past) => Conflict(nameof(Day), texts["Cette séance est passée : elle ne se modifie plus."]);

    private IActionResult Refused(QueueBegun begun) => Conflict(nameof(Day), texts["Des numéros ont déjà été donnés dans la file : cette séance ne change plus de jour."]);

    private IActionResult Refused(SentOtherwise otherwise)
    {
        Key = CafeSessionId.New().ToString();
        return UsedForm.Answer(this);
    }

    private IActionResult Refused(AppointmentsOutside outside) => Conflict(nameof(To), texts.Plural(
        outside.Appointments,
        "Un rendez-vous déjà donné perdrait son heure ou son établi. Déplacez-le ou annulez-le d’abord.",
        "{0} rendez-vous déjà donnés perdraient leur heure ou leur établi. Déplacez-les ou annulez-les d’abord."));

    private IActionResult Conflict(string field, string message)
    {
        ModelState.AddModelError(field, message);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private string Repairs(PersonView person)
    {
        var alone = person.Skills.Where(s => s.Level.RepairsAlone()).Select(s => equipment.FindCategory(s.Category)).OfType<Category>().Select(c => DirectoryWords.Inside(c.Name(texts))).ToList();
        return alone.Count > 0 ? Display.Capital(texts.Display.List(alone)) : texts["Ne répare rien seul pour l’instant"];
    }
}
