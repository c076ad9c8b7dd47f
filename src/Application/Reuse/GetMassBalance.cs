using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>What came in, left and stays in a quarter, from the weighings and nothing else.</summary>
/// <param name="Organisation">Address of one workshop; null for the first one works for.</param>
/// <param name="Year">With <paramref name="Quarter"/>; null for the quarter under way.</param>
[AllowedTo(Permission.ReadReuse)]
public sealed record GetMassBalance(string? Organisation, int? Year = null, int? Quarter = null) : IQuery<OneOf<MassBalance, NotFound>>;

/// <param name="From">First day of the quarter.</param>
/// <param name="To">Last day of the quarter.</param>
/// <param name="Channels">What came in by channel, grams.</param>
/// <param name="Origins">What came in by commune of origin, the heaviest first; null for what nobody said.</param>
/// <param name="Destinations">What left by destination and stream, grams.</param>
/// <param name="Work">Full-time equivalents and hours of insertion; null until the workshop declares them.</param>
/// <param name="Categories">A line for each category that moved or lies there; that nobody recognised, last.</param>
public sealed record MassBalance(
    OwnReuseWorkshop Workshop,
    IReadOnlyList<OwnReuseWorkshop> Workshops,
    LocalDate From,
    LocalDate To,
    LocalDate Today,
    MassFigures Figures,
    IReadOnlyList<(IntakeChannel Channel, long Grams)> Channels,
    IReadOnlyList<(string? Code, string? Name, long Grams)> Origins,
    IReadOnlyList<(Destination Destination, RecyclingStream? Stream, long Grams)> Destinations,
    IReadOnlyList<CategoryBalance> Categories,
    (decimal Fte, int InsertionHours)? Work)
{
    public long Opening => Categories.Sum(c => c.Opening);

    public long Closing => Categories.Sum(c => c.Closing);
}

/// <param name="Code">Null for what nobody recognised.</param>
/// <param name="Opening">Grams there before the first day.</param>
/// <param name="Held">Grams there now, whatever the quarter.</param>
public sealed record CategoryBalance(string? Code, long Opening, MassFigures Figures, long Held)
{
    /// <summary>Grams there at the end of the last day.</summary>
    public long Closing => Opening + Figures.StockChange;
}

internal sealed class GetMassBalanceHandler(RepairNetDb db, ReuseReader reader, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<GetMassBalance, OneOf<MassBalance, NotFound>>
{
    public async Task<OneOf<MassBalance, NotFound>> Handle(GetMassBalance request, CancellationToken cancellationToken)
    {
        if (await reader.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadReuse, request.Organisation, cancellationToken) is not var (workshop, all))
        {
            return new NotFound();
        }

        var today = await reader.TodayAsync(workshop.Id, clock.GetCurrentInstant(), zones, cancellationToken);
        if (Quarter.Of(request.Year, request.Quarter, today) is not var (from, to))
        {
            return new NotFound();
        }

        var rows = await reader.RowsAsync(workshop.Id, from, to, cancellationToken);
        var opening = await reader.StockBeforeAsync(workshop.Id, from, cancellationToken);
        var held = await db.Stocks.AsNoTracking().Where(s => s.OrganisationId == workshop.Id).ToDictionaryAsync(s => s.CategoryCode, s => s.Grams, cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        var categories = rows.Select(r => r.Category ?? StockLine.Unknown).Concat(opening.Keys).Concat(held.Keys).Distinct(StringComparer.Ordinal)
            .Select(code => new CategoryBalance(
                code.Length == 0 ? null : code, opening.GetValueOrDefault(code),
                MassFigures.Of(rows.Where(r => (r.Category ?? StockLine.Unknown) == code).Select(r => r.Sum)), held.GetValueOrDefault(code)))
            .Where(c => c.Opening != 0 || c.Held != 0 || c.Figures != default)
            .OrderBy(c => c.Code is null).ThenByDescending(c => c.Closing).ThenBy(c => c.Code, StringComparer.Ordinal).ToList();
        return new MassBalance(
            workshop, all, from, to, today, MassFigures.Of(rows.Select(r => r.Sum)),
            [.. rows.Where(r => r.Channel is not null).GroupBy(r => r.Channel!.Value).OrderBy(g => g.Key).Select(g => (g.Key, g.Sum(r => r.Grams))).Where(c => c.Item2 != 0)],
            [.. rows.Where(r => r.Direction == WeighingDirection.In).GroupBy(r => r.Origin).Select(g => (g.Key, index.Commune(g.Key)?.Name ?? g.Key, g.Sum(r => r.Grams)))
                .Where(o => o.Item3 != 0).OrderBy(o => o.Key is null).ThenByDescending(o => o.Item3).ThenBy(o => o.Key, StringComparer.Ordinal)],
            [.. rows.Where(r => r.Destination is not null).GroupBy(r => (r.Destination!.Value, r.Stream)).OrderBy(g => g.Key.Value).ThenBy(g => g.Key.Stream)
                .Select(g => (g.Key.Value, g.Key.Stream, -g.Sum(r => r.Grams))).Where(d => d.Item3 != 0)],
            categories,
            await db.Workforces.AsNoTracking().Where(w => w.OrganisationId == workshop.Id && w.LastDay == to).Select(w => new { w.FteHundredths, w.InsertionHours }).SingleOrDefaultAsync(cancellationToken) is { } work
                ? (work.FteHundredths / 100m, work.InsertionHours) : null);
    }
}

/// <summary>A quarter of a year.</summary>
internal static class Quarter
{
    private const int MonthsOfOne = 3;

    /// <summary>Its first and last days; the one under way where none is said; null where there is no such quarter.</summary>
    public static (LocalDate From, LocalDate To)? Of(int? year, int? quarter, LocalDate today)
    {
        var (y, q) = (year ?? today.Year, quarter ?? (((today.Month - 1) / MonthsOfOne) + 1));
        if (y is < 2000 or > 9998 || q is < 1 or > 4)
        {
            return null;
        }

        var from = new LocalDate(y, ((q - 1) * MonthsOfOne) + 1, 1);
        return (from, from.PlusMonths(MonthsOfOne).PlusDays(-1));
    }
}
