using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>Undoes a closure made by hand. One read from a calendar is undone in that calendar.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record RemoveClosure(PlaceId PlaceId, ClosureId ClosureId) : ICommand<OneOf<Done, NotFound, ClosureImported>>, IMayFreeSlots;

/// <summary>The closure comes from a calendar kept elsewhere, which would bring it back.</summary>
public sealed record ClosureImported : IRefusal;

internal sealed class RemoveClosureHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks) : IRequestHandler<RemoveClosure, OneOf<Done, NotFound, ClosureImported>>
{
    public async Task<OneOf<Done, NotFound, ClosureImported>> Handle(RemoveClosure request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        await locks.HoldAgendaAsync(request.PlaceId, cancellationToken);
        if (await db.Closures.SingleOrDefaultAsync(c => c.Id == request.ClosureId && c.PlaceId == request.PlaceId, cancellationToken) is not { } closure)
        {
            return new NotFound();
        }

        if (closure.ImportedFrom is not null)
        {
            return new ClosureImported();
        }

        db.Closures.Remove(closure);
        return new Done();
    }
}
