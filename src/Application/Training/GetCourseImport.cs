using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>How far an import of courses is and what it came to, for the managers of its centre and for operators.</summary>
[AllowedTo(Permission.ImportCourses)]
public sealed record GetCourseImport(CourseImportId Import, Language Language = Language.French) : IQuery<OneOf<CourseImportReport, NotFound>>;

/// <summary>How far an import of courses is and what it came to.</summary>
/// <param name="CentreName">The centre it is for; null for those of any centre.</param>
/// <param name="CentreSlug">Of its address.</param>
/// <param name="Total">Courses of the file.</param>
/// <param name="Done">Courses read so far.</param>
/// <param name="Unchanged">Courses that were there already, and say the same.</param>
/// <param name="Centres">Centres that nobody knew before.</param>
/// <param name="Refusals">The first courses left out, at most <see cref="CourseImport.MaxRefusals"/>.</param>
public sealed record CourseImportReport(
    CourseImportId Id,
    ImportState State,
    string? CentreName,
    string? CentreSlug,
    string FileName,
    int Total,
    int Done,
    int Added,
    int Changed,
    int Unchanged,
    int Refused,
    int Centres,
    Instant CreatedAt,
    IReadOnlyList<CourseImportDoubt> Doubts,
    IReadOnlyList<CourseImportRefusal> Refusals)
{
    internal static CourseImportReport Of(CourseImport import, string? centreName, string? centreSlug, Texts t) => new(
        import.Id, import.State, centreName, centreSlug, import.FileName, import.Total, import.Done, import.Added, import.Changed, import.Unchanged, import.Refused, import.Centres, import.CreatedAt,
        [.. import.Doubts.Select(d => new CourseImportDoubt(t[d.Text], d.Count, [.. d.Examples.Select(e => e.Value is null ? t["ligne {0}, formation {1}", e.Line, e.Number] : t["ligne {0}, formation {1} : {2}", e.Line, e.Number, e.Value])]))],
        [.. import.Refusals.Select(r => new CourseImportRefusal(r.Line, r.Number, r.Title, string.Join(' ', r.Reasons.Select(reason => t[reason.Text, reason.Value]))))]);
}

/// <summary>Something supposed or left out, how often, and the first times.</summary>
public sealed record CourseImportDoubt(string Message, int Count, IReadOnlyList<string> Examples);

/// <summary>A course left out.</summary>
/// <param name="Line">Of the file, where it begins.</param>
/// <param name="Reason">In one or more sentences.</param>
public sealed record CourseImportRefusal(int Line, string Number, string Title, string Reason);

internal sealed class GetCourseImportHandler(RepairNetDb db, ICurrentActor currentActor, TextCatalog texts) : IRequestHandler<GetCourseImport, OneOf<CourseImportReport, NotFound>>
{
    public async Task<OneOf<CourseImportReport, NotFound>> Handle(GetCourseImport request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var import = await db.CourseImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Import, cancellationToken);
        if (import is null || !(actor.IsOperator || (import.OrganisationId is { } centre && actor.Acts(Permission.ImportCourses, centre))))
        {
            return new NotFound();
        }

        var named = await db.Organisations.AsNoTracking().Where(o => o.Id == import.OrganisationId).Select(o => new { o.Name, o.Slug }).SingleOrDefaultAsync(cancellationToken);
        return CourseImportReport.Of(import, named?.Name, named?.Slug, texts.In(request.Language));
    }
}
