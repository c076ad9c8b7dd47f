using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>One post for those who moderate it: read, published, taken off with a reason, struck from the counts.</summary>
[AllowedTo(Permission.ModerateHelp)]
public sealed class ModeratedPostModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["reason"] = "motif" };

    private static readonly Dictionary<string, ModerationAct> Acts = new()
    {
        ["publier"] = ModerationAct.Publish,
        ["retirer"] = ModerationAct.Hide,
        ["ecarter"] = ModerationAct.Strike,
        ["compter"] = ModerationAct.Unstrike,
    };

    [BindProperty(Name = "acte")]
    public string? Act { get; set; }

    [BindProperty(Name = "motif")]
    public string? Reason { get; set; }

    public ModeratedPost Line { get; private set; } = null!;

    /// <summary>It no longer stood so that this could be done.</summary>
    public bool Late { get; private set; }

    public string Title => HelpWords.Title(texts, equipment, Line.Post.Kind, Line.Post.CategoryCode);

    public string DoneObject => HelpWords.Category(texts, equipment, Line.DoneCategoryCode ?? "");

    public string State => Line.Post.State switch
    {
        HelpPostState.ToReview => texts["à relire"],
        HelpPostState.Shown => texts["en ligne"],
        HelpPostState.Expired => texts["expirée"],
        HelpPostState.Hidden => texts["masquée"],
        HelpPostState.Done => Line.IsStruck ? texts["faite, écartée des comptes"] : texts["faite"],
        HelpPostState.Withdrawn => texts["retirée par son auteur"],
        _ => texts["pas encore confirmée"],
    };

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!Acts.TryGetValue(Act ?? "", out var act) || !await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            return await (await mediator.Send(new ModerateHelp(Line.Post.Id, act, Reason), cancellationToken)).Match<Task<IActionResult>>(
                _ => Task.FromResult<IActionResult>(LocalRedirect(Url.Content($"~/mairie/entraide?territoire=commune:{Line.Post.CommuneCode}&fait=acte"))),
                async _ =>
                {
                    await LoadAsync(id, cancellationToken);
                    Late = true;
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Page();
                },
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<HelpPostId>(id, out var asked) || !(await mediator.Send(new GetModeratedHelp(asked), cancellationToken)).TryPickT0(out var line, out _))
        {
            return false;
        }

        Line = line;
        return true;
    }
}
