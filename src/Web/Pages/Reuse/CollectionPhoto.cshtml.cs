using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>A photo of what one offers, for whoever holds the link of the request.</summary>
[AllowedTo(Permission.OfferItems)]
public sealed class CollectionPhotoModel(IMediator mediator, LinkPasses passes) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string secret, string photo, CancellationToken cancellationToken) =>
        passes.SecretOf(HttpContext, LinkKind.Collection, secret) is not { } opened || !ApiText.TryId<PhotoId>(photo, out var id)
            ? NotFound()
            : (await mediator.Send(new GetCollectionPhoto(opened, id), cancellationToken)).Match<IActionResult>(jpeg => File(jpeg, "image/jpeg"), _ => NotFound());
}
