using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>The passkeys of whoever asks, and a question to the browser for one more.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record OfferPasskey : IQuery<PasskeysView>;

/// <param name="Question">Null where the account has as many as it may, or no password to add one with.</param>
public sealed record PasskeysView(string Email, bool HasPassword, IReadOnlyList<PasskeyLine> Passkeys, PasskeyQuestion? Question);

/// <param name="UsedAt">When it last opened a session.</param>
/// <param name="IsCopied">It is also on the owner's other devices.</param>
public sealed record PasskeyLine(PasskeyId Id, string Name, Instant CreatedAt, Instant? UsedAt, bool IsCopied);

internal sealed class OfferPasskeyHandler(RepairNetDb db, IAccounts accounts, IPasskeyCeremonies ceremonies, ICurrentActor currentActor) : IRequestHandler<OfferPasskey, PasskeysView>
{
    public async Task<PasskeysView> Handle(OfferPasskey request, CancellationToken cancellationToken)
    {
        var id = (await currentActor.GetAsync(cancellationToken)).Account ?? throw new NotAllowedException(signedIn: false);
        var account = await accounts.FindAsync(id, cancellationToken) ?? throw new NotAllowedException(signedIn: false);
        var passkeys = await db.Passkeys.AsNoTracking().Where(p => p.AccountId == id).OrderBy(p => p.CreatedAt).ThenBy(p => p.Id).Take(Passkey.MaxPerAccount)
            .Select(p => new PasskeyLine(p.Id, p.Name, p.CreatedAt, p.UsedAt, p.IsBackedUp)).ToListAsync(cancellationToken);
        return new PasskeysView(account.Email, account.HasPassword, passkeys, account.HasPassword && passkeys.Count < Passkey.MaxPerAccount ? await ceremonies.OfferAsync(account) : null);
    }
}
