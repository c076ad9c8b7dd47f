using System.Collections.Concurrent;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// One writer at a time in this process: SQLite has one anyway, and its driver waits by polling. Writers queue for one thread,
/// which goes from one transaction straight to the next; handed from thread to thread, the turn is lost in between for longer
/// than a transaction takes.
/// </summary>
public sealed class SqliteWriter : IDisposable
{
    private readonly BlockingCollection<Action> _queue = [];
    private readonly Lazy<Thread> _thread;

    public SqliteWriter() => _thread = new(Start);

    /// <summary>Runs the work when its turn comes. Cancelled before that, it does not run at all.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        _ = _thread.Value;
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        // The language of the request, among others, follows it to the other thread.
        var context = ExecutionContext.Capture();
        _queue.Add(
            () =>
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    done.SetCanceled(cancellationToken);
                }
                else if (context is null)
                {
                    Run(work, done);
                }
                else
                {
                    ExecutionContext.Run(context, _ => Run(work, done), null);
                }
            },
            CancellationToken.None);
        return done.Task;
    }

    /// <summary>Lets what waits finish.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        if (_thread.IsValueCreated)
        {
            _thread.Value.Join();
        }

        _queue.Dispose();
    }

    /// <summary>SQLite answers at once: its driver has nothing to wait for, so the thread is not kept idle.</summary>
    private static void Run<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(work().GetAwaiter().GetResult());
        }
        catch (OperationCanceledException e)
        {
            done.SetCanceled(e.CancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is, it is for whoever waits for the work.
        catch (Exception e)
#pragma warning restore CA1031
        {
            done.SetException(e);
        }
    }

    private Thread Start()
    {
        var thread = new Thread(() =>
        {
            foreach (var turn in _queue.GetConsumingEnumerable())
            {
                turn();
            }
        })
        { IsBackground = true, Name = "SQLite writer" };
        thread.Start();
        return thread;
    }
}
