using FluentValidation;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Identity;

/// <summary>Someone forgot their password: a link leaves by e-mail if the address has an account. The answer never tells.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record AskForLink(string? Email) : ICommand<Done>;

internal sealed class AskForLinkValidator : AbstractValidator<AskForLink>
{
    public AskForLinkValidator() =>
        RuleFor(r => r.Email).Must(email => EmailAddress.TryParse(email, out _)).WithMessage(AccountTexts.BadEmail);
}

internal sealed class AskForLinkHandler(IAccounts accounts, AccountLinks links, Tries tries, IOutbox outbox) : IRequestHandler<AskForLink, Done>
{
    public async Task<Done> Handle(AskForLink request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.From(request.Email!);
        var paused = await tries.ArePausedAsync(email, TryLimit.Link, cancellationToken);
        await tries.AddAsync(email, TryLimit.Link, cancellationToken);
        if (!paused && await accounts.FindAsync(email, cancellationToken) is { } account)
        {
            var link = links.Add(account.Id, AccountLink.ForgottenLife);
            outbox.Add(MessageKind.AccountInvitation, link.Id.Value, 0);
        }

        return new Done();
    }
}
