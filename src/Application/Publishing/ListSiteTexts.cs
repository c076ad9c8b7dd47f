using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Publishing;

namespace RepairNet.Application.Publishing;

/// <summary>Which pages a territory, or the instance, writes itself.</summary>
/// <param name="Territory">Key of the territory; null for the instance where one runs it, else the first one looks after.</param>
[AllowedTo(Permission.EditTerritory)]
public sealed record ListSiteTexts(string? Territory) : IQuery<OneOf<SiteTextList, NotFound>>;

/// <param name="Territory">Key of the territory; empty for the instance.</param>
/// <param name="Name">Its name; null for the instance.</param>
/// <param name="Others">Territories whose texts one may write too.</param>
public sealed record SiteTextList(string Territory, string? Name, IReadOnlyList<SiteTextLine> Lines, IReadOnlyList<WriteableTerritory> Others);

/// <param name="ChangedAt">When it was last written; null where it is that of the program.</param>
public sealed record SiteTextLine(SitePage Page, string Language, Instant? ChangedAt);

public sealed record WriteableTerritory(string Key, string Name);

internal sealed class ListSiteTextsHandler(RepairNetDb db, SiteTexts texts, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<ListSiteTexts, OneOf<SiteTextList, NotFound>>
{
    public async Task<OneOf<SiteTextList, NotFound>> Handle(ListSiteTexts request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        if (await texts.OwnerAsync(SiteTexts.Asked(request.Territory, actor), actor, cancellationToken) is not { } owner)
        {
            return new NotFound();
        }

        // Few are ever written: the latest of each is found here rather than in six times two questions.
        var written = (await db.SiteTexts.AsNoTracking().Where(t => t.Territory == owner).OrderByDescending(t => t.At).Take(1000)
            .Select(t => new { t.Page, t.Language, t.At, IsDefault = t.Body == "" }).ToListAsync(cancellationToken))
            .GroupBy(t => (t.Page, t.Language)).ToDictionary(g => g.Key, g => g.First());
        var lines = from page in Enum.GetValues<SitePage>()
                    from language in new[] { "fr", "en" }
                    let text = written.GetValueOrDefault((page, language))
                    select new SiteTextLine(page, language, text is null || text.IsDefault ? null : text.At);
        return new SiteTextList(
            owner,
            index.Find(owner) is { } key ? index.NameOf(key) : null,
            [.. lines],
            [.. SiteTexts.Own(actor).Where(t => t.ToString() != owner).Select(t => new WriteableTerritory(t.ToString(), index.NameOf(t) ?? t.ToString()))]);
    }
}
