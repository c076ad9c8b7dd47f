using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Domain.Common;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Comptes »: who may do what, and a link for whoever arrives.</summary>
public sealed class AccountsModel(IMediator mediator, SiteLinks links) : PageModel
{
    private static readonly Dictionary<string, string> Fields = new() { ["email"] = "email", ["displayName"] = "nom", ["territories"] = "territoire", ["organisations"] = "organisation" };

    [BindProperty(SupportsGet = true, Name = "cherche")]
    public string? Like { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? PageNumber { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "nom")]
    public string? DisplayName { get; set; }

    [BindProperty(Name = "territoire")]
    public string? Territory { get; set; }

    [BindProperty(Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(Name = "operateur")]
    public bool IsOperator { get; set; }

    public AccountList List { get; private set; } = null!;

    /// <summary>The link just made: shown once, kept nowhere.</summary>
    public string? Link { get; private set; }

    public string? LinkFor { get; private set; }

    public int Current => Math.Max(PageNumber ?? 1, 1);

    public async Task OnGetAsync(CancellationToken cancellationToken) => List = await mediator.Send(new ListAccounts(Like, Current), cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new CreateAccount(
                Email ?? "",
                IsOperator,
                string.IsNullOrWhiteSpace(Territory) ? [] : [Territory.Trim()],
                OrganisationTyped() is { } organisation ? [organisation] : [],
                DisplayName);
            (await mediator.Send(request, cancellationToken)).Switch(
                ready =>
                {
                    (Link, LinkFor) = (links.AccountLink(ready.LinkToken), Email);
                    ModelState.Clear();
                    (Email, DisplayName, Territory, Organisation, IsOperator) = (null, null, null, null, false);
                },
                _ => throw NoOrganisation());
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        await OnGetAsync(cancellationToken);
        return Page();
    }

    private OrganisationId? OrganisationTyped() =>
        string.IsNullOrWhiteSpace(Organisation) ? null
        : Guid.TryParse(Organisation.Trim(), out var id) ? OrganisationId.From(id)
        : throw NoOrganisation();

    private static InvalidRequestException NoOrganisation() => new("organisations", "Aucune organisation n’a cet identifiant.");
}
