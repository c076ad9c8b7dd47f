using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Identity;

/// <summary>Someone leaves everything; the operator says who takes over.</summary>
[AllowedTo(Permission.ManageAccounts)]
public sealed class HandOverAccountModel(IMediator mediator, Texts texts) : HandOverPage(mediator, texts)
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    public override (string Href, string Text) Up => ($"{Request.PathBase}/admin/comptes/{Id}", Preview.Email);

    public override string Here => $"{Request.PathBase}/admin/comptes/{Id}/depart";

    protected override string After => $"{Request.PathBase}/admin/comptes/{Id}?fait=true";

    protected override (AccountId Account, OrganisationId? Organisation)? Leaver => ApiTime.TryId<AccountId>(Id, out var id) ? (id, null) : null;
}
