using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>A browser comes back with the cookie of a session: does it still stand? Its last use is written down every five minutes.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record ResumeSession(BrowserSessionId Session, AccountId Account) : IBriefCommand<OneOf<SessionResumed, SessionOver>>;

/// <param name="WithSecondFactor">Whether the second factor was given in it.</param>
public sealed record SessionResumed(bool WithSecondFactor);

/// <summary>It was closed, here or elsewhere, or it lasted long enough.</summary>
public sealed record SessionOver;

internal sealed class ResumeSessionHandler(RepairNetDb db, IWriteTransactions transactions, IAccounts accounts, IClock clock) : IRequestHandler<ResumeSession, OneOf<SessionResumed, SessionOver>>
{
    public async Task<OneOf<SessionResumed, SessionOver>> Handle(ResumeSession request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var session = await db.BrowserSessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Session && s.AccountId == request.Account, cancellationToken);
        if (session?.IsOpenAt(now) != true)
        {
            return new SessionOver();
        }

        if (session.IsDueAt(now))
        {
            // Of several requests at once one writes; one closed meanwhile stays as it is.
            var due = now - BrowserSession.SeenStep;
            await transactions.RunAsync(
                async () =>
                {
                    var seen = await db.BrowserSessions.Where(s => s.Id == request.Session && s.ClosedAt == null && s.SeenAt <= due).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), cancellationToken);
                    await accounts.NoteSeenAsync(request.Account, now, cancellationToken);
                    return seen;
                },
                _ => true,
                cancellationToken);
        }

        return new SessionResumed(session.WithSecondFactor);
    }
}
