using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Training;

/// <summary>The current offers of a territory, those published last first: what a feed tells.</summary>
/// <param name="Territory">Key of the territory.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetJobOfferNews(string? Territory) : IQuery<OneOf<JobOfferNews, NotFound>>;

/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Offers">At most <see cref="Most"/>.</param>
public sealed record JobOfferNews(TerritoryKey Territory, string TerritoryName, IReadOnlyList<JobOfferView> Offers)
{
    public const int Most = 50;
}

internal sealed class GetJobOfferNewsHandler(JobOfferReader reader, ITerritories territories) : IRequestHandler<GetJobOfferNews, OneOf<JobOfferNews, NotFound>>
{
    public async Task<OneOf<JobOfferNews, NotFound>> Handle(GetJobOfferNews request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory)
        {
            return new NotFound();
        }

        var offers = await JobOfferReader.In(reader.NotRefusedFrom(reader.Public(), territory, index), territory, index).OrderByDescending(o => o.PublishedAt).ThenBy(o => o.Slug).Take(JobOfferNews.Most).ToListAsync(cancellationToken);
        return new JobOfferNews(territory, FrenchPlaceName.Typographic(index.NameOf(territory)!), await reader.ViewsAsync(offers, null, cancellationToken));
    }
}
