using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Identity;

/// <summary>
/// Someone signed in by their own means comes back from ProConnect: from now on it opens their account. Linking gives no right; where
/// they work is noted, so that the right there goes when they leave. They are told by e-mail.
/// </summary>
/// <param name="Person">Whoever sends it has checked what ProConnect says, and that this browser asked with the account's password.</param>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record LinkProConnect(ProConnectPerson Person) : ICommand<OneOf<Done, LinkedElsewhere>>;

/// <summary>Another account is linked to this person, or this account to another.</summary>
public sealed record LinkedElsewhere : IRefusal;

internal sealed class LinkProConnectHandler(RepairNetDb db, Employers employers, IOutbox outbox, IRowLocks locks, IAuditLog log, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<LinkProConnect, OneOf<Done, LinkedElsewhere>>
{
    public async Task<OneOf<Done, LinkedElsewhere>> Handle(LinkProConnect request, CancellationToken cancellationToken)
    {
        var account = (await currentActor.GetAsync(cancellationToken)).Account ?? throw new NotAllowedException(signedIn: false);
        var person = request.Person;
        await locks.HoldNameAsync("proconnect:" + Secrets.Hash(person.Subject), cancellationToken);
        await locks.HoldNameAsync("proconnect-of:" + account, cancellationToken);
        if (await db.ProConnectLinks.AnyAsync(l => l.Subject == person.Subject || l.AccountId == account, cancellationToken))
        {
            return new LinkedElsewhere();
        }

        var now = clock.GetCurrentInstant();
        var link = new ProConnectLink(account, person.Subject, now);
        db.ProConnectLinks.Add(link);
        if (person is { Siret: { } siret, IsEmployerChecked: true })
        {
            await employers.NoteAsync(link, await employers.TerritoryOfAsync(siret, cancellationToken), givesRight: false, cancellationToken);
        }

        // Linked, unlinked and linked again: each tells.
        outbox.Add(MessageKind.ProConnectLinked, account.Value, (int)(now.ToUnixTimeSeconds() % int.MaxValue));
        await log.WriteAsync(new AuditNote(AuditAct.ProConnectLinked) { AboutAccount = account }, cancellationToken);
        return new Done();
    }
}
