using MediatR;
using Microsoft.AspNetCore.OutputCaching;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs.Contract;

namespace RepairNet.Web.Shell;

/// <summary>Whoever records a repair sees it in the figures at once: the pages kept ready are made again.</summary>
internal sealed class FreshPages(AfterCommit afterCommit, IOutputCacheStore pages) : INotificationHandler<RepairsWritten>
{
    public Task Handle(RepairsWritten notification, CancellationToken cancellationToken)
    {
        afterCommit.Add(() => _ = pages.EvictByTagAsync(PageCache.Tag, CancellationToken.None).AsTask());
        return Task.CompletedTask;
    }
}
