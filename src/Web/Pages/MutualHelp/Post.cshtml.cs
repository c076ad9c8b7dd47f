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

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>A post, and the form to answer it. One that is over says so, with 410: search engines forget it.</summary>
[AllowedTo(Permission.UseMutualHelp)]
[EnableRateLimiting(Limits.Joining)]
public sealed class PostModel(IMediator mediator, EquipmentCatalogue equipment, FormStamps stamps, LinkPasses passes, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["firstName"] = "prenom", ["email"] = "email", ["text"] = "message" };

    [BindProperty(Name = "prenom")]
    public string? FirstName { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "message")]
    public string? Text { get; set; }

    /// <summary>They were told that their message gives an address, and want it so.</summary>
    [BindProperty(Name = "relu")]
    public bool Meant { get; set; }

    /// <summary>Made with the form: a double press answers once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    /// <summary>Null where it is over.</summary>
    public HelpPostView? Post { get; private set; }

    /// <summary>The form came as programs send them: it is shown again, filled in, to be sent once more.</summary>
    public bool Again { get; private set; }

    /// <summary>The message gives an address or a number: they are asked whether they mean to.</summary>
    public bool Check { get; private set; }

    public string Heading => HelpWords.Title(texts, equipment, Post!.Kind, Post.CategoryCode);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        Key = HelpThreadId.New().ToString();
        return await LoadAsync(id, cancellationToken);
    }

    /// <summary>« Répondre ».</summary>
    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        var page = await LoadAsync(id, cancellationToken);
        if (Post is null)
        {
            return page;
        }

        if (stamps.IsHasty(Request))
        {
            Again = true;
            return page;
        }

        try
        {
            var request = new AnswerHelp(Post.Id, FirstName, Email, Text, Meant, texts.Language == Language.English ? "en" : "fr", ApiTime.TryId<HelpThreadId>(Key, out var key) ? key : null);
            return (await mediator.Send(request, cancellationToken)).Match(
                answered => passes.Open(this, LinkKind.HelpThread, answered.Id.ToString(), answered.Secret, "?fait=envoye"),
                _ =>
                {
                    Check = true;
                    return page;
                },
                _ =>
                {
                    ModelState.AddModelError("message", Texts.Key("Assez de réponses pour aujourd’hui. Attendez demain pour la suivante."));
                    var again = Wrong();
                    Response.StatusCode = StatusCodes.Status429TooManyRequests;
                    return again;
                },
                _ => Over(),
                _ => ExpiredForms.Gone(this));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private async Task<IActionResult> LoadAsync(string id, CancellationToken cancellationToken) => !ApiTime.TryId<HelpPostId>(id, out var asked) ? ExpiredForms.Gone(this)
        : (await mediator.Send(new GetHelpPost(asked), cancellationToken)).Match(
            post =>
            {
                Post = post;
                return Page();
            },
            _ => Over(),
            _ => ExpiredForms.Gone(this));

    private IActionResult Over()
    {
        Post = null;
        return ExpiredForms.Over(this);
    }
}
