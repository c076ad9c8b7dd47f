using System.Collections.Concurrent;
using System.Text;
using Npgsql;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Bookings;

/// <summary>A booking to be written on PostgreSQL, and what goes with it.</summary>
/// <param name="Message">About it; null for none.</param>
/// <param name="Network">Where it came from; null if that is not kept.</param>
/// <param name="Key">To be claimed with it; null if it has none, or has claimed it.</param>
internal sealed record NewBooking(Booking Booking, OutboxMessage? Message, NetworkBooking? Network, IdempotentRequest? Key)
{
    private const string Told = "told";
    private const string Seen = "seen";
    private const string Claimed = "claimed";

    private static readonly ConcurrentDictionary<(bool Told, bool Seen, bool Claimed), string> Texts = new();

    /// <summary>
    /// One statement that takes their benches, and writes those that had theirs: it returns their ids. It waits for whoever is taking one of these benches right now, in the
    /// order of the bookings.
    /// </summary>
    public static NpgsqlBatchCommand Insert(RepairNetDb db, IReadOnlyList<NewBooking> bookings)
    {
        var (occupancies, rows) = (BulkRows.Of<Occupancy>(db), BulkRows.Of<Booking>(db));
        object[] messages = [.. bookings.Select(b => b.Message).OfType<object>()];
        object[] networks = [.. bookings.Select(b => b.Network).OfType<object>()];
        object[] keys = [.. bookings.Select(b => b.Key).OfType<object>()];
        (BulkRows Rows, object[] Values, string Name, string Booking)[] others =
            [(BulkRows.Of<OutboxMessage>(db), messages, Told, "subject_id"), (BulkRows.Of<NetworkBooking>(db), networks, Seen, "booking_id"), (BulkRows.Of<IdempotentRequest>(db), keys, Claimed, "booking_id")];
        var command = new NpgsqlBatchCommand(Texts.GetOrAdd((messages.Length > 0, networks.Length > 0, keys.Length > 0), _ => Text(occupancies, rows, [.. others.Where(o => o.Values.Length > 0).Select(o => (o.Rows, o.Name, o.Booking))])));
        command.Parameters.Add(occupancies.Json([.. bookings.Select(b => new Occupancy(b.Booking.Id, b.Booking.PlaceId, b.Booking.Bench, b.Booking.Occupancy))]));
        command.Parameters.Add(rows.Json([.. bookings.Select(b => b.Booking)]));
        foreach (var other in others.Where(o => o.Values.Length > 0))
        {
            command.Parameters.Add(other.Rows.Json(other.Values));
        }

        return command;
    }

    private static string Text(BulkRows occupancies, BulkRows bookings, IReadOnlyList<(BulkRows Rows, string Name, string Booking)> others)
    {
        var parameter = 2;
        var text = new StringBuilder("WITH taken AS (").Append(occupancies.IntoFromJson(1)).Append(" ON CONFLICT DO NOTHING RETURNING booking_id)");
        foreach (var (rows, name, booking) in others)
        {
            text.Append(", ").Append(name).Append(" AS (").Append(rows.IntoFromJson(++parameter, OfTaken(booking))).Append(')');
        }

        return text.Append(' ').Append(bookings.IntoFromJson(2, OfTaken("id"))).Append(" RETURNING id").ToString();
    }

    private static string OfTaken(string booking) => $" WHERE given.{booking} IN (SELECT booking_id FROM taken)";
}
