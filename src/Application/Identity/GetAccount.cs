using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>An account and each of its rights, for the operator who gives and takes them.</summary>
[AllowedTo(Permission.ManageAccounts)]
public sealed record GetAccount(AccountId Account) : IQuery<OneOf<AccountRights, NotFound>>;

/// <param name="Organisations">By name.</param>
/// <param name="Territories">From the smallest.</param>
/// <param name="HasSecondFactor">It asks for a code besides the password.</param>
/// <param name="Tokens">Bearer tokens that still work.</param>
public sealed record AccountRights(AccountInfo Account, IReadOnlyList<OrganisationRight> Organisations, IReadOnlyList<TerritoryRight> Territories, bool HasSecondFactor, IReadOnlyList<TokenView> Tokens);

public sealed record OrganisationRight(OrganisationId Id, string Name, OrganisationRole Role);

public sealed record TerritoryRight(string Key, string Name, TerritoryRole Role);

internal sealed class GetAccountHandler(RepairNetDb db, IAccounts accounts, IOrganisationRegister register, ITerritories territories, IClock clock) : IRequestHandler<GetAccount, OneOf<AccountRights, NotFound>>
{
    public async Task<OneOf<AccountRights, NotFound>> Handle(GetAccount request, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(request.Account, cancellationToken) is not { } account)
        {
            return new NotFound();
        }

        var memberships = await db.OrganisationMemberships.AsNoTracking().Where(m => m.AccountId == request.Account).ToListAsync(cancellationToken);
        var names = await register.NamesAsync([.. memberships.Select(m => m.OrganisationId)], cancellationToken);
        var acting = (await db.TerritoryMemberships.AsNoTracking().Where(m => m.AccountId == request.Account).ToListAsync(cancellationToken)).ConvertAll(m => (Key: TerritoryKey.From(m.Territory), m.Role));
        var index = await territories.GetAsync(cancellationToken);
        return new AccountRights(
            account,
            [.. memberships.Select(m => new OrganisationRight(m.OrganisationId, names.GetValueOrDefault(m.OrganisationId, m.OrganisationId.ToString()), m.Role)).OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase)],
            [.. acting.OrderBy(t => t.Key.Level).ThenBy(t => t.Key.Code, StringComparer.Ordinal).Select(t => new TerritoryRight(t.Key.ToString(), index.NameOf(t.Key) ?? t.Key.ToString(), t.Role))],
            await db.SecondFactors.AnyAsync(f => f.AccountId == request.Account, cancellationToken),
            await db.ApiTokens.AsNoTracking().LiveOf(request.Account, clock.GetCurrentInstant()).Listed().ToListAsync(cancellationToken));
    }
}
