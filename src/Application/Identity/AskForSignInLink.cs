using FluentValidation;
using MediatR;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Identity;

/// <summary>Someone would rather sign in by a link: it leaves by e-mail if the address has an account. The answer never tells.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record AskForSignInLink(string? Email) : ICommand<Done>;

internal sealed class AskForSignInLinkValidator : AbstractValidator<AskForSignInLink>
{
    public AskForSignInLinkValidator() =>
        RuleFor(r => r.Email).Must(email => EmailAddress.TryParse(email, out _)).WithMessage(AccountTexts.BadEmail);
}

internal sealed class AskForSignInLinkHandler(RepairNetDb db, IAccounts accounts, IAccountLinkTokens tokens, Tries tries, IOutbox outbox, IClock clock) : IRequestHandler<AskForSignInLink, Done>
{
    public async Task<Done> Handle(AskForSignInLink request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.From(request.Email!);
        var paused = await tries.ArePausedAsync(email, TryLimit.SignInLink, cancellationToken);
        await tries.AddAsync(email, TryLimit.SignInLink, cancellationToken);
        var account = await accounts.FindAsync(email, cancellationToken);
        if (!paused && account is not null)
        {
            var id = SignInLinkId.New();
            db.SignInLinks.Add(new SignInLink(id, account.Id, Secrets.Hash(tokens.TokenOf(id)), clock.GetCurrentInstant()));
            outbox.Add(MessageKind.SignInLink, id.Value, 0);
        }

        return new Done();
    }
}
