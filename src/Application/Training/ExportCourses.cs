using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Every published course of a territory with its sessions to come, as open data: what its page shows, and nobody's name.</summary>
/// <param name="Territory">Key of the territory; null for everywhere.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record ExportCourses(string? Territory) : IQuery<OneOf<CoursesExport, NotFound>>;

/// <summary>The courses, by the last part of their address, read from the database as they are asked for.</summary>
public sealed record CoursesExport(IAsyncEnumerable<CourseView> Courses);

internal sealed class ExportCoursesHandler(CourseReader reader, ITerritories territories, IClock clock) : IRequestHandler<ExportCourses, OneOf<CoursesExport, NotFound>>
{
    private const int AtOnce = 100;

    public async Task<OneOf<CoursesExport, NotFound>> Handle(ExportCourses request, CancellationToken cancellationToken)
    {
        var courses = reader.Public();
        if (request.Territory is { Length: > 0 } text)
        {
            var index = await territories.GetAsync(cancellationToken);
            if (index.Find(text) is not { } territory)
            {
                return new NotFound();
            }

            courses = reader.In(courses, territory, index, clock.GetCurrentInstant());
        }

        return new CoursesExport(ReadAsync(courses, cancellationToken));
    }

    private async IAsyncEnumerable<CourseView> ReadAsync(IQueryable<Course> courses, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Course> some;
        var read = 0;
        do
        {
            some = await courses.OrderBy(c => c.Slug).Skip(read).Take(AtOnce).ToListAsync(cancellationToken);
            foreach (var view in await reader.ViewsAsync(some, cancellationToken))
            {
                yield return view;
            }

            read += AtOnce;
        }
        while (some.Count == AtOnce);
    }
}
