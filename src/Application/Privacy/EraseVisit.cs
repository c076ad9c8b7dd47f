using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Privacy;

/// <summary>A workshop erases what one appointment says of its person, who asked for it by telephone or at the desk: no e-mail is needed.</summary>
/// <param name="Reference">Number of the appointment.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record EraseVisit(string Reference) : ICommand<OneOf<DataErased, StillAtWorkshop, NotFound>>;

internal sealed class EraseVisitHandler(RepairNetDb db, IPersonBookings bookings, PersonEraser eraser, ICurrentActor currentActor, IRowLocks locks, IAuditLog log, IClock clock) : IRequestHandler<EraseVisit, OneOf<DataErased, StillAtWorkshop, NotFound>>
{
    public async Task<OneOf<DataErased, StillAtWorkshop, NotFound>> Handle(EraseVisit request, CancellationToken cancellationToken)
    {
        if (!BookingReference.TryParse(request.Reference, out var reference))
        {
            return new NotFound();
        }

        var found = await db.Bookings.AsNoTracking().Where(b => b.Reference == reference.Value).Select(b => new { b.Id, b.OrganisationId }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepAgenda, found.OrganisationId) || !await locks.HoldBookingAsync(found.Id, cancellationToken))
        {
            return new NotFound();
        }

        var booking = await db.Bookings.SingleAsync(b => b.Id == found.Id, cancellationToken);
        if (booking.ErasedAt is not null)
        {
            return new DataErased(0);
        }

        if ((booking.Status == BookingStatus.Arrived && clock.GetCurrentInstant() < booking.End + Duration.FromHours(12))
            || await db.ItemsLeft.AnyAsync(i => i.BookingId == booking.Id && i.State != ItemLeftState.Collected, cancellationToken))
        {
            return new StillAtWorkshop();
        }

        var cancelled = await bookings.CancelExpectedAsync([booking.Id], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await eraser.EraseAsync(booking, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.DataErased) { Organisation = booking.OrganisationId, AboutId = booking.Id.Value, Words = booking.Reference }, cancellationToken);
        return new DataErased(cancelled);
    }
}
