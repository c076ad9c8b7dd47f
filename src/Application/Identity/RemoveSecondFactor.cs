using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// Someone takes their second factor away, against their password and a code: to have another telephone, or because nobody asks
/// them for one. The other sessions end.
/// </summary>
/// <param name="Code">Of the telephone, or a recovery code.</param>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record RemoveSecondFactor(string? Password, string? Code) : ICommand<OneOf<Done, PasswordRefused, CodeRefused>>;

internal sealed class RemoveSecondFactorHandler(IAccounts accounts, SecondFactors secondFactors, BrowserSessions sessions, PasswordProof proof, IAuditLog log, ICurrentActor currentActor)
    : IRequestHandler<RemoveSecondFactor, OneOf<Done, PasswordRefused, CodeRefused>>
{
    public async Task<OneOf<Done, PasswordRefused, CodeRefused>> Handle(RemoveSecondFactor request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var account = actor.Account is { } id ? await accounts.FindAsync(id, cancellationToken) : null;
        if (account is null)
        {
            throw new NotAllowedException(signedIn: false);
        }

        if (!await proof.IsGivenAsync(account, request.Password, cancellationToken))
        {
            return new PasswordRefused();
        }

        if (!await secondFactors.TakeAsync(account, request.Code, withRecovery: true, cancellationToken))
        {
            return new CodeRefused();
        }

        await secondFactors.RemoveAsync(account.Id, cancellationToken);
        await sessions.EndAsync(account.Id, actor.Session, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.SecondFactorRemoved) { AboutAccount = account.Id }, cancellationToken);
        return new Done();
    }
}
