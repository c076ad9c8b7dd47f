using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>A link just made.</summary>
internal sealed record NewLink(AccountLinkId Id, string Token, Instant ExpiresAt);

/// <summary>Makes one-time links, in the current transaction.</summary>
internal sealed class AccountLinks(RepairNetDb db, IAccountLinkTokens tokens, IClock clock) : IPasswordLinks
{
    public NewLink Add(AccountId account, Duration life)
    {
        var id = AccountLinkId.New();
        var token = tokens.TokenOf(id);
        var link = new AccountLink(id, account, Secrets.Hash(token), clock.GetCurrentInstant(), life);
        db.AccountLinks.Add(link);
        return new NewLink(id, token, link.ExpiresAt);
    }

    string IPasswordLinks.Add(AccountId account) => Add(account, AccountLink.InvitationLife).Token;
}
