using NodaTime;
using Npgsql;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
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
                held = await ReadAsync(connection, group);
            }
            catch (NpgsqlException)
            {
                // Nothing is written. Each tries alone, and hears of it if it goes on.
                group.ForEach(booking => booking.SendAway());
                return;
            }

            await DecideAsync(group, held);
            var decided = group.FindAll(booking => booking.Decision is not null);
            if (decided.Count == 0)
            {
                return;
            }

            try
            {
                var written = await WriteAsync(connection, decided);
                decided.ForEach(booking => booking.Settle(written.Contains(booking.Decision!.Booking.Id.Value)));
            }
            catch (PostgresException)
            {
                // The server refused it all for what one of them did, and nothing is written. An end of the connection is no such answer: it may be.
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

    /// <summary>
    /// Locks, then reads. Each statement sees what was committed when it begins, so what the locks guard is read after they are had. KEY SHARE is what the foreign key of a
    /// booking takes later, and is enough: whoever changes the hours takes FOR UPDATE.
    /// </summary>
    /// <returns>Of each booking but those whose locks somebody else has, whose key is claimed, or whose place there is not.</returns>
    internal static async Task<Dictionary<GroupedBooking, HeldBenches>> ReadAsync(NpgsqlConnection connection, List<GroupedBooking> group)
    {
        var names = group.ConvertAll(booking => PostgresBenches.LockNames(booking.Place, booking.Candidate).ToArray());
        var places = group.ConvertAll(booking => booking.Place.Value).ToArray();
        await using var batch = connection.CreateBatch();
        Add(batch, "BEGIN");
        Add(batch, "SELECT pg_try_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name", [.. names.SelectMany(n => n)]);
        Add(batch, "SELECT id FROM places WHERE id = ANY($1) FOR KEY SHARE SKIP LOCKED", places);
        var ofPlaces = Add(batch, HeldReading.OfPlacesOfGroup, places);
        ofPlaces.Add(Array(group, booking => booking.Candidate.Reference.Value));
        ofPlaces.Add(Array(group, booking => booking.Key?.KeyHash));
        ofPlaces.Add(Array(group, booking => booking.Candidate.NetworkHash));
        ofPlaces.Add(Array(group, booking => booking.Candidate.CountedSince));
        ofPlaces.Add(Array(group, booking => HeldReading.Earliest(booking.From)));
        ofPlaces.Add(Array(group, booking => booking.From));
        ofPlaces.Add(Array(group, booking => booking.To));
        var ofContacts = Add(batch, HeldReading.OfContactsOfGroup, places);
        ofContacts.Add(Array(group, booking => booking.Candidate.ContactKey));
        ofContacts.Add(Array(group, booking => booking.Candidate.Now));

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

        await reader.NextResultAsync();
        var locked = new HashSet<Guid>();
        while (await reader.ReadAsync())
        {
            locked.Add(reader.GetGuid(0));
        }

        await reader.NextResultAsync();
        return await HeldReading.ReadGroupAsync(reader, group, i => isFree[i] && locked.Contains(places[i]));
    }

    /// <summary>Lets each decide, one after the other, and waits for all.</summary>
    private static async Task DecideAsync(List<GroupedBooking> group, Dictionary<GroupedBooking, HeldBenches> held)
    {
        var undecided = new Countdown(held.Count);
        foreach (var booking in group)
        {
            if (held.TryGetValue(booking, out var benches))
            {
                booking.Give(benches, undecided);
            }
            else
            {
                booking.SendAway();
            }
        }

        try
        {
            await undecided.Ended.WaitAsync(LongestThought);
        }
        catch (TimeoutException)
        {
            group.ForEach(booking => booking.LeaveBehind());
        }
    }

    /// <summary>Takes the benches and writes the bookings that had theirs, and commits.</summary>
    /// <returns>The bookings that are written.</returns>
    private static async Task<HashSet<Guid>> WriteAsync(NpgsqlConnection connection, List<GroupedBooking> decided)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(NewBooking.Insert(decided[0].Db, decided.ConvertAll(booking => booking.Decision!)));
        Add(batch, "COMMIT");
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

    private static NpgsqlParameter<T[]> Array<T>(List<GroupedBooking> group, Func<GroupedBooking, T> value) => new() { TypedValue = [.. group.Select(value)] };

    private static void Add(NpgsqlBatch batch, string text) => batch.BatchCommands.Add(new NpgsqlBatchCommand(text));

    private static NpgsqlParameterCollection Add<T>(NpgsqlBatch batch, string text, T[] first)
    {
        var command = new NpgsqlBatchCommand(text) { Parameters = { new NpgsqlParameter<T[]> { TypedValue = first } } };
        batch.BatchCommands.Add(command);
        return command.Parameters;
    }
}

/// <summary>A booking on its way through a group.</summary>
/// <param name="db">Of its scope, for the mapping of rows only.</param>
internal sealed class GroupedBooking(RepairNetDb db, PlaceId place, Instant from, Instant to, BookingCandidate candidate, IdempotentRequest? key)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<HeldBenches?> _held = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Countdown? _undecided;

    public RepairNetDb Db => db;

    public PlaceId Place => place;

    public Instant From => from;

    public Instant To => to;

    public BookingCandidate Candidate => candidate;

    public IdempotentRequest? Key => key;

    /// <summary>What it is decided on.</summary>
    public Task<HeldBenches?> Held => _held.Task;

    /// <summary>What is to be written; null if it did not come to that, or not yet.</summary>
    public NewBooking? Decision { get; private set; }

    /// <summary>Lets it decide, on this thread, until it has or waits for something.</summary>
    public void Give(HeldBenches? benches, Countdown undecided)
    {
        _undecided = undecided;
        _held.SetResult(benches);
    }

    /// <summary>It is to book alone.</summary>
    public void SendAway() => _held.TrySetException(new LeftGroupException());

    /// <summary>It has not decided: the group goes on without it.</summary>
    public void LeaveBehind() => Decided();

    /// <summary>It is written and durable, or to be done again alone.</summary>
    public void Settle(bool isWritten)
    {
        if (isWritten)
        {
            _written.TrySetResult();
        }
        else
        {
            _written.TrySetException(new LeftGroupException());
        }
    }

    /// <summary>Whether it is written nobody knows.</summary>
    public void Fail(Exception exception)
    {
        if (!_held.TrySetException(exception) && Decision is not null)
        {
            _written.TrySetException(exception);
        }
    }

    /// <summary>Has it written.</summary>
    /// <exception cref="LeftGroupException">Nothing of it is written, and it is to book alone.</exception>
    public Task BookAsync(NewBooking booking) => Decided(booking) ? _written.Task : throw new LeftGroupException();

    /// <summary>It has ended, or goes on alone: nobody waits for it any more.</summary>
    public void Leave() => Decided();

    /// <summary>It has decided, once.</summary>
    private bool Decided(NewBooking? decision = null)
    {
        Countdown? undecided;
        lock (_lock)
        {
            (undecided, _undecided) = (_undecided, null);
            if (undecided is null)
            {
                return false;
            }

            Decision = decision;
        }

        undecided.One();
        return true;
    }
}

/// <summary>So many are waited for.</summary>
internal sealed class Countdown
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left;

    public Countdown(int count)
    {
        _left = count;
        if (count == 0)
        {
            _ended.SetResult();
        }
    }

    public Task Ended => _ended.Task;

    /// <summary>One less.</summary>
    public void One()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _ended.SetResult();
        }
    }
}
