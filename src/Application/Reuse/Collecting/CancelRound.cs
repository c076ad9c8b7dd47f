using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>A round does not take place: those it was proposed to are told why, and wait for another day.</summary>
[AllowedTo(Permission.KeepCollections)]
public sealed record CancelRound(CollectionRoundId Id, string? Reason) : ICommand<OneOf<Done, RoundClosed, NotFound>>;

internal sealed class CancelRoundValidator : AbstractValidator<CancelRound>
{
    public CancelRoundValidator() => RuleFor(c => c.Reason).Given("Dites pourquoi : les personnes le liront.").Line(CollectionRound.MaxReason);
}

internal sealed class CancelRoundHandler(RepairNetDb db, CollectionDesk desk, ICurrentActor currentActor, IClock clock) : IRequestHandler<CancelRound, OneOf<Done, RoundClosed, NotFound>>
{
    public async Task<OneOf<Done, RoundClosed, NotFound>> Handle(CancelRound request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var workshop = await db.CollectionRounds.Where(r => r.Id == request.Id).Select(r => (OrganisationId?)r.OrganisationId).SingleOrDefaultAsync(cancellationToken);
        if (workshop is not { } organisation || !actor.Acts(Permission.KeepCollections, organisation))
        {
            return new NotFound();
        }

        // Called off first: from here on nobody else gets a stop of it.
        var now = clock.GetCurrentInstant();
        var reason = request.Reason!.Trim();
        if (await db.CollectionRounds.Where(r => r.Id == request.Id && r.CancelledAt == null && r.StartsAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CancelledAt, now).SetProperty(r => r.CancelReason, reason), cancellationToken) == 0)
        {
            return await db.CollectionRounds.AnyAsync(r => r.Id == request.Id && r.CancelledAt != null, cancellationToken) ? new Done() : new RoundClosed();
        }

        var people = await db.CollectionRequests.AsNoTracking()
            .Where(r => r.RoundId == request.Id && (r.Status == CollectionStatus.Proposed || r.Status == CollectionStatus.Confirmed)).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken);
        foreach (var id in people)
        {
            if (await desk.HoldAsync(db.CollectionRequests.Where(r => r.Id == id && r.RoundId == request.Id), cancellationToken) is { HasStop: true } held)
            {
                await desk.FreeStopAsync(held, cancellationToken);
                held.Postpone(now);
                desk.Tell(held);
            }
        }

        return new Done();
    }
}
