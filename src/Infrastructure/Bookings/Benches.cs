using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;
using Npgsql;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Bookings;

/// <summary>On SQLite a trigger refuses an overlap; the write transaction is already the only one.</summary>
internal sealed class SqliteBenches(RepairNetDb db) : IBenches
{
    // Raised by RAISE(ABORT) in a trigger (SQLITE_CONSTRAINT_TRIGGER), and by the unique key on bench and start.
    private const int ConstraintTrigger = 1811;
    private const int ConstraintUnique = 2067;

    public async Task<HeldBenches?> HoldAsync(PlaceId place, Instant from, Instant to, BookingId except, BookingCandidate? candidate, CancellationToken cancellationToken)
    {
        var command = KeptCommands.Of(db, HeldReading.All);
        command.Parameters.AddWithValue("@place", place.Value);
        command.Parameters.AddWithValue("@reference", candidate?.Reference.Value ?? "");
        command.Parameters.AddWithValue("@contact", candidate?.ContactKey ?? "");
        command.Parameters.AddWithValue("@now", candidate?.Now.ToUnixTimeMilliseconds() ?? 0);
        command.Parameters.AddWithValue("@network", candidate?.NetworkHash ?? "");
        command.Parameters.AddWithValue("@since", candidate?.CountedSince.ToUnixTimeMilliseconds() ?? 0);
        command.Parameters.AddWithValue("@earliest", HeldReading.Earliest(from).ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("@from", from.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("@to", to.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("@except", except.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await HeldReading.ReadAsync(reader, column => Instant.FromUnixTimeMilliseconds(reader.GetInt64(column)), cancellationToken);
    }

    public async Task<bool> TryBookAsync(Booking booking, OutboxMessage? message, NetworkBooking? network, CancellationToken cancellationToken)
    {
        var (row, letter, origin) = (RowInsert.Of<Booking>(db), RowInsert.Of<OutboxMessage>(db), RowInsert.Of<NetworkBooking>(db));
        var command = KeptCommands.Of(
            db,
            $"INSERT INTO occupancies (booking_id, place_id, bench, start, \"end\") VALUES (@booking, @place, @bench, @start, @end); {row.Into} VALUES ({row.Values});"
            + (message is null ? "" : $" {letter.Into} VALUES ({letter.Values});")
            + (network is null ? "" : $" {origin.Into} VALUES ({origin.Values});"));
        command.Parameters.AddWithValue("@booking", booking.Id.Value);
        command.Parameters.AddWithValue("@place", booking.PlaceId.Value);
        command.Parameters.AddWithValue("@bench", booking.Bench);
        command.Parameters.AddWithValue("@start", booking.Occupancy.Start.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("@end", booking.Occupancy.End.ToUnixTimeMilliseconds());
        row.AddTo(command, booking);
        if (message is not null)
        {
            letter.AddTo(command, message);
        }

        if (network is not null)
        {
            origin.AddTo(command, network);
        }

        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (SqliteException e) when (IsTaken(e))
        {
            return false;
        }
    }

    public async Task<bool> TryTakeAsync(BookingId booking, PlaceId place, int bench, TimeRange time, CancellationToken cancellationToken)
    {
        try
        {
            var (start, end) = (time.Start.ToUnixTimeMilliseconds(), time.End.ToUnixTimeMilliseconds());
            await db.Database.ExecuteSqlAsync($"INSERT INTO occupancies (booking_id, place_id, bench, start, \"end\") VALUES ({booking.Value}, {place.Value}, {bench}, {start}, {end})", cancellationToken);
            return true;
        }
        catch (SqliteException e) when (IsTaken(e))
        {
            return false;
        }
    }

    /// <summary>The bench is taken: said by the trigger, or by the unique key on bench and start. Another unique key is no answer.</summary>
    private static bool IsTaken(SqliteException e) =>
        e.SqliteExtendedErrorCode == ConstraintTrigger || (e.SqliteExtendedErrorCode == ConstraintUnique && e.Message.Contains("occupancies.", StringComparison.Ordinal));

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
    private const string HoldName = "SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))";

    /// <summary>
    /// KEY SHARE is what the booking's own foreign key takes later, and is enough: whoever changes the hours takes FOR UPDATE.
    /// Each statement of the batch sees what was committed when it begins, so the hours are read after the lock is had.
    /// </summary>
    public async Task<HeldBenches?> HoldAsync(PlaceId place, Instant from, Instant to, BookingId except, BookingCandidate? candidate, CancellationToken cancellationToken)
    {
        await using var batch = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateBatch();
        batch.Transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        if (candidate?.ContactKey is { } contact)
        {
            Add(HoldName).Add(new NpgsqlParameter<string>("name", $"books:{place}:{contact}"));
        }

        // The person first, then the network: always in this order, so that nobody waits in a circle.
        if (candidate?.NetworkHash is { } network)
        {
            Add(HoldName).Add(new NpgsqlParameter<string>("name", $"network:{network}"));
        }

        Add("SELECT 1 FROM places WHERE id = @place FOR KEY SHARE").Add(new NpgsqlParameter<Guid>("place", place.Value));
        var ofPlace = Add(HeldReading.OfPlace);
        ofPlace.Add(new NpgsqlParameter<Guid>("place", place.Value));
        ofPlace.Add(new NpgsqlParameter<string>("reference", candidate?.Reference.Value ?? ""));
        ofPlace.Add(new NpgsqlParameter<string>("network", candidate?.NetworkHash ?? ""));
        ofPlace.Add(new NpgsqlParameter<Instant>("since", candidate?.CountedSince ?? Instant.FromUnixTimeTicks(0)));
        var ofContact = Add(HeldReading.OfContact);
        ofContact.Add(new NpgsqlParameter<Guid>("place", place.Value));
        ofContact.Add(new NpgsqlParameter<string>("contact", candidate?.ContactKey ?? ""));
        ofContact.Add(new NpgsqlParameter<Instant>("now", candidate?.Now ?? Instant.FromUnixTimeTicks(0)));
        var ofBenches = Add(HeldReading.OfBenches);
        ofBenches.Add(new NpgsqlParameter<Guid>("place", place.Value));
        ofBenches.Add(new NpgsqlParameter<Instant>("earliest", HeldReading.Earliest(from)));
        ofBenches.Add(new NpgsqlParameter<Instant>("from", from));
        ofBenches.Add(new NpgsqlParameter<Instant>("to", to));
        ofBenches.Add(new NpgsqlParameter<Guid>("except", except.Value));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var locks = batch.BatchCommands.Count - HeldReading.Results; locks > 0; locks--)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        return await HeldReading.ReadAsync(reader, reader.GetFieldValue<Instant>, cancellationToken);

        NpgsqlParameterCollection Add(string text)
        {
            var command = new NpgsqlBatchCommand(text);
            batch.BatchCommands.Add(command);
            return command.Parameters;
        }
    }

    public async Task<bool> TryBookAsync(Booking booking, OutboxMessage? message, NetworkBooking? network, CancellationToken cancellationToken)
    {
        var (row, letter, origin) = (RowInsert.Of<Booking>(db), RowInsert.Of<OutboxMessage>(db), RowInsert.Of<NetworkBooking>(db));
        await using var command = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = $"""
            WITH taken AS (
              INSERT INTO occupancies (booking_id, place_id, bench, start, "end") VALUES (@booking, @place, @bench, @start, @end)
              ON CONFLICT DO NOTHING RETURNING 1){(message is null ? "" : $", told AS ({letter.Into} SELECT {letter.Values} WHERE EXISTS (SELECT 1 FROM taken))")}{(network is null ? "" : $", seen AS ({origin.Into} SELECT {origin.Values} WHERE EXISTS (SELECT 1 FROM taken))")}
            {row.Into} SELECT {row.Values} WHERE EXISTS (SELECT 1 FROM taken)
            """;
        command.Parameters.Add(new NpgsqlParameter<Guid>("booking", booking.Id.Value));
        command.Parameters.Add(new NpgsqlParameter<Guid>("place", booking.PlaceId.Value));
        command.Parameters.Add(new NpgsqlParameter<int>("bench", booking.Bench));
        command.Parameters.Add(new NpgsqlParameter<Instant>("start", booking.Occupancy.Start));
        command.Parameters.Add(new NpgsqlParameter<Instant>("end", booking.Occupancy.End));
        row.AddTo(command, booking);
        if (message is not null)
        {
            letter.AddTo(command, message);
        }

        if (network is not null)
        {
            origin.AddTo(command, network);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

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

/// <summary>What a booking must know, in the SQL that both databases speak.</summary>
internal static class HeldReading
{
    /// <summary>Results it reads, in the order of the texts below; locks come before.</summary>
    public const int Results = 3;

    /// <summary>One row if the place exists.</summary>
    public const string OfPlace = """
        SELECT s.version, EXISTS (SELECT 1 FROM bookings WHERE reference = @reference),
          CASE WHEN @network = '' THEN 0 ELSE (SELECT count(*) FROM network_bookings WHERE network_hash = @network AND "at" > @since) END
        FROM places p, offer_state s WHERE p.id = @place;
        """;

    /// <summary>What each open booking of one person is for: no more rows than anyone needs to see that they book enough.</summary>
    public const string OfContact = """
        SELECT b.item_category, b.item_brand, b.item_model, b.item_problem, b.more_items FROM bookings b
        WHERE b.contact_key = @contact AND b.place_id = @place AND b.status IN ('Confirmed', 'ToConfirm') AND b.start > @now AND @contact <> '' ORDER BY b.start LIMIT 50;
        """;

    public const string OfBenches = "SELECT bench, start, \"end\" FROM occupancies WHERE place_id = @place AND start > @earliest AND start < @to AND \"end\" > @from AND booking_id <> @except;";

    /// <summary>All results, where one command may hold several statements.</summary>
    public const string All = OfPlace + OfContact + OfBenches;

    /// <summary>No occupancy is longer than this, so the index on start bounds the search at both ends.</summary>
    public static Instant Earliest(Instant from) => from - Duration.FromMinutes(BookingTerms.LongestOccupancy);

    /// <summary>Reads the results, in this order.</summary>
    public static async Task<HeldBenches?> ReadAsync(DbDataReader reader, Func<int, Instant> instant, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var (version, referenceTaken, network) = (reader.GetInt64(0), reader.GetBoolean(1), (int)reader.GetInt64(2));
        var open = new List<IReadOnlyList<BookedItem>>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            open.Add([new BookedItem(reader.GetString(0), Text(1), Text(2), reader.GetString(3)), .. MoreItemsText.Read(reader.GetString(4))]);
        }

        var busy = new List<BusyTime>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            busy.Add(new BusyTime(reader.GetInt32(0), new TimeRange(instant(1), instant(2))));
        }

        return new HeldBenches(version, busy, referenceTaken, open, network);

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
