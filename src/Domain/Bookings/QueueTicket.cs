using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Bookings;

/// <summary>Where a number of the queue stands.</summary>
public enum QueueTicketState
{
    Waiting,

    /// <summary>Called to a bench, and being served there.</summary>
    Called,
    Served,

    /// <summary>Not there when called, or gone before.</summary>
    Left,
}

/// <summary>What is done with a number of the queue.</summary>
public enum QueueMove
{
    Call,
    Serve,
    Leave,

    /// <summary>Takes back the latest move.</summary>
    Undo,
}

/// <summary>The outcome of moving a number of the queue.</summary>
public enum QueueChange
{
    Made,

    /// <summary>It already stands as asked: a button pressed twice.</summary>
    AlreadySo,

    /// <summary>Someone else moved it meanwhile: what the button showed is no longer true.</summary>
    MovedMeanwhile,
}

/// <summary>The number of someone who came to a session without an appointment.</summary>
public sealed class QueueTicket
{
    public const int MaxFirstName = 40;

    /// <summary>Numbers of one session: three signs are readable from afar.</summary>
    public const int MaxNumber = 999;

    public QueueTicket(QueueTicketId id, CafeSessionId sessionId, int number, string? category, string? firstName, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, MaxNumber);
        (Id, SessionId, Number, Category, FirstName) = (id, sessionId, number, category, firstName);
        GivenAt = ChangedAt = now;
    }

    private QueueTicket()
    {
    }

    public QueueTicketId Id { get; private set; }
    public CafeSessionId SessionId { get; private set; }

    /// <summary>From 1, in the order of arrival; no two alike in one session.</summary>
    public int Number { get; private set; }

    /// <summary>Code of the equipment category, or null.</summary>
    public string? Category { get; private set; }

    /// <summary>For the volunteers alone, until the day after.</summary>
    public string? FirstName { get; private set; }

    public QueueTicketState State { get; private set; }

    /// <summary>The bench it was called to, from 1; null until then.</summary>
    public int? Bench { get; private set; }

    public Instant GivenAt { get; private set; }

    /// <summary>When it was last moved.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>Moves it from where the button saw it.</summary>
    /// <param name="seen">How it stood on the page that asks.</param>
    /// <param name="bench">Where to call it to; only calls need one.</param>
    public QueueChange Move(QueueMove move, QueueTicketState seen, int? bench, Instant now)
    {
        var next = Next(move, seen);
        if (State != seen)
        {
            return State == next && (move != QueueMove.Call || bench == Bench) ? QueueChange.AlreadySo : QueueChange.MovedMeanwhile;
        }

        if (next is not { } state)
        {
            return QueueChange.MovedMeanwhile;
        }

        if (move == QueueMove.Call)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(bench ?? 0, 1, nameof(bench));
            Bench = bench;
        }
        else if (state == QueueTicketState.Waiting)
        {
            Bench = null;
        }

        State = state;
        ChangedAt = now;
        return QueueChange.Made;
    }

    private QueueTicketState? Next(QueueMove move, QueueTicketState from) => (move, from) switch
    {
        (QueueMove.Call, QueueTicketState.Waiting) => QueueTicketState.Called,
        (QueueMove.Serve, QueueTicketState.Called) => QueueTicketState.Served,
        (QueueMove.Leave, QueueTicketState.Waiting or QueueTicketState.Called) => QueueTicketState.Left,
        (QueueMove.Undo, QueueTicketState.Called) => QueueTicketState.Waiting,
        (QueueMove.Undo, QueueTicketState.Served) => QueueTicketState.Called,
        (QueueMove.Undo, QueueTicketState.Left) => Bench is null ? QueueTicketState.Waiting : QueueTicketState.Called,
        _ => null,
    };
}
