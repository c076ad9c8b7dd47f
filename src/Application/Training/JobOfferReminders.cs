using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Reminds organisations of their offers a week before they are over, once for each time they run. A part of <see cref="TrainingSweep"/>.</summary>
public sealed class JobOfferReminders(IServiceScopeFactory scopes, RepairNetDb db, IClock clock, ILogger<JobOfferReminders> log) : IReminders
{
    private const int AtOnce = 200;

    public async Task SendAsync(CancellationToken stopping)
    {
        var ids = await Due(clock.GetCurrentInstant()).AsNoTracking()
            .OrderBy(o => o.CurrentUntil).Select(o => o.Id).Take(AtOnce).ToListAsync(stopping);
        foreach (var id in ids.TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            await TryAsync(id);
        }
    }

    public async Task<int> SkipDueAsync(Instant now, CancellationToken cancellationToken)
    {
        var due = await Due(now).ToListAsync(cancellationToken);
        due.ForEach(o => o.MarkReminded(now));
        return due.Count;
    }

    private IQueryable<JobOffer> Due(Instant now)
    {
        var soon = now + JobOffer.ReminderBefore;
        return db.JobOffers.Where(o => o.CurrentUntil > now && o.CurrentUntil <= soon && o.Status == JobOfferStatus.Published && o.RemindedAt == null);
    }

    /// <summary>In a transaction of its own, where the offer is held and looked at again: one that fails keeps no other waiting.</summary>
    private async Task TryAsync(JobOfferId id)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    var now = clock.GetCurrentInstant();
                    if (await services.GetRequiredService<JobOfferReader>().HoldAsync(id, CancellationToken.None) is { } offer && offer.IsToRemindAt(now))
                    {
                        offer.MarkReminded(now);
                        services.GetRequiredService<IOutbox>().Add(MessageKind.JobOfferEnds, id.Value, offer.Round);
                    }

                    return true;
                },
                _ => true,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "Job offer {JobOffer} is not reminded of for now", id);
        }
    }
}
