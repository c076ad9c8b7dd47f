using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Who is to be called about a course by the centres one works for, the oldest first. What is no longer true is not told.</summary>
[AllowedTo(Permission.ReadCourses)]
public sealed record GetEnrolmentCalls : IQuery<EnrolmentCalls>
{
    /// <summary>Calls shown at once.</summary>
    public const int Most = 50;
}

/// <param name="Calls">At most <see cref="GetEnrolmentCalls.Most"/>.</param>
/// <param name="Total">All of them.</param>
public sealed record EnrolmentCalls(IReadOnlyList<EnrolmentCallView> Calls, int Total);

/// <summary>A call to make.</summary>
/// <param name="Kind">News of the request, a session that moved, a reminder, a message to all those enrolled, or what became of an introduction.</param>
/// <param name="CentreWords">What the centre asked, or why it refused.</param>
/// <param name="Message">What was written to all those enrolled; null for any other kind.</param>
/// <param name="IntroducedTo">The organisation they were introduced to; null for any other kind.</param>
/// <param name="IsWelcome">That organisation welcomes them.</param>
/// <param name="Tries">How many times nobody answered.</param>
public sealed record EnrolmentCallView(
    EnrolmentCallId Id,
    MessageKind Kind,
    EnrolmentStatus Status,
    Contact Contact,
    string CourseTitle,
    string CentreName,
    SessionView Session,
    Instant? HeldUntil,
    string? CentreWords,
    string? CertificateNumber,
    string? Message,
    string? IntroducedTo,
    bool IsWelcome,
    int Tries,
    Instant? LastTriedAt);

internal sealed class GetEnrolmentCallsHandler(RepairNetDb db, CourseReader reader, ICurrentActor currentActor, IClock clock) : IRequestHandler<GetEnrolmentCalls, EnrolmentCalls>
{
    public async Task<EnrolmentCalls> Handle(GetEnrolmentCalls request, CancellationToken cancellationToken)
    {
        var mine = (await currentActor.GetAsync(cancellationToken)).OrganisationsWith(Permission.ReadCourses).ToList();
        if (mine.Count == 0)
        {
            return new EnrolmentCalls([], 0);
        }

        var calls =
            from c in OpenEnrolmentCalls.Of(db, clock.GetCurrentInstant())
            join e in db.Enrolments.AsNoTracking() on c.EnrolmentId equals e.Id
            join s in db.CourseSessions.AsNoTracking() on e.SessionId equals s.Id
            where mine.Contains(s.OrganisationId)
            select new { Call = c, Enrolment = e };
        var found = await calls.OrderBy(c => c.Call.CreatedAt).ThenBy(c => c.Call.Id).Take(GetEnrolmentCalls.Most).ToListAsync(cancellationToken);
        if (found.Count == 0)
        {
            return new EnrolmentCalls([], 0);
        }

        var ids = found.Select(f => f.Enrolment.SessionId).Distinct().ToList();
        var sessions = (await reader.SessionsAsync(db.CourseSessions.Where(s => ids.Contains(s.Id)), inside: true, ids.Count, cancellationToken)).ToDictionary(s => s.Id);
        var courses = sessions.Values.Select(s => s.CourseId).Distinct().ToList();
        var names = await (from c in db.Courses.AsNoTracking() join o in db.Organisations.AsNoTracking() on c.OrganisationId equals o.Id where courses.Contains(c.Id) select new { c.Id, c.Title, o.Name }).ToDictionaryAsync(c => c.Id, cancellationToken);
        var notes = await db.SessionNotes.AsNoTracking().Where(n => ids.Contains(n.SessionId)).ToDictionaryAsync(n => (n.SessionId, n.Number), n => n.Text, cancellationToken);
        var to = found.Where(f => IsOfIntroduction(f.Call.Kind)).Select(f => f.Enrolment.IntroducedTo).OfType<OrganisationId>().Distinct().ToList();
        var hosts = to.Count == 0 ? [] : await db.Organisations.AsNoTracking().Where(o => to.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancellationToken);
        return new EnrolmentCalls(
            [.. found.Select(f =>
            {
                var (call, e, session) = (f.Call, f.Enrolment, sessions[f.Enrolment.SessionId]);
                return new EnrolmentCallView(
                    call.Id, call.Kind, e.Status, e.Contact, names[session.CourseId].Title, names[session.CourseId].Name, session, e.HeldUntil, e.CentreWords, Certificates.Written(e.CertificateNumber),
                    call.Kind == MessageKind.SessionMessage ? notes.GetValueOrDefault((e.SessionId, call.Occurrence)) : null,
                    IsOfIntroduction(call.Kind) && e.IntroducedTo is { } host ? hosts.GetValueOrDefault(host) : null, e.Introduction == Introduction.Welcomed, call.Tries, call.LastTriedAt);
            })],
            found.Count < GetEnrolmentCalls.Most ? found.Count : await calls.CountAsync(cancellationToken));
    }

    private static bool IsOfIntroduction(MessageKind kind) => kind is MessageKind.Introduced or MessageKind.IntroductionAnswered;
}

/// <summary>The calls that are still worth making. Of a session that moved, the reminder of its old day is not.</summary>
internal static class OpenEnrolmentCalls
{
    /// <summary>News of a session that is over are told within two weeks, or no more: a certificate, mostly.</summary>
    private static readonly Duration Fresh = Duration.FromDays(14);

    public static IQueryable<EnrolmentCall> Of(RepairNetDb db, Instant now)
    {
        var since = now - Fresh;
        return db.EnrolmentCalls.AsNoTracking().Where(c => c.DoneAt == null && db.Enrolments.Any(e => e.Id == c.EnrolmentId && e.ErasedAt == null
            && (c.Kind == MessageKind.EnrolmentNews || c.Kind == MessageKind.SessionMoved
                ? e.News == c.Occurrence && (c.CreatedAt > since || db.CourseSessions.Any(s => s.Id == e.SessionId && s.End > now))
                : c.Kind == MessageKind.Introduced ? e.Introductions == c.Occurrence && e.Introduction == Introduction.Waiting
                : c.Kind == MessageKind.IntroductionAnswered ? e.Introductions == c.Occurrence && (e.Introduction == Introduction.Welcomed || e.Introduction == Introduction.Declined)
                : e.Status == EnrolmentStatus.Accepted && (c.Kind != MessageKind.EnrolmentReminder || c.CreatedAt >= e.RemindedAt) && db.CourseSessions.Any(s => s.Id == e.SessionId && s.CancelledAt == null && (c.Kind == MessageKind.EnrolmentReminder ? s.Start > now : s.End > now)))));
    }
}
