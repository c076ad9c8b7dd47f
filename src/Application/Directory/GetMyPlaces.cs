using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Directory;

/// <summary>The places of the organisations one is a member of: where one works.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record GetMyPlaces : IQuery<MyPlaces>;

/// <param name="HasOrganisation">They are a member of some organisation, be it without a place yet.</param>
/// <param name="Places">By organisation, then by name.</param>
public sealed record MyPlaces(bool HasOrganisation, IReadOnlyList<MyPlace> Places);

/// <summary>A place one works at.</summary>
/// <param name="Today">The local day there.</param>
/// <param name="TakesBookings">Some service is offered there.</param>
public sealed record MyPlace(PlaceId Id, string Name, OrganisationId Organisation, string OrganisationName, string CommuneName, LocalDate Today, bool TakesBookings);

internal sealed class GetMyPlacesHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetMyPlaces, MyPlaces>
{
    public async Task<MyPlaces> Handle(GetMyPlaces request, CancellationToken cancellationToken)
    {
        var mine = (await currentActor.GetAsync(cancellationToken)).Organisations.Keys.ToList();
        var index = await territories.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var places = await (
            from p in db.Places.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where mine.Contains(p.OrganisationId)
            select new { p.Id, p.Name, p.OrganisationId, OrganisationName = o.Name, p.CommuneCode, p.TimeZone, TakesBookings = db.Services.Any(s => s.PlaceId == p.Id) })
            .ToListAsync(cancellationToken);
        return new MyPlaces(
            mine.Count > 0,
            [.. places.OrderBy(p => p.OrganisationName, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id.Value)
                .Select(p => new MyPlace(p.Id, p.Name, p.OrganisationId, p.OrganisationName, index.Commune(p.CommuneCode)?.Name ?? "", now.InZone(zones[p.TimeZone]).Date, p.TakesBookings))]);
    }
}
