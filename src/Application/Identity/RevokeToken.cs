using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Ends a bearer token before its time: one's own, or anybody's for the operator.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record RevokeToken(ApiTokenId Id) : ICommand<OneOf<Done, NotFound>>;

internal sealed class RevokeTokenHandler(RepairNetDb db, IAuditLog log, ICurrentActor currentActor, IClock clock) : IRequestHandler<RevokeToken, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(RevokeToken request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var token = await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken);
        if (token is null || (token.AccountId != actor.Account && !actor.IsOperator))
        {
            return new NotFound();
        }

        if (token.RevokedAt is null)
        {
            token.Revoke(clock.GetCurrentInstant());
            await log.WriteAsync(new AuditNote(AuditAct.TokenRevoked) { AboutAccount = token.AccountId, AboutId = token.Id.Value }, cancellationToken);
        }

        return new Done();
    }
}
