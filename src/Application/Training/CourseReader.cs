using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
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

    /// <summary>Without those of centres that this territory, or one around it, refused.</summary>
    public IQueryable<Course> NotRefusedFrom(IQueryable<Course> courses, TerritoryKey territory, TerritoryIndex index)
    {
        var accepted = db.Organisations.NotRefusedFrom(territory, index);
        return courses.Where(c => accepted.Any(o => o.Id == c.OrganisationId));
    }

    /// <summary>Held there, or of a centre there; not of one refused there.</summary>
    public IQueryable<Course> In(IQueryable<Course> courses, TerritoryKey territory, TerritoryIndex index, Instant now)
    {
        courses = NotRefusedFrom(courses, territory, index);
        if (territory == TerritoryKey.France)
        {
            return courses;
        }

        var centres = db.Organisations.In(o => o.CommuneCode, territory, index);
        var sessions = db.CourseSessions.Where(s => s.End > now && s.CancelledAt == null && s.PlaceId != null).In(s => s.CommuneCode, territory, index);
        return courses.Where(c => centres.Any(o => o.Id == c.OrganisationId) || sessions.Any(s => s.CourseId == c.Id));
    }

    /// <summary>A course as this person sees it: to all when it is public, in any state to those of its centre; else null.</summary>
    public async Task<CourseView?> FindAsync(IQueryable<Course> which, Actor actor, CancellationToken cancellationToken) =>
        await CourseAsync(which, cancellationToken) is { } found
        && (actor.May(Permission.ReadCourses, found.Centre.Id) is var inside && (inside || (found.Course.Status == CourseStatus.Published && found.Centre.Status == OrganisationStatus.Approved)))
            ? await ViewAsync(found.Course, found.Centre, inside, cancellationToken)
            : null;

    /// <summary>A course as those who work for its centre see it, in any state; null for others.</summary>
    /// <exception cref="NotAllowedException">Someone of it whose role there is not enough.</exception>
    public async Task<CourseView?> FindOwnAsync(IQueryable<Course> which, Actor actor, CancellationToken cancellationToken) =>
        await CourseAsync(which, cancellationToken) is { } found && actor.Acts(Permission.ReadCourses, found.Centre.Id) ? await ViewAsync(found.Course, found.Centre, inside: true, cancellationToken) : null;

    public async Task<CourseView> ViewAsync(Course course, Organisation centre, bool inside, CancellationToken cancellationToken)
    {
        var (now, id) = (clock.GetCurrentInstant(), course.Id);
        var sessions = await SessionsAsync(db.CourseSessions.Where(s => s.CourseId == id && (inside || (s.End > now && s.CancelledAt == null))), inside, MostSessions, cancellationToken);
        return View(course, centre, sessions, await territories.GetAsync(cancellationToken), now);
    }

    /// <summary>Courses as the public sees them, in the order given: three queries whatever their number.</summary>
    public async Task<IReadOnlyList<CourseView>> ViewsAsync(IReadOnlyList<Course> courses, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        CourseId[] ids = [.. courses.Select(c => c.Id)];
        OrganisationId[] owners = [.. courses.Select(c => c.OrganisationId).Distinct()];
        var centres = await db.Organisations.AsNoTracking().Where(o => owners.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancellationToken);
        var sessions = (await SessionsAsync(db.CourseSessions.Where(s => ids.Contains(s.CourseId) && s.End > now && s.CancelledAt == null), inside: false, ids.Length * MostSessions, cancellationToken)).ToLookup(s => s.CourseId);
        var index = await territories.GetAsync(cancellationToken);
        return [.. courses.Select(c => View(c, centres[c.OrganisationId], [.. sessions[c.Id].Take(MostSessions)], index, now))];
    }

    /// <summary>Sessions, soonest first, with how many seats are taken.</summary>
    /// <param name="inside">Whether to say what the centre alone knows.</param>
    public async Task<IReadOnlyList<SessionView>> SessionsAsync(IQueryable<CourseSession> which, bool inside, int most, CancellationToken cancellationToken)
    {
        // Where there are more than are asked for: those to come, soonest first, then the latest of those that are over.
        var now = clock.GetCurrentInstant();
        var rows = await (
            from s in which.AsNoTracking()
            orderby s.End <= now, s.End > now ? (Instant?)s.End : null, s.End descending, s.Id
            select new
            {
                Session = s,
                Place = db.Places.Where(p => p.Id == s.PlaceId).Select(p => new { p.Name, p.Slug, p.Address }).FirstOrDefault(),
                Taken = db.Enrolments.Count(e => e.SessionId == s.Id && e.Seat != null),
                Waiting = db.Enrolments.Count(e => e.SessionId == s.Id && e.Status == EnrolmentStatus.Waiting),
                ToAnswer = db.Enrolments.Count(e => e.SessionId == s.Id && e.Status == EnrolmentStatus.Requested),
            }).Take(most).ToListAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
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

    private async Task<(Course Course, Organisation Centre)?> CourseAsync(IQueryable<Course> which, CancellationToken cancellationToken) =>
        await which.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } course
            ? (course, await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == course.OrganisationId, cancellationToken))
            : null;

    private CourseView View(Course course, Organisation centre, IReadOnlyList<SessionView> sessions, TerritoryIndex index, Instant now)
    {
        var today = now.InZone(zones[index.Commune(centre.CommuneCode)?.TimeZoneId ?? TimeZones.Metropolitan]).Date;
        return new CourseView(
            course.Id, course.Slug, course.Terms, course.CertificationOn(today), course.TakesCpfOn(today), course.Status, course.CreatedAt, course.ChangedAt,
            new CentreView(centre.Id, centre.Name, centre.Slug, centre.CommuneCode, index.Commune(centre.CommuneCode)?.Name ?? centre.CommuneCode, centre.Email, centre.Phone, centre.Website, centre.Siret, centre.Status == OrganisationStatus.Approved),
            [.. sessions.OrderBy(s => s.State is SessionState.Cancelled or SessionState.Done).ThenBy(s => s.Start).ThenBy(s => s.Id.Value)]);
    }
}
