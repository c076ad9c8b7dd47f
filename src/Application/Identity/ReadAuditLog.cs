using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>A page of the log, latest first.</summary>
/// <param name="Page">1 for the first page.</param>
[AllowedTo(Permission.ReadJournal)]
public sealed record ReadAuditLog(AuditFilter Filter, int Page) : IQuery<OneOf<AuditPage, NotFound>>
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 50;
}

/// <param name="HasMore">Whether a page follows.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, bool HasMore);

internal sealed class ReadAuditLogHandler(AuditReader reader) : IRequestHandler<ReadAuditLog, OneOf<AuditPage, NotFound>>
{
    private const int LastPage = 10_000;

    public async Task<OneOf<AuditPage, NotFound>> Handle(ReadAuditLog request, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(request.Filter, cancellationToken) is not { } entries)
        {
            return new NotFound();
        }

        var skip = (Math.Clamp(request.Page, 1, LastPage) - 1) * ReadAuditLog.PageSize;
        var found = await entries.Skip(skip).Take(ReadAuditLog.PageSize + 1).ToListAsync(cancellationToken);
        return new AuditPage(await reader.NameAsync([.. found.Take(ReadAuditLog.PageSize)], cancellationToken), found.Count > ReadAuditLog.PageSize);
    }
}
