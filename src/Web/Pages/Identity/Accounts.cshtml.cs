using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories;
using RepairNet.Domain.Common;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Comptes »: who may do what, and a link for whoever arrives.</summary>
[AllowedTo(Permission.ManageAccounts)]
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
                await TerritoryTypedAsync(cancellationToken) is { } territory ? [territory] : [],
                await OrganisationTypedAsync(cancellationToken) is { } organisation ? [organisation] : [],
                DisplayName);
            (await mediator.Send(request, cancellationToken)).Switch(
                ready =>
                {
                    (Link, LinkFor) = (links.AccountLink(ready.LinkToken), Email);
                    ModelState.Clear();
                    (Email, DisplayName, Territory, Organisation, IsOperator) = (null, null, null, null, false);
                },
                _ => throw new InvalidRequestException("organisations", "Aucune organisation ne porte ce nom. Essayez-en une partie."));
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        await OnGetAsync(cancellationToken);
        return Page();
    }

    /// <summary>The one territory that the words mean; null for no words.</summary>
    private async Task<string?> TerritoryTypedAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Territory))
        {
            return null;
        }

        var found = await mediator.Send(new FindTerritories(Territory), cancellationToken);
        return found.Count switch
        {
            0 => throw new InvalidRequestException("territories", "Ce territoire n’existe pas, ou n’a pas d’agents. Donnez une commune, une intercommunalité ou un département."),
            1 => found[0].Key,
            _ => throw new InvalidRequestException("territories", "Plusieurs territoires répondent à ces mots. Laissez vide : la page du compte, une fois créé, laisse choisir."),
        };
    }

    private async Task<OrganisationId?> OrganisationTypedAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Organisation))
        {
            return null;
        }

        var found = await mediator.Send(new FindOrganisationsNamed(Organisation), cancellationToken);
        return found.Count switch
        {
            0 => throw new InvalidRequestException("organisations", "Aucune organisation ne porte ce nom. Essayez-en une partie."),
            1 => found[0].Id,
            _ => throw new InvalidRequestException("organisations", "Plusieurs organisations répondent à ces mots. Laissez vide : la page du compte, une fois créé, laisse choisir."),
        };
    }
}
