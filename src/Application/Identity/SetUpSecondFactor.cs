using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// A first code shows that the telephone has the key: from now on the account asks for one. The other sessions end, this one has
/// given it.
/// </summary>
/// <param name="Key">Id of the key that was offered.</param>
/// <param name="Code">A code of it.</param>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record SetUpSecondFactor(SecondFactorId Key, string? Code) : ICommand<OneOf<SecondFactorReady, SecondFactorThere>>;

/// <param name="RecoveryCodes">To be shown now: they are kept nowhere.</param>
public sealed record SecondFactorReady(IReadOnlyList<string> RecoveryCodes);

/// <summary>The account asks for a code already: a double click, or another tab.</summary>
public sealed record SecondFactorThere : IRefusal;

internal sealed class SetUpSecondFactorHandler(RepairNetDb db, SecondFactors secondFactors, BrowserSessions sessions, IAuditLog log, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<SetUpSecondFactor, OneOf<SecondFactorReady, SecondFactorThere>>
{
    public async Task<OneOf<SecondFactorReady, SecondFactorThere>> Handle(SetUpSecondFactor request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var account = actor.Account ?? throw new NotAllowedException(signedIn: false);
        await secondFactors.HoldAsync(account, cancellationToken);
        if (await secondFactors.IsSetAsync(account, cancellationToken))
        {
            return new SecondFactorThere();
        }

        if (secondFactors.StepOf(account, request.Key, request.Code) is not { } step)
        {
            throw new InvalidRequestException("code", "Ce code n’est pas celui que l’application montre en ce moment. Vérifiez l’heure de votre téléphone, puis recopiez les six chiffres.");
        }

        db.SecondFactors.Add(new SecondFactor(account, request.Key, step, clock.GetCurrentInstant()));
        await sessions.EndAsync(account, actor.Session, cancellationToken);
        if (actor.Session is { } session && await db.BrowserSessions.SingleOrDefaultAsync(s => s.Id == session, cancellationToken) is { } here)
        {
            here.PassSecondFactor();
        }

        await log.WriteAsync(new AuditNote(AuditAct.SecondFactorSet) { AboutAccount = account }, cancellationToken);
        return new SecondFactorReady(await secondFactors.MakeRecoveryCodesAsync(account, cancellationToken));
    }
}
