using System.Collections.Concurrent;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace RepairNet.Application.Common;

/// <summary>A validator with no rule that asks anybody: run without the machinery of tasks, which takes more of its time than the rules. An asynchronous rule in it throws.</summary>
internal interface ILooksAtRequestAlone;

/// <summary>
/// The rules of requests: those of <c>BookSlot</c> are <c>BookSlotValidator</c>, beside it, made when such a request is first sent, and kept. A request need not have any.
/// </summary>
internal sealed class RequestValidators(IServiceProvider services)
{
    private readonly ConcurrentDictionary<Type, IValidator?> _validators = new();

    /// <exception cref="InvalidRequestException">It breaks a rule.</exception>
    public async ValueTask CheckAsync<TRequest>(TRequest request, CancellationToken cancellationToken)
    {
        if (_validators.GetOrAdd(typeof(TRequest), Make) is not IValidator<TRequest> validator)
        {
            return;
        }

        var result = validator is ILooksAtRequestAlone ? validator.Validate(request) : await validator.ValidateAsync(request, cancellationToken);
        if (!result.IsValid)
        {
            throw InvalidRequestException.From(result.Errors);
        }
    }

    /// <summary>The rules of this kind of request; null if it has none.</summary>
    internal IValidator? Make(Type request) =>
        request.Assembly.GetType($"{request.FullName}Validator") is { } rules ? (IValidator)ActivatorUtilities.CreateInstance(services, rules) : null;
}
