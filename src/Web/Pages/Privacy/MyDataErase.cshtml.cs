using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>Says what goes and what stays, then erases once it is confirmed.</summary>
[AllowedTo(Permission.SeeOwnData)]
[PrivatePage]
[EnableRateLimiting(Limits.SignIn)]
public sealed class MyDataEraseModel(IMediator mediator, Retention retention, Texts t) : PageModel
{
    public PersonData? Data { get; private set; }

    public DataErased? Erased { get; private set; }

    /// <summary>Nobody else would look after what this account does.</summary>
    public bool IsNeeded { get; private set; }

    /// <summary>What was opened, and its key: for the form.</summary>
    public string? Link { get; private set; }

    public string? Key { get; private set; }

    public string LogDelay => retention.InWords(KeptData.AuditLog, t);

    public IActionResult OnGet() => LocalRedirect(Url.Content("~/mes-donnees"));

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "demande")] string? link, [FromForm(Name = "cle")] string? key, [FromForm(Name = "confirme")] bool confirmed, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<DataLinkId>(link, out var id))
        {
            return OnGet();
        }

        (Link, Key) = (link, key);
        if (confirmed)
        {
            var outcome = await mediator.Send(new EraseMyData(id, key), cancellationToken);
            if (outcome.TryPickT0(out var erased, out var refusal))
            {
                Erased = erased;
                return Page();
            }

            IsNeeded = refusal.IsT1;
            Response.StatusCode = StatusCodes.Status409Conflict;
        }

        Data = (await mediator.Send(new GetMyData(id, key), cancellationToken)).Match<PersonData?>(data => data, _ => null);
        return Data is null ? OnGet() : Page();
    }
}
