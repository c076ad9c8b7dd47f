namespace RepairNet.Application.Common;

/// <summary>
/// The one door to writing. On SQLite it is a queue of one (a gate, then BEGIN IMMEDIATE); on PostgreSQL a READ COMMITTED
/// transaction, run again from the start when the server chose it as the victim of a deadlock.
/// </summary>
public interface IWriteTransactions
{
    /// <summary>Runs the work, saves and commits it if <paramref name="accept"/> says so, else rolls it back.</summary>
    /// <param name="sharesCommit">
    /// It may be written together with others of its kind that wait at that moment. They are refused or undone one by one, but become visible to everyone else at once: only for what is
    /// brief, and reads what others of its kind may just have written as the transaction does. On PostgreSQL the transaction is not its own: it reads under locks, and writes, by what knows of
    /// that, once and last; what does more is begun again by itself, so the work may run twice.
    /// </param>
    Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken, bool sharesCommit = false);
}

/// <summary>What to do once the transaction of this request is committed, and never if it is not. Signals only: a crash forgets them.</summary>
public sealed class AfterCommit
{
    private readonly List<Action> _actions = [];

    public void Add(Action action) => _actions.Add(action);

    /// <summary>Called by the transaction: runs each action once.</summary>
    public void Run()
    {
        foreach (var action in _actions)
        {
            action();
        }

        _actions.Clear();
    }

    /// <summary>Called by the transaction when the work is undone.</summary>
    public void Clear() => _actions.Clear();
}

/// <summary>Locks on rows, for rules that span several rows. They last until the transaction ends; on SQLite the one writer holds them all.</summary>
public interface IRowLocks
{
    /// <summary>Nobody else may book at this place or change its agenda. False if there is no such place.</summary>
    Task<bool> HoldAgendaAsync(Domain.Common.PlaceId place, CancellationToken cancellationToken);

    /// <summary>Nobody else may change this booking. False if there is no such booking.</summary>
    Task<bool> HoldBookingAsync(Domain.Common.BookingId booking, CancellationToken cancellationToken);

    /// <summary>Nobody else may change this place in the waiting list. False if there is none, or if someone else has it and the caller does not wait.</summary>
    Task<bool> HoldWaitingEntryAsync(Domain.Common.WaitingEntryId entry, bool wait, CancellationToken cancellationToken);

    /// <summary>Whoever asks for the same name waits: for things that have no row yet (an item code, a slug).</summary>
    Task HoldNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Any number may hold the name so at once; whoever asks for it with <see cref="HoldNameAsync"/> waits for them all, and they for it.</summary>
    Task ShareNameAsync(string name, CancellationToken cancellationToken);
}
