using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;
using RepairNet.Web.Api;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Training;

/// <summary>A course: what it is, when, and the form to ask for a seat.</summary>
[AllowedTo(Permission.FindCourses)]
[EnableRateLimiting(Limits.Bookings)]
public sealed class CourseModel(IMediator mediator, TrainingJobs jobs, FormStamps stamps, LinkPasses passes, SiteLinks links, Texts texts) : FormPage
{
    /// <summary>Meetings of a session written out; a long course says how many more.</summary>
    public const int MostMeetings = 8;

    private static readonly Dictionary<string, string> Fields = new() { ["name"] = "nom", ["email"] = "email", ["phone"] = "tel", ["reason"] = "but" };

    [BindProperty(SupportsGet = true, Name = "session")]
    public string? SessionText { get; set; }

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "tel")]
    public string? Phone { get; set; }

    [BindProperty(Name = "but")]
    public string? Reason { get; set; }

    [BindProperty(Name = "presentation")]
    public bool Agrees { get; set; }

    /// <summary>Made with the form: a double press asks once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    public CourseView Course { get; private set; } = null!;

    /// <summary>Why no seat could be asked for.</summary>
    public string? Refusal { get; private set; }

    public IReadOnlyList<Job> Jobs => [.. (Course.Terms.Rome ?? []).Select(jobs.Find).OfType<Job>()];

    /// <summary>Whether the page has the form to ask for a seat.</summary>
    public bool OffersSeats => Course.Status == CourseStatus.Published && Course.Centre.IsApproved && Course.Sessions.Any(s => s.TakesRequests);

    /// <summary>The course for search engines (schema.org).</summary>
    public string JsonLd => CourseJsonLd.Write(Course, links);

    /// <summary>The sessions one may ask for.</summary>
    public IEnumerable<Choice> Choices(IEnumerable<SessionView> open) => open.Select(s => new Choice(
        s.Id.ToString(), Display.Capital(TrainingWords.Days(texts, s)), $"{(s.PlaceName is null ? Display.Capital(texts["à distance"]) : Typography.French(s.CommuneName))} · {(s.State == SessionState.Full ? texts["complet : liste d’attente"] : TrainingMarks.Say(texts, s))}"));

    public static IEnumerable<string> Paragraphs(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slug, cancellationToken))
        {
            return NotFound();
        }

        Key = EnrolmentId.New().ToString();
        SessionText ??= Course.Sessions.FirstOrDefault(s => s.TakesRequests)?.Id.ToString();
        return Page();
    }

    /// <summary>« Demander une place ».</summary>
    public async Task<IActionResult> OnPostAsync(string slug, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slug, cancellationToken))
        {
            return ExpiredForms.Gone(this);
        }

        if (!ApiTime.TryId<CourseSessionId>(SessionText, out var id) || Course.Sessions.All(s => s.Id != id))
        {
            if (!OffersSeats)
            {
                return ExpiredForms.Gone(this);
            }

            ModelState.AddModelError("session", "Choisissez une session.");
            return Wrong();
        }

        try
        {
            var outcome = await mediator.Send(
                new Enrol(
                    id, Name, Email, Phone, Reason, texts.Language == Language.English ? "en" : "fr", ApiTime.TryId<EnrolmentId>(Key, out var key) ? key : null, Agrees, MayAcceptAtOnce: !stamps.IsHasty(Request)),
                cancellationToken);
            return outcome.Match<IActionResult>(
                enrolled => passes.Open(this, LinkKind.Enrolment, enrolled.Id.ToString(), enrolled.Secret),
                _ => OffersSeats ? Refused(texts["On ne peut plus s’inscrire à cette session. Choisissez une autre date."]) : ExpiredForms.Gone(this),
                _ => Refused(texts["Une demande a déjà été faite avec cette adresse ou ce téléphone. Son lien est dans le message reçu alors."]),
                _ => ExpiredForms.Gone(this));
        }
        catch (InvalidRequestException refusal)
        {
            return OffersSeats ? Wrong(refusal, Fields) : ExpiredForms.Gone(this);
        }
    }

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(string slug, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetCourse(null, slug), cancellationToken)).TryPickT0(out var course, out _))
        {
            return false;
        }

        // Its centre sees here what the public sees.
        Course = course with { Sessions = [.. course.Sessions.Where(s => s.State is not (SessionState.Cancelled or SessionState.Done))] };
        return true;
    }
}
