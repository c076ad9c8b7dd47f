using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity;

/// <summary>Someone no longer runs the instance: their open sessions and tokens lose it at their next request. The last who does stays.</summary>
[AllowedTo(Permission.ManageAccounts)]
public sealed record WithdrawOperator(AccountId Account) : ICommand<OneOf<Done, LastOperator, NotFound>>;

/// <summary>Nobody would run the instance any more.</summary>
public sealed record LastOperator : IRefusal
{
    /// <summary>What the form says.</summary>
    public const string Said = "Personne d’autre n’administre l’instance. Donnez d’abord ce droit à quelqu’un.";
}

internal sealed class WithdrawOperatorHandler(IAccounts accounts, Operators operators) : IRequestHandler<WithdrawOperator, OneOf<Done, LastOperator, NotFound>>
{
    public async Task<OneOf<Done, LastOperator, NotFound>> Handle(WithdrawOperator request, CancellationToken cancellationToken)
    {
        await operators.HoldAsync(cancellationToken);
        if (await accounts.FindAsync(request.Account, cancellationToken) is null)
        {
            return new NotFound();
        }

        return await operators.TryWithdrawAsync(request.Account, cancellationToken) ? new Done() : new LastOperator();
    }
}
