using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>The courses of the centres one works for, with what waits for an answer. Drafts too.</summary>
/// <param name="Organisation">Address of one organisation; null for the first one works for that is a centre.</param>
[AllowedTo(Permission.ReadCourses)]
public sealed record GetOwnCourses(string? Organisation, int Skip = 0, int Take = 50) : IQuery<OneOf<OwnCourses, NotFound>>;

/// <param name="Centres">The centres one works for, by name; the one shown is among them.</param>
/// <param name="More">Whether other courses follow.</param>
public sealed record OwnCourses(OwnCentre Centre, IReadOnlyList<OwnCentre> Centres, IReadOnlyList<OwnCourse> Courses, bool More);

/// <param name="IsApproved">Whether the public sees its courses.</param>
public sealed record OwnCentre(OrganisationId Id, string Name, string Slug, bool IsApproved);

/// <param name="ToAnswer">Requests that wait for an answer, in sessions to come.</param>
/// <param name="Next">First day of the next session.</param>
public sealed record OwnCourse(CourseId Id, string Slug, string Title, CourseKind Kind, Trade Trade, CourseStatus Status, LocalDate? Next, int Planned, int ToAnswer);

internal sealed class GetOwnCoursesHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock) : IRequestHandler<GetOwnCourses, OneOf<OwnCourses, NotFound>>
{
    private const int MostCentres = 50;

    public async Task<OneOf<OwnCourses, NotFound>> Handle(GetOwnCourses request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        OrganisationId[] own = [.. actor.OrganisationsWith(Permission.ReadCourses)];
        var centres = await db.Organisations.AsNoTracking()
            .Where(o => (o.Kinds & OrganisationKinds.TrainingCentre) != 0 && (own.Contains(o.Id) || (actor.IsOperator && o.Slug == request.Organisation)))
            .OrderBy(o => o.Name).ThenBy(o => o.Slug).Take(MostCentres)
            .Select(o => new OwnCentre(o.Id, o.Name, o.Slug, o.Status == OrganisationStatus.Approved)).ToListAsync(cancellationToken);
        if ((string.IsNullOrEmpty(request.Organisation) ? centres.FirstOrDefault() : centres.Find(c => c.Slug == request.Organisation)) is not { } centre)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var courses = await db.Courses.AsNoTracking().Where(c => c.OrganisationId == centre.Id)
            .OrderBy(c => c.Status == CourseStatus.Archived).ThenBy(c => c.Title).ThenBy(c => c.Id)
            .Skip(request.Skip).Take(request.Take + 1)
            .Select(c => new OwnCourse(
                c.Id, c.Slug, c.Title, c.Kind, c.Trade, c.Status,
                db.CourseSessions.Where(s => s.CourseId == c.Id && s.End > now && s.CancelledAt == null).Min(s => (LocalDate?)s.StartsOn),
                db.CourseSessions.Count(s => s.CourseId == c.Id && s.End > now && s.CancelledAt == null),
                db.Enrolments.Count(e => e.Status == EnrolmentStatus.Requested && db.CourseSessions.Any(s => s.Id == e.SessionId && s.CourseId == c.Id && s.End > now && s.CancelledAt == null))))
            .ToListAsync(cancellationToken);
        return new OwnCourses(centre, centres, [.. courses.Take(request.Take)], courses.Count > request.Take);
    }
}
