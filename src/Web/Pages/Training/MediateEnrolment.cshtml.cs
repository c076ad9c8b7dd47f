using MediatR;
using Microsoft.AspNetCore.Mvc;
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

/// <summary>An agent asks for a seat for someone, in one of the sessions of a course.</summary>
[AllowedTo(Permission.MediateBookings)]
public sealed class MediateEnrolmentModel(IMediator mediator, Texts texts) : FormPage
{
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

    /// <summary>Made with the form: a double press asks once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    public CourseView Course { get; private set; } = null!;

    /// <summary>Why no seat could be asked for.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The sessions one may ask for.</summary>
    public IReadOnlyList<SessionView> Open => [.. Course.Sessions.Where(s => s.TakesRequests)];

    public IEnumerable<Choice> Choices => Open.Select(s => new Choice(
        s.Id.ToString(), Display.Capital(TrainingWords.Days(texts, s)), $"{TrainingWords.Where(texts, s)} · {(s.State == SessionState.Full ? texts["complet : liste d’attente"] : TrainingMarks.Say(texts, s))}"));

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slug, cancellationToken))
        {
            return NotFound();
        }

        Key = EnrolmentId.New().ToString();
        SessionText ??= Open.Count > 0 ? Open[0].Id.ToString() : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string slug, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slug, cancellationToken))
        {
            return ExpiredForms.Gone(this);
        }

        if (!ApiTime.TryId<CourseSessionId>(SessionText, out var id) || Course.Sessions.All(s => s.Id != id))
        {
            if (Open.Count == 0)
            {
                return ExpiredForms.Gone(this);
            }

            ModelState.AddModelError("session", "Choisissez une session.");
            return Wrong();
        }

        try
        {
            var request = new Enrol(id, Name, Email, Phone, Reason, texts.Language == Language.English ? "en" : "fr", ApiTime.TryId<EnrolmentId>(Key, out var key) ? key : null);
            return (await mediator.Send(new EnrolForSomeone(request), cancellationToken)).Match<IActionResult>(
                _ => Redirect($"{Request.PathBase}/mairie/inscriptions?demande=oui"),
                _ => Open.Count > 0 ? Refused(texts["On ne peut plus s’inscrire à cette session. Choisissez une autre date."]) : ExpiredForms.Gone(this),
                _ => Refused(texts["Cette personne a déjà une demande pour cette session. Appelez le centre pour en savoir plus."]),
                _ => ExpiredForms.Gone(this));
        }
        catch (InvalidRequestException refusal)
        {
            return Open.Count > 0 ? Wrong(refusal, Fields) : ExpiredForms.Gone(this);
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

        Course = course;
        return course.Status == CourseStatus.Published && course.Centre.IsApproved;
    }
}
