using Microsoft.Data.Sqlite;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// One writer at a time in this process: SQLite has one anyway, and its driver waits by polling. Writers queue for one thread,
/// which goes from one transaction straight to the next; handed from thread to thread, the turn is lost in between for longer
/// than a transaction takes. Those that may share a transaction and wait together are committed together: the pages that all of them change are
/// written once. The others commit each by itself. A second thread makes durable all that was committed since it last did,
/// at once, while the first goes on; only then is any of them answered, but those that said they do not wait for it.
/// </summary>
public sealed class SqliteWriter : IDisposable
{
    private readonly Line<Turn> _queue = new();
    private readonly Line<Turn> _committed = new();
    private readonly Action _makeDurable;
    private readonly SqliteWritingConnection? _writing;
    private readonly Lazy<(Thread Writes, Thread MakesDurable)> _threads;

    /// <summary>So many share a transaction at most: the first of them waits for the last.</summary>
    private const int MostTogether = 16;

    /// <param name="makeDurable">Returns once all that was committed survives a power cut.</param>
    /// <param name="writing">By which those write who share a transaction; null where nobody does.</param>
    internal SqliteWriter(Action makeDurable, SqliteWritingConnection? writing = null)
    {
        _makeDurable = makeDurable;
        _writing = writing;
        _threads = new(() => (Start(Write, "SQLite writer"), Start(MakeDurable, "SQLite log")));
    }

    /// <summary>The writer of this database.</summary>
    public static SqliteWriter Of(DatabaseChoice database, SqliteWritingConnection writing)
    {
        var log = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource + "-wal";
        return new(() => Flush(log), writing);
    }

    /// <summary>Runs the work when its turn comes, and answers once it is durable. Cancelled before its turn, it does not run at all.</summary>
    /// <param name="work">Ends with its transaction, or with its part of the one that is shared.</param>
    /// <param name="cancellationToken">Of no use once its turn has come.</param>
    /// <param name="untilDurable">False: answers once it is committed. A power cut may take it back, and all after it with it.</param>
    /// <param name="mayShare">It writes by <see cref="SqliteWritingConnection"/>, in the transaction that is shared there if there is one.</param>
    public Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken, bool untilDurable = true, bool mayShare = false)
    {
        _ = _threads.Value;

        // The language of the request, among others, follows it to the other thread.
        var turn = new Turn<T>(work, ExecutionContext.Capture(), untilDurable, mayShare && _writing is not null, cancellationToken);
        _queue.Add(turn);
        return turn.Done;
    }

    /// <summary>Waits until all that could be read when this was asked survives a power cut.</summary>
    public Task DurableAsync(CancellationToken cancellationToken) => RunAsync(static () => Task.FromResult(true), cancellationToken);

    /// <summary>Lets what waits finish.</summary>
    public void Dispose()
    {
        _queue.Close();
        if (_threads.IsValueCreated)
        {
            _threads.Value.Writes.Join();
            _threads.Value.MakesDurable.Join();
        }
    }

    private static void Flush(string log)
    {
        try
        {
            using var file = File.OpenHandle(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(file);
        }
        catch (FileNotFoundException)
        {
            // Whoever closed the database last has put all of the log in it, durably.
        }
    }

    private static Thread Start(ThreadStart work, string name)
    {
        var thread = new Thread(work) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private void Write()
    {
        while (_queue.TakeAll() is { } turns)
        {
            for (var done = 0; done < turns.Count;)
            {
                var end = done;
                while (end < turns.Count && end - done < MostTogether && turns[end].MayShare)
                {
                    end++;
                }

                done = end - done > 1 ? RunTogether(turns, done, end) : RunAlone(turns, done);
            }
        }

        _committed.Close();
    }

    /// <returns>Where the next turn stands.</returns>
    private int RunAlone(IReadOnlyList<Turn> turns, int which)
    {
        turns[which].Run();
        Committed(turns[which]);
        return which + 1;
    }

    /// <summary>Runs these turns in one transaction. Whoever fails undoes what they wrote themselves, and nobody else's.</summary>
    /// <returns>Where the next turn stands.</returns>
    private int RunTogether(IReadOnlyList<Turn> turns, int first, int end)
    {
        try
        {
            _writing!.BeginShared();
        }
#pragma warning disable CA1031 // Whatever it is, the first of them finds it too when it begins a transaction of its own, and says it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return RunAlone(turns, first);
        }

        Exception? lost = null;
        var next = first;
        while (next < end && _writing.IsSharedOpen)
        {
            turns[next++].Run();
        }

        try
        {
            _writing.CommitShared();
        }
#pragma warning disable CA1031 // Whatever it is, it is for all who wait for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            lost = e;
        }

        for (var which = first; which < next; which++)
        {
            turns[which].Undone = lost;
            Committed(turns[which]);
        }

        return next;
    }

    private void Committed(Turn turn)
    {
        if (!turn.UntilDurable)
        {
            turn.Answer(lost: null);
        }

        _committed.Add(turn);
    }

    private void MakeDurable()
    {
        while (_committed.TakeAll() is { } turns)
        {
            var lost = Flush();
            foreach (var turn in turns)
            {
                if (turn.UntilDurable)
                {
                    turn.Answer(lost);
                }
            }
        }
    }

    private Exception? Flush()
    {
        try
        {
            _makeDurable();
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, it is for whoever waits for the work.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    private abstract class Turn(bool untilDurable, bool mayShare)
    {
        public bool UntilDurable => untilDurable;

        public bool MayShare => mayShare;

        /// <summary>Why what it shared with others was not committed; null when it was.</summary>
        public Exception? Undone { get; set; }

        /// <summary>Runs the work, and says nothing of it yet.</summary>
        public abstract void Run();

        /// <summary>Says what came of it.</summary>
        /// <param name="lost">Why what was written may not be durable; null when it is.</param>
        public abstract void Answer(Exception? lost);
    }

    private sealed class Turn<T>(Func<Task<T>> work, ExecutionContext? context, bool untilDurable, bool mayShare, CancellationToken cancellationToken) : Turn(untilDurable, mayShare)
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task<T>? _ended;

        public Task<T> Done => _done.Task;

        public override void Run()
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _ended = Task.FromCanceled<T>(cancellationToken);
            }
            else if (context is null)
            {
                Work();
            }
            else
            {
                ExecutionContext.Run(context, static turn => ((Turn<T>)turn!).Work(), this);
            }
        }

        public override void Answer(Exception? lost)
        {
            if (_ended!.IsCompletedSuccessfully && (Undone ?? lost) is { } failure)
            {
                _done.SetException(failure);
            }
            else
            {
                _done.SetFromTask(_ended);
            }
        }

        /// <summary>SQLite answers at once: its driver has nothing to wait for, so the thread is not kept idle.</summary>
        private void Work()
        {
            try
            {
                _ended = work();
                if (!_ended.IsCompleted)
                {
                    Task.WaitAny(_ended);
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is for whoever waits for the work.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _ended = Task.FromException<T>(e);
            }
        }
    }
}
