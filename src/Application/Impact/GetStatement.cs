using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Impact;

/// <summary>The signed text of a closed period, for everybody.</summary>
/// <param name="Number">Its number.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetStatement(long Number) : IQuery<OneOf<SignedStatement, NotFound>>;

/// <summary>The signed text of a closed period.</summary>
public sealed record SignedStatement(long Number, string Text, string Hash);

internal sealed class GetStatementHandler(RepairNetDb db) : IRequestHandler<GetStatement, OneOf<SignedStatement, NotFound>>
{
    public async Task<OneOf<SignedStatement, NotFound>> Handle(GetStatement request, CancellationToken cancellationToken) =>
        await db.ClosedPeriods.AsNoTracking().Where(p => p.Number == request.Number)
            .Select(p => new SignedStatement(p.Number, p.Statement, p.Hash)).SingleOrDefaultAsync(cancellationToken) is { } found
            ? found
            : new NotFound();
}
