using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Training;

/// <summary>The published courses of a territory, those written or changed last first: what a feed tells.</summary>
/// <param name="Territory">Key of the territory.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record GetCourseNews(string? Territory) : IQuery<OneOf<CourseNews, NotFound>>;

/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Courses">At most <see cref="Most"/>.</param>
public sealed record CourseNews(TerritoryKey Territory, string TerritoryName, IReadOnlyList<CourseView> Courses)
{
    public const int Most = 50;
}

internal sealed class GetCourseNewsHandler(CourseReader reader, ITerritories territories, IClock clock) : IRequestHandler<GetCourseNews, OneOf<CourseNews, NotFound>>
{
    public async Task<OneOf<CourseNews, NotFound>> Handle(GetCourseNews request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory)
        {
            return new NotFound();
        }

        var courses = await reader.In(reader.Public(), territory, index, clock.GetCurrentInstant()).OrderByDescending(c => c.ChangedAt).ThenBy(c => c.Slug).Take(CourseNews.Most).ToListAsync(cancellationToken);
        return new CourseNews(territory, FrenchPlaceName.Typographic(index.NameOf(territory)!), await reader.ViewsAsync(courses, cancellationToken));
    }
}
