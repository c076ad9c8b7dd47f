using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>What a link opened, as a file.</summary>
[AllowedTo(Permission.SeeOwnData)]
[PrivatePage]
[EnableRateLimiting(Limits.SignIn)]
public sealed class MyDataFileModel(IMediator mediator) : PageModel
{
    public IActionResult OnGet() => LocalRedirect(Url.Content("~/mes-donnees"));

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "demande")] string? link, [FromForm(Name = "cle")] string? key, CancellationToken cancellationToken) =>
        ApiTime.TryId<DataLinkId>(link, out var id)
            ? (await mediator.Send(new GetMyData(id, key), cancellationToken)).Match<IActionResult>(
                data => File(HeldFile.Write(data), "application/json; charset=utf-8", "mes-donnees.json"),
                _ => LocalRedirect(Url.Content("~/mes-donnees")))
            : LocalRedirect(Url.Content("~/mes-donnees"));
}
