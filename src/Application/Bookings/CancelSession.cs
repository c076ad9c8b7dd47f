using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>
/// Calls a session off: each appointment in it that is still to come is cancelled, and each person told who was expected. Those
/// whose hour is past took place, or did not, and are left to be noted. The day stays shut. Called off twice is called off; one that is over is not.
/// </summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record CancelSession(CafeSessionId Session) : ICommand<OneOf<SessionCancelled, NoLongerOpen, NotFound>>, IMayFreeSlots;

/// <summary>The session does not take place.</summary>
/// <param name="Told">People who get a mail, or are on the list of calls to make.</param>
/// <param name="Unreachable">People who left neither address nor number.</param>
public sealed record SessionCancelled(int Told, int Unreachable);

internal sealed class CancelSessionHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, IBenches benches, BookingNews news, BookingJournal journal, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<CancelSession, OneOf<SessionCancelled, NoLongerOpen, NotFound>>
{
    public async Task<OneOf<SessionCancelled, NoLongerOpen, NotFound>> Handle(CancelSession request, CancellationToken cancellationToken)
    {
        if (await db.WorkedAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.Session, cancellationToken) is not { } worked)
        {
            return new NotFound();
        }

        // Whoever books here waits, then finds the day shut: no appointment slips in between.
        var place = worked.Session.PlaceId;
        await locks.HoldAgendaAsync(place, cancellationToken);
        var session = await db.CafeSessions.SingleAsync(s => s.Id == request.Session, cancellationToken);
        if (session.CancelledAt is not null)
        {
            return new SessionCancelled(0, 0);
        }

        var now = clock.GetCurrentInstant();
        var zone = zones[worked.TimeZone];
        if (session.IsOver(now, zone))
        {
            return new NoLongerOpen();
        }

        var held = SessionBookings.Hours(session);
        var ids = await db.Bookings.AsNoTracking().Where(b => b.PlaceId == place && b.Day == session.Date && (b.Status == BookingStatus.Confirmed || b.Status == BookingStatus.ToConfirm)).OrderBy(b => b.Id).Select(b => b.Id).ToListAsync(cancellationToken);
        var (told, unreachable) = (0, 0);
        foreach (var id in ids)
        {
            // Its own row is held too: someone may be cancelling or moving it this very moment.
            await locks.HoldBookingAsync(id, cancellationToken);
            var booking = await db.Bookings.SingleAsync(b => b.Id == id, cancellationToken);
            var expected = booking.Status == BookingStatus.Confirmed;
            if (booking.Start <= now || !held.Holds(booking, zone) || booking.Cancel(now, byResident: false) != BookingChange.Made)
            {
                continue;
            }

            await benches.ReleaseAsync(booking.Id, cancellationToken);
            await journal.WriteAsync(booking.Id, BookingDeed.Cancelled, BookingParty.Workshop, cancellationToken);
            if (!expected)
            {
                // Never confirmed: the address or the number may be anybody's.
                continue;
            }

            news.Tell(booking, MessageKind.BookingCancelled, byResident: false);
            _ = booking.Contact.Email is null && booking.Contact.Phone is null ? unreachable++ : told++;
        }

        // Hours given to that day apart, before the session was announced, would open it again: it is shut.
        if (await db.DayOverrides.SingleOrDefaultAsync(d => d.PlaceId == place && d.Date == session.Date, cancellationToken) is { } day)
        {
            db.DayOverrides.Remove(day);
        }

        session.Cancel(now);
        return new SessionCancelled(told, unreachable);
    }
}

internal static class SessionBookings
{
    private static readonly HashSet<string> Nothing = [];

    /// <summary>The hours of a session, whoever comes.</summary>
    public static SessionHours Hours(CafeSession session) => new(session.Id, session.Date, session.From, session.To, session.Benches, Nothing);

    /// <summary>Whether an appointment is one of this session.</summary>
    public static bool Holds(this SessionHours session, Booking booking, DateTimeZone zone) =>
        session.Holds(booking.Start.InZone(zone).LocalDateTime, booking.End.InZone(zone).LocalDateTime, booking.Bench);
}
