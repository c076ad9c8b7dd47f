using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Publishing;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Publishing;

/// <summary>Finds the texts of pages, and who may write them.</summary>
internal sealed class SiteTexts(RepairNetDb db, ITerritories territories) : ISiteTexts
{
    public async Task<PageText?> FindAsync(SitePage page, string? territory, string language, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        IReadOnlyList<string> owners = index.Find(territory) is { } key ? [key.ToString(), .. index.ParentsOf(key).Select(k => k.ToString()), ""] : [""];
        foreach (var owner in owners)
        {
            foreach (var written in language == "fr" ? ["fr"] : new[] { language, "fr" })
            {
                if (await LatestAsync(page, owner, written, cancellationToken) is { Body.Length: > 0 } text)
                {
                    return new PageText(PageMarks.Read(text.Body), written, index.Find(owner) is { } found ? index.NameOf(found) : null);
                }
            }
        }

        return null;
    }

    public Task<SiteText?> LatestAsync(SitePage page, string territory, string language, CancellationToken cancellationToken) =>
        db.SiteTexts.AsNoTracking().Where(t => t.Page == page && t.Territory == territory && t.Language == language).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The territory asked for; where none is, the instance for whoever runs it, else the first territory that this person looks after.</summary>
    public static string? Asked(string? territory, Actor actor) => string.IsNullOrEmpty(territory) && !actor.IsOperator && Own(actor) is [var first, ..] ? first.ToString() : territory;

    /// <summary>The territories whose texts this person may write, the smallest first.</summary>
    public static IReadOnlyList<TerritoryKey> Own(Actor actor) => [.. actor.TerritoriesWith(Permission.EditTerritory).OrderBy(t => t.Level).ThenBy(t => t.Code, StringComparer.Ordinal)];

    /// <summary>The owner of texts that this person may write: a territory they look after, or the instance for whoever runs it; null for others.</summary>
    public async Task<string?> OwnerAsync(string? territory, Actor actor, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(territory))
        {
            return actor.IsOperator ? "" : null;
        }

        var index = await territories.GetAsync(cancellationToken);
        return index.Find(territory) is { } key && index.LookedAfterBy(actor, Permission.EditTerritory, key) ? key.ToString() : null;
    }
}
