using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Infrastructure.Identity;

/// <summary>
/// Identity's store over whichever database the instance has. Passkeys are rows of our own: Identity reads them here to check what a
/// key answers, and never writes them, which is the business of the commands.
/// </summary>
internal sealed class AccountStore(RepairNetDb db, IdentityErrorDescriber? describer = null) : UserOnlyStore<Account, RepairNetDb, Guid>(db, describer), IUserPasskeyStore<Account>
{
    Task IUserPasskeyStore<Account>.AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IUserPasskeyStore<Account>.RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();

    async Task<IList<UserPasskeyInfo>> IUserPasskeyStore<Account>.GetPasskeysAsync(Account user, CancellationToken cancellationToken)
    {
        var account = AccountId.From(user.Id);
        var passkeys = await Context.Passkeys.AsNoTracking().Where(p => p.AccountId == account).OrderBy(p => p.CreatedAt).Take(Passkey.MaxPerAccount).ToListAsync(cancellationToken);
        return passkeys.ConvertAll(Info);
    }

    async Task<Account?> IUserPasskeyStore<Account>.FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var account = await Context.Passkeys.AsNoTracking().Where(p => p.CredentialId == credentialId).Select(p => (AccountId?)p.AccountId).SingleOrDefaultAsync(cancellationToken);
        return account is { } id ? await Context.Set<Account>().SingleOrDefaultAsync(a => a.Id == id.Value, cancellationToken) : null;
    }

    async Task<UserPasskeyInfo?> IUserPasskeyStore<Account>.FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var account = AccountId.From(user.Id);
        return await Context.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.AccountId == account && p.CredentialId == credentialId, cancellationToken) is { } passkey ? Info(passkey) : null;
    }

    private static UserPasskeyInfo Info(Passkey passkey) => new(
        passkey.CredentialId,
        passkey.PublicKey,
        passkey.CreatedAt.ToDateTimeOffset(),
        checked((uint)passkey.SignCount),
        passkey.Transports.Split(',', StringSplitOptions.RemoveEmptyEntries),
        isUserVerified: true,
        passkey.IsBackupEligible,
        passkey.IsBackedUp,
        attestationObject: [],
        clientDataJson: [])
    {
        Name = passkey.Name,
    };
}
