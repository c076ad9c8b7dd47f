using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Repairs;

/// <summary>
/// « Arrived » was pressed on the wrong line: the person is expected again. Not once something came of it: an outcome, an item that stays, a
/// second visit. Pressed twice, it is once.
/// </summary>
/// <param name="Reference">As read on the ticket, in any spelling.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record TakeBackArrival(string Reference) : ICommand<OneOf<Done, ArrivalStands, NotFound>>;

/// <summary>Somebody was here: something is recorded, or the appointment is over.</summary>
public sealed record ArrivalStands : IRefusal;

internal sealed class TakeBackArrivalHandler(RepairNetDb db, IBookingCompletion bookings, ICurrentActor currentActor) : IRequestHandler<TakeBackArrival, OneOf<Done, ArrivalStands, NotFound>>
{
    public async Task<OneOf<Done, ArrivalStands, NotFound>> Handle(TakeBackArrival request, CancellationToken cancellationToken)
    {
        if (await bookings.HoldAsync(request.Reference, cancellationToken) is not { } visit
            || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepAgenda, visit.OrganisationId))
        {
            return new NotFound();
        }

        if (await db.Repairs.AnyAsync(r => r.BookingId == visit.Id, cancellationToken) || await db.ItemsLeft.AnyAsync(i => i.BookingId == visit.Id, cancellationToken))
        {
            return new ArrivalStands();
        }

        return await bookings.TakeBackArrivalAsync(visit.Id, cancellationToken) ? new Done() : new ArrivalStands();
    }
}
