using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>
/// Keeps courses moving: held seats that nobody took go to the next in line, sessions to come are reminded of, requests of sessions that are over
/// end, people are asked what became of it six months after, and organisations are reminded of offers about to be over. Safe to run twice, late or on several nodes: each step holds the session and looks again.
/// </summary>
public sealed class TrainingSweep(IServiceScopeFactory scopes, RepairNetDb db, JobOfferReminders offers, IClock clock, ILogger<TrainingSweep> log) : ISweep, IReminders
{
    /// <summary>How long before its first meeting a session is reminded of.</summary>
    public static readonly Duration ReminderBefore = Duration.FromDays(2);

    /// <summary>Six months.</summary>
    public static readonly Duration FollowUpAfter = Duration.FromDays(182);

    /// <summary>Later than this nobody is asked any more: the link ends soon.</summary>
    private static readonly Duration FollowUpBefore = Duration.FromDays(330);

    private const int AtOnce = 200;

    public async Task SweepAsync(CancellationToken stopping)
    {
        var now = clock.GetCurrentInstant();
        var lapsed = db.Enrolments.Where(e => e.HeldUntil != null && e.HeldUntil <= now);
        await EachAsync(lapsed, LapseAsync, stopping);

        var over = db.Enrolments.Where(e => (e.Status == EnrolmentStatus.Requested || e.Status == EnrolmentStatus.Asked || e.Status == EnrolmentStatus.Waiting) && db.CourseSessions.Any(s => s.Id == e.SessionId && s.End <= now));
        await EachAsync(over, ExpireAsync, stopping);

        await EachOfAsync(Soon(now), NotReminded, RemindAsync, stopping);
        await EachOfAsync(LongOver(now), NotAsked, AskAsync, stopping);
        await offers.SendAsync(stopping);
    }

    /// <summary>Those to remind who left no address stay: to be called is on a list of the centre, and rings nowhere by itself.</summary>
    public async Task<int> SkipDueAsync(Instant now, CancellationToken cancellationToken)
    {
        var (soon, longOver) = (Soon(now), LongOver(now));
        var reminders = await NotReminded.Where(e => e.Contact.Email != null && soon.Any(s => s.Id == e.SessionId)).ToListAsync(cancellationToken);
        reminders.ForEach(e => e.MarkReminded(now));
        var questions = await NotAsked.Where(e => longOver.Any(s => s.Id == e.SessionId)).ToListAsync(cancellationToken);
        questions.ForEach(e => e.AskFollowUp(now));
        return reminders.Count + questions.Count;
    }

    /// <summary>Sessions to remind of.</summary>
    private IQueryable<CourseSession> Soon(Instant now)
    {
        var soon = now + ReminderBefore;
        return db.CourseSessions.Where(s => s.Start > now && s.Start <= soon && s.End > now && s.CancelledAt == null);
    }

    /// <summary>Sessions of which people are asked what became of it.</summary>
    private IQueryable<CourseSession> LongOver(Instant now)
    {
        var (longAgo, tooLong) = (now - FollowUpAfter, now - FollowUpBefore);
        return db.CourseSessions.Where(s => s.End <= longAgo && s.End > tooLong);
    }

    private IQueryable<Enrolment> NotReminded => db.Enrolments.Where(e => e.Status == EnrolmentStatus.Accepted && e.RemindedAt == null);

    private IQueryable<Enrolment> NotAsked => db.Enrolments.Where(e => e.Status == EnrolmentStatus.Accepted && e.Attended != 0 && e.FollowUpAskedAt == null);

    /// <summary>Those of these sessions. The sessions are found first: they are few, and years of people who came are not.</summary>
    private async Task EachOfAsync(IQueryable<CourseSession> sessions, IQueryable<Enrolment> which, Func<IServiceProvider, Enrolment, CourseSession, Task> work, CancellationToken stopping)
    {
        var ids = await sessions.AsNoTracking().Where(s => which.Any(e => e.SessionId == s.Id)).OrderBy(s => s.End).Select(s => s.Id).Take(AtOnce).ToListAsync(stopping);
        if (ids.Count > 0)
        {
            await EachAsync(which.Where(e => ids.Contains(e.SessionId)), work, stopping);
        }
    }

    private async Task EachAsync(IQueryable<Enrolment> which, Func<IServiceProvider, Enrolment, CourseSession, Task> work, CancellationToken stopping)
    {
        var ids = await which.AsNoTracking().OrderBy(e => e.Id).Select(e => e.Id).Take(AtOnce).ToListAsync(stopping);
        foreach (var id in ids.TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            await TryAsync(id, work);
        }
    }

    private async Task LapseAsync(IServiceProvider services, Enrolment enrolment, CourseSession session)
    {
        var now = clock.GetCurrentInstant();
        if (enrolment.Status != EnrolmentStatus.Offered || now < enrolment.HeldUntil)
        {
            return;
        }

        var seats = services.GetRequiredService<SessionSeats>();
        enrolment.LetGo(now);
        seats.Tell(enrolment);
        await seats.OfferFreeAsync(session, CancellationToken.None);
    }

    private Task ExpireAsync(IServiceProvider services, Enrolment enrolment, CourseSession session)
    {
        var now = clock.GetCurrentInstant();
        if (enrolment.IsOpen && enrolment.Seat is null && now >= session.End)
        {
            enrolment.Expire(now);
        }

        return Task.CompletedTask;
    }

    private Task RemindAsync(IServiceProvider services, Enrolment enrolment, CourseSession session)
    {
        var now = clock.GetCurrentInstant();
        var zone = services.GetRequiredService<IDateTimeZoneProvider>()[session.TimeZone];
        if (enrolment is { Status: EnrolmentStatus.Accepted, RemindedAt: null } && session.CancelledAt is null && now < session.Start && DecentHours.Include(now, zone))
        {
            enrolment.MarkReminded(now);

            // A session that moves is news: it is reminded of once for each.
            services.GetRequiredService<SessionSeats>().Tell(enrolment, MessageKind.EnrolmentReminder, enrolment.News);
        }

        return Task.CompletedTask;
    }

    private Task AskAsync(IServiceProvider services, Enrolment enrolment, CourseSession session)
    {
        if (enrolment is { Status: EnrolmentStatus.Accepted, FollowUpAskedAt: null } && enrolment.Attended != 0)
        {
            enrolment.AskFollowUp(clock.GetCurrentInstant());
            if (enrolment.Contact.Email is not null)
            {
                services.GetRequiredService<IOutbox>().Add(MessageKind.EnrolmentFollowUp, enrolment.Id.Value, occurrence: 0);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Works on one person in a transaction of their own: one that fails keeps nobody else waiting.</summary>
    private async Task TryAsync(EnrolmentId id, Func<IServiceProvider, Enrolment, CourseSession, Task> work)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    var own = services.GetRequiredService<RepairNetDb>();
                    if (await services.GetRequiredService<SessionSeats>().HoldAsync(own.Enrolments.Where(e => e.Id == id), CancellationToken.None) is { } held)
                    {
                        await work(services, held.Enrolment, held.Session);
                    }

                    return true;
                },
                _ => true,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "Enrolment {Enrolment} is not looked after for now", id);
        }
    }
}
