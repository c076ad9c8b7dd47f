using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Entrer avec une clé d’accès »: one press, then where one works.</summary>
[AllowedTo(Permission.SignIn)]
[PrivatePage]
[RunsScript]
[EnableRateLimiting(Limits.SignIn)]
public sealed class PasskeySignInModel(IMediator mediator, Homes homes) : FormPage
{
    private static readonly string Refusal = Texts.Key("Cette clé n’ouvre aucun compte ici, ou cinq minutes ont passé. Essayez de nouveau, ou entrez avec votre mot de passe.");

    /// <summary>Where to go next, on this site only.</summary>
    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>What came with the question.</summary>
    [BindProperty(Name = "question")]
    public string? State { get; set; }

    /// <summary>What the key answered.</summary>
    [BindProperty(Name = "reponse")]
    public string? Answer { get; set; }

    public PasskeyQuestion Question { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Question = await mediator.Send(new AskForPasskey(), cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new SignInWithPasskey(Answer, State), cancellationToken);
        return await outcome.Match<Task<IActionResult>>(
            async signedIn =>
            {
                await Sessions.SignInAsync(HttpContext, signedIn.Account, signedIn.Session);
                return LocalRedirect(homes.Next(HttpContext, Url, signedIn.Actor, ReturnUrl));
            },
            async _ =>
            {
                await OnGetAsync(cancellationToken);
                ModelState.Clear();
                ModelState.AddModelError("", Refusal);
                return Wrong();
            });
    }
}
