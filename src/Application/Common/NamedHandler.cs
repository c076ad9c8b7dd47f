using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace RepairNet.Application.Common;

/// <summary>
/// The handler of a request, found by its name (that of <c>BookSlot</c> is <c>BookSlotHandler</c>, beside it) when it is sent. To register four hundred of them one by one
/// would load them with all they answer before the first page is shown, a tenth of all types in the program; few are asked for in a day, and what is loaded stays.
/// </summary>
internal sealed class NamedHandler<TRequest, TResponse>(IServiceProvider services) : IRequestHandler<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly Type Handler = typeof(TRequest).Assembly.GetType($"{typeof(TRequest).FullName}Handler", throwOnError: true)!;

    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken) => Make().Handle(request, cancellationToken);

    internal IRequestHandler<TRequest, TResponse> Make() => (IRequestHandler<TRequest, TResponse>)ActivatorUtilities.CreateInstance(services, Handler);
}
