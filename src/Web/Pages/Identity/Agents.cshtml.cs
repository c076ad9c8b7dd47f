using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Web.Api;
using RepairNet.Web.Identity;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Agents »: who acts for a territory; they invite each other and take each other's right back.</summary>
[AllowedTo(Permission.ReadTerritory)]
[EnableRateLimiting(Limits.SignIn)]
public sealed class AgentsModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance, Texts texts)
    : TownHallBoardPage<AgentList>(mediator, currentActor, territories, instance)
{
    private static readonly Dictionary<string, string> Fields = new() { ["email"] = "email" };

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "role")]
    public string? Role { get; set; } = "editor";

    /// <summary>« invite », « role » or « retire » when it was just done.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    public IEnumerable<Choice> Roles =>
    [
        new("editor", texts["Décider, comme vous"], texts["Agréments, objectifs, clôtures, imports, agents ; et inscrire quelqu’un."]),
        new("reader", texts["Lire, sans rien modifier"], texts["Le tableau de bord, les listes et le journal."]),
        new("mediator", texts["Inscrire pour d’autres"], texts["Prendre rendez-vous pour qui vient au guichet. Rien d’autre de la mairie."]),
    ];

    /// <summary>« Envoyer l’invitation ».</summary>
    [AllowedTo(Permission.NameAgents)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!RoleWords.TryRead(Role, out TerritoryRole role))
        {
            return await RefuseAsync("role", "Choisissez ce que cette personne pourra faire.", cancellationToken, StatusCodes.Status422UnprocessableEntity);
        }

        try
        {
            return await (await Mediator.Send(new InviteAgent(Territory, Email, role), cancellationToken)).Match<Task<IActionResult>>(
                _ => Task.FromResult(Told("invite")),
                _ => RefuseAsync("email", "Trois messages sont déjà partis à cette adresse en une heure. Attendez un peu avant le suivant.", cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal)
        {
            var answer = await OnGetAsync(cancellationToken);
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return answer;
        }
    }

    /// <summary>« Changer » : another role.</summary>
    [AllowedTo(Permission.NameAgents)]
    public async Task<IActionResult> OnPostRoleAsync([FromForm(Name = "compte")] string? account, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<AccountId>(account, out var id) || !RoleWords.TryRead(Role, out TerritoryRole role))
        {
            return NotFound();
        }

        return await (await Mediator.Send(new ChangeAgentRole(Territory, id, role), cancellationToken)).Match<Task<IActionResult>>(
            _ => Task.FromResult(Told("role")),
            _ => RefuseAsync("", "Vous êtes seul à décider pour ce territoire. Donnez d’abord ce rôle à quelqu’un d’autre.", cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    /// <summary>« Retirer ».</summary>
    [AllowedTo(Permission.NameAgents)]
    public async Task<IActionResult> OnPostRemoveAsync([FromForm(Name = "compte")] string? account, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<AccountId>(account, out var id))
        {
            return NotFound();
        }

        return await (await Mediator.Send(new WithdrawAgent(Territory, id), cancellationToken)).Match<Task<IActionResult>>(
            _ => Task.FromResult(Told("retire")),
            _ => RefuseAsync("", "Vous êtes seul à décider pour ce territoire. Invitez d’abord quelqu’un d’autre.", cancellationToken),
            // Taken back twice, by two people or a double click: it is taken back.
            _ => Task.FromResult(Told("retire")));
    }

    protected override IQuery<OneOf<AgentList, NotFound>> Ask(string territory) => new ListAgents(territory);

    private IActionResult Told(string what) => LocalRedirect(Url.Content($"~/mairie/agents?territoire={Uri.EscapeDataString(Territory ?? "")}&fait={what}"));

    private async Task<IActionResult> RefuseAsync(string field, string message, CancellationToken cancellationToken, int status = StatusCodes.Status409Conflict)
    {
        var answer = await OnGetAsync(cancellationToken);
        ModelState.AddModelError(field, message);
        Response.StatusCode = status;
        return answer;
    }
}
