using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>What the workshop notes of a booking.</summary>
public enum WorkshopNote
{
    CheckIn,
    NoShow,
    Cancel,
}

/// <summary>The workshop notes that someone arrived, did not come, or cancelled by telephone.</summary>
/// <param name="Reference">As read on the ticket, in any spelling.</param>
[AllowedTo(Caller.Member)]
public sealed record ChangeBookingByReference(string Reference, WorkshopNote Note) : ICommand<OneOf<BookingStatus, NotTheDay, NoLongerOpen, NotFound>>;

internal sealed class ChangeBookingByReferenceHandler(RepairNetDb db, IBenches benches, IRowLocks locks, ICurrentActor currentActor, BookingNews news, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<ChangeBookingByReference, OneOf<BookingStatus, NotTheDay, NoLongerOpen, NotFound>>
{
    public async Task<OneOf<BookingStatus, NotTheDay, NoLongerOpen, NotFound>> Handle(ChangeBookingByReference request, CancellationToken cancellationToken)
    {
        if (await HoldAsync(request.Reference, cancellationToken) is not { } booking)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var change = request.Note switch
        {
            WorkshopNote.CheckIn => booking.CheckIn(await TodayAsync(booking, now, cancellationToken), now),
            WorkshopNote.NoShow => booking.MarkNoShow(now),
            WorkshopNote.Cancel => booking.Cancel(now, byResident: false),
        };
        if (change == BookingChange.Made && request.Note == WorkshopNote.Cancel)
        {
            await benches.ReleaseAsync(booking.Id, cancellationToken);
            news.Tell(booking, MessageKind.BookingCancelled, byResident: false);
        }

        return change switch
        {
            BookingChange.Made or BookingChange.AlreadySo => booking.Status,
            BookingChange.NotToday => new NotTheDay(),
            BookingChange.NotOpen or BookingChange.TooLate => new NoLongerOpen(),
        };
    }

    private async Task<Booking?> HoldAsync(string text, CancellationToken cancellationToken)
    {
        if (!BookingReference.TryParse(text, out var reference))
        {
            return null;
        }

        var found = await db.Bookings.AsNoTracking().Where(b => b.Reference == reference.Value).Select(b => new { b.Id, b.OrganisationId }).SingleOrDefaultAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        return found is not null && actor.IsMember(found.OrganisationId) && await locks.HoldBookingAsync(found.Id, cancellationToken)
            ? await db.Bookings.SingleAsync(b => b.Id == found.Id, cancellationToken)
            : null;
    }

    private async Task<LocalDate> TodayAsync(Booking booking, Instant now, CancellationToken cancellationToken)
    {
        var zone = await db.Places.AsNoTracking().Where(p => p.Id == booking.PlaceId).Select(p => p.TimeZone).SingleAsync(cancellationToken);
        return now.InZone(zones[zone]).Date;
    }
}
