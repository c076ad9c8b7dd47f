using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Pages.Privacy;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Mon compte »: what I belong to, my password, my tokens.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
[EnableRateLimiting(Limits.SignIn)]
public sealed class AccountModel(IMediator mediator, ICurrentActor currentActor) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["password"] = "motDePasse" };

    [BindProperty(Name = "motDePasseActuel")]
    public string? Current { get; set; }

    [BindProperty(Name = "motDePasse")]
    public string? Password { get; set; }

    /// <summary>The password was just changed.</summary>
    [BindProperty(SupportsGet = true, Name = "change")]
    public bool Changed { get; set; }

    public MyAccountView Account { get; private set; } = null!;

    /// <summary>Sessions of the account that still stand.</summary>
    public IReadOnlyList<SessionLine> Open { get; private set; } = [];

    /// <summary>A session was just ended.</summary>
    [BindProperty(SupportsGet = true, Name = "ferme")]
    public bool Closed { get; set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Account = await mediator.Send(new MyAccount(), cancellationToken);
        Open = await mediator.Send(new ListSessions(), cancellationToken);
    }

    /// <summary>« Fermer » one session.</summary>
    public async Task<IActionResult> OnPostCloseAsync([FromForm(Name = "session")] string? session, CancellationToken cancellationToken) =>
        ApiTime.TryId<BrowserSessionId>(session, out var id)
            ? await (await mediator.Send(new EndSession(id), cancellationToken)).Match<Task<IActionResult>>(
                async ended =>
                {
                    if (!ended.WasThisOne)
                    {
                        return LocalRedirect(Url.Content("~/compte?ferme=true"));
                    }

                    await HttpContext.SignOutAsync(Sessions.Cookie);
                    return LocalRedirect(Url.Content("~/"));
                },
                _ => Task.FromResult<IActionResult>(NotFound()))
            : NotFound();

    /// <summary>« Fermer toutes les autres ».</summary>
    public async Task<IActionResult> OnPostCloseOthersAsync(CancellationToken cancellationToken)
    {
        await mediator.Send(new EndOtherSessions(), cancellationToken);
        return LocalRedirect(Url.Content("~/compte?ferme=true"));
    }

    /// <summary>« Télécharger mes données ».</summary>
    public async Task<IActionResult> OnPostDataAsync(CancellationToken cancellationToken) =>
        (await mediator.Send(new GetMyAccountData(), cancellationToken)).Match<IActionResult>(
            data => File(HeldFile.Write(data), "application/json; charset=utf-8", "mes-donnees.json"),
            _ => NotFound());

    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await (await mediator.Send(new ChangePassword(Current, Password), cancellationToken)).Match<Task<IActionResult>>(
                async _ =>
                {
                    // The other sessions just ended; this one goes on under the new stamp.
                    var actor = await currentActor.GetAsync(cancellationToken);
                    await Sessions.SignInAsync(HttpContext, actor.Account!.Value, actor.Session!.Value);
                    return LocalRedirect(Url.Content("~/compte?change=true"));
                },
                async _ =>
                {
                    ModelState.AddModelError("motDePasseActuel", PasswordTexts.Wrong);
                    return await AgainAsync(cancellationToken);
                });
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, Fields);
            return await AgainAsync(cancellationToken);
        }
    }

    public async Task<IActionResult> OnPostRevokeAsync([FromForm(Name = "jeton")] Guid token, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevokeToken(ApiTokenId.From(token)), cancellationToken)).Match<IActionResult>(
            _ => LocalRedirect(Url.Content("~/compte")),
            _ => NotFound());

    /// <summary>The page again, with what is wrong with the new password or the old one.</summary>
    private async Task<IActionResult> AgainAsync(CancellationToken cancellationToken)
    {
        Changed = false;
        await OnGetAsync(cancellationToken);
        return Wrong();
    }
}
