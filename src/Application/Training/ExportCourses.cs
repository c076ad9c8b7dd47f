using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Training;

/// <summary>The published courses of a territory, or of one centre, to be written as a file (LHÉO): one after the other, whatever their number.</summary>
/// <param name="Territory">Key of the territory of the centres; null for all.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record ExportCourses(string? Territory, OrganisationId? Centre) : IQuery<OneOf<CoursesToWrite, NotFound>>;

/// <param name="Courses">Read as they are asked for.</param>
public sealed record CoursesToWrite(IAsyncEnumerable<LheoEntry> Courses);

internal sealed class ExportCoursesHandler(RepairNetDb db, CourseReader reader, ITerritories territories) : IRequestHandler<ExportCourses, OneOf<CoursesToWrite, NotFound>>
{
    private const int AtOnce = 100;

    public async Task<OneOf<CoursesToWrite, NotFound>> Handle(ExportCourses request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var territory = string.IsNullOrEmpty(request.Territory) ? null : index.Find(request.Territory);
        return !string.IsNullOrEmpty(request.Territory) && territory is null
            ? new NotFound()
            : new CoursesToWrite(ReadAsync(request.Centre, centre => territory is null || index.Holds(territory.Value, centre.CommuneCode), index));
    }

    private async IAsyncEnumerable<LheoEntry> ReadAsync(OrganisationId? only, Func<Organisation, bool> isThere, TerritoryIndex index)
    {
        var centres = new Dictionary<OrganisationId, Organisation>();
        for (var skip = 0; ; skip += AtOnce)
        {
            var courses = reader.Public();
            var page = await (only is { } centre ? courses.Where(c => c.OrganisationId == centre) : courses).OrderBy(c => c.Slug).Skip(skip).Take(AtOnce).ToListAsync();
            foreach (var course in page)
            {
                if (!centres.TryGetValue(course.OrganisationId, out var whose))
                {
                    centres[course.OrganisationId] = whose = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == course.OrganisationId);
                }
            }

            var ids = page.Where(c => isThere(centres[c.OrganisationId])).Select(c => c.Id).ToList();
            var numbers = await db.CourseSessions.AsNoTracking().Where(s => ids.Contains(s.CourseId) && s.CancelledAt == null).Select(s => new { s.Id, s.CourseId, s.ImportedNumber }).ToListAsync();
            var views = await reader.ViewsAsync(page.Where(c => ids.Contains(c.Id)).ToList(), centres, CancellationToken.None);
            foreach (var (course, view) in views)
            {
                var own = numbers.Where(n => n.CourseId == course.Id).ToDictionary(n => n.Id, n => n.ImportedNumber ?? n.Id.ToString());
                var codes = view.Sessions.Select(s => s.CommuneCode).Append(view.Centre.CommuneCode).Distinct().ToDictionary(code => code, code => index.Commune(code)?.Postcodes is [var postcode, ..] ? postcode : "");
                yield return new LheoEntry(view, course.ImportedNumber ?? course.Id.ToString(), own, codes[view.Centre.CommuneCode], codes);
            }

            if (page.Count < AtOnce)
            {
                yield break;
            }
        }
    }
}
