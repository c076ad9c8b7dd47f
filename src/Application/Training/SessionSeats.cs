using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>
/// Gives the seats of sessions, one after the other, and holds those that come free for who waits, by the rule of appointments. Runs in the
/// caller's write transaction; the database refuses a seat given twice or that is not there.
/// </summary>
internal sealed class SessionSeats(RepairNetDb db, IRowLocks locks, IOutbox outbox, WaitingSettings settings, IClock clock, IDateTimeZoneProvider zones)
{
    /// <summary>The session: whoever else would give its seats waits to the end of the transaction. Null if there is none.</summary>
    public async Task<CourseSession?> HoldAsync(CourseSessionId id, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync("course-session:" + id, cancellationToken);
        return await db.CourseSessions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
    }

    /// <summary>The enrolment a secret opens and its session, held. Null if it opens none.</summary>
    public async Task<(Enrolment Enrolment, CourseSession Session)?> HoldAsync(IQueryable<Enrolment> which, CancellationToken cancellationToken)
    {
        // Asked again once it is held: a link may have been replaced, a seat lost, while this waited.
        return await which.AsNoTracking().Select(e => (CourseSessionId?)e.SessionId).SingleOrDefaultAsync(cancellationToken) is { } found
            && await HoldAsync(found, cancellationToken) is { } session
            && await which.SingleOrDefaultAsync(cancellationToken) is { } enrolment
                ? (enrolment, session)
                : null;
    }

    /// <summary>The lowest seat that is free; null when all are taken or held.</summary>
    public async Task<int?> FreeAsync(CourseSession session, CancellationToken cancellationToken)
    {
        // What was changed so far must be seen by the question.
        await db.SaveChangesAsync(cancellationToken);
        var taken = (await db.Enrolments.Where(e => e.SessionId == session.Id && e.Seat != null).Select(e => e.Seat!.Value).ToListAsync(cancellationToken)).ToHashSet();
        for (var seat = 1; seat <= session.Seats; seat++)
        {
            if (!taken.Contains(seat))
            {
                return seat;
            }
        }

        return null;
    }

    /// <summary>How many seats are taken or held.</summary>
    public Task<int> TakenAsync(CourseSession session, CancellationToken cancellationToken) => db.Enrolments.CountAsync(e => e.SessionId == session.Id && e.Seat != null, cancellationToken);

    /// <summary>Holds the seats that are free for those who wait, first come first.</summary>
    public async Task OfferFreeAsync(CourseSession session, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (session.CancelledAt is not null || HeldSlot.HoldUntil(now, settings.TimeToAnswer, session.Entry == SessionEntry.Permanent ? session.End : session.Start, zones[session.TimeZone]) is not { } until)
        {
            return;
        }

        while (await FreeAsync(session, cancellationToken) is { } seat
            && await db.Enrolments.Where(e => e.SessionId == session.Id && e.Status == EnrolmentStatus.Waiting).OrderBy(e => e.Unanswered).ThenBy(e => e.CreatedAt).ThenBy(e => e.Id).FirstOrDefaultAsync(cancellationToken) is { } next)
        {
            next.Offer(seat, until, now);
            Tell(next);
        }
    }

    /// <summary>Tells someone how their request stands now: by mail, or by telephone where they gave no address.</summary>
    /// <param name="hadSeat">A seat was theirs until now: the letter takes it out of their calendar.</param>
    public void Tell(Enrolment enrolment, bool hadSeat = false) => Tell(enrolment, enrolment.Contact.Email is null ? MessageKind.EnrolmentNews : NewsOf(hadSeat), enrolment.NextNews());

    /// <summary>Tells someone that the session moved, as <see cref="Tell(Enrolment, bool)"/> does.</summary>
    /// <param name="meetings">How many meetings it had before: the letter takes those beyond out of their calendar.</param>
    public void TellMoved(Enrolment enrolment, int meetings)
    {
        var news = enrolment.NextNews();
        Tell(enrolment, MessageKind.SessionMoved, enrolment.Contact.Email is null ? news : new MovedLetter(news, meetings).Number);
    }

    /// <summary>Writes to someone what they just did themselves; nobody is called for it. What they were to be called for is no longer so.</summary>
    /// <param name="hadSeat">As for <see cref="Tell(Enrolment, bool)"/>.</param>
    public void Confirm(Enrolment enrolment, bool hadSeat = false)
    {
        var news = enrolment.NextNews();
        if (enrolment.Contact.Email is not null)
        {
            outbox.Add(NewsOf(hadSeat), enrolment.Id.Value, news);
        }
    }

    /// <summary>Tells someone something: by mail, or by telephone where they gave no address.</summary>
    /// <param name="occurrence">Number of the letter.</param>
    public void Tell(Enrolment enrolment, MessageKind kind, int occurrence)
    {
        if (enrolment.Contact.Email is not null)
        {
            outbox.Add(kind, enrolment.Id.Value, occurrence);
        }
        else
        {
            db.EnrolmentCalls.Add(new EnrolmentCall(EnrolmentCallId.New(), enrolment.Id, kind, occurrence, clock.GetCurrentInstant()));
        }
    }

    /// <summary>Tells the centre that requests wait: once a day and session at most.</summary>
    public void TellCentre(CourseSession session)
    {
        var day = clock.GetCurrentInstant().InUtc().Date;
        outbox.Add(MessageKind.EnrolmentWaits, session.Id.Value, Period.DaysBetween(new LocalDate(2020, 1, 1), day));
    }

    private static MessageKind NewsOf(bool hadSeat) => hadSeat ? MessageKind.SeatGone : MessageKind.EnrolmentNews;
}

/// <summary>What the number of a letter about a session that moved says.</summary>
/// <param name="News">The number of the news.</param>
/// <param name="Meetings">How many meetings the session had before.</param>
internal readonly record struct MovedLetter(int News, int Meetings)
{
    private const int Room = 100;

    /// <summary>Both in one: there are fewer meetings than <see cref="Room"/>.</summary>
    public int Number => (News * Room) + Meetings;

    public static MovedLetter Read(int number) => new(number / Room, number % Room);
}
