using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Vos clés d’accès »: added, looked at, taken away.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
[PrivatePage]
[RunsScript]
[EnableRateLimiting(Limits.SignIn)]
public sealed class PasskeysModel(IMediator mediator) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["name"] = "nom" };

    private static readonly string Refusal = Texts.Key("Cette clé n’est pas acceptée : elle est déjà ajoutée, ou cinq minutes ont passé. Recommencez.");

    private static readonly string NoChoice = Texts.Key("Choisissez la clé à retirer.");

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "motDePasse")]
    public string? Password { get; set; }

    /// <summary>What came with the question.</summary>
    [BindProperty(Name = "question")]
    public string? State { get; set; }

    /// <summary>What the key answered.</summary>
    [BindProperty(Name = "reponse")]
    public string? Answer { get; set; }

    /// <summary>The key to take away.</summary>
    [BindProperty(Name = "cle")]
    public string? Chosen { get; set; }

    [BindProperty(Name = "motDePasseRetrait")]
    public string? RemovalPassword { get; set; }

    /// <summary>A key was just added.</summary>
    [BindProperty(SupportsGet = true, Name = "ajoutee")]
    public bool Added { get; set; }

    /// <summary>A key was just taken away.</summary>
    [BindProperty(SupportsGet = true, Name = "retiree")]
    public bool Removed { get; set; }

    public PasskeysView View { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => View = await mediator.Send(new OfferPasskey(), cancellationToken);

    /// <summary>« Ajouter une clé ».</summary>
    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await mediator.Send(new AddPasskey(Name, Password, Answer, State), cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                _ => Task.FromResult<IActionResult>(LocalRedirect(Url.Content("~/compte/cles?ajoutee=true"))),
                _ => RefusedAsync("motDePasse", PasswordTexts.Wrong, cancellationToken),
                _ => RefusedAsync("", Refusal, cancellationToken),
                _ => RefusedAsync("", Refusal, cancellationToken));
        }
        catch (InvalidRequestException refusal)
        {
            await OnGetAsync(cancellationToken);
            return Wrong(refusal, Fields);
        }
    }

    /// <summary>« Retirer ».</summary>
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PasskeyId>(Chosen, out var passkey))
        {
            return await RefusedAsync("cle", NoChoice, cancellationToken);
        }

        var outcome = await mediator.Send(new RemovePasskey(passkey, RemovalPassword), cancellationToken);
        return await outcome.Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(LocalRedirect(Url.Content("~/compte/cles?retiree=true"))),
            _ => RefusedAsync("motDePasseRetrait", PasswordTexts.Wrong, cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    private async Task<IActionResult> RefusedAsync(string field, string message, CancellationToken cancellationToken)
    {
        ModelState.AddModelError(field, message);
        await OnGetAsync(cancellationToken);
        return Wrong();
    }
}
