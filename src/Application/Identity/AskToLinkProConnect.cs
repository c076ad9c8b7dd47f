using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>Someone wants ProConnect to open their account: their password is asked for before they leave for it.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record AskToLinkProConnect(string? Password) : ICommand<OneOf<Done, PasswordRefused>>;

internal sealed class AskToLinkProConnectHandler(IAccounts accounts, PasswordProof proof, ICurrentActor currentActor) : IRequestHandler<AskToLinkProConnect, OneOf<Done, PasswordRefused>>
{
    public async Task<OneOf<Done, PasswordRefused>> Handle(AskToLinkProConnect request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var account = actor.Account is { } id ? await accounts.FindAsync(id, cancellationToken) : null;
        if (account is null)
        {
            throw new NotAllowedException(signedIn: false);
        }

        return await proof.IsGivenAsync(account, request.Password, cancellationToken) ? new Done() : new PasswordRefused();
    }
}
