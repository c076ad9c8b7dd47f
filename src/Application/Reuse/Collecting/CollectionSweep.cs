using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>
/// Keeps collections moving: the day before, people are reminded; what nobody answered for months is over, and so is a stop of which nobody said for weeks
/// whether the van came. Safe to run twice, late or on several nodes: each step holds the request and looks again.
/// </summary>
public sealed class CollectionSweep(IServiceScopeFactory scopes, RepairNetDb db, IClock clock, ILogger<CollectionSweep> log) : ISweep, IReminders
{
    /// <summary>How long before its round someone is reminded.</summary>
    public static readonly Duration ReminderBefore = Duration.FromHours(36);

    private const int AtOnce = 200;

    public async Task SweepAsync(CancellationToken stopping)
    {
        var now = clock.GetCurrentInstant();
        await EachAsync(Due(now), RemindAsync, stopping);
        var before = now - CollectionRequest.StaysOpen;
        await EachAsync(db.CollectionRequests.Where(r => (r.Status == CollectionStatus.Requested || r.Status == CollectionStatus.Asked) && r.ChangedAt < before), ExpireAsync, stopping);
        var past = now - CollectionRequest.VisitIsAwaited;
        await EachAsync(
            db.CollectionRequests.Where(r => (r.Status == CollectionStatus.Proposed || r.Status == CollectionStatus.Confirmed) && db.CollectionRounds.Any(o => o.Id == r.RoundId && o.StartsAt < past)),
            CloseStopAsync,
            stopping);
    }

    /// <summary>Those without an address stay: to be called is on a list of the desk, and rings nowhere by itself.</summary>
    public async Task<int> SkipDueAsync(Instant now, CancellationToken cancellationToken)
    {
        var due = await Due(now).ToListAsync(cancellationToken);
        due.RemoveAll(r => r.Contact.Email is null);
        due.ForEach(r => r.MarkReminded(now));
        return due.Count;
    }

    private IQueryable<CollectionRequest> Due(Instant now)
    {
        var soon = now + ReminderBefore;
        return db.CollectionRequests.Where(r => (r.Status == CollectionStatus.Proposed || r.Status == CollectionStatus.Confirmed) && r.RemindedAt == null
            && db.CollectionRounds.Any(o => o.Id == r.RoundId && o.StartsAt > now && o.StartsAt <= soon && o.CancelledAt == null));
    }

    private async Task EachAsync(IQueryable<CollectionRequest> which, Func<IServiceProvider, CollectionRequest, Task> work, CancellationToken stopping)
    {
        foreach (var id in (await which.AsNoTracking().OrderBy(r => r.Id).Select(r => r.Id).Take(AtOnce).ToListAsync(stopping)).TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            await TryAsync(id, work);
        }
    }

    private async Task RemindAsync(IServiceProvider services, CollectionRequest request)
    {
        var now = clock.GetCurrentInstant();
        var round = await services.GetRequiredService<RepairNetDb>().CollectionRounds.AsNoTracking().SingleAsync(r => r.Id == request.RoundId);
        if (!request.HasStop || request.RemindedAt is not null || !round.IsOpenAt(now) || !DecentHours.Include(now, services.GetRequiredService<IDateTimeZoneProvider>()[round.TimeZone]))
        {
            return;
        }

        request.MarkReminded(now);
        if (request.Contact.Email is not null)
        {
            services.GetRequiredService<IOutbox>().Add(MessageKind.CollectionReminder, request.Id.Value, request.NextNews());
        }
        else
        {
            request.AskForCall();
        }
    }

    private Task ExpireAsync(IServiceProvider services, CollectionRequest request)
    {
        var now = clock.GetCurrentInstant();
        if (request.Status is CollectionStatus.Requested or CollectionStatus.Asked && request.ChangedAt < now - CollectionRequest.StaysOpen)
        {
            request.Expire(now);
            services.GetRequiredService<CollectionDesk>().Tell(request);
        }

        return Task.CompletedTask;
    }

    /// <summary>The program does not know whether the van came, so nobody is written to.</summary>
    private async Task CloseStopAsync(IServiceProvider services, CollectionRequest request)
    {
        var now = clock.GetCurrentInstant();
        var past = now - CollectionRequest.VisitIsAwaited;
        if (request.HasStop && await services.GetRequiredService<RepairNetDb>().CollectionRounds.AnyAsync(o => o.Id == request.RoundId && o.StartsAt < past))
        {
            await services.GetRequiredService<CollectionDesk>().FreeStopAsync(request, CancellationToken.None);
            request.Expire(now);
        }
    }

    /// <summary>Works on one request in a transaction of its own: one that fails keeps nobody else waiting.</summary>
    private async Task TryAsync(CollectionRequestId id, Func<IServiceProvider, CollectionRequest, Task> work)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    if (await services.GetRequiredService<CollectionDesk>().HoldAsync(services.GetRequiredService<RepairNetDb>().CollectionRequests.Where(r => r.Id == id), CancellationToken.None) is { } held)
                    {
                        await work(services, held);
                    }

                    return true;
                },
                _ => true,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "Collection {Collection} is not looked after for now", id);
        }
    }
}
