using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>Accounts in the order of their addresses, with what they may do.</summary>
/// <param name="Like">Part of an address; null or blank for all.</param>
/// <param name="Page">1 for the first page.</param>
[AllowedTo(Permission.ManageAccounts)]
public sealed record ListAccounts(string? Like, int Page) : IQuery<AccountList>
{
    /// <summary>Accounts on a page.</summary>
    public const int PageSize = 50;
}

/// <param name="HasMore">Whether a page follows.</param>
public sealed record AccountList(IReadOnlyList<AccountLine> Accounts, bool HasMore);

/// <param name="Memberships">Names of the organisations and territories they belong to.</param>
public sealed record AccountLine(AccountInfo Account, IReadOnlyList<string> Memberships);

internal sealed class ListAccountsHandler(RepairNetDb db, IAccounts accounts, IOrganisationRegister register, ITerritories territories) : IRequestHandler<ListAccounts, AccountList>
{
    private const int LastPage = 10_000;

    public async Task<AccountList> Handle(ListAccounts request, CancellationToken cancellationToken)
    {
        var skip = (Math.Clamp(request.Page, 1, LastPage) - 1) * ListAccounts.PageSize;
        var found = await accounts.ListAsync(request.Like, skip, ListAccounts.PageSize + 1, cancellationToken);
        var page = found.Take(ListAccounts.PageSize).ToList();
        var ids = page.ConvertAll(a => a.Id);
        var organisations = await db.OrganisationMemberships.AsNoTracking().Where(m => ids.Contains(m.AccountId)).ToListAsync(cancellationToken);
        var agents = await db.TerritoryMemberships.AsNoTracking().Where(m => ids.Contains(m.AccountId)).ToListAsync(cancellationToken);
        var names = await register.NamesAsync([.. organisations.Select(m => m.OrganisationId).Distinct()], cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        return new AccountList(
            page.ConvertAll(account => new AccountLine(account,
            [
                .. organisations.Where(m => m.AccountId == account.Id).Select(m => names.GetValueOrDefault(m.OrganisationId, m.OrganisationId.ToString())),
                .. agents.Where(m => m.AccountId == account.Id).Select(m => index.NameOf(TerritoryKey.From(m.Territory)) ?? m.Territory),
            ])),
            found.Count > ListAccounts.PageSize);
    }
}
