using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Begins and ends sessions of browsers, in the current transaction.</summary>
internal sealed class BrowserSessions(RepairNetDb db, ICallerDevice device, IAccounts accounts, IAuditLog log, Retention retention, IClock clock)
{
    /// <summary>How someone was recognised: keys of texts, in the log.</summary>
    public const string ByPassword = "Mot de passe";
    public const string ByInvitation = "Lien pour choisir un mot de passe";
    public const string ByLink = "Lien par e-mail";
    public const string ByPasskey = "Clé d’accès";
    public const string ByProConnect = "ProConnect";

    public async Task<BrowserSessionId> BeginAsync(AccountId account, string way, bool withSecondFactor, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var session = new BrowserSession(BrowserSessionId.New(), account, now, device.Kind, device.Browser, device.Network, withSecondFactor);
        db.BrowserSessions.Add(session);
        await accounts.NoteSeenAsync(account, now, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.SignedIn) { By = account, AboutAccount = account, Words = way }, cancellationToken);

        // Whoever signs in also sweeps their own old sessions.
        var old = retention.Before(KeptData.Sessions, now);
        await db.BrowserSessions.Where(s => s.AccountId == account && s.SeenAt < old).ExecuteDeleteAsync(cancellationToken);
        return session.Id;
    }

    /// <summary>Ends the sessions of an account but one.</summary>
    /// <returns>How many were open.</returns>
    public async Task<int> EndAsync(AccountId account, BrowserSessionId? but, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var open = await db.BrowserSessions.Where(s => s.AccountId == account && s.ClosedAt == null).ToListAsync(cancellationToken);
        foreach (var session in open.Where(s => s.Id != but))
        {
            session.Close(now);
        }

        return open.Count(s => s.Id != but);
    }
}
