using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>An agent takes away figures of a territory that the public does not see. Sent before they are given.</summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="Words">What it is: the key of a text.</param>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record NoteExport(string? Territory, string Words) : ICommand<OneOf<Done, NotFound>>;

internal sealed class NoteExportHandler(ITerritories territories, ICurrentActor currentActor, IAuditLog log) : IRequestHandler<NoteExport, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(NoteExport request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !index.LookedAfterBy(await currentActor.GetAsync(cancellationToken), Permission.ReadTerritoryFigures, territory))
        {
            return new NotFound();
        }

        await log.WriteAsync(new AuditNote(AuditAct.ExportDownloaded) { Territory = territory.ToString(), Words = request.Words }, cancellationToken);
        return new Done();
    }
}
