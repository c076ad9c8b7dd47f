using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Training;

/// <summary>The form of a session, new (one or several alike) or changed.</summary>
[AllowedTo(Permission.KeepCourses)]
public sealed class EditSessionModel(IMediator mediator, Texts texts) : FormPage
{
    private const string ByCentre = "centre", AtOnce = "aussitot";

    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["place"] = nameof(Place),
        ["meetings"] = "Dates[0]",
        ["seats"] = nameof(Seats),
        ["minimum"] = nameof(Minimum),
        ["enrolUntil"] = nameof(EnrolUntil),
        ["times"] = nameof(Times),
        ["everyDays"] = nameof(EveryDays),
    };

    /// <summary>The course, for a new session.</summary>
    [BindProperty(SupportsGet = true, Name = "cours")]
    public string? CourseText { get; set; }

    /// <summary>The session changed; null for a new one.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    /// <summary>A session to take the terms of.</summary>
    [BindProperty(SupportsGet = true, Name = "comme")]
    public string? Like { get; set; }

    /// <summary>Made with the form: a double press plans once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    [BindProperty]
    public List<string?> Dates { get; set; } = [];

    [BindProperty]
    public List<string?> Froms { get; set; } = [];

    [BindProperty]
    public List<string?> Tos { get; set; } = [];

    [BindProperty]
    public string? Seats { get; set; } = "8";

    [BindProperty]
    public string? Minimum { get; set; } = "1";

    [BindProperty]
    public string? EnrolFrom { get; set; }

    [BindProperty]
    public string? EnrolUntil { get; set; }

    [BindProperty]
    public string? Entry { get; set; } = "fixed";

    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public string? Times { get; set; } = "1";

    [BindProperty]
    public string? EveryDays { get; set; } = "7";

    public CourseView Course { get; private set; } = null!;

    public SessionView? Session { get; private set; }

    /// <summary>When and where it is, and how it is entered; null for a new one.</summary>
    public string? Stamp => Session is not { } s ? null : ShownStamp.Of(
    [
        s.PlaceId?.ToString(), s.Seats, s.Minimum, s.EnrolFrom is { } from ? ApiTime.Date(from) : null, ApiTime.Date(s.EnrolUntil), s.Entry, s.AcceptsAtOnce,
        .. s.Meetings.Select(m => $"{ApiTime.Date(m.Date)} {Hour.Format(m.From)} {Hour.Format(m.To)}"),
    ]);

    public IReadOnlyList<OrganisationPlace> OwnPlaces { get; private set; } = [];

    public string? Refusal { get; private set; }

    public IEnumerable<SelectListItem> Places => OwnPlaces.Select(p => new SelectListItem($"{p.Name}, {Typography.French(p.CommuneName)}", p.Id.ToString())).Prepend(new SelectListItem(Display.Capital(texts["à distance"]), ""));

    public IEnumerable<Choice> Entries => [new("fixed", texts["Tous le premier jour"]), new("permanent", texts["À tout moment pendant la session"])];

    public IEnumerable<Choice> Answers => [new(AtOnce, texts["Elle est à la personne aussitôt"]), new(ByCentre, texts["Le centre répond d’abord"])];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Key = CourseSessionId.New().ToString();
        Answer = Course.Terms.Kind == CourseKind.Workshop ? AtOnce : ByCentre;
        Place = OwnPlaces.Count > 0 && Course.Terms.Mode != TeachingMode.Remote ? OwnPlaces[0].Id.ToString() : "";
        if ((Session ?? Course.Sessions.FirstOrDefault(s => s.Id.ToString() == Like)) is { } like)
        {
            Place = like.PlaceId?.ToString() ?? "";
            Dates = [.. like.Meetings.Select(m => (string?)ApiTime.Date(m.Date))];
            Froms = [.. like.Meetings.Select(m => (string?)Hour.Format(m.From))];
            Tos = [.. like.Meetings.Select(m => (string?)Hour.Format(m.To))];
            (Seats, Minimum) = (Written(like.Seats), Written(like.Minimum));
            (EnrolFrom, EnrolUntil) = Session is null ? (null, null) : (like.EnrolFrom is { } from ? ApiTime.Date(from) : null, ApiTime.Date(like.EnrolUntil));
            (Entry, Answer) = (TrainingNames.Name(like.Entry), like.AcceptsAtOnce ? AtOnce : ByCentre);
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
        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        var meetings = new List<Meeting>();
        for (var i = 0; i < Dates.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Dates[i]) && string.IsNullOrWhiteSpace(Froms[i]) && string.IsNullOrWhiteSpace(Tos[i]))
            {
                continue;
            }

            var day = Hour.Parse(Froms[i]?.Trim() ?? "");
            var end = Hour.Parse(Tos[i]?.Trim() ?? "");
            if (!TypedDay.TryRead(Dates[i], out var date) || !day.Success || !end.Success)
            {
                ModelState.AddModelError($"Dates[{i}]", "Donnez la date, l’heure de début et l’heure de fin.");
                continue;
            }

            meetings.Add(new Meeting(date, day.Value, end.Value));
        }

        var (from, until) = (Date(EnrolFrom, nameof(EnrolFrom)), Date(EnrolUntil, nameof(EnrolUntil)));
        PlaceId? place = ApiTime.TryId<PlaceId>(Place, out var chosen) ? chosen : null;
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        // What is no number is out of every range: its field says which numbers fit.
        var details = new SessionDetails(place, meetings, Number(Seats), Number(Minimum) ?? 0, from, until, TrainingNames.Entry(Entry) ?? SessionEntry.Fixed, Answer == AtOnce);
        try
        {
            if (Session is { } session)
            {
                return (await mediator.Send(new ChangeCourseSession(session.Id, details), cancellationToken)).Match<IActionResult>(
                    _ => Redirect($"{Request.PathBase}/pro/formations/session/{session.Id}?fait=1"),
                    taken => Refused(texts.Plural(taken.Taken, "Une place est déjà prise : gardez-en au moins une.", "{0} places sont déjà prises : gardez-en au moins autant.")),
                    _ => Refused(texts["Cette session est terminée ou annulée."]),
                    _ => NotFound());
            }

            return (await mediator.Send(new PlanSessions(Course.Id, details, ApiTime.TryId<CourseSessionId>(Key, out var key) ? key : null, Number(Times) ?? 0, Number(EveryDays) ?? 0), cancellationToken)).Match<IActionResult>(
                _ => Redirect($"{Request.PathBase}/pro/formations/cours/{Course.Id}?fait=sessions"),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (ApiTime.TryId<CourseSessionId>(Id, out var id))
        {
            if (!(await mediator.Send(new GetSessionDesk(id), cancellationToken)).TryPickT0(out var desk, out _))
            {
                return false;
            }

            (Course, Session) = (desk.Course, desk.Session);
        }
        else if (!string.IsNullOrEmpty(Id) || !ApiTime.TryId<CourseId>(CourseText, out var courseId) || !(await mediator.Send(new GetOwnCourse(courseId), cancellationToken)).TryPickT0(out var course, out _))
        {
            return false;
        }
        else
        {
            Course = course;
        }

        OwnPlaces = (await mediator.Send(new GetOwnOrganisation(Course.Centre.Slug), cancellationToken)).Match(sheet => sheet.Places, _ => []);
        return true;
    }

    private LocalDate? Date(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (TypedDay.TryRead(text, out var date))
        {
            return date;
        }

        ModelState.AddModelError(field, "Donnez une date, par exemple 29/03/2027.");
        return null;
    }

    /// <summary>A few lines more than there are meetings.</summary>
    private void Fill()
    {
        const int More = 3;
        var lines = Math.Min(CourseSession.MaxMeetings, Dates.FindLastIndex(d => !string.IsNullOrWhiteSpace(d)) + 1 + More);
        foreach (var list in new[] { Dates, Froms, Tos })
        {
            list.RemoveRange(Math.Min(lines, list.Count), Math.Max(0, list.Count - lines));
            while (list.Count < lines)
            {
                list.Add(null);
            }
        }
    }

    private static int? Number(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
