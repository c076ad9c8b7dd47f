using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Tokens act in the name of a person: they are cut when that person has nothing left to do here.</summary>
internal sealed class IdentityMatters(RepairNetDb db, IAccounts accounts, IClock clock) : IOpenMatters
{
    public async Task<IReadOnlyList<OpenMatter>> FindAsync(Leaving leaving, CancellationToken cancellationToken)
    {
        if (!await LeavesNothingAsync(leaving, cancellationToken))
        {
            return [];
        }

        var count = await Tokens(leaving).CountAsync(cancellationToken);
        return count == 0 ? [] : [new OpenMatter(count, "{0} jeton de l’API est coupé.", "{0} jetons de l’API sont coupés.")];
    }

    public async Task HandOverAsync(Leaving leaving, AccountId to, CancellationToken cancellationToken)
    {
        if (!await LeavesNothingAsync(leaving, cancellationToken))
        {
            return;
        }

        var now = clock.GetCurrentInstant();
        foreach (var token in await Tokens(leaving).ToListAsync(cancellationToken))
        {
            token.Revoke(now);
        }
    }

    private IQueryable<ApiToken> Tokens(Leaving leaving) => db.ApiTokens.LiveOf(leaving.Account, clock.GetCurrentInstant());

    /// <summary>Whether no right remains once they left: another organisation may count on their token.</summary>
    private async Task<bool> LeavesNothingAsync(Leaving leaving, CancellationToken cancellationToken) =>
        leaving.Organisation is not { } organisation
        || (!await db.OrganisationMemberships.AnyAsync(m => m.AccountId == leaving.Account && m.OrganisationId != organisation, cancellationToken)
            && !await db.TerritoryMemberships.AnyAsync(m => m.AccountId == leaving.Account, cancellationToken)
            && await accounts.FindAsync(leaving.Account, cancellationToken) is not { IsOperator: true });
}
