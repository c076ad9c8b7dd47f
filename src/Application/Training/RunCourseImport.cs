using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Training;

/// <summary>Imports a file of courses that was taken in, to its end, in the foreground.</summary>
/// <param name="Import">Which one.</param>
/// <param name="Holder">Who holds it, as said when it was taken in.</param>
/// <param name="Progress">Told of courses done after each batch.</param>
[AllowedTo(Permission.OperateInstance)]
public sealed record RunCourseImport(CourseImportId Import, Guid Holder, IProgress<long>? Progress = null, Language Language = Language.French) : IBriefCommand<OneOf<CourseImportReport, CourseImportHeld, NotFound>>;

/// <summary>Somebody else works on it: it goes on there.</summary>
/// <param name="Done">Courses read so far.</param>
public sealed record CourseImportHeld(int Done) : IRefusal;

internal sealed class RunCourseImportHandler(CourseImportRunner runner, IMediator mediator) : IRequestHandler<RunCourseImport, OneOf<CourseImportReport, CourseImportHeld, NotFound>>
{
    public async Task<OneOf<CourseImportReport, CourseImportHeld, NotFound>> Handle(RunCourseImport request, CancellationToken cancellationToken)
    {
        await runner.RunAsync(request.Import, request.Holder, request.Progress, cancellationToken);
        return (await mediator.Send(new GetCourseImport(request.Import, request.Language), cancellationToken)).Match<OneOf<CourseImportReport, CourseImportHeld, NotFound>>(
            report => report.State is ImportState.Running ? new CourseImportHeld(report.Done) : report,
            missing => missing);
    }
}
