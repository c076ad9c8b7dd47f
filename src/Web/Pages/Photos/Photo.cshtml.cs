using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Photos;

/// <summary>A photo, while what it shows may be seen by whoever asks. It never changes under its number, so whoever has it is not sent it again; it may be withdrawn, so they ask every five minutes.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class PhotoModel(IMediator mediator) : PageModel
{
    /// <summary>« vignette » for the small one.</summary>
    public const string Small = "vignette";

    [BindProperty(SupportsGet = true, Name = "taille")]
    public string? Size { get; set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) =>
        !ApiText.TryId<PhotoId>(id, out var photo) ? NotFound() : (await mediator.Send(new GetPhoto(photo, Size == Small), cancellationToken)).Match<IActionResult>(
            served =>
            {
                Response.Headers.CacheControl = served.IsPublic ? "public, max-age=300" : "no-store";
                return new FileContentResult(served.Jpeg, "image/jpeg") { EntityTag = served.IsPublic ? new EntityTagHeaderValue(Size == Small ? $"\"{photo}-{Small}\"" : $"\"{photo}\"") : null };
            },
            _ => NotFound());
}
