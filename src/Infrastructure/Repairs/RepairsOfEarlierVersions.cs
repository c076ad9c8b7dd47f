using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Repairs;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Repairs;

/// <summary>Has what an earlier version counted otherwise counted again after each migration: returns, then what stood in the way.</summary>
internal sealed class RepairsOfEarlierVersions(IServiceScopeFactory scopes) : IReferenceData
{
    public bool MayWait => true;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await SendAsync(new JudgeReturns(), cancellationToken);
        while ((await SendAsync(new RecountBarriers(), cancellationToken)).Changed == RecountBarriers.AtOnce)
        {
        }
    }

    private async Task<T> SendAsync<T>(IRequest<T> request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActingAs>().Actor = Actor.System;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }
}
