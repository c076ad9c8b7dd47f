using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Agenda;

/// <summary>The next opening of each repair café of a territory, soonest first: what is pinned on the board.</summary>
/// <param name="Territory">Key of the territory; one that names nothing has none.</param>
/// <param name="Take">How many to give.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetUpcomingRepairCafes(string Territory, int Take = 4) : IQuery<IReadOnlyList<UpcomingOpening>>;

/// <summary>An opening to come.</summary>
/// <param name="From">Opening time that day, local.</param>
/// <param name="To">Closing time that day, local.</param>
public sealed record UpcomingOpening(string PlaceName, string PlaceSlug, string CommuneName, LocalDate Date, LocalTime From, LocalTime To);

internal sealed class GetUpcomingRepairCafesHandler(RepairNetDb db, IAgendas agendas, IClock clock) : IRequestHandler<GetUpcomingRepairCafes, IReadOnlyList<UpcomingOpening>>
{
    private const int HorizonDays = 62;

    /// <summary>Cafés looked at: the board of a region does not read the hours of a thousand.</summary>
    private const int MostPlaces = 60;

    public async Task<IReadOnlyList<UpcomingOpening>> Handle(GetUpcomingRepairCafes request, CancellationToken cancellationToken)
    {
        if (!TerritoryKey.TryParse(request.Territory, out var territory))
        {
            return [];
        }

        var communes = CommunesOf(territory);
        var around = await WithParentsAsync(territory, communes, cancellationToken);
        var places = await db.Organisations.AsNoTracking()
            .Where(o => o.Status == OrganisationStatus.Approved && (o.Kinds & OrganisationKinds.RepairCafe) != 0 && communes.Any(c => c.Code == o.CommuneCode))
            .NotRefusedBy(around)
            .Join(db.Places, o => o.Id, p => p.OrganisationId, (o, p) => p)
            .Join(db.Communes, p => p.CommuneCode, c => c.Code, (p, c) => new { p.Id, p.Name, p.Slug, Commune = c.Name })
            .OrderBy(p => p.Id).Take(MostPlaces).ToListAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var today = now.InUtc().Date;
        var hours = await agendas.HoursAsync([.. places.Select(p => p.Id)], today.PlusDays(-1), today.PlusDays(HorizonDays), cancellationToken);
        var services = (await db.Services.AsNoTracking().Where(s => places.Select(p => p.Id).Contains(s.PlaceId)).Select(s => new { s.PlaceId, s.Id }).ToListAsync(cancellationToken)).ToLookup(s => s.PlaceId, s => s.Id);
        var upcoming = new List<UpcomingOpening>();
        foreach (var place in places)
        {
            if (hours.TryGetValue(place.Id, out var open) && Next(open, services[place.Id], now) is var (date, opening))
            {
                upcoming.Add(new UpcomingOpening(place.Name, place.Slug, place.Commune, date, opening.From, opening.To));
            }
        }

        return [.. upcoming.OrderBy(u => u.Date).ThenBy(u => u.From).ThenBy(u => u.PlaceSlug, StringComparer.Ordinal).Take(request.Take)];
    }

    /// <summary>
    /// The communes of today that lie there. Asked of the database, not of the index of communes: this is on the home page, and the first visitor after a start
    /// would wait a second for that index.
    /// </summary>
    private IQueryable<Commune> CommunesOf(TerritoryKey territory)
    {
        var code = territory.Code;
        return territory.Level switch
        {
            TerritoryLevel.Commune => db.Communes.Where(c => c.Code == code || (db.FormerCommunes.Any(f => f.Code == code && f.CommuneCode == c.Code) && !db.Communes.Any(live => live.Code == code))),
            TerritoryLevel.Epci => db.Communes.Where(c => c.EpciCode == code),
            TerritoryLevel.Departement => db.Communes.Where(c => c.DepartementCode == code),
            TerritoryLevel.Region => db.Communes.Where(c => c.RegionCode == code),
            TerritoryLevel.Country => db.Communes.Where(_ => territory == TerritoryKey.France),
        };
    }

    /// <summary>The territory of today and those that hold it. A group of communes may cross a border, so that all of them are read; of the others, one lies where all do.</summary>
    private static async Task<IReadOnlyList<TerritoryKey>> WithParentsAsync(TerritoryKey territory, IQueryable<Commune> communes, CancellationToken cancellationToken)
    {
        var ordered = communes.AsNoTracking().OrderBy(c => c.Code);
        var read = await (territory.Level == TerritoryLevel.Epci ? ordered : ordered.Take(1)).ToListAsync(cancellationToken);
        var today = territory.Level == TerritoryLevel.Commune && read is [var commune] ? commune.Key : territory;
        return [today, .. TerritoryIndex.ParentsOf(today, read)];
    }

    /// <summary>The first opening that has begun at the earliest now and that no closure empties: one that could hold five minutes of work.</summary>
    private static (LocalDate Date, DayOpening Opening)? Next(PlaceHours hours, IEnumerable<ServiceId> services, Instant now)
    {
        var today = now.InZone(hours.Zone).Date;
        Slot? first = null;
        foreach (var service in services.DefaultIfEmpty())
        {
            var calculator = new SlotCalculator(hours, new SlotTerms(service, durationMinutes: 5, maxAheadDays: HorizonDays), [], now);
            foreach (var slot in calculator.Slots(today, today.PlusDays(HorizonDays)).Take(1))
            {
                first = first is { } known && known.Start <= slot.Start ? known : slot;
            }
        }

        if (first is not { } found)
        {
            return null;
        }

        var start = found.Start.InZone(hours.Zone).LocalDateTime;
        return (start.Date, hours.OpeningsOn(start.Date).First(o => o.From <= start.TimeOfDay && o.To.IsAfter(start.TimeOfDay)));
    }
}
