using System.Buffers.Text;
using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Makes a bearer token for an account.</summary>
/// <param name="Email">Of the account.</param>
/// <param name="Days">Life of the token, 1 to 3,650 days.</param>
[AllowedTo(Permission.ManageAccounts)]
public sealed record CreateToken(string Email, int Days) : ICommand<OneOf<TokenCreated, NotFound>>;

/// <param name="Token">To be handed over now: it is kept nowhere.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record TokenCreated(string Token, Instant ExpiresAt);

internal sealed class CreateTokenValidator : AbstractValidator<CreateToken>
{
    public CreateTokenValidator()
    {
        RuleFor(r => r.Email).Must(email => EmailAddress.TryParse(email, out _)).WithMessage(AccountTexts.BadEmail);
        RuleFor(r => r.Days).InclusiveBetween(1, ApiToken.MaxDays).WithMessage("Un jeton vit de 1 à 3 650 jours.");
    }
}

internal sealed class CreateTokenHandler(RepairNetDb db, IAccounts accounts, IAuditLog log, IClock clock) : IRequestHandler<CreateToken, OneOf<TokenCreated, NotFound>>
{
    public async Task<OneOf<TokenCreated, NotFound>> Handle(CreateToken request, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(EmailAddress.From(request.Email), cancellationToken) is not { } account)
        {
            return new NotFound();
        }

        var secret = BearerToken.New();
        var now = clock.GetCurrentInstant();
        var token = new ApiToken(ApiTokenId.New(), account.Id, Secrets.Hash(secret), now, now + Duration.FromDays(request.Days));
        db.ApiTokens.Add(token);
        await log.WriteAsync(new AuditNote(AuditAct.TokenMade) { AboutAccount = account.Id, AboutId = token.Id.Value }, cancellationToken);
        return new TokenCreated(secret, token.ExpiresAt);
    }
}

/// <summary>A bearer token as it is handed out: <c>rn_</c> and 32 random bytes in URL-safe base 64.</summary>
internal static class BearerToken
{
    private const string Prefix = "rn_";
    private const int RandomBytes = 32;
    private const int Length = 46;

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether it may be one of ours: what cannot be is not even looked up.</summary>
    public static bool HasShape(string text) => text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal);
}
