using FluentValidation;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Someone forgot their password: a link leaves by e-mail if the address has an account. The answer never tells.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record AskForLink(string? Email) : ICommand<Done>;

internal sealed class AskForLinkValidator : AbstractValidator<AskForLink>
{
    public AskForLinkValidator() =>
        RuleFor(r => r.Email).AccountAddress();
}

internal sealed class AskForLinkHandler(AccountsByMail accounts) : IRequestHandler<AskForLink, Done>
{
    public async Task<Done> Handle(AskForLink request, CancellationToken cancellationToken)
    {
        if (await accounts.AskedAsync(EmailAddress.From(request.Email!), TryLimit.Link, cancellationToken) is { } account)
        {
            accounts.SendLink(account);
        }

        return new Done();
    }
}
