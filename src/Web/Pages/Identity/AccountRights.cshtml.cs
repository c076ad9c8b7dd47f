using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Identity;

/// <summary>The rights of one account, given and taken back by whoever runs the instance.</summary>
[AllowedTo(Permission.ManageAccounts)]
public sealed class AccountRightsModel(IMediator mediator, ICurrentActor currentActor, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["territory"] = "territoire" };

    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    [BindProperty(Name = "territoire")]
    public string? Territory { get; set; }

    [BindProperty(Name = "territoireChoisi")]
    public string? TerritoryChosen { get; set; }

    [BindProperty(Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(Name = "organisationChoisie")]
    public string? OrganisationChosen { get; set; }

    [BindProperty(Name = "role")]
    public string? Role { get; set; } = "member";

    [BindProperty(Name = "roleTerritoire")]
    public string? TerritoryRole { get; set; } = "editor";

    /// <summary>Something was just saved.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public bool Done { get; set; }

    /// <summary>Nobody else runs the instance.</summary>
    public bool WasLast { get; private set; }

    public AccountRights Rights { get; private set; } = null!;

    /// <summary>Territories to choose from, when the words mean several.</summary>
    public IReadOnlyList<TerritoryFound> Territories { get; private set; } = [];

    /// <summary>Organisations to choose from, when the words mean several.</summary>
    public IReadOnlyList<NamedOrganisation> Organisations { get; private set; } = [];

    public IEnumerable<Choice> TerritoryChoices => Territories.Select(t => new Choice(t.Key, t.Departement is null ? Typography.French(t.Name) : $"{Typography.French(t.Name)} ({t.Departement})", t.Level switch
    {
        TerritoryLevel.Commune => texts["Commune"],
        TerritoryLevel.Epci => texts["Intercommunalité"],
        TerritoryLevel.Departement => texts["Département"],
        TerritoryLevel.Region or TerritoryLevel.Country => null,
    }));

    public IEnumerable<Choice> OrganisationChoices => Organisations.Select(o => new Choice(o.Id.ToString(), o.Name, Typography.French(o.CommuneName)));

    public IEnumerable<SelectListItem> Roles => Enum.GetValues<OrganisationRole>().Select(role => new SelectListItem(texts[RoleWords.Of(role)], RoleWords.Key(role)));

    public IEnumerable<SelectListItem> TerritoryRoles => Enum.GetValues<Domain.Identity.TerritoryRole>().Select(role => new SelectListItem(texts[RoleWords.Of(role)], RoleWords.Key(role)));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) ? Page() : NotFound();

    /// <summary>« Nommer ».</summary>
    public async Task<IActionResult> OnPostNameAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (!RoleWords.TryRead(TerritoryRole, out Domain.Identity.TerritoryRole role))
        {
            return NotFound();
        }

        var found = await mediator.Send(new FindTerritories(Territory), cancellationToken);
        var key = found.FirstOrDefault(t => t.Key == TerritoryChosen)?.Key ?? (found is [var only] ? only.Key : null);
        if (key is null && found.Count > 1)
        {
            Territories = found;
            ModelState.AddModelError("territoireChoisi", "Plusieurs territoires répondent à ces mots. Choisissez-en un.");
            return Wrong();
        }

        try
        {
            return Saved(await mediator.Send(new NameAgent(Rights.Account.Id, key, role), cancellationToken));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    /// <summary>« Rattacher ».</summary>
    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (!RoleWords.TryRead(Role, out OrganisationRole role))
        {
            return NotFound();
        }

        var found = await mediator.Send(new FindOrganisationsNamed(Organisation), cancellationToken);
        var one = found.FirstOrDefault(o => o.Id.ToString() == OrganisationChosen) ?? (found is [var only] ? only : null);
        if (one is not null)
        {
            return Saved(await mediator.Send(new AddMember(Rights.Account.Id, one.Id, role), cancellationToken));
        }

        Organisations = found;
        if (found.Count == 0)
        {
            ModelState.AddModelError("organisation", "Aucune organisation ne porte ce nom. Essayez-en une partie.");
        }
        else
        {
            ModelState.AddModelError("organisationChoisie", "Plusieurs organisations répondent à ces mots. Choisissez-en une.");
        }

        return Wrong();
    }

    /// <summary>« Retirer son second facteur ».</summary>
    public async Task<IActionResult> OnPostResetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        // Taken away twice, by a double click: it is taken away.
        await mediator.Send(new ResetSecondFactor(Rights.Account.Email), cancellationToken);
        return Saved();
    }

    /// <summary>« Retirer l’administration ».</summary>
    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var isSelf = (await currentActor.GetAsync(cancellationToken)).Account == Rights.Account.Id;
        return (await mediator.Send(new WithdrawOperator(Rights.Account.Id), cancellationToken)).Match(
            _ => isSelf ? LocalRedirect(Url.Content("~/compte")) : Saved(),
            _ =>
            {
                WasLast = true;
                ModelState.AddModelError("administration", LastOperator.Said);
                return Wrong();
            },
            _ => NotFound());
    }

    /// <summary>« Couper » a token.</summary>
    public async Task<IActionResult> OnPostRevokeAsync([FromForm(Name = "jeton")] Guid token, CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken) ? Saved(await mediator.Send(new RevokeToken(ApiTokenId.From(token)), cancellationToken)) : NotFound();

    /// <summary>« Changer » the role in a territory.</summary>
    public async Task<IActionResult> OnPostTerritoryRoleAsync([FromForm(Name = "cle")] string? key, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || !RoleWords.TryRead(TerritoryRole, out Domain.Identity.TerritoryRole role))
        {
            return NotFound();
        }

        return (await mediator.Send(new ChangeAgentRole(key, Rights.Account.Id, role), cancellationToken)).Match(_ => Saved(), _ => NotFound(), _ => NotFound());
    }

    /// <summary>« Changer » the role in an organisation.</summary>
    public async Task<IActionResult> OnPostRoleAsync([FromForm(Name = "cle")] string? key, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || !ApiTime.TryId<OrganisationId>(key, out var organisation) || !RoleWords.TryRead(Role, out OrganisationRole role))
        {
            return NotFound();
        }

        return (await mediator.Send(new ChangeMemberRole(organisation, Rights.Account.Id, role), cancellationToken)).Match(_ => Saved(), _ => NotFound(), _ => NotFound());
    }

    /// <summary>« Retirer » a territory.</summary>
    public async Task<IActionResult> OnPostDismissAsync([FromForm(Name = "cle")] string? key, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        await mediator.Send(new DismissAgent(Rights.Account.Id, key), cancellationToken);
        return Saved();
    }

    /// <summary>« Retirer » an organisation.</summary>
    public async Task<IActionResult> OnPostRemoveAsync([FromForm(Name = "cle")] string? key, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || !ApiTime.TryId<OrganisationId>(key, out var organisation))
        {
            return NotFound();
        }

        // Taken back twice, by a double click: it is taken back. The operator is never told that someone is the last.
        await mediator.Send(new RemoveMember(organisation, Rights.Account.Id), cancellationToken);
        return Saved();
    }

    private IActionResult Saved(OneOf.OneOf<Done, NotFound> outcome) => outcome.Match(_ => Saved(), _ => NotFound());

    private IActionResult Saved() => LocalRedirect(Url.Content($"~/admin/comptes/{Rights.Account.Id}?fait=true"));

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<AccountId>(Id, out var account) || !(await mediator.Send(new GetAccount(account), cancellationToken)).TryPickT0(out var rights, out _))
        {
            return false;
        }

        Rights = rights;
        return true;
    }
}
