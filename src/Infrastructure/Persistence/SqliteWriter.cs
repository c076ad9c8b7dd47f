using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// One writer at a time in this process: SQLite has one anyway, and its driver waits by polling. Writers queue for one thread,
/// which goes from one transaction straight to the next; handed from thread to thread, the turn is lost in between for longer
/// than a transaction takes. Each commits by itself. A second thread makes durable all that was committed since it last did,
/// at once, while the first goes on; only then is any of them answered, but those that said they do not wait for it.
/// </summary>
public sealed class SqliteWriter : IDisposable
{
    private readonly BlockingCollection<Turn> _queue = [];
    private readonly BlockingCollection<Turn> _committed = [];
    private readonly Action _makeDurable;
    private readonly Lazy<(Thread Writes, Thread MakesDurable)> _threads;

    /// <param name="makeDurable">Returns once all that was committed survives a power cut.</param>
    internal SqliteWriter(Action makeDurable)
    {
        _makeDurable = makeDurable;
        _threads = new(() => (Start(Write, "SQLite writer"), Start(MakeDurable, "SQLite log")));
    }

    /// <summary>The writer of this database.</summary>
    public static SqliteWriter Of(DatabaseChoice database)
    {
        var log = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource + "-wal";
        return new(() => Flush(log));
    }

    /// <summary>Runs the work when its turn comes, and answers once it is durable. Cancelled before its turn, it does not run at all.</summary>
    /// <param name="work">Ends with its transaction.</param>
    /// <param name="cancellationToken">Of no use once its turn has come.</param>
    /// <param name="untilDurable">False: answers once it is committed. A power cut may take it back, and all after it with it.</param>
    public Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken, bool untilDurable = true)
    {
        _ = _threads.Value;

        // The language of the request, among others, follows it to the other thread.
        var turn = new Turn<T>(work, ExecutionContext.Capture(), untilDurable, cancellationToken);
        _queue.Add(turn, CancellationToken.None);
        return turn.Done;
    }

    /// <summary>Waits until all that could be read when this was asked survives a power cut.</summary>
    public Task DurableAsync(CancellationToken cancellationToken) => RunAsync(static () => Task.FromResult(true), cancellationToken);

    /// <summary>Lets what waits finish.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        if (_threads.IsValueCreated)
        {
            _threads.Value.Writes.Join();
            _threads.Value.MakesDurable.Join();
        }

        _queue.Dispose();
        _committed.Dispose();
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
        foreach (var turn in _queue.GetConsumingEnumerable())
        {
            turn.Run();
            if (!turn.UntilDurable)
            {
                turn.Answer(lost: null);
            }

            _committed.Add(turn);
        }

        _committed.CompleteAdding();
    }

    private void MakeDurable()
    {
        var together = new List<Turn>();
        foreach (var first in _committed.GetConsumingEnumerable())
        {
            together.Add(first);
            while (_committed.TryTake(out var next))
            {
                together.Add(next);
            }

            var lost = Flush();
            foreach (var turn in together.Where(turn => turn.UntilDurable))
            {
                turn.Answer(lost);
            }

            together.Clear();
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

    private abstract class Turn(bool untilDurable)
    {
        public bool UntilDurable => untilDurable;

        /// <summary>Runs the work, and says nothing of it yet.</summary>
        public abstract void Run();

        /// <summary>Says what came of it.</summary>
        /// <param name="lost">Why what was written may not be durable; null when it is.</param>
        public abstract void Answer(Exception? lost);
    }

    private sealed class Turn<T>(Func<Task<T>> work, ExecutionContext? context, bool untilDurable, CancellationToken cancellationToken) : Turn(untilDurable)
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
            if (_ended!.IsCompletedSuccessfully && lost is not null)
            {
                _done.SetException(lost);
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
                Task.WaitAny(_ended);
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
