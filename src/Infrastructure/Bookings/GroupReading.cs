using NodaTime;
using Npgsql;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Infrastructure.Bookings;

/// <summary>What the bookings of a group must know, for all of them at once.</summary>
internal static class GroupReading
{
    /// <summary>
    /// What a booking must know of its place, as <see cref="HeldReading.OfPlace"/>, of several at once: each has its number, from 1. A subquery with OFFSET, or that gives a value, is asked for each of them by its index; a join might
    /// be thought of as one through the whole table.
    /// </summary>
    public const string OfPlaces = """
        SELECT c.n, s.version, (SELECT true FROM bookings WHERE reference = c.reference), (SELECT count(*) FROM network_bookings WHERE network_hash = c.network AND "at" > c.since),
          (SELECT true FROM idempotent_requests WHERE key_hash = c.key), o.bench, o.start, o."end"
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
          WITH ORDINALITY AS c(place, reference, key, network, since, earliest, begins, ends, n)
        CROSS JOIN offer_state s
        LEFT JOIN LATERAL (
          SELECT bench, start, "end" FROM occupancies WHERE place_id = c.place AND start > c.earliest AND start < c.ends AND "end" > c.begins OFFSET 0) o ON true
        """;

    /// <summary>What it must know of its person, as <see cref="HeldReading.OfContact"/>, by the same numbers.</summary>
    public static readonly string OfContacts = $"""
        SELECT c.n, o.* FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) WITH ORDINALITY AS c(place, contact, now, n)
        CROSS JOIN LATERAL ({HeldReading.OpenOf("c.contact", "c.place", "c.now")}) o
        """;

    /// <summary>
    /// Locks, then reads; what none of them asks is left out. Each statement sees what was committed when it begins, so what the locks guard is read after they are had. KEY SHARE
    /// is what the foreign key of a booking takes later, and is enough: whoever changes the hours takes FOR UPDATE.
    /// </summary>
    /// <returns>Of each booking but those whose locks somebody else has, whose key is claimed, or whose place there is not.</returns>
    public static async Task<Dictionary<GroupedBooking, HeldBenches>> ReadAsync(NpgsqlConnection connection, List<GroupedBooking> group)
    {
        var names = group.ConvertAll(booking => PostgresBenches.LockNames(booking.Place, booking.Candidate).ToArray());
        var places = group.ConvertAll(booking => booking.Place.Value).ToArray();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        var isLocking = names.Exists(n => n.Length > 0);
        if (isLocking)
        {
            Add(batch, "SELECT pg_try_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name", [.. names.SelectMany(n => n)]);
        }

        Add(batch, "SELECT id FROM places WHERE id = ANY($1) FOR KEY SHARE SKIP LOCKED", places);
        var ofPlaces = Add(batch, OfPlaces, places);
        ofPlaces.Add(Array(group, booking => booking.Candidate.Reference.Value));
        ofPlaces.Add(Array(group, booking => booking.Key?.KeyHash));
        ofPlaces.Add(Array(group, booking => booking.Candidate.NetworkHash));
        ofPlaces.Add(Array(group, booking => booking.Candidate.CountedSince));
        ofPlaces.Add(Array(group, booking => HeldReading.Earliest(booking.From)));
        ofPlaces.Add(Array(group, booking => booking.From));
        ofPlaces.Add(Array(group, booking => booking.To));
        if (group.Exists(booking => booking.Candidate.ContactKey is not null))
        {
            var ofContacts = Add(batch, OfContacts, places);
            ofContacts.Add(Array(group, booking => booking.Candidate.ContactKey));
            ofContacts.Add(Array(group, booking => booking.Candidate.Now));
        }

        await using var reader = await batch.ExecuteReaderAsync();
        var isFree = new bool[group.Count];
        for (var i = 0; i < group.Count; i++)
        {
            isFree[i] = true;
            foreach (var _ in names[i])
            {
                await reader.ReadAsync();
                isFree[i] &= reader.GetBoolean(0);
            }
        }

        if (isLocking)
        {
            await reader.NextResultAsync();
        }

        var locked = new HashSet<Guid>();
        while (await reader.ReadAsync())
        {
            locked.Add(reader.GetGuid(0));
        }

        await reader.NextResultAsync();
        return await ReadHeldAsync(reader, group, i => isFree[i] && locked.Contains(places[i]));
    }

    /// <summary>Reads what is of the places, then what is of the persons.</summary>
    /// <param name="isHeld">Whether the one at this place in the group has its locks.</param>
    /// <returns>Of each that has its locks and whose key nobody claimed.</returns>
    private static async Task<Dictionary<GroupedBooking, HeldBenches>> ReadHeldAsync(NpgsqlDataReader reader, IReadOnlyList<GroupedBooking> group, Predicate<int> isHeld)
    {
        var held = new Dictionary<GroupedBooking, (List<BusyTime> Busy, List<IReadOnlyList<BookedItem>> Open, long Version, bool ReferenceTaken, int FromNetwork)>();
        while (await reader.ReadAsync())
        {
            var number = One();
            if (!isHeld(number) || !reader.IsDBNull(4))
            {
                continue;
            }

            if (!held.TryGetValue(group[number], out var one))
            {
                held.Add(group[number], one = ([], [], reader.GetInt64(1), !reader.IsDBNull(2), (int)reader.GetInt64(3)));
            }

            if (!reader.IsDBNull(5))
            {
                one.Busy.Add(new BusyTime(reader.GetInt32(5), new TimeRange(reader.GetFieldValue<Instant>(6), reader.GetFieldValue<Instant>(7))));
            }
        }

        // Where nobody is asked for there is no such result, and nothing in it.
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (held.TryGetValue(group[One()], out var one))
            {
                one.Open.Add(HeldReading.Items(reader, 1));
            }
        }

        return held.ToDictionary(h => h.Key, h => new HeldBenches(h.Value.Version, h.Value.Busy, h.Value.ReferenceTaken, h.Value.Open, h.Value.FromNetwork));

        int One() => (int)reader.GetInt64(0) - 1;
    }

    private static NpgsqlParameter<T[]> Array<T>(List<GroupedBooking> group, Func<GroupedBooking, T> value) => new() { TypedValue = [.. group.Select(value)] };

    private static NpgsqlParameterCollection Add<T>(NpgsqlBatch batch, string text, T[] first)
    {
        var command = new NpgsqlBatchCommand(text) { Parameters = { new NpgsqlParameter<T[]> { TypedValue = first } } };
        batch.BatchCommands.Add(command);
        return command.Parameters;
    }
}
