namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// What waits for one thread, first come first. The thread sleeps until there is something: a <c>BlockingCollection</c> spins before it sleeps, and on a
/// machine of two processors that took 5 to 8 % of what bookings had (<c>bench/run sqlite</c>).
/// </summary>
internal sealed class Line<T>
{
    private readonly object _gate = new();
    private List<T> _waiting = [];
    private List<T> _taken = [];
    private bool _isClosed;

    /// <exception cref="InvalidOperationException">It is closed.</exception>
    public void Add(T item)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new InvalidOperationException("Nothing is taken any more.");
            }

            _waiting.Add(item);
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Takes nothing more; what waits is still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until there is something, and takes all of it. By one thread only, which is done with it when it asks again.</summary>
    /// <returns>Null once it is closed and empty.</returns>
    public IReadOnlyList<T>? TakeAll()
    {
        _taken.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosed)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            (_taken, _waiting) = (_waiting, _taken);
            return _taken;
        }
    }
}
