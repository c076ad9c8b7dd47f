using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Domain.Common;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>A page from which one leaves for ProConnect, or to which one comes back: what went wrong is said in a sentence, with what to do.</summary>
public abstract class ProConnectPage(IMediator mediator) : FormPage
{
    protected static readonly string SilentTitle = Texts.Key("ProConnect ne répond pas");
    protected static readonly string Silent = Texts.Key("Réessayez dans quelques minutes. En attendant, entrez par vos moyens habituels si vous avez un compte.");

    protected IMediator Mediator => mediator;

    /// <summary>What went wrong; null where nothing did.</summary>
    public string? Problem { get; private set; }

    /// <summary>What to do about it.</summary>
    public string Advice { get; private set; } = "";

    /// <summary>Leaves for ProConnect.</summary>
    protected async Task<IActionResult> LeaveAsync(ProConnectAim aim, AccountId? account, string? arrivalToken, string? returnUrl, CancellationToken cancellationToken) =>
        await (await mediator.Send(new AskProConnect(), cancellationToken)).Match<Task<IActionResult>>(
            async asked =>
            {
                await ProConnectFlows.BeginAsync(HttpContext, aim, asked.Question, account, arrivalToken, returnUrl);
                return Redirect(asked.Address.AbsoluteUri);
            },
            _ => Task.FromResult(Refuse(StatusCodes.Status503ServiceUnavailable, SilentTitle, Silent)));

    protected IActionResult Refuse(int status, string problem, string advice)
    {
        (Problem, Advice) = (problem, advice);
        Response.StatusCode = status;
        return Page();
    }
}
