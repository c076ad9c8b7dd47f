using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Training;

/// <summary>A session for its centre: requests to answer, who is enrolled, who came, letters, and calling it off.</summary>
[AllowedTo(Permission.ReadCourses)]
public sealed class SessionDeskModel(IMediator mediator, Texts texts, IClock clock) : FormPage
{
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "personne")]
    public string? Person { get; set; }

    [BindProperty(Name = "choix")]
    public string? Choice { get; set; }

    [BindProperty(Name = "objet")]
    public string? Subject { get; set; }

    [BindProperty(Name = "texte")]
    public string? Text { get; set; }

    [BindProperty(Name = "numero")]
    public string? Number { get; set; }

    [BindProperty(Name = "motif")]
    public string? Reason { get; set; }

    /// <summary>Who was on the sheet: whoever is not ticked did not come.</summary>
    [BindProperty(Name = "inscrits")]
    public string[] Listed { get; set; } = [];

    /// <summary>« id-meeting » for each box ticked.</summary>
    [BindProperty(Name = "venus")]
    public string[] Came { get; set; } = [];

    /// <summary>Whose link to replace.</summary>
    [BindProperty(Name = "qui")]
    public string? LinkOf { get; set; }

    /// <summary>Who is introduced, and to which organisation.</summary>
    [BindProperty(Name = "presentee")]
    public string? Introduced { get; set; }

    [BindProperty(Name = "atelier")]
    public string? Workshop { get; set; }

    [BindProperty(Name = "attester")]
    public string? Certify { get; set; }

    /// <summary>The half-days, which boxes name by their place, and who came to which. Someone given a seat meanwhile is not on the sheet, and keeps what is written.</summary>
    public string Stamp => ShownStamp.Of(
    [
        .. Desk.Session.Meetings.Select(m => FormattableString.Invariant($"{m.Date} {m.From} {m.To}")),
        .. Desk.Accepted.Where(p => p.Attended != 0).OrderBy(p => p.Id.Value).Select(p => $"{p.Id} {p.Attended}"),
    ]);

    /// <summary>Whether a box is ticked: as it was sent for whoever was on the sheet, else as it is known.</summary>
    public bool IsTicked(DeskEnrolment person, int meeting) => Listed.Contains(person.Id.ToString()) ? Came.Contains($"{person.Id}-{meeting}") : person.CameTo(meeting);

    private Dictionary<string, string> Fields => new()
    {
        ["words"] = ApiTime.TryId<EnrolmentId>(Person, out var person) ? WordsField(person) : "",
        ["subject"] = "objet",
        ["text"] = "texte",
        ["reason"] = "motif",
    };

    public SessionDesk Desk { get; private set; } = null!;

    public string? Refusal { get; private set; }

    /// <summary>It came after somebody else's act: the form it was sent from may be gone.</summary>
    public bool IsLate { get; private set; }

    public bool HasBegun => clock.GetCurrentInstant() >= Desk.Session.Start && Desk.Session.State != SessionState.Cancelled;

    /// <summary>Who has a link to the request, to choose among.</summary>
    public IReadOnlyList<SelectListItem> Reachable =>
        [.. Desk.People.Where(p => Enrolment.OpenStates.Contains(p.Status) && p.HasLink).Select(p => new SelectListItem(p.Contact.Name, p.Id.ToString()))];

    public IReadOnlyList<SelectListItem> ToIntroduce =>
        [.. Desk.Willing.Where(p => p.Introduction is Introduction.None or Introduction.Declined).Select(p => new SelectListItem(p.Contact.Name, p.Id.ToString()))];

    public IReadOnlyList<SelectListItem> Workshops =>
        [.. Desk.Workshops.Select(w => new SelectListItem($"{w.Name}, {FrenchPlaceName.Typographic(w.CommuneName)} ({texts.Display.Distance(w.DistanceKm)})", w.Id.ToString()))];

    public string? Message => Noted switch
    {
        "accepter" => texts["La place est donnée. La personne est prévenue."],
        "demander" => texts["La question est partie."],
        "attendre" => texts["La personne est sur la liste d’attente."],
        "refuser" => texts["Le refus est parti, avec sa raison."],
        "presences" => texts["Les présences sont enregistrées."],
        "attestations" => texts["Les présences sont enregistrées et les attestations données."],
        "message" => texts["Le message part. Appelez les personnes sans e-mail."],
        "presentee" => texts["La présentation est partie : l’atelier et la personne sont prévenus."],
        "lien" => texts["Un nouveau lien est parti. L’ancien ne marche plus."],
        "sans-lien" => texts["L’ancien lien ne marche plus."],
        "annulee" => texts["La session est annulée. Les personnes sont prévenues."],
        "1" => texts["C’est enregistré."],
        _ => null,
    };

    /// <summary>Each person has a field of their own: what was typed for one is shown under no other, and sent to no other.</summary>
    public static string WordsField(EnrolmentId person) => $"mots-{person}";

    /// <summary>The question to a person, or why it is no, as it was typed.</summary>
    public string? WordsTo(EnrolmentId person) => Request.HasFormContentType && Request.Form[WordsField(person)] is [{ Length: > 0 } words] ? words : null;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    /// <summary>Accept, ask, put in line or refuse.</summary>
    [AllowedTo(Permission.KeepCourses)]
    public Task<IActionResult> OnPostDecideAsync(string id, CancellationToken cancellationToken) => DoAsync(
        id,
        async () =>
        {
            EnrolmentDecision? decision = Choice switch { "accepter" => EnrolmentDecision.Accept, "demander" => EnrolmentDecision.Ask, "attendre" => EnrolmentDecision.Wait, "refuser" => EnrolmentDecision.Refuse, _ => null };
            if (decision is not { } choice || !ApiTime.TryId<EnrolmentId>(Person, out var person) || Desk.People.All(p => p.Id != person))
            {
                return NotFound();
            }

            return (await mediator.Send(new DecideEnrolment(person, choice, WordsTo(person), OnlyUndecided: true), cancellationToken)).Match<IActionResult>(
                _ => Done(Choice!),
                _ => Refused(texts["Toutes les places sont prises. Mettez cette personne en attente, ou ajoutez des places."]),
                _ => TooLate(texts["Cette demande a changé entre-temps."]),
                _ => NotFound());
        },
        cancellationToken);

    /// <summary>« Enregistrer les présences ».</summary>
    [AllowedTo(Permission.KeepCourses)]
    public Task<IActionResult> OnPostAttendanceAsync(string id, CancellationToken cancellationToken) => DoAsync(
        id,
        async () =>
        {
            if (ShownStamp.IsStale(Request, Stamp))
            {
                return ShownStamp.Stale(this);
            }

            var attended = new Dictionary<EnrolmentId, long>();
            foreach (var text in Listed)
            {
                if (ApiTime.TryId<EnrolmentId>(text, out var person))
                {
                    attended[person] = 0;
                }
            }

            foreach (var box in Came)
            {
                if (box.Split('-') is [var who, var which] && ApiTime.TryId<EnrolmentId>(who, out var person) && int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var meeting) && meeting < CourseSession.MaxMeetings)
                {
                    attended[person] = attended.GetValueOrDefault(person) | (1L << meeting);
                }
            }

            var certify = Certify == "oui";
            return (await mediator.Send(new RecordAttendance(Desk.Session.Id, attended, certify), cancellationToken)).Match<IActionResult>(
                _ => Done(certify ? "attestations" : "presences"),
                _ => Refused(texts["Les présences se notent à partir du premier jour, les attestations à la fin."]),
                _ => NotFound());
        },
        cancellationToken);

    /// <summary>« Envoyer ».</summary>
    [AllowedTo(Permission.KeepCourses)]
    public Task<IActionResult> OnPostWriteAsync(string id, CancellationToken cancellationToken) => DoAsync(
        id,
        async () => (await mediator.Send(new WriteToSession(Desk.Session.Id, int.TryParse(Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, Subject, Text), cancellationToken)).Match<IActionResult>(
            _ => Done("message"),
            _ => Refused(texts["Vingt messages ont déjà été envoyés pour cette session."]),
            _ => NotFound()),
        cancellationToken);

    /// <summary>« Présenter ».</summary>
    [AllowedTo(Permission.KeepCourses)]
    public Task<IActionResult> OnPostIntroduceAsync(string id, CancellationToken cancellationToken) => DoAsync(
        id,
        async () =>
        {
            if (!ApiTime.TryId<EnrolmentId>(Introduced, out var person) || Desk.People.All(p => p.Id != person) || !ApiTime.TryId<OrganisationId>(Workshop, out var workshop))
            {
                return NotFound();
            }

            return (await mediator.Send(new IntroducePerson(person, workshop), cancellationToken)).Match<IActionResult>(
                _ => Done("presentee"),
                _ => Refused(texts["Cette personne ne veut pas, ou ne veut plus, être présentée."]),
                _ => Refused(texts["Cette personne n’est notée présente à aucune demi-journée."]),
                _ => Refused(texts["Cet atelier ne prend pas, ou ne prend plus, d’apprentis."]),
                _ => Refused(texts["Cette personne est déjà présentée, ou cet atelier vient de dire non."]),
                _ => NotFound());
        },
        cancellationToken);

    /// <summary>« Envoyer un nouveau lien »: the one before is dead.</summary>
    [AllowedTo(Permission.KeepCourses)]
    public Task<IActionResult> OnPostLinkAsync(string id, CancellationToken cancellationToken) => DoAsync(
        id,
        async () =>
        {
            if (!ApiTime.TryId<EnrolmentId>(LinkOf, out var person) || Desk.People.All(p => p.Id != person))
            {
                return NotFound();
            }

            return (await mediator.Send(new RenewEnrolmentLink(person), cancellationToken)).Match<IActionResult>(
                renewed => Done(renewed.IsMailed ? "lien" : "sans-lien"),
                _ => Refused(texts["Plusieurs liens viennent déjà de partir. Attendez une heure."]),
                _ => NotFound());
        },
        cancellationToken);

    /// <summary>« Annuler la session ».</summary>
    [AllowedTo(Permission.KeepCourses)]
    public Task<IActionResult> OnPostCancelAsync(string id, CancellationToken cancellationToken) => DoAsync(
        id,
        async () => (await mediator.Send(new CancelCourseSession(Desk.Session.Id, Reason), cancellationToken)).Match<IActionResult>(
            _ => Done("annulee"),
            _ => Refused(texts["Cette session est terminée ou annulée."]),
            _ => NotFound()),
        cancellationToken);

    private async Task<IActionResult> DoAsync(string id, Func<Task<IActionResult>> act, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            return await act();
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private RedirectResult Done(string noted) => Redirect($"{Request.PathBase}/pro/formations/session/{Desk.Session.Id}?fait={noted}");

    private IActionResult TooLate(string why)
    {
        IsLate = true;
        return Refused(why);
    }

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<CourseSessionId>(id, out var session) || !(await mediator.Send(new GetSessionDesk(session), cancellationToken)).TryPickT0(out var desk, out _))
        {
            return false;
        }

        Desk = desk;
        return true;
    }
}
