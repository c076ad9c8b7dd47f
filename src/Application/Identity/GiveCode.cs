using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// Someone whose password or link was right gives the code of their telephone, or a recovery code, and is signed in. Whoever sends
/// it has made sure of the first factor: the account comes from a cookie that the sign-in page sealed.
/// </summary>
/// <param name="Stamp">Security stamp of the account when the first factor was given: changed since, it is asked for again.</param>
/// <param name="Way">How they were recognised first, a key of a text.</param>
[AllowedTo(Permission.SignIn)]
public sealed record GiveCode(AccountId Account, string? Stamp, string Way, string? Code) : ICommand<OneOf<SignedIn, CodeRefused, SignInRefused>>;

/// <summary>Wrong, used before, or too many tries: they are not told apart. The try is recorded.</summary>
public sealed record CodeRefused;

internal sealed class GiveCodeHandler(IAccounts accounts, SecondFactors secondFactors, SignIns signIns, IAuditLog log) : IRequestHandler<GiveCode, OneOf<SignedIn, CodeRefused, SignInRefused>>
{
    public async Task<OneOf<SignedIn, CodeRefused, SignInRefused>> Handle(GiveCode request, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(request.Account, cancellationToken) is not { } account
            || await accounts.OpenSessionAsync(request.Account, cancellationToken) is not { } opened || opened.SecurityStamp != request.Stamp)
        {
            return new SignInRefused();
        }

        if (!await secondFactors.TakeAsync(account, request.Code, withRecovery: true, cancellationToken))
        {
            await log.WriteAsync(new AuditNote(AuditAct.SignInFailed) { AboutAccount = account.Id, Words = SecondFactorTexts.Code }, cancellationToken);
            return new CodeRefused();
        }

        return await signIns.BeginAsync(account.Id, request.Way, withSecondFactor: true, cancellationToken);
    }
}
