using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.MutualHelp;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>What two people write each other, for one of them, by their secret link. A GET changes nothing.</summary>
/// <param name="kind">Whose link it is.</param>
public abstract class ThreadPage(IMediator mediator, EquipmentCatalogue equipment, LinkPasses passes, Texts texts, LinkKind kind) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["text"] = "message" };

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "message")]
    public string? Text { get; set; }

    /// <summary>They were told that their message gives an address, and want it so.</summary>
    [BindProperty(Name = "relu")]
    public bool Meant { get; set; }

    /// <summary>How many messages they had seen: a double press writes once.</summary>
    [BindProperty(Name = "lus")]
    public int? After { get; set; }

    public HelpThreadView Thread { get; private set; } = null!;

    /// <summary>The message gives an address or a number: they are asked whether they mean to.</summary>
    public bool Check { get; private set; }

    /// <summary>It was ended before this was written.</summary>
    public bool Closed { get; private set; }

    /// <summary>As much as may be was written within the hour.</summary>
    public bool Enough { get; private set; }

    /// <summary>The link was replaced: the new one is on its way.</summary>
    public bool LinkGone { get; protected set; }

    /// <summary>The link was replaced too often within the hour.</summary>
    public bool TooManyLinks { get; protected set; }

    public string Title => HelpWords.Title(texts, equipment, Thread.Post.Kind, Thread.Post.CategoryCode);

    /// <summary>Address of this page, without a secret.</summary>
    public abstract string Address { get; }

    /// <summary>Where a proposed slot is booked, as any other.</summary>
    public string Slot(HelpQuote quote) => Request.PathBase + "/rendez-vous/nouveau" + QueryString.Create(new Dictionary<string, string?>
    {
        ["service"] = quote.Service?.ToString(),
        ["debut"] = ApiText.In(Thread.Post.Zone, quote.Start!.Value),
        ["objet"] = Thread.Post.CategoryCode,
    });

    protected IMediator Mediator => mediator;

    protected async Task<IActionResult> ShowAsync(string key, HelpThreadId? thread, CancellationToken cancellationToken)
    {
        if (SecretOf(key) is not { } opened || !await LoadAsync(opened, thread, cancellationToken))
        {
            return NotFound();
        }

        return kind.IsName(key) ? Page() : passes.Open(this, kind, thread is null ? Thread.Id.ToString() : Thread.Post.Id.ToString(), opened, thread is null ? "" : $"/{thread}");
    }

    protected async Task<IActionResult> WriteAsync(string key, HelpThreadId? thread, CancellationToken cancellationToken)
    {
        if (SecretOf(key) is not { } opened || !await LoadAsync(opened, thread, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            return (await mediator.Send(new WriteHelpMessage(opened, thread, Text, Meant, After), cancellationToken)).Match<IActionResult>(
                _ => Redirect(Address + "?fait=envoye"),
                _ =>
                {
                    Check = true;
                    return Page();
                },
                _ => Refused(StatusCodes.Status429TooManyRequests, () => Enough = true),
                _ => Refused(StatusCodes.Status409Conflict, () => Closed = true),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    protected async Task<IActionResult> CloseAsync(string key, HelpThreadId? thread, CancellationToken cancellationToken)
    {
        if (SecretOf(key) is not { } opened || !await LoadAsync(opened, thread, cancellationToken))
        {
            return NotFound();
        }

        return (await mediator.Send(new CloseHelpThread(opened, thread), cancellationToken)).Match<IActionResult>(_ => Redirect(Address + "?fait=ferme"), _ => NotFound());
    }

    protected string? SecretOf(string key) => passes.SecretOf(HttpContext, kind, key);

    protected async Task<bool> LoadAsync(string secret, HelpThreadId? thread, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetHelpThread(secret, thread), cancellationToken)).TryPickT0(out var view, out _))
        {
            return false;
        }

        Thread = view;
        return true;
    }

    private IActionResult Refused(int status, Action mark)
    {
        mark();
        Response.StatusCode = status;
        return Page();
    }
}
