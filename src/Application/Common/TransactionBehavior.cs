using MediatR;
using OneOf;

namespace RepairNet.Application.Common;

/// <summary>Runs each command in one write transaction, rolled back when the outcome is a refusal.</summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(IWriteTransactions transactions) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        request is ICommand<TResponse>
            ? transactions.RunAsync(() => next(), response => !IsRefusal(response), cancellationToken)
            : next();

    private static bool IsRefusal(TResponse response) => (response is IOneOf oneOf ? oneOf.Value : response) is IRefusal;
}
