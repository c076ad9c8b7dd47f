using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>A workshop takes requests into a round: a stop is kept for each, and each is told the day. All of them, or none.</summary>
/// <param name="Left">Numbers of things that stay, when it is about one request; null to leave that as it is.</param>
[AllowedTo(Permission.KeepCollections)]
public sealed record ProposeDay(CollectionRoundId Round, IReadOnlyList<CollectionRequestId> Requests, IReadOnlyCollection<int>? Left = null)
    : ICommand<OneOf<Done, RoundFull, RoundClosed, CannotDecideCollection, NotFound>>;

/// <summary>The van has no room for these: no stop is left, or they would weigh too much.</summary>
public sealed record RoundFull : IRefusal;

/// <summary>The round has begun, or does not take place.</summary>
public sealed record RoundClosed : IRefusal;

internal sealed class ProposeDayHandler(RepairNetDb db, RoundFiller filler, ICurrentActor currentActor, IClock clock) : IRequestHandler<ProposeDay, OneOf<Done, RoundFull, RoundClosed, CannotDecideCollection, NotFound>>
{
    public async Task<OneOf<Done, RoundFull, RoundClosed, CannotDecideCollection, NotFound>> Handle(ProposeDay request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await db.CollectionRounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Round, cancellationToken) is not { } round || !actor.Acts(Permission.KeepCollections, round.OrganisationId) || request.Requests.Count == 0)
        {
            return new NotFound();
        }

        return round.IsOpenAt(clock.GetCurrentInstant())
            ? (await filler.FillAsync(round, request.Requests, request.Left, cancellationToken)).Match<OneOf<Done, RoundFull, RoundClosed, CannotDecideCollection, NotFound>>(
                done => done, full => full, cannot => cannot, none => none)
            : new RoundClosed();
    }
}

/// <summary>Takes requests into a round, in the caller's transaction.</summary>
internal sealed class RoundFiller(RepairNetDb db, CollectionDesk desk, IRoundStops stops, IClock clock)
{
    public async Task<OneOf<Done, RoundFull, CannotDecideCollection, NotFound>> FillAsync(CollectionRound round, IReadOnlyList<CollectionRequestId> requests, IReadOnlyCollection<int>? left, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();

        // In one order for everybody, so that two who take the same people wait for each other and never in a ring.
        foreach (var id in requests.Distinct().OrderBy(r => r.Value))
        {
            if (await desk.HoldAsync(db.CollectionRequests.Where(r => r.Id == id && r.OrganisationId == round.OrganisationId), cancellationToken) is not { } held)
            {
                return new NotFound();
            }

            if (held.HasStop && held.RoundId == round.Id)
            {
                continue;
            }

            if (!held.CanBeProposed)
            {
                return new CannotDecideCollection(held.Status);
            }

            if (left is not null)
            {
                if (held.Items.All(i => left.Contains(i.Number)))
                {
                    throw new InvalidRequestException("items", "Gardez au moins un objet, ou refusez la demande.");
                }

                held.Leave(left);
            }

            if (!await stops.TakeAsync(round.Id, held.Grams, cancellationToken))
            {
                return new RoundFull();
            }

            held.Propose(round.Id, now);
            desk.Tell(held);
        }

        return new Done();
    }
}
