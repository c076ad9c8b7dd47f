namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// On PostgreSQL, work that is brief may be read for and written together with others of its kind, in a transaction that is the group's. This says whether
/// the work of this scope is among them.
/// </summary>
internal sealed class GroupMembership
{
    private Action? _whenLeft;

    /// <summary>The work has no transaction of its own: what it is to read under locks and to write goes through its group.</summary>
    public bool IsMember { get; private set; }

    /// <summary>What it wrote is durable.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Its work begins.</summary>
    public void Enter() => (IsMember, IsDone, _whenLeft) = (true, false, null);

    /// <summary>A group waits for it: tell it when the work ends, with or without anything to write.</summary>
    public void WhenLeft(Action action) => _whenLeft = action;

    public void Done() => IsDone = true;

    /// <summary>Its work has ended, or goes on by itself.</summary>
    public void Leave()
    {
        IsMember = false;
        _whenLeft?.Invoke();
        _whenLeft = null;
    }
}

/// <summary>This work cannot be done in a group after all: nothing of it is written, and it is to be done again by itself.</summary>
internal sealed class LeftGroupException() : Exception("Not in a group: to be done again by itself.");
