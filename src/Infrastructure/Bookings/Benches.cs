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
        var command = KeptCommands.Of(db, HeldReading.OfPlace(candidate) + HeldReading.OfContact(candidate));
        command.Parameters.AddWithValue("@place", place.Value);
        command.Parameters.AddWithValue("@reference", candidate?.Reference.Value ?? "");
        command.Parameters.AddWithValue("@earliest", HeldReading.Earliest(from).ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("@from", from.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("@to", to.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("@except", except.Value);
        if (candidate?.NetworkHash is { } network)
        {
            command.Parameters.AddWithValue("@network", network);
            command.Parameters.AddWithValue("@since", candidate.CountedSince.ToUnixTimeMilliseconds());
        }

        if (candidate?.ContactKey is { } contact)
        {
            command.Parameters.AddWithValue("@contact", contact);
            command.Parameters.AddWithValue("@now", candidate.Now.ToUnixTimeMilliseconds());
        }

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
        var locks = batch.BatchCommands.Count;
        var ofPlace = Add(HeldReading.OfPlace(candidate));
        ofPlace.Add(new NpgsqlParameter<Guid>("place", place.Value));
        ofPlace.Add(new NpgsqlParameter<string>("reference", candidate?.Reference.Value ?? ""));
        ofPlace.Add(new NpgsqlParameter<Instant>("earliest", HeldReading.Earliest(from)));
        ofPlace.Add(new NpgsqlParameter<Instant>("from", from));
        ofPlace.Add(new NpgsqlParameter<Instant>("to", to));
        ofPlace.Add(new NpgsqlParameter<Guid>("except", except.Value));
        if (candidate?.NetworkHash is { } counted)
        {
            ofPlace.Add(new NpgsqlParameter<string>("network", counted));
            ofPlace.Add(new NpgsqlParameter<Instant>("since", candidate.CountedSince));
        }

        if (candidate?.ContactKey is { } person)
        {
            var ofContact = Add(HeldReading.OfContact(candidate));
            ofContact.Add(new NpgsqlParameter<Guid>("place", place.Value));
            ofContact.Add(new NpgsqlParameter<string>("contact", person));
            ofContact.Add(new NpgsqlParameter<Instant>("now", candidate.Now));
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (; locks > 0; locks--)
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

/// <summary>
/// What a booking must know, in the SQL that both databases speak. What is not asked is left out of the text, rather than guarded by a
/// condition on a parameter: PostgreSQL would think of such a statement anew each time, for several times what it takes to run.
/// </summary>
internal static class HeldReading
{
    private const string Head = "SELECT s.version, EXISTS (SELECT 1 FROM bookings WHERE reference = @reference), ";

    private const string OfNetwork = "(SELECT count(*) FROM network_bookings WHERE network_hash = @network AND \"at\" > @since)";

    private const string Tail = """
        , o.bench, o.start, o."end" FROM places p CROSS JOIN offer_state s
        LEFT JOIN occupancies o ON o.place_id = p.id AND o.start > @earliest AND o.start < @to AND o."end" > @from AND o.booking_id <> @except
        WHERE p.id = @place;
        """;

    private const string OfPlaceAlone = Head + "0" + Tail;

    private const string OfPlaceAndNetwork = Head + OfNetwork + Tail;

    private const string OpenOfContact = """
        SELECT b.item_category, b.item_brand, b.item_model, b.item_problem, b.more_items FROM bookings b
        WHERE b.contact_key = @contact AND b.place_id = @place AND b.status IN ('Confirmed', 'ToConfirm') AND b.start > @now ORDER BY b.start LIMIT 50;
        """;

    /// <summary>A row for each time a bench is taken, or one row without a bench; none if the place does not exist. The first columns are the same in all.</summary>
    public static string OfPlace(BookingCandidate? candidate) => candidate?.NetworkHash is null ? OfPlaceAlone : OfPlaceAndNetwork;

    /// <summary>What each open booking of one person is for: no more rows than anyone needs to see that they book enough. Empty where nobody is asked for.</summary>
    public static string OfContact(BookingCandidate? candidate) => candidate?.ContactKey is null ? "" : OpenOfContact;

    /// <summary>No occupancy is longer than this, so the index on start bounds the search at both ends.</summary>
    public static Instant Earliest(Instant from) => from - Duration.FromMinutes(BookingTerms.LongestOccupancy);

    /// <summary>Reads what is of the place, then what is of the person if it was asked for.</summary>
    public static async Task<HeldBenches?> ReadAsync(DbDataReader reader, Func<int, Instant> instant, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var (version, referenceTaken, network) = (reader.GetInt64(0), reader.GetBoolean(1), (int)reader.GetInt64(2));
        var busy = new List<BusyTime>();
        do
        {
            if (!reader.IsDBNull(3))
            {
                busy.Add(new BusyTime(reader.GetInt32(3), new TimeRange(instant(4), instant(5))));
            }
        }
        while (await reader.ReadAsync(cancellationToken));

        var open = new List<IReadOnlyList<BookedItem>>();
        if (await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                open.Add([new BookedItem(reader.GetString(0), Text(1), Text(2), reader.GetString(3)), .. MoreItemsText.Read(reader.GetString(4))]);
            }
        }

        return new HeldBenches(version, busy, referenceTaken, open, network);

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
