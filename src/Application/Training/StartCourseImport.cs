using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Takes in a file of courses (LHÉO). It is read once to know that it can be, then imported by whoever works in the background.</summary>
/// <param name="Organisation">Address of the centre it is for: no course of another goes in. Null, for an operator only, for those of any centre.</param>
/// <param name="FileName">Its name as it was sent.</param>
/// <param name="Content">The file; null when none was sent.</param>
/// <param name="Holder">Who imports it at once, and nobody else; null to leave it to the background.</param>
[AllowedTo(Permission.ImportCourses)]
public sealed record StartCourseImport(string? Organisation, string? FileName, Stream? Content, Guid? Holder = null) : IBriefCommand<OneOf<CourseImportStarted, UnreadableCourses, NotFound>>;

/// <summary>It is kept, and will be imported.</summary>
/// <param name="Courses">How many it holds.</param>
public sealed record CourseImportStarted(CourseImportId Id, int Courses);

internal sealed class StartCourseImportValidator : AbstractValidator<StartCourseImport>
{
    public StartCourseImportValidator() => RuleFor(r => r.Content).NotNull().OverridePropertyName("file").WithMessage("Choisissez un fichier.");
}

internal sealed class StartCourseImportHandler(
    RepairNetDb db, IWriteTransactions transactions, ICourseImportFiles files, ICurrentActor currentActor, IAuditLog log, AfterCommit afterCommit, ISweepBell bell, IClock clock)
    : IRequestHandler<StartCourseImport, OneOf<CourseImportStarted, UnreadableCourses, NotFound>>
{
    public async Task<OneOf<CourseImportStarted, UnreadableCourses, NotFound>> Handle(StartCourseImport request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        OrganisationId? centre = null;
        if (!string.IsNullOrWhiteSpace(request.Organisation))
        {
            var slug = request.Organisation.Trim();
            centre = await db.Organisations.Where(o => o.Slug == slug && (o.Kinds & OrganisationKinds.TrainingCentre) != 0).Select(o => (OrganisationId?)o.Id).SingleOrDefaultAsync(cancellationToken);
        }

        if (centre is { } own ? !actor.Acts(Permission.ImportCourses, own) : !actor.IsOperator || !string.IsNullOrWhiteSpace(request.Organisation))
        {
            return new NotFound();
        }

        var id = CourseImportId.New();
        if ((await files.KeepAsync(id, request.Content!, cancellationToken)).TryPickT1(out var unreadable, out var file))
        {
            return unreadable;
        }

        try
        {
            var now = clock.GetCurrentInstant();
            var import = new CourseImport(id, centre, actor.Account, Path.GetFileName(request.FileName ?? ""), file.Bytes, file.Courses, now);
            if (request.Holder is { } holder)
            {
                import.TryTake(holder, now);
            }

            await transactions.RunAsync(
                async () =>
                {
                    db.CourseImports.Add(import);
                    await log.WriteAsync(new AuditNote(AuditAct.ImportStarted) { AboutId = id.Value, Organisation = centre, Words = import.FileName }, cancellationToken);
                    afterCommit.Add(bell.Ring<CourseImportSweep>);
                    return true;
                },
                _ => true,
                cancellationToken);
            return new CourseImportStarted(id, file.Courses);
        }
        catch
        {
            files.Delete(id);
            throw;
        }
    }
}
