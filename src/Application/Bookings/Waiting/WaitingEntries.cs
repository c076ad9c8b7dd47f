using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>Finds places in the waiting list, to change them.</summary>
internal sealed class WaitingEntries(RepairNetDb db, IRowLocks locks, IClock clock)
{
    /// <summary>The entry, locked to the end of the transaction; null if the secret opens none.</summary>
    public async Task<WaitingEntry?> HoldAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(secret);
        var id = await db.WaitingEntries.AsNoTracking().Where(e => e.SecretHash == hash).Select(e => (WaitingEntryId?)e.Id).SingleOrDefaultAsync(cancellationToken);

        // Asked again once it is held: the link may have been replaced while this waited.
        return id is { } found && await HoldAsync(found, wait: true, cancellationToken) is { } entry && entry.SecretHash == hash && entry.IsLinkOpen(clock.GetCurrentInstant()) ? entry : null;
    }

    /// <param name="wait">Whether to wait for whoever has it; else it is left to them.</param>
    public async Task<WaitingEntry?> HoldAsync(WaitingEntryId id, bool wait, CancellationToken cancellationToken) =>
        await locks.HoldWaitingEntryAsync(id, wait, cancellationToken) ? await db.WaitingEntries.SingleAsync(e => e.Id == id, cancellationToken) : null;

    /// <summary>The slot held for someone now; null if there is none.</summary>
    public Task<HeldSlot?> HeldForAsync(WaitingEntryId entry, CancellationToken cancellationToken) =>
        db.HeldSlots.SingleOrDefaultAsync(h => h.EntryId == entry && h.EndedAt == null, cancellationToken);
}

/// <summary>Reads where someone waits.</summary>
internal static class WaitingWhere
{
    /// <summary>The zone of the commune they look around.</summary>
    public static DateTimeZone ZoneOf(this TerritoryIndex index, WaitingEntry entry, IDateTimeZoneProvider zones) =>
        zones[index.Commune(entry.CommuneCode)?.TimeZoneId ?? Domain.Territories.TimeZones.Metropolitan];
}
