using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging;

namespace RepairNet.Web.Pages.Identity;

/// <summary>The operator's first page: is everything in order?</summary>
[AllowedTo(Permission.OperateInstance)]
public sealed class InstanceModel(IMediator mediator) : PageModel
{
    /// <summary>Version of the program, without the revision it was built from.</summary>
    public static string Version { get; } =
        typeof(InstanceModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public InstanceView View { get; private set; } = null!;

    public OutboxStateView Outbox { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        View = await mediator.Send(new DescribeInstance(), cancellationToken);
        Outbox = await mediator.Send(new OutboxState(), cancellationToken);
    }
}
