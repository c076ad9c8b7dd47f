using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>What a reuse workshop has to answer and to fetch: requests that wait, whom to call, rounds, and the round that the program proposes.</summary>
/// <param name="Organisation">Address of one workshop; null for the first one works for.</param>
/// <param name="Skip">Requests to answer to leave out: those of the pages before.</param>
/// <param name="SkipUnder">The same of those under way.</param>
[AllowedTo(Permission.ReadCollections)]
public sealed record GetCollections(string? Organisation, int Skip = 0, int SkipUnder = 0) : IQuery<OneOf<CollectionQueue, NotFound>>;

/// <param name="IsOpen">Whether it takes requests now.</param>
/// <param name="Waiting">Requests to answer, the oldest first, a page of them.</param>
/// <param name="WaitingTotal">How many there are on all pages.</param>
/// <param name="Under">Those with a day, or asked something, a page of them.</param>
/// <param name="UnderTotal">How many there are on all pages.</param>
/// <param name="ToCall">Whom to tell something by telephone.</param>
/// <param name="Rounds">Those to come and of the last weeks, the next first.</param>
/// <param name="Plan">What a round would hold; empty when nothing waits.</param>
public sealed record CollectionQueue(
    OwnReuseWorkshop Workshop, IReadOnlyList<OwnReuseWorkshop> Workshops, bool IsOpen, LocalDate Today, IReadOnlyList<CollectionView> Waiting, int WaitingTotal, IReadOnlyList<CollectionView> Under, int UnderTotal,
    IReadOnlyList<CollectionView> ToCall, IReadOnlyList<RoundRow> Rounds, PlannedRound? Plan)
{
    /// <summary>Requests of one page of a list.</summary>
    public const int PerPage = 20;
}

/// <param name="Stops">Kept for people.</param>
public sealed record RoundRow(CollectionRoundId Id, LocalDate Date, HalfDay Half, int Stops, int MaxStops, int Grams, int MaxGrams, bool IsCancelled, bool IsOpen, IReadOnlyList<string> Communes);

/// <summary>A round that the program proposes.</summary>
/// <param name="Communes">Codes and names, in order.</param>
public sealed record PlannedRound(LocalDate Date, IReadOnlyList<(string Code, string Name)> Communes, IReadOnlyList<CollectionRequestId> Requests, int Grams, int MaxStops, int MaxKilograms);

internal sealed class GetCollectionsHandler(RepairNetDb db, ReuseReader reader, CollectionViews views, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<GetCollections, OneOf<CollectionQueue, NotFound>>
{
    private const int Most = 100;
    private const int RoundsShown = 20;

    /// <summary>Days before a proposed round: time for people to answer.</summary>
    private const int DaysToAnswer = 4;

    public async Task<OneOf<CollectionQueue, NotFound>> Handle(GetCollections request, CancellationToken cancellationToken)
    {
        if (await reader.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadCollections, request.Organisation, cancellationToken) is not var (workshop, all))
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var today = await reader.TodayAsync(workshop.Id, now, zones, cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        var terms = await db.CollectionTerms.AsNoTracking().SingleOrDefaultAsync(t => t.OrganisationId == workshop.Id, cancellationToken) ?? new CollectionTerms(workshop.Id);
        var own = db.CollectionRequests.AsNoTracking().Include(r => r.Items).Where(r => r.OrganisationId == workshop.Id && r.ErasedAt == null);
        var waiting = own.Where(r => r.Status == CollectionStatus.Requested).OrderBy(r => r.CreatedAt).ThenBy(r => r.Id);
        var under = own.Where(r => CollectionRequest.OpenStates.Contains(r.Status) && r.Status != CollectionStatus.Requested).OrderBy(r => r.CreatedAt).ThenBy(r => r.Id);
        var waitingPage = await waiting.Skip(request.Skip).Take(CollectionQueue.PerPage).ToListAsync(cancellationToken);
        var underPage = await under.Skip(request.SkipUnder).Take(CollectionQueue.PerPage).ToListAsync(cancellationToken);
        var toCall = await own.Where(r => r.IsToCall).OrderBy(r => r.ChangedAt).Take(Most).ToListAsync(cancellationToken);
        var shown = (await views.OfAsync([.. waitingPage.Concat(underPage).Concat(toCall).DistinctBy(r => r.Id)], cancellationToken)).ToDictionary(v => v.Id);
        var since = today.PlusDays(-30);
        var rounds = await db.CollectionRounds.AsNoTracking().Where(r => r.OrganisationId == workshop.Id && r.Date >= since).OrderBy(r => r.Date).ThenBy(r => r.Half).Take(200).ToListAsync(cancellationToken);
        var plan = RoundPlan.Propose(
            [.. (await waiting.Take(Most).ToListAsync(cancellationToken)).Select(r => new WaitingStop(r.Id, r.CommuneCode, r.Grams, r.CreatedAt))], (a, b) => Collectors.Distance(index.Commune(a), index.Commune(b)), terms.Stops, terms.Kilograms * 1000);
        return new CollectionQueue(
            workshop, all, terms.IsOpen, today, [.. waitingPage.Select(r => shown[r.Id])], await waiting.CountAsync(cancellationToken), [.. underPage.Select(r => shown[r.Id])], await under.CountAsync(cancellationToken),
            [.. toCall.Select(r => shown[r.Id])],
            [.. rounds.OrderBy(r => r.Date < today).ThenBy(r => r.Date < today ? -r.Date.ToDateOnly().DayNumber : r.Date.ToDateOnly().DayNumber).ThenBy(r => r.Half).Take(RoundsShown)
                .Select(r => new RoundRow(r.Id, r.Date, r.Half, r.Stops, r.MaxStops, r.Grams, r.MaxGrams, r.CancelledAt is not null, r.IsOpenAt(now), [.. r.Communes.Select(c => index.Commune(c)?.Name ?? c)]))],
            plan.Count == 0 ? null : new PlannedRound(
                NextWorkday(today.PlusDays(DaysToAnswer)), [.. plan.Select(p => p.CommuneCode).Distinct().Select(c => (c, index.Commune(c)?.Name ?? c))], [.. plan.Select(p => p.Id)], plan.Sum(p => p.Grams), terms.Stops, terms.Kilograms));
    }

    private static LocalDate NextWorkday(LocalDate date) => date.DayOfWeek switch
    {
        IsoDayOfWeek.Saturday => date.PlusDays(2),
        IsoDayOfWeek.Sunday => date.PlusDays(1),
        _ => date,
    };
}
