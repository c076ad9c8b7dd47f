using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>One's answer to a post, and what was written since.</summary>
[AllowedTo(Permission.UseMutualHelp)]
[EnableRateLimiting(Limits.Bookings)]
public sealed class ExchangeModel(IMediator mediator, EquipmentCatalogue equipment, LinkPasses passes, Texts texts) : ThreadPage(mediator, equipment, passes, texts, LinkKind.HelpThread)
{
    private readonly LinkPasses _passes = passes;

    public override string Address => $"{Request.PathBase}/entraide/echange/{Thread.Id}";

    public Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken) => ShowAsync(secret, thread: null, cancellationToken);

    public Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken) => WriteAsync(secret, thread: null, cancellationToken);

    public Task<IActionResult> OnPostCloseAsync(string secret, CancellationToken cancellationToken) => CloseAsync(secret, thread: null, cancellationToken);

    /// <summary>« Changer mon lien secret ».</summary>
    public async Task<IActionResult> OnPostLinkAsync(string secret, CancellationToken cancellationToken)
    {
        if (SecretOf(secret) is not { } opened || !await LoadAsync(opened, thread: null, cancellationToken))
        {
            return NotFound();
        }

        return (await Mediator.Send(new RenewHelpLink(opened, OfAuthor: false), cancellationToken)).Match<IActionResult>(
            _ =>
            {
                _passes.Forget(HttpContext, LinkKind.HelpThread, Thread.Id.ToString());
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
}
