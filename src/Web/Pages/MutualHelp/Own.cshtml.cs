using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>One's post, for whoever holds its link: confirmed, renewed, withdrawn, done; and what was answered. A GET changes nothing: mail readers open links by themselves.</summary>
[AllowedTo(Permission.UseMutualHelp)]
public sealed class OwnModel(IMediator mediator, EquipmentCatalogue equipment, LinkPasses passes, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["category"] = "objet", ["what"] = "quoi", ["outcome"] = "issue" };

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "objet")]
    public string? Category { get; set; }

    [BindProperty(Name = "quoi")]
    public string? What { get; set; }

    [BindProperty(Name = "issue")]
    public string? Outcome { get; set; }

    public OwnHelpPost Own { get; private set; } = null!;

    /// <summary>It no longer stood so that this could be done.</summary>
    public bool Late { get; private set; }

    /// <summary>The link was replaced too often within the hour.</summary>
    public bool TooManyLinks { get; private set; }

    /// <summary>The link was replaced: the new one is on its way.</summary>
    public bool LinkGone { get; private set; }

    public string Title => HelpWords.Title(texts, equipment, Own.Post.Kind, Own.Post.CategoryCode);

    public IEnumerable<SelectListItem> Categories => HelpChoices.Categories(texts, equipment);

    public IEnumerable<Choice> Outcomes => HelpChoices.Outcomes(texts);

    public bool MayFinish => Own.MayFinish && Own.Post.State is HelpPostState.Shown or HelpPostState.Expired;

    public string Heading => Own.Post.State switch
    {
        HelpPostState.Unconfirmed => texts["Publier votre annonce ?"],
        HelpPostState.ToReview => texts["Votre annonce attend d’être relue"],
        HelpPostState.Shown => texts["Votre annonce est en ligne"],
        HelpPostState.Expired => texts["Le temps de votre annonce est passé"],
        HelpPostState.Hidden => texts["Votre annonce n’est plus montrée"],
        HelpPostState.Done => texts["C’est réparé, ou presque"],
        HelpPostState.Withdrawn => texts["Vous avez retiré votre annonce"],
    };

    public string Lead => Own.Post.State switch
    {
        HelpPostState.Unconfirmed => texts["Un dernier geste : elle n’est montrée à personne avant."],
        HelpPostState.ToReview => texts["Les personnes qui relisent les annonces de votre commune la liront d’abord. Nous vous écrivons dès qu’elle est publiée."],
        HelpPostState.Shown => texts["Elle est montrée jusqu’au {0}.", texts.Display.Day(Own.Post.ShownThrough!.Value, Own.Post.Today)],
        HelpPostState.Expired => texts["Personne ne la voit plus. Renouvelez-la si elle est toujours d’actualité."],
        HelpPostState.Hidden => Own.HideReason is { } reason ? texts["On vous dit : « {0} »", reason] : texts["Plusieurs personnes l’ont signalée. Elle est masquée le temps d’être relue."],
        HelpPostState.Done => Own.IsStruck ? texts["Les personnes qui relisent les annonces l’ont écartée des comptes de la commune."] : texts["Merci de l’avoir dit. C’est compté à part, comme déclaré, dans le bilan de la commune."],
        HelpPostState.Withdrawn => texts["Personne ne la voit plus. Les échanges commencés restent ouverts."],
    };

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (SecretOf(secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        Category = Own.Post.CategoryCode;
        return LinkKind.HelpPost.IsName(secret) ? Page() : passes.Open(this, LinkKind.HelpPost, Own.Post.Id.ToString(), opened);
    }

    public Task<IActionResult> OnPostConfirmAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, HelpAct.Confirm, cancellationToken);

    public Task<IActionResult> OnPostRenewAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, HelpAct.Renew, cancellationToken);

    public Task<IActionResult> OnPostWithdrawAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, HelpAct.Withdraw, cancellationToken);

    /// <summary>« C’est fait ».</summary>
    public async Task<IActionResult> OnPostFinishAsync(string secret, CancellationToken cancellationToken)
    {
        if (SecretOf(secret) is not { } opened)
        {
            return NotFound();
        }

        try
        {
            return (await mediator.Send(new FinishHelp(opened, Category, What, Outcome), cancellationToken)).Match(Done, TooLate, _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return await LoadAsync(opened, cancellationToken) ? Wrong(refusal, Fields) : NotFound();
        }
    }

    /// <summary>« Changer mon lien secret ».</summary>
    public async Task<IActionResult> OnPostLinkAsync(string secret, CancellationToken cancellationToken)
    {
        if (SecretOf(secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        return (await mediator.Send(new RenewHelpLink(opened, OfAuthor: true), cancellationToken)).Match<IActionResult>(
            _ =>
            {
                passes.Forget(HttpContext, LinkKind.HelpPost, Own.Post.Id.ToString());
                LinkGone = true;
                return Page();
            },
            _ =>
            {
                TooManyLinks = true;
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return Page();
            },
            _ => NotFound());
    }

    private async Task<IActionResult> ActAsync(string key, HelpAct act, CancellationToken cancellationToken) => SecretOf(key) is not { } opened
        ? NotFound()
        : (await mediator.Send(new ActOnHelpPost(opened, act), cancellationToken)).Match(Done, TooLate, _ => NotFound());

    private IActionResult Done(OwnHelpPost done)
    {
        passes.Give(HttpContext, LinkKind.HelpPost, done.Post.Id.ToString(), done.Secret);
        return Redirect($"{Request.PathBase}/entraide/suivi/{done.Post.Id}?fait=1");
    }

    private IActionResult TooLate(HelpTooLate late)
    {
        (Own, Late) = (late.Post, true);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private string? SecretOf(string key) => passes.SecretOf(HttpContext, LinkKind.HelpPost, key);

    private async Task<bool> LoadAsync(string secret, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetOwnHelpPost(secret), cancellationToken)).TryPickT0(out var own, out _))
        {
            return false;
        }

        Own = own;
        return true;
    }
}
