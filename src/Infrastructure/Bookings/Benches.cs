using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Infrastructure.Bookings;

/// <summary>On SQLite a trigger refuses an overlap; the write transaction is already the only one.</summary>
internal sealed class SqliteBenches(RepairNetDb db) : IBenches
{
    // Raised by RAISE(ABORT) in a trigger (SQLITE_CONSTRAINT_TRIGGER), and by the unique key on bench and start.
    private const int ConstraintTrigger = 1811;
    private const int ConstraintUnique = 2067;

    public async Task<bool> TryTakeAsync(BookingId booking, PlaceId place, int bench, TimeRange time, CancellationToken cancellationToken)
    {
        try
        {
            var (start, end) = (time.Start.ToUnixTimeMilliseconds(), time.End.ToUnixTimeMilliseconds());
            await db.Database.ExecuteSqlAsync($"INSERT INTO occupancies (booking_id, place_id, bench, start, \"end\") VALUES ({booking.Value}, {place.Value}, {bench}, {start}, {end})", cancellationToken);
            return true;
        }
        catch (SqliteException e) when (e.SqliteExtendedErrorCode is ConstraintTrigger or ConstraintUnique)
        {
            return false;
        }
    }

    public Task ReleaseAsync(BookingId booking, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM occupancies WHERE booking_id = {booking.Value}", cancellationToken);

    public async Task<bool> TryClaimKeyAsync(IdempotentRequest request, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync($"INSERT INTO idempotent_requests (key_hash, body_hash, booking_id, created_at) VALUES ({request.KeyHash}, {request.BodyHash}, {request.BookingId.Value}, {request.CreatedAt.ToUnixTimeMilliseconds()}) ON CONFLICT DO NOTHING", cancellationToken) == 1;
}

/// <summary>
/// On PostgreSQL an exclusion constraint refuses an overlap. ON CONFLICT DO NOTHING waits for whoever is taking the bench,
/// and never deadlocks as a plain insert into the constraint does.
/// </summary>
internal sealed class PostgresBenches(RepairNetDb db) : IBenches
{
    public async Task<bool> TryTakeAsync(BookingId booking, PlaceId place, int bench, TimeRange time, CancellationToken cancellationToken)
    {
        Instant start = time.Start, end = time.End;
        return await db.Database.ExecuteSqlAsync($"INSERT INTO occupancies (booking_id, place_id, bench, start, \"end\") VALUES ({booking.Value}, {place.Value}, {bench}, {start}, {end}) ON CONFLICT DO NOTHING", cancellationToken) == 1;
    }

    public Task ReleaseAsync(BookingId booking, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM occupancies WHERE booking_id = {booking.Value}", cancellationToken);

    public async Task<bool> TryClaimKeyAsync(IdempotentRequest request, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync($"INSERT INTO idempotent_requests (key_hash, body_hash, booking_id, created_at) VALUES ({request.KeyHash}, {request.BodyHash}, {request.BookingId.Value}, {request.CreatedAt}) ON CONFLICT DO NOTHING", cancellationToken) == 1;
}
