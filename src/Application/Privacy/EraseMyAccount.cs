using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Privacy;

/// <summary>
/// Someone removes their own account, with all that is its own, against their password if they have one. What they keep as a resident,
/// appointments under the same address, stays.
/// </summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record EraseMyAccount(string? Password) : ICommand<OneOf<Done, PasswordRefused, StillNeeded, NotFound>>;

internal sealed class EraseMyAccountHandler(AccountEraser eraser, IAccounts accounts, IPasswordProof proof, ICurrentActor currentActor) : IRequestHandler<EraseMyAccount, OneOf<Done, PasswordRefused, StillNeeded, NotFound>>
{
    public async Task<OneOf<Done, PasswordRefused, StillNeeded, NotFound>> Handle(EraseMyAccount request, CancellationToken cancellationToken)
    {
        if ((await currentActor.GetAsync(cancellationToken)).Account is not { } id || await accounts.FindAsync(id, cancellationToken) is not { } account)
        {
            return new NotFound();
        }

        if (account.HasPassword && !await proof.IsGivenAsync(account, request.Password, cancellationToken))
        {
            return new PasswordRefused();
        }

        if (await eraser.IsNeededAsync(id, cancellationToken))
        {
            return new StillNeeded();
        }

        await eraser.EraseAsync(id, cancellationToken);
        return new Done();
    }
}
