using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>One request, for its workshop, with the rounds it may be taken into.</summary>
[AllowedTo(Permission.ReadCollections)]
public sealed record GetCollectionFile(CollectionRequestId Id) : IQuery<OneOf<CollectionFile, NotFound>>;

/// <param name="Rounds">Those to come that have a stop left, the next first.</param>
public sealed record CollectionFile(CollectionView Request, IReadOnlyList<RoundRow> Rounds, LocalDate Today);

internal sealed class GetCollectionFileHandler(RepairNetDb db, ReuseReader reader, CollectionViews views, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<GetCollectionFile, OneOf<CollectionFile, NotFound>>
{
    private const int RoundsOffered = 12;

    public async Task<OneOf<CollectionFile, NotFound>> Handle(GetCollectionFile request, CancellationToken cancellationToken)
    {
        if (await db.CollectionRequests.AsNoTracking().Include(r => r.Items).SingleOrDefaultAsync(r => r.Id == request.Id, cancellationToken) is not { } found
            || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.ReadCollections, found.OrganisationId))
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var index = await territories.GetAsync(cancellationToken);
        var rounds = await db.CollectionRounds.AsNoTracking().Where(r => r.OrganisationId == found.OrganisationId && r.StartsAt > now && r.CancelledAt == null && r.Stops < r.MaxStops)
            .OrderBy(r => r.StartsAt).Take(RoundsOffered).ToListAsync(cancellationToken);
        return new CollectionFile(
            await views.OfAsync(found, cancellationToken),
            [.. rounds.Select(r => new RoundRow(r.Id, r.Date, r.Half, r.Stops, r.MaxStops, r.Grams, r.MaxGrams, IsCancelled: false, IsOpen: true, [.. r.Communes.Select(c => index.Commune(c)?.Name ?? c)]))],
            await reader.TodayAsync(found.OrganisationId, now, zones, cancellationToken));
    }
}
