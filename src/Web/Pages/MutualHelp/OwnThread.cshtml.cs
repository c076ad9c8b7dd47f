using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>An answer to one's post, and what was written since.</summary>
[AllowedTo(Permission.UseMutualHelp)]
[EnableRateLimiting(Limits.Bookings)]
public sealed class OwnThreadModel(IMediator mediator, EquipmentCatalogue equipment, LinkPasses passes, Texts texts) : ThreadPage(mediator, equipment, passes, texts, LinkKind.HelpPost)
{
    public override string Address => $"{Request.PathBase}/entraide/suivi/{Thread.Post.Id}/{Thread.Id}";

    public async Task<IActionResult> OnGetAsync(string secret, string thread, CancellationToken cancellationToken) => ApiTime.TryId<HelpThreadId>(thread, out var id) ? await ShowAsync(secret, id, cancellationToken) : NotFound();

    public async Task<IActionResult> OnPostAsync(string secret, string thread, CancellationToken cancellationToken) => ApiTime.TryId<HelpThreadId>(thread, out var id) ? await WriteAsync(secret, id, cancellationToken) : NotFound();

    public async Task<IActionResult> OnPostCloseAsync(string secret, string thread, CancellationToken cancellationToken) => ApiTime.TryId<HelpThreadId>(thread, out var id) ? await CloseAsync(secret, id, cancellationToken) : NotFound();
}
