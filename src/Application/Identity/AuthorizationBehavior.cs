using System.Reflection;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>Refuses a request to those whom its <see cref="AllowedToAttribute"/> does not name. Deny by default.</summary>
internal sealed class AuthorizationBehavior<TRequest, TResponse>(ICurrentActor currentActor) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly Caller Callers = typeof(TRequest).GetCustomAttribute<AllowedToAttribute>()?.Callers ?? Caller.Operator;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (!Callers.HasFlag(Caller.Public))
        {
            var actor = await currentActor.GetAsync(cancellationToken);
            var allowed = actor.IsOperator
                || (actor.IsSignedIn && Callers.HasFlag(Caller.SignedIn))
                || (actor.Organisations.Count > 0 && Callers.HasFlag(Caller.Member))
                || (actor.Territories.Count > 0 && Callers.HasFlag(Caller.Agent));
            if (!allowed)
            {
                throw new NotAllowedException(actor.IsSignedIn);
            }
        }

        return await next();
    }
}
