using Npgsql;
using RepairNet.Application.Bookings;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Infrastructure.Persistence.Postgres;

namespace RepairNet.Infrastructure.Bookings;

/// <summary>
/// Bookings on PostgreSQL that wait at the same moment: they are read for in one message to the server, and written, with their COMMIT, in another. Each is decided by
/// itself, by the domain. In a group no two are at the same place or from the same network, so none has to know of another. A group waits for nobody but who is taking the
/// same bench: whoever is held up by somebody outside of it, or finds the bench taken, is sent away to book alone, and waits there for whom it must.
/// </summary>
internal sealed class BookingGroups(DatabaseChoice database) : IDisposable
{
    /// <summary>Bookings of a group. More would be answered later, and hardly cheaper.</summary>
    private const int Most = 16;

    /// <summary>Groups at a time: one is decided while the other waits for the disk.</summary>
    private const int AtOnce = 2;

    /// <summary>To decide takes microseconds. Whoever takes longer is left behind: others hold locks meanwhile.</summary>
    private static readonly TimeSpan LongestThought = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source = PostgresSource.OfGroups(database, AtOnce);
    private readonly Lock _lock = new();
    private readonly List<GroupedBooking> _waiting = [];

    /// <summary>How many are in each group that is under way.</summary>
    private readonly List<int> _sizes = [];

    /// <summary>How many wait for a group.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>As <see cref="IBenches.HoldAsync"/>, once its turn comes. Goes on by the thread of its group, which waits for what it decides.</summary>
    /// <exception cref="LeftGroupException">It is to book alone.</exception>
    public Task<HeldBenches?> HoldAsync(GroupedBooking booking)
    {
        List<GroupedBooking>? group;
        lock (_lock)
        {
            _waiting.Add(booking);
            group = Next();
        }

        if (group is not null)
        {
            _ = Task.Run(() => RunAllAsync(group));
        }

        return booking.Held;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>This group, and those that begin when it ends.</summary>
    private async Task RunAllAsync(List<GroupedBooking>? group)
    {
        while (group is not null)
        {
            try
            {
                await RunAsync(group);
            }
            catch (Exception e)
            {
                group.ForEach(booking => booking.Fail(e));
            }

            lock (_lock)
            {
                _sizes.Remove(group.Count);
                group = Next();
            }
        }
    }

    /// <summary>
    /// Those who came first, but for those in whose way somebody of the group stands; null while it is not time for another group. A second one begins once as many wait as are in
    /// the first: few would cost as much as many.
    /// </summary>
    private List<GroupedBooking>? Next()
    {
        if (_waiting.Count == 0 || _sizes.Count == AtOnce || (_sizes.Count > 0 && _waiting.Count < _sizes.Max()))
        {
            return null;
        }

        var group = new List<GroupedBooking>();
        var places = new HashSet<Guid>();
        var networks = new HashSet<string>();
        _waiting.RemoveAll(booking =>
        {
            if (group.Count == Most || places.Contains(booking.Place.Value) || (booking.Candidate.NetworkHash is { } network && !networks.Add(network)))
            {
                return false;
            }

            places.Add(booking.Place.Value);
            group.Add(booking);
            return true;
        });

        // Benches are taken in this order, whoever takes them: nobody waits in a circle.
        group.Sort((a, b) => a.Place.Value.CompareTo(b.Place.Value));
        _sizes.Add(group.Count);
        return group;
    }

    private async Task RunAsync(List<GroupedBooking> group)
    {
        NpgsqlConnection? connection = null;
        try
        {
            Dictionary<GroupedBooking, HeldBenches> held;
            try
            {
                connection = await _source.OpenConnectionAsync();
                held = await GroupReading.ReadAsync(connection, group);
            }
            catch (NpgsqlException)
            {
                // Nothing is written. Each tries alone, and hears of it if it goes on.
                group.ForEach(booking => booking.SendAway());
                return;
            }

            await DecideAsync(group, held);
            var decided = group.FindAll(booking => booking.Decided.Result is not null);
            if (decided.Count == 0)
            {
                return;
            }

            try
            {
                var written = await WriteAsync(connection, decided);
                decided.ForEach(booking => booking.Settle(written.Contains(booking.Decided.Result!.Booking.Id.Value)));
            }
            catch (PostgresException e) when (e.InvariantSeverity == "ERROR")
            {
                // The server refused it all for what one of them did, and nothing is written. An end of the connection, even one it announces, is no such answer: it may be.
                decided.ForEach(booking => booking.Settle(isWritten: false));
            }
        }
        finally
        {
            if (connection is not null)
            {
                // Whatever is open in it is rolled back.
                await connection.DisposeAsync();
            }
        }
    }

    /// <summary>Lets each decide, one after the other, and waits for all: each has decided then.</summary>
    private static async Task DecideAsync(List<GroupedBooking> group, Dictionary<GroupedBooking, HeldBenches> held)
    {
        foreach (var booking in group)
        {
            if (held.TryGetValue(booking, out var benches))
            {
                booking.Give(benches);
            }
            else
            {
                booking.SendAway();
            }
        }

        try
        {
            await Task.WhenAll(group.Select(booking => booking.Decided)).WaitAsync(LongestThought);
        }
        catch (TimeoutException)
        {
            group.ForEach(booking => booking.Leave());
        }
    }

    /// <summary>Takes the benches and writes the bookings that had theirs, and commits.</summary>
    /// <returns>The bookings that are written.</returns>
    private static async Task<HashSet<Guid>> WriteAsync(NpgsqlConnection connection, List<GroupedBooking> decided)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(NewBooking.Insert(decided[0].Db, decided.ConvertAll(booking => booking.Decided.Result!)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        var written = new HashSet<Guid>();
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            written.Add(reader.GetGuid(0));
        }

        // The COMMIT is answered after them.
        await reader.NextResultAsync();
        return written;
    }
}
