using MediatR;

namespace RepairNet.Application.Common;

/// <summary>Checks a request before its handler has it.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(RequestValidators validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        await validators.CheckAsync(request, cancellationToken);
        return await next();
    }
}
