using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A part leaves its shelf: handed to a repairer, given or sold for its use as a part, or recycled. Its weighing is written in the same transaction.</summary>
/// <param name="To">« repairer », « parts » or « recycled ».</param>
/// <param name="Stream">For what is recycled; « electrical » without it.</param>
[AllowedTo(Permission.KeepReuseItems)]
public sealed record HandOverPart(SparePartId Part, string? To, string? Stream = null) : ICommand<OneOf<Done, PartTakenByOther, NotInStock, NotFound>>;

internal sealed class HandOverPartValidator : AbstractValidator<HandOverPart>
{
    public HandOverPartValidator() =>
        RuleFor(h => h.To).Must(to => ReuseNames.ReadDestination(to) is Destination.Repairer or Destination.Parts or Destination.Recycled).WithMessage("Dites où part la pièce : à un réparateur, à quelqu’un d’autre ou au recyclage.");
}

internal sealed class HandOverPartHandler(RepairNetDb db, ItemDesk desk, IRowLocks locks, ICurrentActor currentActor, IClock clock) : IRequestHandler<HandOverPart, OneOf<Done, PartTakenByOther, NotInStock, NotFound>>
{
    public async Task<OneOf<Done, PartTakenByOther, NotInStock, NotFound>> Handle(HandOverPart request, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync("part:" + request.Part, cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await db.SpareParts.SingleOrDefaultAsync(p => p.Id == request.Part, cancellationToken) is not { } part || !actor.Acts(Permission.KeepReuseItems, part.OrganisationId))
        {
            return new NotFound();
        }

        if (part.GoneAt is not null)
        {
            return new PartTakenByOther();
        }

        var to = ReuseNames.ReadDestination(request.To)!.Value;
        RecyclingStream? stream = to == Destination.Recycled ? ReuseNames.ReadStream(request.Stream) ?? RecyclingStream.Electrical : null;
        var outflow = part.HandOver(to, stream, await desk.TodayAsync(part.PlaceId, cancellationToken), WeighingId.New(), new DoneBy(clock.GetCurrentInstant(), actor.Account));
        return outflow is not null && await desk.WeighAsync(outflow, cancellationToken) is { } missing ? missing : new Done();
    }
}
