using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.WebUtilities;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Se connecter »: address and password, then where one works.</summary>
[AllowedTo(Permission.SignIn)]
[LeadsToProConnect]
[EnableRateLimiting(Limits.SignIn)]
public sealed class SignInModel(IMediator mediator, IAccounts accounts, ICurrentActor currentActor, Homes homes, IProConnect proConnect, IHostEnvironment environment) : PageModel
{
    private static readonly string Refusal = Texts.Key("L’adresse et le mot de passe ne vont pas ensemble. Vérifiez-les ; après dix essais, attendez cinq minutes.");

    /// <summary>Where to go next, on this site only.</summary>
    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    internal const string LostField = "perdu";

    /// <summary>A form was sent by someone who was signed in no more, and there was nothing of it to show again.</summary>
    [BindProperty(SupportsGet = true, Name = LostField)]
    public string? Lost { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "motDePasse")]
    public string? Password { get; set; }

    /// <summary>Where one signs in with a passkey, to go on to the same place.</summary>
    public string PasskeyPage => string.IsNullOrEmpty(ReturnUrl) ? Url.Content("~/connexion/cle") : QueryHelpers.AddQueryString(Url.Content("~/connexion/cle"), "returnUrl", ReturnUrl);

    public bool HasProConnect => proConnect.Origin is not null;

    /// <summary>Accounts of the demo network, in Development only.</summary>
    public IReadOnlyList<DemoAccount> Demo { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (actor.IsSignedIn)
        {
            return LocalRedirect(homes.Next(HttpContext, Url, actor, ReturnUrl));
        }

        await FindDemoAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var account = await mediator.Send(new CheckPassword(Email, Password), cancellationToken);
        var outcome = await mediator.Send(new RecordSignIn(Email, account), cancellationToken);
        return await outcome.Match<Task<IActionResult>>(
            async signedIn =>
            {
                await Sessions.SignInAsync(HttpContext, signedIn.Account, signedIn.Session);
                return LocalRedirect(homes.Next(HttpContext, Url, signedIn.Actor, ReturnUrl));
            },
            async _ =>
            {
                ModelState.AddModelError("email", Refusal);
                Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                await FindDemoAsync(cancellationToken);
                return Page();
            },
            async needed =>
            {
                await HalfSignIns.BeginAsync(HttpContext, needed, "Mot de passe", ReturnUrl);
                return LocalRedirect(Url.Content("~/connexion/code"));
            });
    }

    private async Task FindDemoAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            return;
        }

        var found = new List<DemoAccount>();
        foreach (var demo in DemoAccounts.All)
        {
            if (await accounts.FindAsync(EmailAddress.From(demo.Email), cancellationToken) is { HasPassword: true })
            {
                found.Add(demo);
            }
        }

        Demo = found;
    }
}
