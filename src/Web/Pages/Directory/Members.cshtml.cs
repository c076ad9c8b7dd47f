using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Membres »: who works for the organisation; those who manage it invite and take back.</summary>
[AllowedTo(Permission.ManageMembers)]
[EnableRateLimiting(Limits.SignIn)]
public sealed class MembersModel(IMediator mediator, ICurrentActor currentActor, Texts texts) : OrganisationPage(mediator)
{
    private static readonly Dictionary<string, string> Fields = new() { ["email"] = "email" };

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "role")]
    public string? Role { get; set; } = "member";

    /// <summary>« invite », « role » or « retire » when it was just done.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    public IReadOnlyList<MemberLine> List { get; private set; } = [];

    /// <summary>The operator may take away even the last manager.</summary>
    public bool IsOperator { get; private set; }

    public IEnumerable<Choice> Roles =>
    [
        new("member", texts["Tenir l’agenda"], texts["Rendez-vous, réparations, horaires et services."]),
        new("manager", texts["Tenir aussi la fiche et les membres"], texts["Comme vous : inviter, retirer, changer le nom et les coordonnées."]),
        new("reader", texts["Lire, sans rien modifier"], texts["Voir l’agenda, les objets et les chiffres de l’organisation."]),
    ];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken) ?? Page();

    /// <summary>« Envoyer l’invitation ».</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!RoleWords.TryRead(Role, out OrganisationRole role))
        {
            return Refused("role", "Choisissez ce que cette personne pourra faire.", StatusCodes.Status422UnprocessableEntity);
        }

        try
        {
            return (await Mediator.Send(new InviteMember(Organisation.Id, Email, role), cancellationToken)).Match(
                _ => Redirect(Beside("/membres", "&fait=invite")),
                _ => Refused("email", "Trois messages sont déjà partis à cette adresse en une heure. Attendez un peu avant le suivant."),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    /// <summary>« Changer » : another role.</summary>
    public async Task<IActionResult> OnPostRoleAsync([FromForm(Name = "compte")] string? account, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!ApiTime.TryId<AccountId>(account, out var id) || !RoleWords.TryRead(Role, out OrganisationRole role))
        {
            return NotFound();
        }

        return (await Mediator.Send(new ChangeMemberRole(Organisation.Id, id, role), cancellationToken)).Match(
            _ => Redirect(List.Any(m => m.Account == id && m.IsSelf) && role != OrganisationRole.Manager && !IsOperator ? Request.PathBase + "/compte" : Beside("/membres", "&fait=role")),
            _ => Refused("", "Cette personne est la seule à tenir la fiche. Donnez-en d’abord le rôle à une autre."),
            _ => NotFound());
    }

    /// <summary>« Retirer ».</summary>
    public async Task<IActionResult> OnPostRemoveAsync([FromForm(Name = "compte")] string? account, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!ApiTime.TryId<AccountId>(account, out var id))
        {
            return NotFound();
        }

        var leaves = List.Any(m => m.Account == id && m.IsSelf) && !IsOperator;
        return (await Mediator.Send(new RemoveMember(Organisation.Id, id), cancellationToken)).Match(
            _ => Redirect(leaves ? Request.PathBase + "/compte" : Beside("/membres", "&fait=retire")),
            _ => Refused("", "Cette personne est la seule à tenir la fiche. Invitez-en d’abord une autre à la tenir."),
            // Taken back twice, by two people or a double click: it is taken back.
            _ => Redirect(Beside("/membres", "&fait=retire")));
    }

    private IActionResult Refused(string field, string message, int status = StatusCodes.Status409Conflict)
    {
        ModelState.AddModelError(field, message);
        Response.StatusCode = status;
        return Page();
    }

    private async Task<IActionResult?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(managersOnly: true, cancellationToken) is { } refused)
        {
            return refused;
        }

        IsOperator = (await currentActor.GetAsync(cancellationToken)).IsOperator;
        return (await Mediator.Send(new ListMembers(Organisation.Id), cancellationToken)).Match<IActionResult?>(
            list =>
            {
                List = list.Members;
                return null;
            },
            _ => NotFound());
    }
}
