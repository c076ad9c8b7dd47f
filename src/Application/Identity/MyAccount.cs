using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>What someone signed in sees of their own account.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record MyAccount : IQuery<MyAccountView>;

/// <param name="Organisations">Organisations they work for, in the order they joined.</param>
/// <param name="Territories">Territories they act in.</param>
/// <param name="Tokens">Bearer tokens that still work.</param>
/// <param name="HasSecondFactor">It asks for a code besides the password.</param>
/// <param name="RecoveryCodesLeft">Recovery codes that did not serve.</param>
/// <param name="Passkeys">How many passkeys open it.</param>
/// <param name="HasProConnect">ProConnect opens it.</param>
public sealed record MyAccountView(
    string Email,
    string? DisplayName,
    bool IsOperator,
    bool HasPassword,
    IReadOnlyList<MembershipView> Organisations,
    IReadOnlyList<TerritoryView> Territories,
    IReadOnlyList<TokenView> Tokens,
    bool HasSecondFactor,
    int RecoveryCodesLeft,
    int Passkeys,
    bool HasProConnect);

public sealed record MembershipView(string Name, OrganisationRole Role);

public sealed record TerritoryView(string Name, TerritoryRole Role);

public sealed record TokenView(ApiTokenId Id, Instant CreatedAt, Instant ExpiresAt);

internal sealed class MyAccountHandler(RepairNetDb db, IAccounts accounts, IOrganisationRegister register, ITerritories territoryNames, ICurrentActor currentActor, IClock clock) : IRequestHandler<MyAccount, MyAccountView>
{
    public async Task<MyAccountView> Handle(MyAccount request, CancellationToken cancellationToken)
    {
        var id = (await currentActor.GetAsync(cancellationToken)).Account ?? throw new NotAllowedException(signedIn: false);
        var account = await accounts.FindAsync(id, cancellationToken) ?? throw new NotAllowedException(signedIn: false);
        var memberships = await db.OrganisationMemberships.AsNoTracking().Where(m => m.AccountId == id).OrderBy(m => m.Since).ToListAsync(cancellationToken);
        var territories = await db.TerritoryMemberships.AsNoTracking().Where(m => m.AccountId == id).OrderBy(m => m.Territory).ToListAsync(cancellationToken);
        var names = await register.NamesAsync([.. memberships.Select(m => m.OrganisationId)], cancellationToken);
        var index = await territoryNames.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var tokens = await db.ApiTokens.AsNoTracking().LiveOf(id, now).Listed().ToListAsync(cancellationToken);
        return new MyAccountView(account.Email, account.DisplayName, account.IsOperator, account.HasPassword,
            [.. memberships.Select(m => new MembershipView(names.GetValueOrDefault(m.OrganisationId, m.OrganisationId.ToString()), m.Role))],
            territories.ConvertAll(m => new TerritoryView(index.NameOf(TerritoryKey.From(m.Territory)) ?? m.Territory, m.Role)),
            tokens,
            await db.SecondFactors.AnyAsync(f => f.AccountId == id, cancellationToken),
            await db.RecoveryCodes.CountAsync(c => c.AccountId == id && c.UsedAt == null, cancellationToken),
            await db.Passkeys.CountAsync(p => p.AccountId == id, cancellationToken),
            await db.ProConnectLinks.AnyAsync(l => l.AccountId == id, cancellationToken));
    }
}
