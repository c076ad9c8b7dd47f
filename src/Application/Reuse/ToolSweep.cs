using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>
/// Writes to whoever has a tool that is due soon or late. From eight in the morning at the place. Safe to run twice, late or on several nodes: each loan is
/// held and looked at again, and what is written is noted in the same transaction.
/// </summary>
public sealed class ToolSweep(IServiceScopeFactory scopes, RepairNetDb db, IClock clock, IDateTimeZoneProvider zones, ILogger<ToolSweep> log) : ISweep, IReminders
{
    /// <summary>Loans looked at in a round; of those already written to, nothing is opened.</summary>
    private const int AtOnce = 1_000;

    /// <summary>Local hours between which people are written to.</summary>
    private const int FirstHour = 8;

    private const int LastHour = 20;

    public async Task SweepAsync(CancellationToken stopping)
    {
        var due = await Near(clock.GetCurrentInstant()).AsNoTracking().OrderBy(l => l.DueOn).ThenBy(l => l.Id).Take(AtOnce).ToListAsync(stopping);
        var zoneOf = await ZonesAsync(due, stopping);
        foreach (var loan in due.TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            var here = clock.GetCurrentInstant().InZone(zoneOf[loan.PlaceId]);
            if (here.Hour is >= FirstHour and < LastHour && loan.NextNoticeOn <= here.Date)
            {
                await NotifyAsync(loan.Id, loan.ToolId, here.Date);
            }
        }
    }

    public async Task<int> SkipDueAsync(Instant now, CancellationToken cancellationToken)
    {
        var near = await Near(now).ToListAsync(cancellationToken);
        var zoneOf = await ZonesAsync(near, cancellationToken);
        return near.Count(loan =>
        {
            // Before the first hour, what is due that day has not left.
            var here = now.InZone(zoneOf[loan.PlaceId]);
            return loan.TakeNotice(here.Hour < FirstHour ? here.Date.PlusDays(-1) : here.Date) is not null;
        });
    }

    /// <summary>Loans that may be due, a day ahead of the latest zone: each is looked at again by the clock of its own place.</summary>
    private IQueryable<ToolLoan> Near(Instant now)
    {
        var day = now.InZone(DateTimeZone.Utc).Date.PlusDays(1 + ToolLoan.RemindedDaysBefore);
        return db.ToolLoans.Where(l => l.ReturnedAt == null && l.DueOn <= day && l.Notices <= ToolLoan.MostOverdue);
    }

    private async Task<IReadOnlyDictionary<PlaceId, DateTimeZone>> ZonesAsync(IReadOnlyCollection<ToolLoan> loans, CancellationToken cancellationToken)
    {
        var places = loans.Select(l => l.PlaceId).Distinct().ToList();
        return places.Count == 0
            ? new Dictionary<PlaceId, DateTimeZone>()
            : await db.Places.AsNoTracking().Where(p => places.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => zones[p.TimeZone], cancellationToken);
    }

    /// <summary>In a transaction of its own: one that fails keeps nobody else waiting.</summary>
    private async Task NotifyAsync(ToolLoanId id, ToolId tool, LocalDate today)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    await services.GetRequiredService<IRowLocks>().HoldNameAsync("tool:" + tool, CancellationToken.None);
                    var loan = await services.GetRequiredService<RepairNetDb>().ToolLoans.SingleAsync(l => l.Id == id, CancellationToken.None);
                    if (loan.TakeNotice(today) is { } notice && loan.Contact.Email is not null)
                    {
                        // Each letter of a loan has its own number, however often the loan was made longer.
                        services.GetRequiredService<IOutbox>().Add(
                            notice == LoanNotice.DueSoon ? MessageKind.ToolDueSoon : MessageKind.ToolOverdue, id.Value, (loan.Extensions * 10) + loan.Notices);
                    }

                    return true;
                },
                _ => true,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "Whoever has the tool of loan {Loan} is not written to for now", id);
        }
    }
}
