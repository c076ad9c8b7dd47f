using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Imports;

/// <summary>Imports a file that was taken in, to its end, in the foreground.</summary>
/// <param name="Import">Which one.</param>
/// <param name="Holder">Who holds it, as said when it was taken in.</param>
/// <param name="Progress">Told of rows done after each batch.</param>
[AllowedTo(Permission.OperateInstance)]
public sealed record RunImport(ImportId Import, Guid Holder, IProgress<long>? Progress = null, Language Language = Language.French) : IBriefCommand<OneOf<ImportReport, ImportHeld, NotFound>>;

/// <summary>Somebody else works on it: it goes on there.</summary>
/// <param name="Done">Rows read so far.</param>
public sealed record ImportHeld(long Done) : IRefusal;

internal sealed class RunImportHandler(ImportRunner runner, IMediator mediator) : IRequestHandler<RunImport, OneOf<ImportReport, ImportHeld, NotFound>>
{
    public async Task<OneOf<ImportReport, ImportHeld, NotFound>> Handle(RunImport request, CancellationToken cancellationToken)
    {
        await runner.RunAsync(request.Import, request.Holder, request.Progress, cancellationToken);
        return (await mediator.Send(new GetImport(request.Import, request.Language), cancellationToken)).Match<OneOf<ImportReport, ImportHeld, NotFound>>(
            report => report.State is Domain.Common.ImportState.Running ? new ImportHeld(report.Done) : report,
            missing => missing);
    }
}
