using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Code de vérification »: the second factor, asked for once the first was right, however that was given.</summary>
[AllowedTo(Permission.SignIn)]
[PrivatePage]
[EnableRateLimiting(Limits.SignIn)]
public sealed class CodeModel(IMediator mediator, Homes homes) : FormPage
{
    private static readonly string Refusal = Texts.Key("Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant sur votre téléphone ; après cinq essais, attendez cinq minutes.");

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public async Task<IActionResult> OnGetAsync() =>
        await HalfSignIns.ReadAsync(HttpContext) is null ? Again() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await HalfSignIns.ReadAsync(HttpContext) is not { } half)
        {
            return Again();
        }

        var outcome = await mediator.Send(new GiveCode(half.Account, half.Stamp, half.Way, Code), cancellationToken);
        return await outcome.Match<Task<IActionResult>>(
            async signedIn =>
            {
                await HalfSignIns.EndAsync(HttpContext);
                await Sessions.SignInAsync(HttpContext, signedIn.Account, signedIn.Session);
                return LocalRedirect(homes.Next(HttpContext, Url, signedIn.Actor, half.ReturnUrl));
            },
            _ =>
            {
                ModelState.AddModelError("code", Refusal);
                return Task.FromResult(Wrong());
            },
            async _ =>
            {
                await HalfSignIns.EndAsync(HttpContext);
                return Again();
            });
    }

    /// <summary>The first factor is to be given, again: ten minutes went by, or the password changed.</summary>
    private IActionResult Again() => LocalRedirect(Url.Content("~/connexion"));
}
