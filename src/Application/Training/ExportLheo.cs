using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>The published courses of a territory, or of one centre, to be written as LHÉO: one after the other, whatever their number.</summary>
/// <param name="Territory">Key of a territory; null for everywhere.</param>
/// <param name="Centre">One centre; null for all.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record ExportLheo(string? Territory, OrganisationId? Centre) : IQuery<OneOf<LheoExport, NotFound>>;

/// <summary>The courses, by the last part of their address, read from the database as they are asked for.</summary>
public sealed record LheoExport(IAsyncEnumerable<LheoEntry> Courses);

internal sealed class ExportLheoHandler(RepairNetDb db, CourseReader reader, ITerritories territories, IClock clock) : IRequestHandler<ExportLheo, OneOf<LheoExport, NotFound>>
{
    private const int AtOnce = 100;

    public async Task<OneOf<LheoExport, NotFound>> Handle(ExportLheo request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var courses = reader.Public();
        if (request.Territory is { Length: > 0 } text)
        {
            if (index.Find(text) is not { } territory)
            {
                return new NotFound();
            }

            courses = reader.In(courses, territory, index, clock.GetCurrentInstant());
        }

        return new LheoExport(ReadAsync(request.Centre is { } centre ? courses.Where(c => c.OrganisationId == centre) : courses, index, cancellationToken));
    }

    private async IAsyncEnumerable<LheoEntry> ReadAsync(IQueryable<Course> courses, TerritoryIndex index, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Course> page;
        var read = 0;
        do
        {
            page = await courses.OrderBy(c => c.Slug).Skip(read).Take(AtOnce).ToListAsync(cancellationToken);
            var ids = page.ConvertAll(c => c.Id);
            var numbers = (await db.CourseSessions.AsNoTracking().Where(s => ids.Contains(s.CourseId) && s.CancelledAt == null).Select(s => new { s.Id, s.CourseId, s.ImportedNumber }).ToListAsync(cancellationToken)).ToLookup(s => s.CourseId);
            foreach (var (view, course) in (await reader.ViewsAsync(page, cancellationToken)).Zip(page))
            {
                var codes = view.Sessions.Select(s => s.CommuneCode).Append(view.Centre.CommuneCode).Distinct().ToDictionary(code => code, code => index.Commune(code)?.Postcodes is [var postcode, ..] ? postcode : "");
                yield return new LheoEntry(view, course.ImportedNumber ?? course.Id.ToString(), numbers[course.Id].ToDictionary(n => n.Id, n => n.ImportedNumber ?? n.Id.ToString()), codes);
            }

            read += AtOnce;
        }
        while (page.Count == AtOnce);
    }
}
