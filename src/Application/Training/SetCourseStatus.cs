using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Shows a course to the public, takes it back, or puts it away. Sessions and those enrolled stay.</summary>
[AllowedTo(Permission.KeepCourses)]
public sealed record SetCourseStatus(CourseId Id, CourseStatus Status) : ICommand<OneOf<Done, NotFound>>;

internal sealed class SetCourseStatusHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock) : IRequestHandler<SetCourseStatus, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(SetCourseStatus request, CancellationToken cancellationToken)
    {
        var course = await db.Courses.SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken);
        if (course is null || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCourses, course.OrganisationId))
        {
            return new NotFound();
        }

        course.SetStatus(request.Status, clock.GetCurrentInstant());
        return new Done();
    }
}
