using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Training;

/// <summary>One course: to all when it is public, in any state to those of its centre.</summary>
/// <param name="Id">Its id, or null to find it by its address.</param>
/// <param name="Slug">Last part of the address of its page.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record GetCourse(CourseId? Id, string? Slug = null) : IQuery<OneOf<CourseView, NotFound>>;

internal sealed class GetCourseHandler(RepairNetDb db, CourseReader reader, ICurrentActor currentActor) : IRequestHandler<GetCourse, OneOf<CourseView, NotFound>>
{
    public async Task<OneOf<CourseView, NotFound>> Handle(GetCourse request, CancellationToken cancellationToken)
    {
        var which = request.Id is { } id ? db.Courses.Where(c => c.Id == id) : db.Courses.Where(c => c.Slug == request.Slug);
        return await reader.FindAsync(which, await currentActor.GetAsync(cancellationToken), cancellationToken) is { } course ? course : new NotFound();
    }
}
