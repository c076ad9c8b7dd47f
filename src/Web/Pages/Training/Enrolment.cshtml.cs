using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Training;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Training;

/// <summary>One's request for a seat, for whoever holds its link. A GET changes nothing: mail readers open links by themselves.</summary>
[AllowedTo(Permission.FindCourses)]
public sealed class EnrolmentModel(IMediator mediator, LinkPasses passes, SiteLinks links, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["text"] = "texte" };

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "texte")]
    public string? Text { get; set; }

    [BindProperty(Name = "suite")]
    public string? FollowUpText { get; set; }

    public EnrolmentView Enrolment { get; private set; } = null!;

    /// <summary>It no longer stood so that this could be done.</summary>
    public bool Late { get; private set; }

    public bool CanWithdraw => Enrolment.Session.State is not (SessionState.Cancelled or SessionState.Done)
        && Enrolment.Status is EnrolmentStatus.Requested or EnrolmentStatus.Asked or EnrolmentStatus.Waiting or EnrolmentStatus.Offered or EnrolmentStatus.Accepted;

    /// <summary>Whether they may say that they agree, or no longer, to be introduced.</summary>
    public bool MayAgree => CanWithdraw || Enrolment.AgreesToIntroduction || Enrolment is { Status: EnrolmentStatus.Accepted, Session.State: SessionState.Done };

    public string IntroductionHeading(IntroductionView to) => to.State switch
    {
        Introduction.Waiting => texts["Votre présentation à {0}", to.Name],
        Introduction.Welcomed => texts["{0} vous accueille", to.Name],
        _ => texts["{0} ne peut pas cette fois", to.Name],
    };

    public string IntroductionWords(IntroductionView to) => to.State switch
    {
        Introduction.Waiting => texts["Depuis le {0}, cet atelier voit votre nom, vos coordonnées et la formation suivie. Il vous répond bientôt.", texts.Display.PlainDate(to.At)],
        Introduction.Welcomed => texts["Prenez contact pour convenir d’un premier jour. Pour ne plus être de son équipe, dites-le-lui."],
        _ => texts["Il ne voit plus votre nom ni vos coordonnées. Votre centre peut vous présenter à un autre atelier."],
    };

    public IEnumerable<Choice> FollowUps => Enum.GetValues<FollowUp>().Select(f => new Choice(f.ToString(), TrainingWords.FollowUp(texts, f)));

    /// <summary>The link itself, for who has no message to find it in again.</summary>
    public string PersonalLink => links.Enrolment(Enrolment.Secret, texts.Language);

    public string Heading => Enrolment.Session.State == SessionState.Cancelled ? texts["La session n’a pas lieu"] : Enrolment.Status switch
    {
        EnrolmentStatus.Requested => texts["Votre demande est bien arrivée"],
        EnrolmentStatus.Asked => texts["Le centre a une question"],
        EnrolmentStatus.Waiting => texts["Vous êtes sur la liste d’attente"],
        EnrolmentStatus.Offered => texts["Une place est gardée pour vous"],
        EnrolmentStatus.Accepted => Enrolment.Session.State == SessionState.Done ? texts["Vous avez suivi cette formation"] : texts["Votre place est confirmée"],
        EnrolmentStatus.Refused => texts["Votre demande n’est pas acceptée"],
        EnrolmentStatus.Withdrawn => texts["Vous avez renoncé"],
        EnrolmentStatus.Expired => texts["Votre demande est terminée"],
    };

    public string Lead => Enrolment.Session.State == SessionState.Cancelled ? Enrolment.Session.CancelReason ?? "" : Enrolment.Status switch
    {
        EnrolmentStatus.Requested => texts["Le centre vous répond bientôt. Rien n’est encore réservé."],
        EnrolmentStatus.Asked => texts["Il vous répondra dès que vous aurez écrit."],
        EnrolmentStatus.Waiting => texts["Dès qu’une place se libère, elle est gardée pour vous et vous êtes prévenu."],
        EnrolmentStatus.Offered => texts["Elle est à vous jusqu’au {0}. Ensuite, elle sera proposée à la personne suivante.", texts.Display.MomentWithYear(Enrolment.HeldUntil!.Value.InZone(Enrolment.Session.Zone))],
        EnrolmentStatus.Accepted => Enrolment.Session.State == SessionState.Done ? texts["Merci d’être venu."] : texts["Nous vous le rappellerons deux jours avant."],
        EnrolmentStatus.Refused => texts["D’autres dates sont peut-être ouvertes."],
        EnrolmentStatus.Withdrawn => texts["Votre place est laissée à quelqu’un d’autre. Merci de l’avoir dit."],
        EnrolmentStatus.Expired => Enrolment.LetGoTooOften ? texts["Des places vous ont été proposées sans réponse. Nous les laissons à d’autres."] : texts["La session est passée."],
    };

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (SecretOf(secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        return LinkKind.Enrolment.IsName(secret) ? Page() : passes.Open(this, LinkKind.Enrolment, Enrolment.Id.ToString(), opened);
    }

    public Task<IActionResult> OnPostTakeAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, EnrolmentAct.Take, "place", cancellationToken);

    public Task<IActionResult> OnPostWithdrawAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, EnrolmentAct.Withdraw, "retrait", cancellationToken);

    public Task<IActionResult> OnPostReplyAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, EnrolmentAct.Reply, "reponse", cancellationToken);

    public Task<IActionResult> OnPostAgreeAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, EnrolmentAct.Agree, "reponse", cancellationToken);

    public Task<IActionResult> OnPostDisagreeAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, EnrolmentAct.Disagree, "reponse", cancellationToken);

    public async Task<IActionResult> OnPostFollowUpAsync(string secret, CancellationToken cancellationToken)
    {
        if (SecretOf(secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        if (!Enum.TryParse<FollowUp>(FollowUpText, out var answer) || !Enum.IsDefined(answer))
        {
            ModelState.AddModelError("suite", "Choisissez une réponse.");
            return Wrong();
        }

        return (await mediator.Send(new AnswerFollowUp(opened, answer), cancellationToken)).Match<IActionResult>(_ => Redirect($"{Request.PathBase}/inscription/{Enrolment.Id}?fait=reponse"), _ => NotFound());
    }

    private async Task<IActionResult> ActAsync(string key, EnrolmentAct act, string noted, CancellationToken cancellationToken)
    {
        if (SecretOf(key) is not { } opened)
        {
            return NotFound();
        }

        try
        {
            return (await mediator.Send(new ActOnEnrolment(opened, act, Text), cancellationToken)).Match<IActionResult>(
                done =>
                {
                    passes.Give(HttpContext, LinkKind.Enrolment, done.Id.ToString(), done.Secret);
                    return Redirect($"{Request.PathBase}/inscription/{done.Id}?fait={noted}");
                },
                late =>
                {
                    (Enrolment, Late) = (late.Enrolment, true);
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Page();
                },
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return await LoadAsync(opened, cancellationToken) ? Wrong(refusal, Fields) : NotFound();
        }
    }

    private string? SecretOf(string key) => passes.SecretOf(HttpContext, LinkKind.Enrolment, key);

    private async Task<bool> LoadAsync(string secret, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetEnrolment(secret), cancellationToken)).TryPickT0(out var enrolment, out _))
        {
            return false;
        }

        Enrolment = enrolment;
        return true;
    }
}
