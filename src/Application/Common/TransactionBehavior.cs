using MediatR;
using OneOf;

namespace RepairNet.Application.Common;

/// <summary>Runs each command in one write transaction, rolled back when the outcome is a refusal.</summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(IWriteTransactions transactions) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        request is ICommand<TResponse> and not IBriefCommand<TResponse>
            ? transactions.RunUnlessRefusedAsync(() => next(), cancellationToken)
            : next();
}

internal static class Refusals
{
    /// <summary>Runs the work in one write transaction, rolled back when it answers a refusal.</summary>
    /// <param name="sharesCommit">See <see cref="IWriteTransactions.RunAsync"/>.</param>
    public static Task<TResponse> RunUnlessRefusedAsync<TResponse>(
        this IWriteTransactions transactions, Func<Task<TResponse>> work, CancellationToken cancellationToken, bool sharesCommit = false) =>
        transactions.RunAsync(work, response => (response is IOneOf oneOf ? oneOf.Value : response) is not IRefusal, cancellationToken, sharesCommit);
}
