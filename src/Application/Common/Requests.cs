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

/// <summary>A command after which places may offer other slots than before: whoever waits for one, or has one held, is looked after as soon as it is committed.</summary>
public interface IMayFreeSlots;

/// <summary>An expected refusal. A command that answers one leaves nothing behind: its transaction is rolled back.</summary>
public interface IRefusal;
