using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Reuse;

/// <summary>An organisation of the network asks for a part: it is kept for three days, and the workshop is told by mail.</summary>
/// <param name="For">The organisation that needs it.</param>
[AllowedTo(Permission.AskForParts)]
public sealed record AskForPart(SparePartId Part, OrganisationId For) : ICommand<OneOf<PartKept, PartTakenByOther, NotFound>>;

public sealed record PartKept(Instant Until);

/// <summary>It is kept for someone else, or gone.</summary>
public sealed record PartTakenByOther : IRefusal;

internal sealed class AskForPartHandler(RepairNetDb db, IRowLocks locks, IOutbox outbox, ICurrentActor currentActor, IClock clock) : IRequestHandler<AskForPart, OneOf<PartKept, PartTakenByOther, NotFound>>
{
    public async Task<OneOf<PartKept, PartTakenByOther, NotFound>> Handle(AskForPart request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.AskForParts, request.For) || (await db.ApprovedAsync([request.For], cancellationToken)).Count == 0)
        {
            return new NotFound();
        }

        await locks.HoldNameAsync("part:" + request.Part, cancellationToken);
        if (await db.SpareParts.SingleOrDefaultAsync(p => p.Id == request.Part && db.Organisations.Any(o => o.Id == p.OrganisationId && o.Status == OrganisationStatus.Approved), cancellationToken) is not { } part)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        if (part.GoneAt is not null || (part.KeptFor(now) is { } other && other != request.For))
        {
            return new PartTakenByOther();
        }

        var asked = part.Asked;
        part.Ask(request.For, now);
        if (part.Asked > asked)
        {
            outbox.Add(MessageKind.PartAsked, part.Id.Value, part.Asked);
        }

        return new PartKept(part.KeptUntil!.Value);
    }
}
