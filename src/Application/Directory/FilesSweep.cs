using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Directory;

/// <summary>
/// Tells agents of what is new in their queue, by day and once a day at most: the message of an account and a day exists once.
/// </summary>
public sealed class FilesSweep(
    RepairNetDb db, ITerritories territories, IAccounts accounts, IOutbox outbox, IRowLocks locks, IWriteTransactions transactions, IClock clock, IDateTimeZoneProvider zones) : ISweep
{
    private const int AtOnce = 500;
    private const int FromHour = 7;
    private const int ToHour = 20;

    public async Task SweepAsync(CancellationToken stopping)
    {
        // The working day of the country's town halls; an overseas one reads it in its morning or the evening before.
        var local = clock.GetCurrentInstant().InZone(zones["Europe/Paris"]);
        if (local.Hour is < FromHour or >= ToHour || !await New().AnyAsync(stopping))
        {
            return;
        }

        await transactions.RunAsync(
            async () =>
            {
                await TellAsync(Period.DaysBetween(new LocalDate(1970, 1, 1), local.Date));
                return true;
            },
            _ => true,
            CancellationToken.None);
    }

    private IQueryable<Organisation> New() => AccreditationDesk.Waiting(db.Organisations).Where(o => !o.AgentsTold);

    /// <param name="day">Days since 1970: the occurrence of the message.</param>
    private async Task TellAsync(int day)
    {
        var index = await territories.GetAsync(CancellationToken.None);
        await locks.HoldNameAsync("files-waiting", CancellationToken.None);
        var withAgents = await new AccreditationDesk(db).WithAgentsAsync(CancellationToken.None);
        var files = await New().OrderBy(o => o.CreatedAt).ThenBy(o => o.Id).Take(AtOnce).ToListAsync(CancellationToken.None);
        foreach (var group in files.GroupBy(o => index.Commune(o.CommuneCode) is { } commune ? AccreditationDesk.ResponsibleFor(commune, withAgents)?.ToString() : null))
        {
            var readers = group.Key is { } key
                ? await db.TerritoryMemberships.Where(m => m.Territory == key && m.Role == TerritoryRole.Editor).Select(m => m.AccountId).ToListAsync(CancellationToken.None)
                : [.. (await accounts.OperatorsAsync(CancellationToken.None)).Select(a => a.Id)];
            var ids = readers.ConvertAll(reader => reader.Value);

            // Who had a letter today hears of the rest tomorrow, and all with them: told at once, the others would be told again then.
            if (await db.Outbox.AnyAsync(m => m.Kind == MessageKind.FilesWaiting && m.Occurrence == day && ids.Contains(m.SubjectId), CancellationToken.None))
            {
                continue;
            }

            foreach (var reader in readers)
            {
                outbox.Add(MessageKind.FilesWaiting, reader.Value, day);
            }

            foreach (var organisation in group)
            {
                organisation.MarkAgentsTold();
            }
        }
    }
}
