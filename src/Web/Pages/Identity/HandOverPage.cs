using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Passer la main »: says what will happen when someone leaves, then does it.</summary>
public abstract class HandOverPage(IMediator mediator, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["to"] = "suite" };

    /// <summary>Who takes over.</summary>
    [BindProperty(Name = "suite")]
    public string? To { get; set; }

    public HandOverPreview Preview { get; private set; } = null!;

    /// <summary>Where the page before leads, and what that is called.</summary>
    public abstract (string Href, string Text) Up { get; }

    /// <summary>Address of this page.</summary>
    public abstract string Here { get; }

    public IEnumerable<SelectListItem> Choices =>
        [new(Texts["Choisissez"], ""), .. Preview.Candidates.Select(c => new SelectListItem(c.Email, c.Account.ToString(), c.Account.ToString() == To))];

    protected IMediator Mediator { get; } = mediator;

    protected Texts Texts { get; } = texts;

    /// <summary>Who leaves what; null when the address names nobody.</summary>
    protected abstract (AccountId Account, OrganisationId? Organisation)? Leaver { get; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await ReadAsync(cancellationToken) ?? Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await RefuseAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (Leaver is not var (account, organisation))
        {
            return NotFound();
        }

        try
        {
            return (await Mediator.Send(new HandOver(account, organisation, ApiTime.TryId<AccountId>(To, out var to) ? to : null), cancellationToken)).Match<IActionResult>(
                _ => Redirect(After),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return await ReadAsync(cancellationToken) ?? Wrong(refusal, Fields);
        }
    }

    /// <summary>Where to go once it is done.</summary>
    protected abstract string After { get; }

    /// <summary>The answer to whoever may not do it; null for the rest.</summary>
    protected virtual Task<IActionResult?> RefuseAsync(CancellationToken cancellationToken) => Task.FromResult<IActionResult?>(null);

    private async Task<IActionResult?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await RefuseAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (Leaver is not { } leaver || !(await Mediator.Send(new PreviewHandOver(leaver.Account, leaver.Organisation), cancellationToken)).TryPickT0(out var preview, out _))
        {
            return NotFound();
        }

        Preview = preview;
        return null;
    }
}
