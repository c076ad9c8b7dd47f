using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Pages.Identity;

/// <summary>The whole log, for whoever runs the instance.</summary>
[AllowedTo(Permission.OperateInstance)]
public sealed class JournalModel(IMediator mediator, Texts texts) : JournalPage(mediator, texts)
{
    public override (string Href, string Text) Up => (Request.PathBase + "/admin", Texts["Instance"]);

    public override string Lead => Texts["Qui a fait quoi sur cette instance."];

    public override string Here => "/admin/journal";

    protected override AuditFilter Scope => new(Everything: true);
}
