using System.Reflection;
using MediatR;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>Refuses a request to those who do not hold the permission its <see cref="AllowedToAttribute"/> names, by the one table of permissions. Deny by default.</summary>
internal sealed class AuthorizationBehavior<TRequest, TResponse>(ICurrentActor currentActor) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly Permission Needed = typeof(TRequest).GetCustomAttribute<AllowedToAttribute>()?.Permission ?? Permission.OperateInstance;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (!Needed.IsOpenToAll() && await currentActor.GetAsync(cancellationToken) is var actor && !actor.May(Needed))
        {
            throw actor.Refusal(Needed);
        }

        return await next();
    }
}
