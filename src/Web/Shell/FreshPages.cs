using MediatR;
using Microsoft.AspNetCore.OutputCaching;
using RepairNet.Application.Common;
using RepairNet.Application.Impact.Contract;
using RepairNet.Application.Imports.Contract;
using RepairNet.Application.Publishing;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Web.Shell;

/// <summary>Whoever records or imports repairs, closes a period, writes the text of a page or says something else of a territory sees it at once: the pages kept ready are made again.</summary>
internal sealed class FreshPages(AfterCommit afterCommit, IOutputCacheStore pages) : INotificationHandler<RepairsWritten>, INotificationHandler<ImportedRepairsWritten>, INotificationHandler<PeriodWasClosed>, INotificationHandler<PageTextWritten>, INotificationHandler<TerritoryContactWasSet>
{
    public Task Handle(RepairsWritten notification, CancellationToken cancellationToken) => MakeAgainAsync();

    public Task Handle(ImportedRepairsWritten notification, CancellationToken cancellationToken) => MakeAgainAsync();

    public Task Handle(PeriodWasClosed notification, CancellationToken cancellationToken) => MakeAgainAsync();

    public Task Handle(PageTextWritten notification, CancellationToken cancellationToken) => MakeAgainAsync();

    public Task Handle(TerritoryContactWasSet notification, CancellationToken cancellationToken) => MakeAgainAsync();

    private Task MakeAgainAsync()
    {
        afterCommit.Add(() => _ = pages.EvictByTagAsync(PageCache.Tag, CancellationToken.None).AsTask());
        return Task.CompletedTask;
    }
}
