using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Makes another course like this one: a draft, without its sessions.</summary>
/// <param name="NewId">Made with the form it comes from, so that a button pressed twice makes one.</param>
[AllowedTo(Permission.KeepCourses)]
public sealed record DuplicateCourse(CourseId Id, CourseId NewId) : ICommand<OneOf<CourseAdded, NotFound>>;

internal sealed class DuplicateCourseHandler(RepairNetDb db, IRowLocks locks, ICurrentActor currentActor, IClock clock) : IRequestHandler<DuplicateCourse, OneOf<CourseAdded, NotFound>>
{
    public async Task<OneOf<CourseAdded, NotFound>> Handle(DuplicateCourse request, CancellationToken cancellationToken)
    {
        var course = await db.Courses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken);
        if (course is null || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCourses, course.OrganisationId))
        {
            return new NotFound();
        }

        await locks.HoldNameAsync("course:" + request.NewId, cancellationToken);
        if (await db.Courses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.NewId, cancellationToken) is { } made)
        {
            return made.OrganisationId == course.OrganisationId ? new CourseAdded(made.Id, made.Slug) : new NotFound();
        }

        var slug = await new Slugs(locks).FindAsync("course", db.Courses.Select(c => c.Slug), course.Title, "", cancellationToken);
        db.Courses.Add(new Course(request.NewId, course.OrganisationId, slug, course.Terms, clock.GetCurrentInstant()));
        return new CourseAdded(request.NewId, slug);
    }
}
