using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>The same lines, as many as a spreadsheet is opened for; that they were taken away is written in the log too.</summary>
[AllowedTo(Permission.ReadJournal)]
public sealed record ExportAuditLog(AuditFilter Filter) : ICommand<OneOf<AuditPage, NotFound>>
{
    /// <summary>Lines in a file; narrow the period for the rest.</summary>
    public const int Most = 10_000;
}

internal sealed class ExportAuditLogHandler(AuditReader reader, IAuditLog log, ICurrentActor currentActor) : IRequestHandler<ExportAuditLog, OneOf<AuditPage, NotFound>>
{
    public async Task<OneOf<AuditPage, NotFound>> Handle(ExportAuditLog request, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(request.Filter, cancellationToken) is not { } entries)
        {
            return new NotFound();
        }

        var found = await entries.Take(ExportAuditLog.Most + 1).ToListAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        var territory = request.Filter.Organisation is null && !actor.IsOperator ? actor.TerritoriesWith(Permission.ReadJournal).OrderByDescending(t => t.Level).ThenBy(t => t.Code, StringComparer.Ordinal).First().ToString() : null;
        await log.WriteAsync(new AuditNote(AuditAct.ExportDownloaded) { Organisation = request.Filter.Organisation, Territory = territory, Words = "Journal" }, cancellationToken);
        return new AuditPage(await reader.NameAsync([.. found.Take(ExportAuditLog.Most)], cancellationToken), found.Count > ExportAuditLog.Most);
    }
}
