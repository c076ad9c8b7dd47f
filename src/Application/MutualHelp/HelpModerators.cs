using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.MutualHelp;

/// <summary>Who moderates where, and when: the nearest setting around a commune prevails, and agents always may.</summary>
internal sealed class HelpModerators(RepairNetDb db, ITerritories territories)
{
    /// <summary>The setting that prevails in a commune; null where nobody set any: after publication, by agents.</summary>
    public async Task<HelpModeration?> SettingOfAsync(string communeCode, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Commune(communeCode) is not { } commune)
        {
            return null;
        }

        string[] keys = [.. index.ParentsOf(commune.Key).Prepend(commune.Key).Select(k => k.ToString())];
        var set = await db.HelpModerations.AsNoTracking().Where(m => keys.Contains(m.Territory)).ToListAsync(cancellationToken);
        return set.MinBy(m => Array.IndexOf(keys, m.Territory));
    }

    /// <summary>Whether someone moderates what is posted in a commune: its agents, those of a territory around it, or the organisation trusted with it.</summary>
    /// <exception cref="NotAllowedException">An agent of it who only reads.</exception>
    public async Task<bool> MayAsync(Actor actor, string communeCode, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Commune(communeCode) is not { } commune)
        {
            return actor.IsOperator;
        }

        return index.MaySee(actor, Permission.ModerateHelp, commune.Key)
            || (await SettingOfAsync(communeCode, cancellationToken) is { } setting && (await TrustingAsync(actor, [setting], cancellationToken)).Count > 0)
            || index.LookedAfterBy(actor, Permission.ModerateHelp, commune.Key);
    }

    /// <summary>Territories whose moderation was given to organisations one works for.</summary>
    public async Task<IReadOnlyList<TerritoryKey>> TrustedAsync(Actor actor, CancellationToken cancellationToken)
    {
        OrganisationId[] own = [.. actor.OrganisationsWith(Permission.ModerateHelp)];
        var settings = own.Length == 0 ? [] : await db.HelpModerations.AsNoTracking().Where(m => m.OrganisationId != null && own.Contains(m.OrganisationId.Value)).ToListAsync(cancellationToken);
        return [.. (await TrustingAsync(actor, settings, cancellationToken)).Select(m => Parsed(m.Territory)).OrderBy(k => k.Level).ThenBy(k => k.Code, StringComparer.Ordinal)];
    }

    /// <summary>What is posted in a territory, as far as someone moderates it; null where they moderate nothing of it.</summary>
    public async Task<IQueryable<HelpPost>?> PostsOfAsync(Actor actor, TerritoryKey territory, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.MaySee(actor, Permission.ModerateHelp, territory))
        {
            return HelpReader.In(db.HelpPosts, territory, index);
        }

        var key = territory.ToString();
        if (await db.HelpModerations.AsNoTracking().SingleOrDefaultAsync(m => m.Territory == key, cancellationToken) is { OrganisationId: { } trusted } setting
            && (await TrustingAsync(actor, [setting], cancellationToken)).Count > 0)
        {
            // A commune within it that said otherwise keeps its own.
            var others = (await db.HelpModerations.AsNoTracking().Where(m => m.Territory != key && (m.OrganisationId == null || m.OrganisationId != trusted)).Select(m => m.Territory).ToListAsync(cancellationToken))
                .Select(Parsed).Where(other => index.Holds(territory, other)).SelectMany(other => index.CodesOf(other)).ToHashSet(StringComparer.Ordinal);
            string[] codes = [.. index.CodesOf(territory).Where(code => !others.Contains(code))];
            return db.HelpPosts.Where(p => codes.Contains(p.CommuneCode));
        }

        return index.LookedAfterBy(actor, Permission.ModerateHelp, territory) ? HelpReader.In(db.HelpPosts, territory, index) : null;
    }

    /// <summary>Of these settings, those by which someone moderates: the organisation they name, as long as it is approved and of that territory.</summary>
    private async Task<IReadOnlyList<HelpModeration>> TrustingAsync(Actor actor, IReadOnlyList<HelpModeration> settings, CancellationToken cancellationToken)
    {
        OrganisationId[] own = [.. settings.Select(m => m.OrganisationId).OfType<OrganisationId>().Where(o => actor.May(Permission.ModerateHelp, o))];
        if (own.Length == 0)
        {
            return [];
        }

        var index = await territories.GetAsync(cancellationToken);
        var communes = await db.Organisations.AsNoTracking().Where(o => own.Contains(o.Id) && o.Status == OrganisationStatus.Approved)
            .Select(o => new { o.Id, o.CommuneCode }).ToDictionaryAsync(o => o.Id, o => o.CommuneCode, cancellationToken);
        return [.. settings.Where(m => m.OrganisationId is { } trusted && communes.TryGetValue(trusted, out var commune) && index.Holds(Parsed(m.Territory), commune))];
    }

    private static TerritoryKey Parsed(string key) => TerritoryKey.TryParse(key, out var parsed) ? parsed : throw new InvalidOperationException($"« {key} » names no territory.");
}
