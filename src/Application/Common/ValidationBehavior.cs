using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace RepairNet.Application.Common;

/// <summary>A validator with no rule that asks anybody: run without the machinery of tasks, which takes more of its time than the rules. An asynchronous rule in it throws.</summary>
internal interface ILooksAtRequestAlone;

/// <summary>Runs the validators of a request before its handler.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var failures = new List<ValidationFailure>();
        foreach (var validator in validators)
        {
            failures.AddRange((validator is ILooksAtRequestAlone ? validator.Validate(request) : await validator.ValidateAsync(request, cancellationToken)).Errors);
        }

        return failures.Count == 0 ? await next() : throw InvalidRequestException.From(failures);
    }
}
