using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>The van came back from someone's home: with what was offered, or without having found anybody. What was picked up is then weighed.</summary>
[AllowedTo(Permission.KeepCollections)]
public sealed record RecordVisit(CollectionRequestId Id, bool IsPickedUp) : ICommand<OneOf<Done, NotYetVisited, NotFound>>;

/// <summary>The day of the round has not come, or nothing was planned.</summary>
public sealed record NotYetVisited : IRefusal;

internal sealed class RecordVisitHandler(RepairNetDb db, CollectionDesk desk, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<RecordVisit, OneOf<Done, NotYetVisited, NotFound>>
{
    public async Task<OneOf<Done, NotYetVisited, NotFound>> Handle(RecordVisit request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await desk.HoldAsync(db.CollectionRequests.Where(r => r.Id == request.Id), cancellationToken) is not { } held || !actor.Acts(Permission.KeepCollections, held.OrganisationId))
        {
            return new NotFound();
        }

        var wanted = request.IsPickedUp ? CollectionStatus.PickedUp : CollectionStatus.Absent;
        if (held.Status == wanted)
        {
            return new Done();
        }

        var now = clock.GetCurrentInstant();
        if (held.RoundId is not { } id || !(held.HasStop || held.Status is CollectionStatus.PickedUp or CollectionStatus.Absent)
            || await db.CollectionRounds.AsNoTracking().SingleAsync(r => r.Id == id, cancellationToken) is var round && now.InZone(zones[round.TimeZone]).Date < round.Date)
        {
            return new NotYetVisited();
        }

        held.Visit(request.IsPickedUp, now);
        desk.Tell(held);
        return new Done();
    }
}
