using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>Writes to authors a week before their posts expire, once for each time they run. Safe to run twice, late or on several nodes.</summary>
public sealed class HelpSweep(IServiceScopeFactory scopes, RepairNetDb db, IClock clock, ILogger<HelpSweep> log) : ISweep, IReminders
{
    private const int AtOnce = 200;

    public async Task SweepAsync(CancellationToken stopping)
    {
        var ids = await Due(clock.GetCurrentInstant()).AsNoTracking()
            .OrderBy(p => p.ShownUntil).Select(p => p.Id).Take(AtOnce).ToListAsync(stopping);
        foreach (var id in ids.TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            await TryAsync(id);
        }
    }

    public async Task<int> SkipDueAsync(Instant now, CancellationToken cancellationToken)
    {
        var due = await Due(now).ToListAsync(cancellationToken);
        due.ForEach(p => p.MarkReminded(now));
        return due.Count;
    }

    private IQueryable<HelpPost> Due(Instant now)
    {
        var soon = now + HelpPost.ReminderBefore;
        return db.HelpPosts.Where(p => p.Status == HelpPostStatus.Published && p.ShownUntil > now && p.ShownUntil <= soon && p.RemindedAt == null);
    }

    /// <summary>In a transaction of its own, where the post is held and looked at again: one that fails keeps no other waiting.</summary>
    private async Task TryAsync(HelpPostId id)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    var now = clock.GetCurrentInstant();
                    if (await services.GetRequiredService<HelpReader>().HoldAsync(id, CancellationToken.None) is { } post && post.IsToRemindAt(now))
                    {
                        post.MarkReminded(now);
                        services.GetRequiredService<IOutbox>().Add(MessageKind.HelpEnds, post.Id.Value, post.Round);
                    }

                    return true;
                },
                _ => true,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "The author of post {Post} is not written to for now", id);
        }
    }
}
