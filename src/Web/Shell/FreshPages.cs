using MediatR;
using Microsoft.AspNetCore.OutputCaching;
using RepairNet.Application.Common;
using RepairNet.Application.Impact.Contract;
using RepairNet.Application.Repairs.Contract;

namespace RepairNet.Web.Shell;

/// <summary>Whoever records a repair, or closes a period, sees it in the figures at once: the pages kept ready are made again.</summary>
internal sealed class FreshPages(AfterCommit afterCommit, IOutputCacheStore pages) : INotificationHandler<RepairsWritten>, INotificationHandler<PeriodWasClosed>
{
    public Task Handle(RepairsWritten notification, CancellationToken cancellationToken) => MakeAgainAsync();

    public Task Handle(PeriodWasClosed notification, CancellationToken cancellationToken) => MakeAgainAsync();

    private Task MakeAgainAsync()
    {
        afterCommit.Add(() => _ = pages.EvictByTagAsync(PageCache.Tag, CancellationToken.None).AsTask());
        return Task.CompletedTask;
    }
}
