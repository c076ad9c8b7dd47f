using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Training;

/// <summary>A course as those who work for its centre see it, in any state.</summary>
[AllowedTo(Permission.ReadCourses)]
public sealed record GetOwnCourse(CourseId Id) : IQuery<OneOf<CourseView, NotFound>>;

internal sealed class GetOwnCourseHandler(RepairNetDb db, CourseReader reader, ICurrentActor currentActor) : IRequestHandler<GetOwnCourse, OneOf<CourseView, NotFound>>
{
    public async Task<OneOf<CourseView, NotFound>> Handle(GetOwnCourse request, CancellationToken cancellationToken) =>
        await reader.FindOwnAsync(db.Courses.Where(c => c.Id == request.Id), await currentActor.GetAsync(cancellationToken), cancellationToken) is { } course ? course : new NotFound();
}
