using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>On SQLite the one writer holds everything: only existence is left to check.</summary>
internal sealed class SqliteRowLocks(RepairNetDb db) : IRowLocks
{
    public Task<bool> HoldAgendaAsync(PlaceId place, CancellationToken cancellationToken) => db.Places.AnyAsync(p => p.Id == place, cancellationToken);

    public Task<bool> HoldBookingAsync(BookingId booking, CancellationToken cancellationToken) => db.Bookings.AnyAsync(b => b.Id == booking, cancellationToken);

    public Task<bool> HoldWaitingEntryAsync(WaitingEntryId entry, bool wait, CancellationToken cancellationToken) => db.WaitingEntries.AnyAsync(e => e.Id == entry, cancellationToken);

    public Task HoldNameAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ShareNameAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Row locks of PostgreSQL, held to the end of the transaction.</summary>
internal sealed class PostgresRowLocks(RepairNetDb db) : IRowLocks
{
    public Task<bool> HoldAgendaAsync(PlaceId place, CancellationToken cancellationToken) =>
        AnyAsync(db.Database.SqlQuery<int>($"SELECT 1 AS \"Value\" FROM places WHERE id = {place.Value} FOR UPDATE"), cancellationToken);

    public Task<bool> HoldBookingAsync(BookingId booking, CancellationToken cancellationToken) =>
        AnyAsync(db.Database.SqlQuery<int>($"SELECT 1 AS \"Value\" FROM bookings WHERE id = {booking.Value} FOR UPDATE"), cancellationToken);

    public Task<bool> HoldWaitingEntryAsync(WaitingEntryId entry, bool wait, CancellationToken cancellationToken) =>
        AnyAsync(
            wait
                ? db.Database.SqlQuery<int>($"SELECT 1 AS \"Value\" FROM waiting_entries WHERE id = {entry.Value} FOR UPDATE")
                : db.Database.SqlQuery<int>($"SELECT 1 AS \"Value\" FROM waiting_entries WHERE id = {entry.Value} FOR UPDATE SKIP LOCKED"),
            cancellationToken);

    public async Task HoldNameAsync(string name, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);

    public async Task ShareNameAsync(string name, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared(hashtextextended({name}, 0))", cancellationToken);

    private static async Task<bool> AnyAsync(IQueryable<int> rows, CancellationToken cancellationToken) =>
        (await rows.ToListAsync(cancellationToken)).Count > 0;
}
