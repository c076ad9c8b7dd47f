using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity.Contract;

/// <summary>The secret part of one-time links, derived from their id: it can be told again in a mail, and is stored nowhere.</summary>
public interface IAccountLinkTokens
{
    /// <summary>The token of a link, 43 signs of URL-safe base 64.</summary>
    string TokenOf(AccountLinkId link);

    /// <summary>The token of a link to sign in by, as long.</summary>
    string TokenOf(SignInLinkId link);

    /// <summary>The token by which someone whom ProConnect named proves their address, as long.</summary>
    string TokenOf(ProConnectArrivalId arrival);
}
