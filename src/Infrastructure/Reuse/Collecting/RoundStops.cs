using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Domain.Common;

namespace RepairNet.Infrastructure.Reuse.Collecting;

/// <summary>
/// One statement, that both databases have: it takes a stop, or changes no row where there is none. Two who take the last one wait for each other on the
/// row, and the second finds what the first left.
/// </summary>
internal sealed class RoundStops(RepairNetDb db) : IRoundStops
{
    public async Task<bool> TakeAsync(CollectionRoundId round, int grams, CancellationToken cancellationToken) => await db.Database.ExecuteSqlAsync(
        $"UPDATE collection_rounds SET stops = stops + 1, grams = grams + {grams} WHERE id = {round.Value} AND cancelled_at IS NULL AND stops < max_stops AND grams + {grams} <= max_grams", cancellationToken) == 1;

    public Task GiveBackAsync(CollectionRoundId round, int grams, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"UPDATE collection_rounds SET stops = stops - 1, grams = grams - {grams} WHERE id = {round.Value}", cancellationToken);
}
