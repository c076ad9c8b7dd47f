using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Imports;

/// <summary>The latest imports that the sender may see, the last first: their own; all of them for an operator.</summary>
[AllowedTo(Permission.ImportRepairs)]
public sealed record GetImports(Language Language = Language.French) : IQuery<IReadOnlyList<ImportReport>>
{
    public const int Most = 50;
}

internal sealed class GetImportsHandler(RepairNetDb db, ICurrentActor currentActor, TextCatalog texts) : IRequestHandler<GetImports, IReadOnlyList<ImportReport>>
{
    public async Task<IReadOnlyList<ImportReport>> Handle(GetImports request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var t = texts.In(request.Language);
        var imports = await db.Imports.AsNoTracking().Where(i => actor.IsOperator || (i.StartedBy != null && i.StartedBy == actor.Account))
            .OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id).Take(GetImports.Most).ToListAsync(cancellationToken);
        return [.. imports.Select(i => ImportReport.Of(i, t))];
    }
}
