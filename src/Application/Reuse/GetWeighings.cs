using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>The weighings of a reuse workshop, the latest first, with what helps to weigh the next: where, what is weighed most, which containers.</summary>
/// <param name="Organisation">Address of one workshop; null for the first one works for.</param>
[AllowedTo(Permission.ReadReuse)]
public sealed record GetWeighings(string? Organisation, int Skip = 0, int Take = 20) : IQuery<OneOf<WeighingDesk, NotFound>>;

/// <param name="Workshops">Those one works for, by name; the one shown is among them.</param>
/// <param name="Places">Where one may weigh; the first unless another is chosen.</param>
/// <param name="Frequent">Codes of the categories weighed most lately.</param>
/// <param name="TareGrams">The containers used most lately, the lightest first.</param>
/// <param name="Origins">Communes that things came from lately, the most frequent first.</param>
/// <param name="More">Whether earlier weighings follow.</param>
public sealed record WeighingDesk(
    OwnReuseWorkshop Workshop, IReadOnlyList<OwnReuseWorkshop> Workshops, IReadOnlyList<(PlaceId Id, string Name)> Places, LocalDate Today, IReadOnlyList<string> Frequent,
    IReadOnlyList<long> TareGrams, IReadOnlyList<(string Code, string Name)> Origins, IReadOnlyList<WeighingRow> Weighings, bool More);

/// <param name="Lines">How many lines.</param>
/// <param name="NetGrams">What they weigh, without containers.</param>
/// <param name="Category">Code of the first line's category; null for what nobody recognised.</param>
/// <param name="IsTakenAway">Whether another took it away.</param>
public sealed record WeighingRow(
    WeighingId Id, LocalDate Date, WeighingDirection Direction, int Sign, IntakeChannel? Channel, Destination? Destination, string? Category, int Lines, long NetGrams, bool IsReversal, bool IsTakenAway);

internal sealed class GetWeighingsHandler(RepairNetDb db, ReuseReader reader, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<GetWeighings, OneOf<WeighingDesk, NotFound>>
{
    /// <summary>What was used lately is read from so many days.</summary>
    private const int LatelyDays = 120;

    private const int MostCategories = 10;
    private const int MostTares = 5;
    private const int MostOrigins = 12;

    public async Task<OneOf<WeighingDesk, NotFound>> Handle(GetWeighings request, CancellationToken cancellationToken)
    {
        if (await reader.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadReuse, request.Organisation, cancellationToken) is not var (workshop, all))
        {
            return new NotFound();
        }

        var today = await reader.TodayAsync(workshop.Id, clock.GetCurrentInstant(), zones, cancellationToken);
        var since = today.PlusDays(-LatelyDays);
        var places = await db.Places.AsNoTracking().Where(p => p.OrganisationId == workshop.Id).OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new { p.Id, p.Name, p.CommuneCode }).ToListAsync(cancellationToken);
        var lately = db.Weighings.AsNoTracking().Where(w => w.OrganisationId == workshop.Id && w.Date >= since);
        var lines = lately.Join(db.WeighingLines.AsNoTracking(), w => w.Id, l => l.WeighingId, (w, l) => l);
        var frequent = await lines.Where(l => l.CategoryCode != null).GroupBy(l => l.CategoryCode!).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(MostCategories).Select(g => g.Key).ToListAsync(cancellationToken);
        var tares = await lines.Where(l => l.TareGrams > 0).GroupBy(l => l.TareGrams).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(MostTares).Select(g => g.Key).ToListAsync(cancellationToken);
        var origins = await lately.Where(w => w.OriginCode != null).GroupBy(w => w.OriginCode!).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(MostOrigins).Select(g => g.Key).ToListAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        var weighings = await db.Weighings.AsNoTracking().Where(w => w.OrganisationId == workshop.Id)
            .OrderByDescending(w => w.RecordedAt).ThenByDescending(w => w.Id).Skip(request.Skip).Take(request.Take + 1)
            .Select(w => new WeighingRow(
                w.Id, w.Date, w.Direction, w.Sign, w.Channel, w.Destination,
                db.WeighingLines.Where(l => l.WeighingId == w.Id && l.Number == 1).Select(l => l.CategoryCode).FirstOrDefault(),
                db.WeighingLines.Count(l => l.WeighingId == w.Id), db.WeighingLines.Where(l => l.WeighingId == w.Id).Sum(l => l.NetGrams),
                w.ReversesId != null, db.Weighings.Any(r => r.ReversesId == w.Id)))
            .ToListAsync(cancellationToken);
        return new WeighingDesk(
            workshop, all, [.. places.Select(p => (p.Id, p.Name))], today, frequent, [.. tares.Order()],
            [.. origins.Concat(places.Select(p => p.CommuneCode)).Distinct(StringComparer.Ordinal).Select(code => (code, index.Commune(code)?.Name ?? code))],
            [.. weighings.Take(request.Take)], weighings.Count > request.Take);
    }
}
