using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Makes views of courses and sessions: the same for pages, the API, feeds and files.</summary>
internal sealed class CourseReader(RepairNetDb db, ITerritories territories, IClock clock, IDateTimeZoneProvider zones)
{
    /// <summary>Sessions of one course, at most: a page shows no more.</summary>
    public const int MostSessions = 100;

    /// <summary>What the public sees: published, of an approved centre.</summary>
    public IQueryable<Course> Public() =>
        db.Courses.AsNoTracking().Where(c => c.Status == CourseStatus.Published && db.Organisations.Any(o => o.Id == c.OrganisationId && o.Status == OrganisationStatus.Approved));

    /// <summary>A course as this person sees it: to all when it is public, in any state to those of its centre; else null.</summary>
    public async Task<CourseView?> FindAsync(IQueryable<Course> which, Actor actor, CancellationToken cancellationToken)
    {
        if (await which.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } course)
        {
            return null;
        }

        var centre = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == course.OrganisationId, cancellationToken);
        var inside = actor.May(Permission.ReadCourses, centre.Id);
        return inside || (course.Status == CourseStatus.Published && centre.Status == OrganisationStatus.Approved) ? await ViewAsync(course, centre, inside, cancellationToken) : null;
    }

    public async Task<CourseView> ViewAsync(Course course, Organisation centre, bool inside, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var id = course.Id;
        var sessions = await SessionsAsync(db.CourseSessions.Where(s => s.CourseId == id && (inside || (s.End > now && s.CancelledAt == null))), inside, MostSessions, cancellationToken);
        return await ViewAsync(course, centre, sessions, now);
    }

    /// <summary>Several courses as the public sees them, with one question for all their sessions to come.</summary>
    public async Task<IReadOnlyList<(Course Course, CourseView View)>> ViewsAsync(IReadOnlyList<Course> courses, IReadOnlyDictionary<OrganisationId, Organisation> centres, CancellationToken cancellationToken)
    {
        var (now, ids) = (clock.GetCurrentInstant(), courses.Select(c => c.Id).ToList());
        var sessions = (await SessionsAsync(db.CourseSessions.Where(s => ids.Contains(s.CourseId) && s.End > now && s.CancelledAt == null), inside: false, courses.Count * MostSessions, cancellationToken)).ToLookup(s => s.CourseId);
        var views = new List<(Course, CourseView)>();
        foreach (var course in courses)
        {
            views.Add((course, await ViewAsync(course, centres[course.OrganisationId], [.. sessions[course.Id]], now)));
        }

        return views;
    }

    private async Task<CourseView> ViewAsync(Course course, Organisation centre, IReadOnlyList<SessionView> sessions, Instant now)
    {
        var index = await territories.GetAsync(CancellationToken.None);
        var today = now.InZone(zones[index.Commune(centre.CommuneCode)?.TimeZoneId ?? Domain.Territories.TimeZones.Metropolitan]).Date;
        return new CourseView(
            course.Id, course.Slug, course.Terms, course.CertificationOn(today), course.TakesCpfOn(today), course.Status, course.CreatedAt, course.ChangedAt,
            new CentreView(centre.Id, centre.Name, centre.Slug, centre.CommuneCode, index.Commune(centre.CommuneCode)?.Name ?? centre.CommuneCode, centre.Email, centre.Phone, centre.Website, centre.Siret, centre.Status == OrganisationStatus.Approved),
            [.. sessions.OrderBy(s => s.State is SessionState.Cancelled or SessionState.Done).ThenBy(s => s.Start).ThenBy(s => s.Id.Value)]);
    }

    /// <summary>Sessions, soonest first, with how many seats are taken.</summary>
    /// <param name="inside">Whether to say what the centre alone knows.</param>
    public async Task<IReadOnlyList<SessionView>> SessionsAsync(IQueryable<CourseSession> which, bool inside, int most, CancellationToken cancellationToken)
    {
        var rows = await (
            from s in which.AsNoTracking()
            orderby s.End descending, s.Id
            select new
            {
                Session = s,
                Place = db.Places.Where(p => p.Id == s.PlaceId).Select(p => new { p.Name, p.Slug, p.Address }).FirstOrDefault(),
                Taken = db.Enrolments.Count(e => e.SessionId == s.Id && e.Seat != null),
                Waiting = db.Enrolments.Count(e => e.SessionId == s.Id && e.Status == EnrolmentStatus.Waiting),
                ToAnswer = db.Enrolments.Count(e => e.SessionId == s.Id && e.Status == EnrolmentStatus.Requested),
            }).Take(most).ToListAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        return
        [
            .. rows.OrderBy(r => r.Session.Start).ThenBy(r => r.Session.Id.Value).Select(r =>
            {
                var (s, zone) = (r.Session, zones[r.Session.TimeZone]);
                return new SessionView(
                    s.Id, s.CourseId, s.Meetings, s.StartsOn, s.EndsOn, s.Start, s.End, zone, now.InZone(zone).Date, s.PlaceId, r.Place?.Name, r.Place?.Slug, r.Place?.Address, s.CommuneCode,
                    index.Commune(s.CommuneCode)?.Name ?? s.CommuneCode, s.Seats, s.Minimum, r.Taken, r.Waiting, inside ? r.ToAnswer : 0, s.EnrolFrom, s.EnrolUntil, s.Entry, s.AcceptsAtOnce,
                    s.StateAt(r.Taken, now, zone), s.CancelReason);
            }),
        ];
    }
}
