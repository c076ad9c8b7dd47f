using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.MutualHelp;

/// <summary>The posts shown in a territory, the last published first: what a feed tells.</summary>
/// <param name="Territory">Key of the territory.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record GetHelpNews(string? Territory) : IQuery<OneOf<HelpNews, NotFound>>;

/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Posts">At most <see cref="Most"/>.</param>
public sealed record HelpNews(TerritoryKey Territory, string TerritoryName, IReadOnlyList<HelpPostView> Posts)
{
    public const int Most = 50;
}

internal sealed class GetHelpNewsHandler(HelpReader reader, ITerritories territories) : IRequestHandler<GetHelpNews, OneOf<HelpNews, NotFound>>
{
    public async Task<OneOf<HelpNews, NotFound>> Handle(GetHelpNews request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory)
        {
            return new NotFound();
        }

        var posts = await HelpReader.In(reader.Shown(), territory, index).OrderByDescending(p => p.PublishedAt).ThenByDescending(p => p.Id).Take(HelpNews.Most).ToListAsync(cancellationToken);
        return new HelpNews(territory, FrenchPlaceName.Typographic(index.NameOf(territory)!), await reader.ViewsAsync(posts, null, cancellationToken));
    }
}
