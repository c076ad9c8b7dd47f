using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Pages.Messaging;

/// <summary>In development only: the mails that would have left.</summary>
[AllowedTo(Permission.ReadInPublic)]
[ResponseCache(NoStore = true)]
public sealed class DevelopmentMailModel(IMailFiles files, SiteLinks links, IWebHostEnvironment environment) : PageModel
{
    private const int Shown = 100;

    public MailFile? Mail { get; private set; }

    public IReadOnlyList<MailFile> Mails { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? name, CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            return NotFound();
        }

        if (name is null)
        {
            Mails = await files.LatestAsync(Shown, cancellationToken);
            return Page();
        }

        Mail = await files.FindAsync(name, cancellationToken);
        return Mail is null ? NotFound() : Page();
    }

    /// <summary>Only our own addresses become links.</summary>
    public bool IsOurLink(string line) => line.StartsWith(links.Base + "/", StringComparison.Ordinal) && !line.Contains(' ', StringComparison.Ordinal);
}
