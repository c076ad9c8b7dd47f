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
        RuleFor(r => r.Email).AccountAddress();
}

internal sealed class AskForSignInLinkHandler(RepairNetDb db, AccountsByMail accounts, IAccountLinkTokens tokens, IOutbox outbox, IClock clock) : IRequestHandler<AskForSignInLink, Done>
{
    public async Task<Done> Handle(AskForSignInLink request, CancellationToken cancellationToken)
    {
        if (await accounts.AskedAsync(EmailAddress.From(request.Email!), TryLimit.SignInLink, cancellationToken) is { } account)
        {
            var id = SignInLinkId.New();
            db.SignInLinks.Add(new SignInLink(id, account, Secrets.Hash(tokens.TokenOf(id)), clock.GetCurrentInstant()));
            outbox.Add(MessageKind.SignInLink, id.Value, 0);
        }

        return new Done();
    }
}
