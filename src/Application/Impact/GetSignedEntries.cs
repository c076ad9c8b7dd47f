using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>The lines of the ledger that a closed period is made of, as they were signed, for the agents of its territory: what an auditor adds up again.</summary>
/// <param name="Number">Its number.</param>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record GetSignedEntries(long Number) : IQuery<OneOf<SignedEntriesFile, NotFound>>;

/// <summary>The lines, read from the database as they are asked for.</summary>
/// <param name="Lines">As <see cref="SignedEntries"/> says, the header first, without the ends of the lines.</param>
public sealed record SignedEntriesFile(long Number, IAsyncEnumerable<string> Lines);

internal sealed class GetSignedEntriesHandler(RepairNetDb db, StatementMaker statements, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<GetSignedEntries, OneOf<SignedEntriesFile, NotFound>>
{
    public async Task<OneOf<SignedEntriesFile, NotFound>> Handle(GetSignedEntries request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await db.ClosedPeriods.AsNoTracking().SingleOrDefaultAsync(p => p.Number == request.Number, cancellationToken) is not { } closed
            || index.Find(closed.Territory) is not { } territory || !index.LookedAfterBy(actor, Permission.ReadTerritoryFigures, territory))
        {
            return new NotFound();
        }

        return new SignedEntriesFile(closed.Number, LinesAsync(await statements.SignedLinesAsync(closed.Number, closed.Read(), cancellationToken), cancellationToken));
    }

    private static async IAsyncEnumerable<string> LinesAsync(IQueryable<LedgerEntry> lines, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return SignedEntries.Header;
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return line.ToLine();
        }
    }
}
