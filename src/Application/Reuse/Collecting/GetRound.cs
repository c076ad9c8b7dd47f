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

/// <summary>A round, for those who drive it: whom to see, in order, where and with what.</summary>
[AllowedTo(Permission.ReadCollections)]
public sealed record GetRound(CollectionRoundId Id) : IQuery<OneOf<RoundSheet, NotFound>>;

/// <param name="IsDay">Its day has come: visits may be written down.</param>
/// <param name="Stops">By commune in the order of the round, then by address.</param>
public sealed record RoundSheet(
    CollectionRoundId Id, string WorkshopName, string WorkshopSlug, LocalDate Date, HalfDay Half, LocalTime From, LocalTime To, LocalDate Today, bool IsOpen, bool IsDay, string? CancelReason, int Taken, int MaxStops, int Grams, int MaxGrams,
    IReadOnlyList<string> Communes, IReadOnlyList<CollectionView> Stops);

internal sealed class GetRoundHandler(RepairNetDb db, CollectionViews views, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetRound, OneOf<RoundSheet, NotFound>>
{
    public async Task<OneOf<RoundSheet, NotFound>> Handle(GetRound request, CancellationToken cancellationToken)
    {
        if (await db.CollectionRounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Id, cancellationToken) is not { } round
            || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.ReadCollections, round.OrganisationId))
        {
            return new NotFound();
        }

        var workshop = await db.Organisations.AsNoTracking().Where(o => o.Id == round.OrganisationId).Select(o => new { o.Name, o.Slug }).SingleAsync(cancellationToken);
        CollectionStatus[] with = [CollectionStatus.Proposed, CollectionStatus.Confirmed, CollectionStatus.PickedUp, CollectionStatus.Absent];
        var requests = await db.CollectionRequests.AsNoTracking().Include(r => r.Items).Where(r => r.RoundId == round.Id && with.Contains(r.Status)).ToListAsync(cancellationToken);
        var order = round.Communes.ToList();
        var index = await territories.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var today = now.InZone(zones[round.TimeZone]).Date;
        var stops = await views.OfAsync(
            [.. requests.OrderBy(r => order.IndexOf(r.CommuneCode) is var at and >= 0 ? at : int.MaxValue).ThenBy(r => r.CommuneCode, StringComparer.Ordinal).ThenBy(r => r.Address, StringComparer.Ordinal)], cancellationToken);
        return new RoundSheet(
            round.Id, workshop.Name, workshop.Slug, round.Date, round.Half, round.Hours.From, round.Hours.To, today, round.IsOpenAt(now), today >= round.Date && round.CancelledAt is null, round.CancelReason,
            round.Stops, round.MaxStops, round.Grams, round.MaxGrams, [.. order.Select(c => index.Commune(c)?.Name ?? c)], stops);
    }
}
