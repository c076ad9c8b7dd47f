using FluentValidation;
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

/// <summary>Someone adds a passkey to their account, against their password. They are told by e-mail.</summary>
/// <param name="Name">What they call it.</param>
/// <param name="Answer">What the browser answered, in JSON.</param>
/// <param name="State">What came with the question.</param>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record AddPasskey(string? Name, string? Password, string? Answer, string? State) : ICommand<OneOf<Done, PasswordRefused, PasskeyRefused, TooManyPasskeys>>;

/// <summary>Not the right answer, late, or given before.</summary>
public sealed record PasskeyRefused;

/// <summary>The account has as many as it may.</summary>
public sealed record TooManyPasskeys : IRefusal;

internal sealed class AddPasskeyValidator : AbstractValidator<AddPasskey>
{
    public AddPasskeyValidator() =>
        RuleFor(r => r.Name).Must(name => name?.Trim() is { Length: > 0 and <= Passkey.MaxName } words && !words.Any(char.IsControl)).WithMessage("Donnez un nom à cette clé, de 60 signes au plus : « mon téléphone ».");
}

internal sealed class AddPasskeyHandler(RepairNetDb db, IAccounts accounts, IPasskeyCeremonies ceremonies, PasswordProof proof, IRowLocks locks, IOutbox outbox, IAuditLog log, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<AddPasskey, OneOf<Done, PasswordRefused, PasskeyRefused, TooManyPasskeys>>
{
    public async Task<OneOf<Done, PasswordRefused, PasskeyRefused, TooManyPasskeys>> Handle(AddPasskey request, CancellationToken cancellationToken)
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

        if (await ceremonies.ReadNewAsync(account.Id, request.Answer, request.State) is not { } made || made.CredentialId.Length > Passkey.MaxCredentialId)
        {
            return new PasskeyRefused();
        }

        // Two forms sent at once: the second waits, then finds the key there, or no room.
        await locks.HoldNameAsync("passkeys:" + account.Id, cancellationToken);
        if (await db.Passkeys.AnyAsync(p => p.CredentialId == made.CredentialId, cancellationToken))
        {
            return new PasskeyRefused();
        }

        if (await db.Passkeys.CountAsync(p => p.AccountId == account.Id, cancellationToken) >= Passkey.MaxPerAccount)
        {
            return new TooManyPasskeys();
        }

        var passkey = new Passkey(
            Domain.Common.PasskeyId.New(), account.Id, request.Name!.Trim(), made.CredentialId, made.PublicKey, made.SignCount, made.Transports, made.IsBackupEligible, made.IsBackedUp, clock.GetCurrentInstant());
        db.Passkeys.Add(passkey);
        outbox.Add(MessageKind.PasskeyAdded, passkey.Id.Value, 0);
        await log.WriteAsync(new AuditNote(AuditAct.PasskeyAdded) { AboutAccount = account.Id }, cancellationToken);
        return new Done();
    }
}
