using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Repairs;

/// <summary>Has the returns of an earlier version judged again after each migration.</summary>
internal sealed class ReturnsByDay(IServiceScopeFactory scopes) : IReferenceData
{
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActingAs>().Actor = Actor.System;
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new JudgeReturns(), cancellationToken);
    }
}
