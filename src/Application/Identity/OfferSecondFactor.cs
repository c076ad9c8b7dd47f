using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity;

/// <summary>
/// What someone signed in needs to set up a second factor, or to look after theirs. Looking changes nothing: the key offered is
/// derived from an id that the form gives back.
/// </summary>
/// <param name="Key">The id offered before, when the first code was wrong; null for another.</param>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record OfferSecondFactor(SecondFactorId? Key) : IQuery<SecondFactorView>;

/// <param name="Email">Address of the account.</param>
/// <param name="Since">Since when it asks for a code; null when it does not.</param>
/// <param name="RecoveryCodesLeft">Recovery codes that did not serve.</param>
/// <param name="Key">Id of the key offered.</param>
/// <param name="Secret">The key offered, 20 bytes.</param>
public sealed record SecondFactorView(string Email, bool HasPassword, Instant? Since, int RecoveryCodesLeft, SecondFactorId Key, byte[] Secret);

internal sealed class OfferSecondFactorHandler(RepairNetDb db, IAccounts accounts, ISecondFactorKeys keys, ICurrentActor currentActor) : IRequestHandler<OfferSecondFactor, SecondFactorView>
{
    public async Task<SecondFactorView> Handle(OfferSecondFactor request, CancellationToken cancellationToken)
    {
        var id = (await currentActor.GetAsync(cancellationToken)).Account ?? throw new NotAllowedException(signedIn: false);
        var account = await accounts.FindAsync(id, cancellationToken) ?? throw new NotAllowedException(signedIn: false);
        var since = await db.SecondFactors.AsNoTracking().Where(f => f.AccountId == id).Select(f => (Instant?)f.Since).SingleOrDefaultAsync(cancellationToken);
        var left = await db.RecoveryCodes.CountAsync(c => c.AccountId == id && c.UsedAt == null, cancellationToken);
        var key = request.Key ?? SecondFactorId.New();
        return new SecondFactorView(account.Email, account.HasPassword, since, left, key, keys.KeyOf(id, key));
    }
}
