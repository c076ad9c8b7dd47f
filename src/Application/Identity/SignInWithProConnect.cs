using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Identity;

/// <summary>
/// ProConnect named someone: a session begins in the account linked to them. Without one, a letter asks them to prove their address,
/// and the account is made when they come back with its link. Whoever sends it has checked what ProConnect says.
/// </summary>
/// <param name="ArrivalToken">The token of the letter's link; null without it.</param>
[AllowedTo(Permission.SignIn)]
public sealed record SignInWithProConnect(ProConnectPerson Person, string? ArrivalToken) : ICommand<OneOf<SignedIn, CodeNeeded, AddressToProve, EmployerUnknown, EmployerUnchecked>>;

/// <summary>A letter left for this address; it says whether it has an account already, the page does not.</summary>
public sealed record AddressToProve(string Email);

/// <summary>They work for no commune or EPCI, and have nothing else to do here.</summary>
public sealed record EmployerUnknown;

/// <summary>They say themselves where they work, and nobody checked it.</summary>
public sealed record EmployerUnchecked;

internal sealed class SignInWithProConnectHandler(
    RepairNetDb db, IAccounts accounts, Employers employers, SignIns signIns, IAccountLinkTokens tokens, Tries tries, IOutbox outbox, IRowLocks locks, IAuditLog log, IClock clock)
    : IRequestHandler<SignInWithProConnect, OneOf<SignedIn, CodeNeeded, AddressToProve, EmployerUnknown, EmployerUnchecked>>
{
    public async Task<OneOf<SignedIn, CodeNeeded, AddressToProve, EmployerUnknown, EmployerUnchecked>> Handle(SignInWithProConnect request, CancellationToken cancellationToken)
    {
        var person = request.Person;
        if (person.Siret is not { } siret)
        {
            return new EmployerUnknown();
        }

        // Two answers about one person at once: the second waits, then finds the account made.
        await locks.HoldNameAsync("proconnect:" + Secrets.Hash(person.Subject), cancellationToken);
        var territory = await employers.TerritoryOfAsync(siret, cancellationToken);
        if (await db.ProConnectLinks.SingleOrDefaultAsync(l => l.Subject == person.Subject, cancellationToken) is { } link)
        {
            return await EnterAsync(link, person, territory, cancellationToken);
        }

        if (territory is null)
        {
            return new EmployerUnknown();
        }

        if (!person.IsEmployerChecked)
        {
            return new EmployerUnchecked();
        }

        var email = EmailAddress.From(person.Email);
        if (await ProvenAsync(request.ArrivalToken, person.Subject, email, cancellationToken) && await OpenAsync(person, email, cancellationToken) is { } opened)
        {
            return await EnterAsync(opened, person, territory, cancellationToken);
        }

        await AskForProofAsync(person.Subject, email, cancellationToken);
        return new AddressToProve(email.Value);
    }

    private async Task<OneOf<SignedIn, CodeNeeded, AddressToProve, EmployerUnknown, EmployerUnchecked>> EnterAsync(ProConnectLink link, ProConnectPerson person, string? territory, CancellationToken cancellationToken)
    {
        // Nobody checked that they came to the new one; that they left the old one they say themselves.
        await employers.NoteAsync(link, person.IsEmployerChecked || territory == link.Territory ? territory : null, givesRight: true, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var actor = (await accounts.OpenSessionAsync(link.AccountId, cancellationToken))?.Actor;
        if (actor is not { IsOperator: true } and not { Organisations.Count: > 0 } and not { Territories.Count: > 0 })
        {
            await log.WriteAsync(new AuditNote(AuditAct.SignInFailed) { AboutAccount = link.AccountId, Words = BrowserSessions.ByProConnect }, cancellationToken);
            return territory is not null && !person.IsEmployerChecked ? new EmployerUnchecked() : new EmployerUnknown();
        }

        link.Use(clock.GetCurrentInstant());
        if (person.WithSecondFactor)
        {
            return await signIns.BeginAsync(link.AccountId, BrowserSessions.ByProConnect, withSecondFactor: true, cancellationToken);
        }

        return (await signIns.RecognisedAsync(link.AccountId, BrowserSessions.ByProConnect, cancellationToken)).Match<OneOf<SignedIn, CodeNeeded, AddressToProve, EmployerUnknown, EmployerUnchecked>>(
            signedIn => signedIn,
            needed => needed);
    }

    /// <summary>Whether the link of the letter came back, in the hands of the person it was sent about.</summary>
    private async Task<bool> ProvenAsync(string? token, string subject, EmailAddress email, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(token))
        {
            return false;
        }

        var hash = Secrets.Hash(token);
        return await db.ProConnectArrivals.SingleOrDefaultAsync(a => a.Hash == hash, cancellationToken) is { } arrival && arrival.TryUse(subject, email, clock.GetCurrentInstant());
    }

    /// <summary>An account of their own; null where the address has one, which is not theirs to take.</summary>
    private async Task<ProConnectLink?> OpenAsync(ProConnectPerson person, EmailAddress email, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync("account:" + email.Normalized, cancellationToken);
        if (await accounts.FindAsync(email, cancellationToken) is not null)
        {
            return null;
        }

        var account = await accounts.AddAsync(email, person.Name, isOperator: false, cancellationToken);
        var link = new ProConnectLink(account, person.Subject, clock.GetCurrentInstant());
        db.ProConnectLinks.Add(link);
        await log.WriteAsync(new AuditNote(AuditAct.AccountOpened) { By = account, AboutAccount = account }, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.ProConnectLinked) { By = account, AboutAccount = account }, cancellationToken);
        return link;
    }

    private async Task AskForProofAsync(string subject, EmailAddress email, CancellationToken cancellationToken)
    {
        if (await tries.ArePausedAsync(email, TryLimit.Arrival, cancellationToken))
        {
            return;
        }

        await tries.AddAsync(email, TryLimit.Arrival, cancellationToken);
        var id = ProConnectArrivalId.New();
        db.ProConnectArrivals.Add(new ProConnectArrival(id, subject, email, Secrets.Hash(tokens.TokenOf(id)), clock.GetCurrentInstant()));
        outbox.Add(MessageKind.ProConnectArrival, id.Value, 0);
    }
}
