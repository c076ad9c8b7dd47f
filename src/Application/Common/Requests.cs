using MediatR;

namespace RepairNet.Application.Common;

/// <summary>A request that reads and changes nothing.</summary>
public interface IQuery<out TResponse> : IRequest<TResponse>;

/// <summary>A request that changes something: the pipeline runs it in one write transaction and commits it unless it is refused.</summary>
public interface ICommand<out TResponse> : IRequest<TResponse>;

/// <summary>
/// A command whose handler opens the write transaction itself, as late and for as short as it can: where many write at once,
/// all of them wait for what is done inside.
/// </summary>
public interface IBriefCommand<out TResponse> : ICommand<TResponse>;

/// <summary>A command after which places may offer slots they did not offer before: whoever waits for one is looked after as soon as it is committed.</summary>
public interface IMayFreeSlots;

/// <summary>An expected refusal. A command that answers one leaves nothing behind: its transaction is rolled back.</summary>
public interface IRefusal;

/// <summary>Who may send a request, by role. Whose resource it is, the handler checks.</summary>
[Flags]
public enum Caller
{
    /// <summary>The operator alone, who may send every request.</summary>
    Operator = 0,
    /// <summary>Anyone, signed in or not.</summary>
    Public = 1,
    /// <summary>Whoever has an account.</summary>
    SignedIn = 2,
    /// <summary>A member of at least one organisation.</summary>
    Member = 4,
    /// <summary>An agent of at least one territory.</summary>
    Agent = 8,
}

/// <summary>Declares who may send a request; one without this attribute is refused to all (and a test fails).</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AllowedToAttribute(Caller callers) : Attribute
{
    public Caller Callers { get; } = callers;
}
