using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Web.Api;
using RepairNet.Web.Drawing;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Second facteur »: set up with a telephone, looked after, taken away.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
[PrivatePage]
[BeforeSecondFactor]
[EnableRateLimiting(Limits.SignIn)]
public sealed class SecondFactorModel(IMediator mediator, ICurrentActor currentActor, SecondFactorRule rule, Homes homes, InstanceSettings instance) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["code"] = "code" };

    private static readonly string WrongCode = Texts.Key("Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant sur votre téléphone ; après cinq essais, attendez cinq minutes.");

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    [BindProperty(Name = "codeOuSecours")]
    public string? CodeOrRecovery { get; set; }

    [BindProperty(Name = "motDePasse")]
    public string? Password { get; set; }

    /// <summary>Id of the key offered, given back by the form so that a wrong code changes nothing to scan.</summary>
    [BindProperty(Name = "cle")]
    public string? OfferedKey { get; set; }

    public SecondFactorView View { get; private set; } = null!;

    /// <summary>The recovery codes just made: shown once, kept nowhere.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>Nothing else is open to this person before.</summary>
    public bool IsCompulsory { get; private set; }

    /// <summary>Where this person works.</summary>
    public string Home { get; private set; } = "/";

    /// <summary>The key in groups of four signs.</summary>
    public string Secret => string.Join(' ', TimeCode.Written(View.Secret).Chunk(4).Select(four => new string(four)));

    internal QrDrawing Qr => QrDrawing.Of(TimeCode.Address(instance.Name, View.Email, View.Secret));

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(null, cancellationToken);

    /// <summary>« Mettre en place ».</summary>
    public async Task<IActionResult> OnPostSetUpAsync(CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<SecondFactorId>(OfferedKey, out var key))
        {
            return LocalRedirect(Url.Content("~/compte/second-facteur"));
        }

        try
        {
            var outcome = await mediator.Send(new SetUpSecondFactor(key, Code), cancellationToken);
            if (outcome.TryPickT0(out var ready, out _))
            {
                Codes = ready.RecoveryCodes;
            }
        }
        catch (InvalidRequestException refusal)
        {
            await LoadAsync(key, cancellationToken);
            return Wrong(refusal, Fields);
        }

        await LoadAsync(null, cancellationToken);
        return Page();
    }

    /// <summary>« Refaire les codes ».</summary>
    public async Task<IActionResult> OnPostRenewAsync(CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new RenewRecoveryCodes(Code), cancellationToken);
        await LoadAsync(null, cancellationToken);
        return outcome.Match(
            ready =>
            {
                Codes = ready.RecoveryCodes;
                return Page();
            },
            _ => Refused("code", WrongCode));
    }

    /// <summary>« Retirer ».</summary>
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new RemoveSecondFactor(Password, CodeOrRecovery), cancellationToken);
        await LoadAsync(null, cancellationToken);
        return outcome.Match(
            _ => LocalRedirect(Url.Content("~/compte/second-facteur")),
            _ => Refused("motDePasse", PasswordTexts.Wrong),
            _ => Refused("codeOuSecours", WrongCode));
    }

    private IActionResult Refused(string field, string message)
    {
        ModelState.AddModelError(field, message);
        return Wrong();
    }

    private async Task LoadAsync(SecondFactorId? key, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        IsCompulsory = rule.Concerns(actor);
        Home = homes.Of(HttpContext, actor);
        View = await mediator.Send(new OfferSecondFactor(key), cancellationToken);
    }
}
