using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Ten other recovery codes, against a code of the telephone: those there were serve no more.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record RenewRecoveryCodes(string? Code) : ICommand<OneOf<SecondFactorReady, CodeRefused>>;

internal sealed class RenewRecoveryCodesHandler(IAccounts accounts, SecondFactors secondFactors, IAuditLog log, ICurrentActor currentActor) : IRequestHandler<RenewRecoveryCodes, OneOf<SecondFactorReady, CodeRefused>>
{
    public async Task<OneOf<SecondFactorReady, CodeRefused>> Handle(RenewRecoveryCodes request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var account = actor.Account is { } id ? await accounts.FindAsync(id, cancellationToken) : null;
        if (account is null)
        {
            throw new NotAllowedException(signedIn: false);
        }

        if (!await secondFactors.TakeAsync(account, request.Code, withRecovery: false, cancellationToken))
        {
            return new CodeRefused();
        }

        await log.WriteAsync(new AuditNote(AuditAct.RecoveryCodesMade) { AboutAccount = account.Id }, cancellationToken);
        return new SecondFactorReady(await secondFactors.MakeRecoveryCodesAsync(account.Id, cancellationToken));
    }
}
