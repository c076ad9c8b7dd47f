using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>The closed periods of a territory, the last closed first.</summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="Before">Only those with a smaller number; null for the first page.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetClosedPeriods(string? Territory, long? Before = null) : IQuery<OneOf<ClosedPeriodsPage, NotFound>>
{
    /// <summary>How many a page holds.</summary>
    public const int PageSize = 20;
}

/// <summary>One page of them.</summary>
/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Periods">Closed periods, the last first.</param>
/// <param name="Next">What <see cref="GetClosedPeriods.Before"/> is for the next page; null on the last.</param>
/// <param name="BegunEverywhere">The day that has begun everywhere in the territory: what ends before it may be closed.</param>
public sealed record ClosedPeriodsPage(TerritoryKey Territory, string TerritoryName, IReadOnlyList<ClosedPeriodView> Periods, long? Next, LocalDate BegunEverywhere);

/// <summary>A closed period.</summary>
/// <param name="ClosedAt">When.</param>
/// <param name="Statement">What was signed.</param>
/// <param name="Hash">Its hash.</param>
public sealed record ClosedPeriodView(Instant ClosedAt, PeriodStatement Statement, string Hash);

internal sealed class GetClosedPeriodsHandler(RepairNetDb db, ITerritories territories, IClock clock) : IRequestHandler<GetClosedPeriods, OneOf<ClosedPeriodsPage, NotFound>>
{
    public async Task<OneOf<ClosedPeriodsPage, NotFound>> Handle(GetClosedPeriods request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory)
        {
            return new NotFound();
        }

        // A commune also keeps what was signed by those merged into it since.
        var keys = territory.Level == TerritoryLevel.Commune ? [.. index.CodesOf(territory).Select(code => TerritoryKey.Commune(code).ToString())] : new[] { territory.ToString() };
        var before = request.Before ?? long.MaxValue;
        var found = await db.ClosedPeriods.AsNoTracking().Where(p => keys.Contains(p.Territory) && p.Number < before)
            .OrderByDescending(p => p.Number).Take(GetClosedPeriods.PageSize + 1).ToListAsync(cancellationToken);
        return new ClosedPeriodsPage(
            territory,
            FrenchPlaceName.Typographic(index.NameOf(territory)!),
            [.. found.Take(GetClosedPeriods.PageSize).Select(p => new ClosedPeriodView(p.ClosedAt, p.Read(), p.Hash))],
            found.Count > GetClosedPeriods.PageSize ? found[GetClosedPeriods.PageSize - 1].Number : null,
            ImpactPeriods.BegunEverywhere(clock.GetCurrentInstant(), index, territory));
    }
}
