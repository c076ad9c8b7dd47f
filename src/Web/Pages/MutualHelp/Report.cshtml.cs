using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>« Signaler une annonce », without giving one's name.</summary>
[AllowedTo(Permission.UseMutualHelp)]
[EnableRateLimiting(Limits.Joining)]
public sealed class ReportModel(IMediator mediator, EquipmentCatalogue equipment, FormStamps stamps, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["reason"] = "motif", ["words"] = "mots" };

    [BindProperty(Name = "motif")]
    public string? Reason { get; set; }

    [BindProperty(Name = "mots")]
    public string? Words { get; set; }

    public HelpPostView Post { get; private set; } = null!;

    /// <summary>It is written down.</summary>
    public bool Sent { get; private set; }

    /// <summary>The form came as programs send them: it is shown again, filled in, to be sent once more.</summary>
    public bool Again { get; private set; }

    public string Heading => HelpWords.Title(texts, equipment, Post.Kind, Post.CategoryCode);

    public IEnumerable<Choice> Reasons => HelpChoices.Reasons(texts);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (stamps.IsHasty(Request))
        {
            Again = true;
            return Page();
        }

        try
        {
            await mediator.Send(new ReportHelp(Post.Id, Reason, Words), cancellationToken);
            Sent = true;
            return Page();
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<HelpPostId>(id, out var asked) || !(await mediator.Send(new GetHelpPost(asked), cancellationToken)).TryPickT0(out var post, out _))
        {
            return false;
        }

        Post = post;
        return true;
    }
}
