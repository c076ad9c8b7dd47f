using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Current offers of approved organisations, those published last first.</summary>
/// <param name="Territory">Key of a territory: offers there.</param>
/// <param name="Near">INSEE code of a commune to look around, with <paramref name="RadiusKm"/>.</param>
/// <param name="Organisation">Last part of the address of an organisation: its offers alone.</param>
/// <param name="Take">How many to give, 1 to 100.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record FindJobOffers(
    string? Territory = null, string? Near = null, int RadiusKm = 25, JobOfferKind? Kind = null, Trade? Trade = null, string? Organisation = null, int Skip = 0, int Take = 20)
    : IQuery<OneOf<JobOffersFound, NotFound>>;

/// <param name="More">Whether others follow.</param>
public sealed record JobOffersFound(IReadOnlyList<JobOfferView> Items, bool More);

internal sealed class FindJobOffersHandler(RepairNetDb db, JobOfferReader reader, ITerritories territories) : IRequestHandler<FindJobOffers, OneOf<JobOffersFound, NotFound>>
{
    public async Task<OneOf<JobOffersFound, NotFound>> Handle(FindJobOffers request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var offers = reader.Public();
        if (request.Territory is { Length: > 0 } text)
        {
            if (index.Find(text) is not { } territory)
            {
                return new NotFound();
            }

            offers = JobOfferReader.In(reader.NotRefusedFrom(offers, territory, index), territory, index);
        }

        Dictionary<string, double?>? around = null;
        if (request.Near is { Length: > 0 } code)
        {
            if (index.Commune(code) is not { } commune)
            {
                return new NotFound();
            }

            around = index.CodesAround(commune, request.RadiusKm);
            string[] near = [.. around.Keys];
            offers = reader.NotRefusedFrom(offers, commune.Key, index).Where(o => near.Contains(o.CommuneCode));
        }

        offers = request.Kind is { } kind ? offers.Where(o => o.Kind == kind) : offers;
        offers = request.Trade is { } trade ? offers.Where(o => o.Trade == trade) : offers;
        offers = request.Organisation is { Length: > 0 } slug ? offers.Where(o => o.OrganisationId == db.Organisations.Where(g => g.Slug == slug).Select(g => g.Id).FirstOrDefault()) : offers;
        var page = await offers.OrderByDescending(o => o.PublishedAt).ThenBy(o => o.Slug).Skip(request.Skip).Take(request.Take + 1).ToListAsync(cancellationToken);
        return new JobOffersFound(await reader.ViewsAsync([.. page.Take(request.Take)], around, cancellationToken), page.Count > request.Take);
    }
}
