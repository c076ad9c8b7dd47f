using FluentValidation;
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
/// The operator takes away the second factor of someone who lost their telephone and their recovery codes, with their passkeys,
/// which were perhaps on that telephone. All their sessions end, it is written in the log, and they are told by e-mail.
/// </summary>
/// <param name="Email">Address of the account.</param>
[AllowedTo(Permission.ManageAccounts)]
public sealed record ResetSecondFactor(string? Email) : ICommand<OneOf<Done, NotFound>>;

internal sealed class ResetSecondFactorValidator : AbstractValidator<ResetSecondFactor>
{
    public ResetSecondFactorValidator() =>
        RuleFor(r => r.Email).Must(email => EmailAddress.TryParse(email, out _)).WithMessage(AccountTexts.BadEmail);
}

internal sealed class ResetSecondFactorHandler(RepairNetDb db, IAccounts accounts, SecondFactors secondFactors, BrowserSessions sessions, IOutbox outbox, IAuditLog log, IClock clock)
    : IRequestHandler<ResetSecondFactor, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ResetSecondFactor request, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(EmailAddress.From(request.Email!), cancellationToken) is not { } account)
        {
            return new NotFound();
        }

        var passkeys = await db.Passkeys.Where(p => p.AccountId == account.Id).ToListAsync(cancellationToken);
        if (!await secondFactors.RemoveAsync(account.Id, cancellationToken) && passkeys.Count == 0)
        {
            return new NotFound();
        }

        db.Passkeys.RemoveRange(passkeys);

        await sessions.EndAsync(account.Id, but: null, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.SecondFactorReset) { AboutAccount = account.Id }, cancellationToken);

        // Told once for each time: the minute tells them apart.
        outbox.Add(MessageKind.SecondFactorReset, account.Id.Value, (int)(clock.GetCurrentInstant().ToUnixTimeSeconds() / 60));
        return new Done();
    }
}
