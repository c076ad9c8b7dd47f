using MediatR;
using RepairNet.Application.Common;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>Once a change of hours or services is committed, whoever waits, or has a slot held, is looked after at once rather than at the next minute.</summary>
internal sealed class NewSlotsBehavior<TRequest, TResponse>(AfterCommit afterCommit, ISweepBell bell) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (request is IMayFreeSlots)
        {
            afterCommit.Add(bell.Ring<WaitingSweep>);
        }

        return next();
    }
}
