using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>Moves bookings to another slot of the same service, for residents as for workshops.</summary>
internal sealed class BookingMover(RepairNetDb db, BookingDesk desk, IBenches benches, BookingNews news, BookingJournal journal, WaitingLine line, IClock clock)
{
    /// <summary>Moves a booking locked by the caller, and tells of it.</summary>
    /// <param name="byResident">Notices bind residents, not the workshop.</param>
    public async Task<OneOf<Moved, SlotTaken, TooLate, NoLongerOpen, NotOffered>> MoveAsync(Booking booking, Instant start, bool byResident, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (booking.Status != BookingStatus.Confirmed)
        {
            return new NoLongerOpen();
        }

        // Moved by the same request a moment ago, perhaps to within the notice.
        if (start == booking.Start)
        {
            return new Moved();
        }

        if (byResident && now > booking.ChangeableUntil)
        {
            return new TooLate(await BookingBySecret.PhoneAsync(db, booking, cancellationToken));
        }

        if (await desk.HoldAsync(booking.Id, booking.ServiceId, start, candidate: null, cancellationToken) is not { } held
            || !held.Bookable.Status.TakesBookings(byResident))
        {
            return new NotOffered();
        }

        var terms = held.Bookable.Service.SlotTerms(booking.Items.Categories(), withNotice: byResident);
        var before = booking.Start;
        await benches.ReleaseAsync(booking.Id, cancellationToken);
        var busy = held.Bookable.Place.Hours.OccupancyAt(start, terms);
        if (await desk.TakeBenchAsync(booking.Id, held, terms, start, bench => benches.TryTakeAsync(booking.Id, booking.PlaceId, bench, busy, cancellationToken), cancellationToken) is not { } bench)
        {
            return new SlotTaken();
        }

        var time = held.Bookable.Place.Hours.AppointmentAt(start, terms);
        switch (booking.Move(bench, time, held.Bookable.Zone, terms.BufferMinutes, now, byResident))
        {
            case BookingChange.Made or BookingChange.AlreadySo:
                news.Tell(booking, MessageKind.BookingMoved, byResident);
                await journal.WriteAsync(booking.Id, BookingDeed.Moved, byResident ? BookingParty.Resident : BookingParty.Workshop, cancellationToken, from: before, to: start);
                await line.OfferFreedAsync(booking.PlaceId, before, cancellationToken);
                return new Moved();
            case BookingChange.TooLate:
                return new TooLate(await BookingBySecret.PhoneAsync(db, booking, cancellationToken));
            default:
                return new NoLongerOpen();
        }
    }
}
