using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Territories;

/// <summary>Replaces the territories by those of a folder of files (the operator's yearly update of the Code officiel géographique).</summary>
/// <param name="Directory">The folder; null for the files shipped beside the program.</param>
[AllowedTo(Permission.OperateInstance)]
public sealed record ImportTerritories(string? Directory) : ICommand<OneOf<TerritoriesImported, TerritoryFilesUnusable>>;

/// <summary>The database holds the territories of the folder.</summary>
/// <param name="Communes">How many communes there are.</param>
/// <param name="Changed">False where they were there already.</param>
public sealed record TerritoriesImported(int Communes, bool Changed);

/// <summary>A file is missing or unreadable; nothing was changed.</summary>
/// <param name="Reason">Which file and line, and why.</param>
public sealed record TerritoryFilesUnusable(string Reason) : IRefusal;

internal sealed class ImportTerritoriesHandler(ITerritoryImport import, ITerritories territories, AfterCommit afterCommit)
    : IRequestHandler<ImportTerritories, OneOf<TerritoriesImported, TerritoryFilesUnusable>>
{
    public async Task<OneOf<TerritoriesImported, TerritoryFilesUnusable>> Handle(ImportTerritories request, CancellationToken cancellationToken)
    {
        try
        {
            var result = await import.RunAsync(request.Directory, cancellationToken);
            afterCommit.Add(territories.Forget);
            return new TerritoriesImported(result.Communes, result.Changed);
        }
        catch (TerritoryFilesException e)
        {
            return new TerritoryFilesUnusable(e.Message);
        }
    }
}
