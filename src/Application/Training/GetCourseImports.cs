using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Training;

/// <summary>The latest imports of courses of a centre, the last first. An operator who names no centre sees those of all.</summary>
/// <param name="Organisation">Address of the centre; null for the first one manages.</param>
[AllowedTo(Permission.ImportCourses)]
public sealed record GetCourseImports(string? Organisation, Language Language = Language.French) : IQuery<OneOf<CourseImports, NotFound>>
{
    public const int Most = 50;
}

/// <param name="Centre">Null for those of any centre.</param>
public sealed record CourseImports(OwnCentre? Centre, IReadOnlyList<CourseImportReport> Imports);

internal sealed class GetCourseImportsHandler(RepairNetDb db, ICurrentActor currentActor, TextCatalog texts) : IRequestHandler<GetCourseImports, OneOf<CourseImports, NotFound>>
{
    public async Task<OneOf<CourseImports, NotFound>> Handle(GetCourseImports request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        OrganisationId[] own = [.. actor.OrganisationsWith(Permission.ImportCourses)];
        var slug = string.IsNullOrEmpty(request.Organisation) ? null : request.Organisation;
        var centre = await db.Organisations.AsNoTracking()
            .Where(o => (o.Kinds & OrganisationKinds.TrainingCentre) != 0 && (slug == null || o.Slug == slug) && (own.Contains(o.Id) || (actor.IsOperator && slug != null)))
            .OrderBy(o => o.Name).ThenBy(o => o.Slug).Select(o => new OwnCentre(o.Id, o.Name, o.Slug, o.Status == OrganisationStatus.Approved)).FirstOrDefaultAsync(cancellationToken);
        if (centre is null && (slug is not null || !actor.IsOperator))
        {
            return new NotFound();
        }

        OrganisationId? of = centre?.Id;
        var imports = await (
            from i in db.CourseImports.AsNoTracking()
            where of == null || i.OrganisationId == of
            join o in db.Organisations.AsNoTracking() on i.OrganisationId equals (OrganisationId?)o.Id into centres
            from o in centres.DefaultIfEmpty()
            orderby i.CreatedAt descending, i.Id descending
            select new { Import = i, Name = (string?)o.Name, Slug = (string?)o.Slug }).Take(GetCourseImports.Most).ToListAsync(cancellationToken);
        var t = texts.In(request.Language);
        return new CourseImports(centre, [.. imports.Select(i => CourseImportReport.Of(i.Import, i.Name, i.Slug, t))]);
    }
}
