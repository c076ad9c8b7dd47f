using System.Collections.Concurrent;
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
    // Raised by RAISE(ABORT) in a trigger (SQLITE_CONSTRAINT_TRIGGER).
    private const int ConstraintTrigger = 1811;

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

    public Task<bool> TryBookAsync(Booking booking, OutboxMessage? message, NetworkBooking? network, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            BulkRows.Of<Occupancy>(db).AddOneKept(db, new Occupancy(booking.Id, booking.PlaceId, booking.Bench, booking.Occupancy));
        }
        catch (SqliteException e) when (IsTaken(e))
        {
            return Task.FromResult(false);
        }

        BulkRows.Of<Booking>(db).AddOneKept(db, booking);
        if (message is not null)
        {
            BulkRows.Of<OutboxMessage>(db).AddOneKept(db, message);
        }

        if (network is not null)
        {
            BulkRows.Of<NetworkBooking>(db).AddOneKept(db, network);
        }

        return Task.FromResult(true);
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

    /// <summary>The bench is taken: said by the trigger.</summary>
    private static bool IsTaken(SqliteException e) => e.SqliteExtendedErrorCode == ConstraintTrigger;

    public Task ReleaseAsync(BookingId booking, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM occupancies WHERE booking_id = {booking.Value}", cancellationToken);

    public async Task<bool> TryClaimKeyAsync(IdempotentRequest request, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync($"INSERT INTO idempotent_requests (key_hash, body_hash, booking_id, created_at) VALUES ({request.KeyHash}, {request.BodyHash}, {request.BookingId.Value}, {request.CreatedAt.ToUnixTimeMilliseconds()}) ON CONFLICT DO NOTHING", cancellationToken) == 1;
}

/// <summary>
/// On PostgreSQL an exclusion constraint refuses an overlap. ON CONFLICT DO NOTHING waits for whoever is taking the bench,
/// and never deadlocks as a plain insert into the constraint does.
/// </summary>
internal sealed class PostgresBenches(RepairNetDb db, GroupMembership membership, BookingGroups groups) : IBenches
{
    private static readonly ConcurrentDictionary<string, string> Numbered = new();

    /// <summary>To be claimed by the next booking of a group.</summary>
    private IdempotentRequest? _key;
    private GroupedBooking? _grouped;

    /// <summary>
    /// One statement for all locks. KEY SHARE is what the booking's own foreign key takes later, and is enough: whoever changes the hours takes FOR UPDATE.
    /// Each statement of the batch sees what was committed when it begins, so the hours are read after the lock is had.
    /// </summary>
    public async Task<HeldBenches?> HoldAsync(PlaceId place, Instant from, Instant to, BookingId except, BookingCandidate? candidate, CancellationToken cancellationToken)
    {
        if (membership.IsMember)
        {
            (_grouped, _key) = (new GroupedBooking(db, place, from, to, candidate ?? throw new LeftGroupException(), _key), null);
            membership.WhenLeft(_grouped.Leave);
            return await groups.HoldAsync(_grouped);
        }

        await using var batch = Batch();
        var locks = Add(batch, LockText(candidate));
        locks.Add(new NpgsqlParameter<Guid> { TypedValue = place.Value });
        foreach (var name in LockNames(place, candidate))
        {
            locks.Add(new NpgsqlParameter<string> { TypedValue = name });
        }

        var ofPlace = Add(batch, Numbered.GetOrAdd(HeldReading.OfPlace(candidate), Number, "place reference earliest from to except network since"));
        ofPlace.Add(new NpgsqlParameter<Guid> { TypedValue = place.Value });
        ofPlace.Add(new NpgsqlParameter<string> { TypedValue = candidate?.Reference.Value ?? "" });
        ofPlace.Add(new NpgsqlParameter<Instant> { TypedValue = HeldReading.Earliest(from) });
        ofPlace.Add(new NpgsqlParameter<Instant> { TypedValue = from });
        ofPlace.Add(new NpgsqlParameter<Instant> { TypedValue = to });
        ofPlace.Add(new NpgsqlParameter<Guid> { TypedValue = except.Value });
        if (candidate?.NetworkHash is { } counted)
        {
            ofPlace.Add(new NpgsqlParameter<string> { TypedValue = counted });
            ofPlace.Add(new NpgsqlParameter<Instant> { TypedValue = candidate.CountedSince });
        }

        if (candidate?.ContactKey is { } person)
        {
            var ofContact = Add(batch, Numbered.GetOrAdd(HeldReading.OfContact(candidate), Number, "place contact now"));
            ofContact.Add(new NpgsqlParameter<Guid> { TypedValue = place.Value });
            ofContact.Add(new NpgsqlParameter<string> { TypedValue = person });
            ofContact.Add(new NpgsqlParameter<Instant> { TypedValue = candidate.Now });
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await HeldReading.ReadAsync(reader, reader.GetFieldValue<Instant>, cancellationToken);
    }

    public async Task<bool> TryBookAsync(Booking booking, OutboxMessage? message, NetworkBooking? network, bool isLast, CancellationToken cancellationToken)
    {
        if (membership.IsMember)
        {
            await (isLast && _grouped is not null ? _grouped.BookAsync(new NewBooking(booking, message, network, _grouped.Key)) : throw new LeftGroupException());
            membership.Done();
            return true;
        }

        await using var batch = Batch();
        batch.BatchCommands.Add(NewBooking.Insert(db, [new NewBooking(booking, message, network, Key: null)]));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    public async Task<bool> TryTakeAsync(BookingId booking, PlaceId place, int bench, TimeRange time, CancellationToken cancellationToken)
    {
        Instant start = time.Start, end = time.End;
        return await db.Database.ExecuteSqlAsync($"INSERT INTO occupancies (booking_id, place_id, bench, start, \"end\") VALUES ({booking.Value}, {place.Value}, {bench}, {start}, {end}) ON CONFLICT DO NOTHING", cancellationToken) == 1;
    }

    public Task ReleaseAsync(BookingId booking, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM occupancies WHERE booking_id = {booking.Value}", cancellationToken);

    /// <summary>In a group it is claimed with the booking; who finds it claimed before that books alone.</summary>
    public async Task<bool> TryClaimKeyAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        if (membership.IsMember)
        {
            _key = request;
            return true;
        }

        _key = null;
        return await db.Database.ExecuteSqlAsync($"INSERT INTO idempotent_requests (key_hash, body_hash, booking_id, created_at) VALUES ({request.KeyHash}, {request.BodyHash}, {request.BookingId.Value}, {request.CreatedAt}) ON CONFLICT DO NOTHING", cancellationToken) == 1;
    }

    /// <summary>
    /// The person first, then the network, then the place: always in this order, so that nobody waits in a circle. CASE keeps the order, which AND would not;
    /// rows are locked after the conditions on them.
    /// </summary>
    private static string LockText(BookingCandidate? candidate) => (candidate?.ContactKey, candidate?.NetworkHash) switch
    {
        (null, null) => "SELECT 1 FROM places WHERE id = $1 FOR KEY SHARE",
        (null, _) or (_, null) => "SELECT 1 FROM places WHERE id = $1 AND pg_advisory_xact_lock(hashtextextended($2, 0)) IS NOT NULL FOR KEY SHARE",
        _ => """
            SELECT 1 FROM places WHERE id = $1
            AND CASE WHEN pg_advisory_xact_lock(hashtextextended($2, 0)) IS NOT NULL THEN pg_advisory_xact_lock(hashtextextended($3, 0)) IS NOT NULL END FOR KEY SHARE
            """,
    };

    /// <summary>What the locks of a booking are called, besides that of its place: of the person, of the network.</summary>
    internal static IEnumerable<string> LockNames(PlaceId place, BookingCandidate? candidate)
    {
        if (candidate?.ContactKey is { } contact)
        {
            yield return $"books:{place}:{contact}";
        }

        if (candidate?.NetworkHash is { } network)
        {
            yield return $"network:{network}";
        }
    }

    private NpgsqlBatch Batch()
    {
        var batch = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateBatch();
        batch.Transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        return batch;
    }

    private static NpgsqlParameterCollection Add(NpgsqlBatch batch, string text)
    {
        var command = new NpgsqlBatchCommand(text);
        batch.BatchCommands.Add(command);
        return command.Parameters;
    }

    /// <summary>The text with numbers for its parameters: those that are named so, in the order of their names.</summary>
    private static string Number(string text, string names) =>
        names.Split(' ').Select((name, i) => (name, i)).Aggregate(text, (numbered, p) => numbered.Replace($"@{p.name}", $"${p.i + 1}", StringComparison.Ordinal));
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

    private static readonly string OpenOfContact = OpenOf("@contact", "@place", "@now") + ";";

    /// <summary>A row for each time a bench is taken, or one row without a bench; none if the place does not exist. The first columns are the same in all.</summary>
    public static string OfPlace(BookingCandidate? candidate) => candidate?.NetworkHash is null ? OfPlaceAlone : OfPlaceAndNetwork;

    /// <summary>What each open booking of one person is for: no more rows than anyone needs to see that they book enough. Empty where nobody is asked for.</summary>
    public static string OfContact(BookingCandidate? candidate) => candidate?.ContactKey is null ? "" : OpenOfContact;

    /// <summary>What each open booking is for, of the person, at the place and from the time that these expressions name.</summary>
    public static string OpenOf(string contact, string place, string now) => $"""
        SELECT b.item_category, b.item_brand, b.item_model, b.item_problem, b.more_items FROM bookings b
        WHERE b.contact_key = {contact} AND b.place_id = {place} AND b.status IN ('Confirmed', 'ToConfirm') AND b.start > {now} ORDER BY b.start LIMIT 50
        """;

    /// <summary>Reads it, its first column being this one.</summary>
    public static IReadOnlyList<BookedItem> Items(DbDataReader reader, int first)
    {
        return [new BookedItem(reader.GetString(first), Text(first + 1), Text(first + 2), reader.GetString(first + 3)), .. MoreItemsText.Read(reader.GetString(first + 4))];

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

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
                open.Add(Items(reader, 0));
            }
        }

        return new HeldBenches(version, busy, referenceTaken, open, network);
    }
}
