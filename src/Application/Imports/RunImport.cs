using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Imports;

/// <summary>Imports a file that was taken in, to its end, in the foreground.</summary>
/// <param name="Import">Which one.</param>
/// <param name="Holder">Who holds it, as said when it was taken in.</param>
/// <param name="Progress">Told of rows done after each batch.</param>
[AllowedTo(Caller.Operator)]
public sealed record RunImport(ImportId Import, Guid Holder, IProgress<long>? Progress = null, Language Language = Language.French) : IBriefCommand<OneOf<ImportReport, NotFound>>;

internal sealed class RunImportHandler(ImportRunner runner, IMediator mediator) : IRequestHandler<RunImport, OneOf<ImportReport, NotFound>>
{
    public async Task<OneOf<ImportReport, NotFound>> Handle(RunImport request, CancellationToken cancellationToken)
    {
        await runner.RunAsync(request.Import, request.Holder, request.Progress, cancellationToken);
        return await mediator.Send(new GetImport(request.Import, request.Language), cancellationToken);
    }
}
