using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Every current offer of a territory, as open data: what its page shows, but for how one answers.</summary>
/// <param name="Territory">Key of the territory; null for everywhere.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record ExportJobOffers(string? Territory) : IQuery<OneOf<JobOffersExport, NotFound>>;

/// <summary>The offers, by the last part of their address, read from the database as they are asked for.</summary>
public sealed record JobOffersExport(IAsyncEnumerable<JobOfferView> Offers);

internal sealed class ExportJobOffersHandler(JobOfferReader reader, ITerritories territories) : IRequestHandler<ExportJobOffers, OneOf<JobOffersExport, NotFound>>
{
    private const int AtOnce = 200;

    public async Task<OneOf<JobOffersExport, NotFound>> Handle(ExportJobOffers request, CancellationToken cancellationToken)
    {
        var offers = reader.Public();
        if (request.Territory is { Length: > 0 } text)
        {
            var index = await territories.GetAsync(cancellationToken);
            if (index.Find(text) is not { } territory)
            {
                return new NotFound();
            }

            offers = JobOfferReader.In(reader.NotRefusedFrom(offers, territory, index), territory, index);
        }

        return new JobOffersExport(ReadAsync(offers, cancellationToken));
    }

    /// <summary>Some at a time, each batch after the last address of the one before: what is published meanwhile shifts nothing.</summary>
    private async IAsyncEnumerable<JobOfferView> ReadAsync(IQueryable<JobOffer> offers, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<JobOffer> some;
        var last = "";
        do
        {
            var after = last;
            some = await offers.Where(o => o.Slug.CompareTo(after) > 0).OrderBy(o => o.Slug).Take(AtOnce).ToListAsync(cancellationToken);
            foreach (var view in await reader.ViewsAsync(some, null, cancellationToken))
            {
                yield return view;
            }

            last = some.Count > 0 ? some[^1].Slug : "";
        }
        while (some.Count == AtOnce);
    }
}
