using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Counts tries by address, in the current transaction.</summary>
internal sealed class Tries(RepairNetDb db, IRowLocks locks, Retention retention, IClock clock) : ITries
{
    /// <summary>Whether the address is in a pause. Tries at the same moment wait for each other until the transaction ends.</summary>
    public async Task<bool> ArePausedAsync(EmailAddress address, TryLimit limit, CancellationToken cancellationToken)
    {
        var hash = HashOf(address, limit);
        await locks.HoldNameAsync("tries:" + hash, cancellationToken);
        var tries = await db.AddressTries.FindAsync([hash], cancellationToken);
        return tries?.IsPausedAt(clock.GetCurrentInstant(), limit) == true;
    }

    public async Task AddAsync(EmailAddress address, TryLimit limit, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var hash = HashOf(address, limit);
        if (await db.AddressTries.FindAsync([hash], cancellationToken) is { } tries)
        {
            tries.Add(now, limit);
        }
        else
        {
            db.AddressTries.Add(new AddressTries(hash, now));
        }

        // Whoever tries also sweeps: addresses typed by mistake are forgotten in time.
        var old = retention.Before(KeptData.Tries, now);
        await db.AddressTries.Where(t => t.LastAt < old && t.Hash != hash).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task ForgetAsync(EmailAddress address, TryLimit limit, CancellationToken cancellationToken)
    {
        var hash = HashOf(address, limit);
        if (await db.AddressTries.FindAsync([hash], cancellationToken) is { } tries)
        {
            db.AddressTries.Remove(tries);
        }
    }

    private static string HashOf(EmailAddress address, TryLimit limit) => Secrets.Hash($"{limit.Purpose}:{address.Normalized}");
}
