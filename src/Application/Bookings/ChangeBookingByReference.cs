using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Waiting;
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
/// <param name="Reason">Of a cancellation, said to the person; null for none.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record ChangeBookingByReference(string Reference, WorkshopNote Note, string? Reason = null) : ICommand<OneOf<BookingStatus, NotTheDay, NoLongerOpen, NotFound>>;

internal sealed class ChangeBookingByReferenceValidator : AbstractValidator<ChangeBookingByReference>
{
    public ChangeBookingByReferenceValidator() => RuleFor(r => r.Reason).Lines(BookingEvent.MaxReason);
}

internal sealed class ChangeBookingByReferenceHandler(RepairNetDb db, BookingsOfWorkshop bookings, IBenches benches, BookingNews news, BookingJournal journal, WaitingLine line, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<ChangeBookingByReference, OneOf<BookingStatus, NotTheDay, NoLongerOpen, NotFound>>
{
    public async Task<OneOf<BookingStatus, NotTheDay, NoLongerOpen, NotFound>> Handle(ChangeBookingByReference request, CancellationToken cancellationToken)
    {
        if (await bookings.HoldAsync(request.Reference, cancellationToken) is not { } booking)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var expected = booking.Status == BookingStatus.Confirmed;
        var change = request.Note switch
        {
            WorkshopNote.CheckIn => booking.CheckIn(await TodayAsync(booking, now, cancellationToken), now),
            WorkshopNote.NoShow => booking.MarkNoShow(now),
            WorkshopNote.Cancel => booking.Cancel(now, byResident: false),
        };
        if (change == BookingChange.Made)
        {
            await journal.WriteAsync(booking.Id, DeedOf(request.Note), BookingParty.Workshop, cancellationToken, request.Note == WorkshopNote.Cancel ? request.Reason : null);
        }

        if (change == BookingChange.Made && request.Note == WorkshopNote.NoShow && !await IsToCallAsync(booking, cancellationToken))
        {
            // A call or a letter, not a ban.
            news.Tell(booking, MessageKind.BookingMissed, byResident: false);
        }

        if (change == BookingChange.Made && request.Note == WorkshopNote.Cancel)
        {
            await benches.ReleaseAsync(booking.Id, cancellationToken);
            if (expected)
            {
                // What was never confirmed is told to nobody: the address or the number may be anybody's.
                news.Tell(booking, MessageKind.BookingCancelled, byResident: false);
            }

            await line.OfferFreedAsync(booking.PlaceId, booking.Start, cancellationToken);
        }

        return change switch
        {
            BookingChange.Made or BookingChange.AlreadySo => booking.Status,
            BookingChange.NotToday => new NotTheDay(),
            BookingChange.NotOpen or BookingChange.TooLate => new NoLongerOpen(),
        };
    }

    /// <summary>Whether the list of calls has this absence already: noted, then an arrival noted and taken back, then noted again.</summary>
    private Task<bool> IsToCallAsync(Booking booking, CancellationToken cancellationToken) =>
        db.CallsToMake.AnyAsync(c => c.BookingId == booking.Id && c.Kind == MessageKind.BookingMissed && c.Occurrence == booking.Revision, cancellationToken);

    private static BookingDeed DeedOf(WorkshopNote note) => note switch
    {
        WorkshopNote.CheckIn => BookingDeed.Arrived,
        WorkshopNote.NoShow => BookingDeed.Missed,
        WorkshopNote.Cancel => BookingDeed.Cancelled,
    };

    private async Task<LocalDate> TodayAsync(Booking booking, Instant now, CancellationToken cancellationToken)
    {
        var zone = await db.Places.AsNoTracking().Where(p => p.Id == booking.PlaceId).Select(p => p.TimeZone).SingleAsync(cancellationToken);
        return now.InZone(zones[zone]).Date;
    }
}
