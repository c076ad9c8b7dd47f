using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory;

/// <summary>Adds a place to an organisation, in the hands of its managers or of an agent of its commune.</summary>
/// <param name="Address">Number and street, without the commune.</param>
/// <param name="Lat">Degrees WGS84, with <paramref name="Lon"/> or not at all: without them the place lies at its commune's centre.</param>
/// <param name="TimeZone">IANA name; the commune's when left out.</param>
/// <param name="Benches">1 to <see cref="Place.MaxBenches"/>.</param>
/// <param name="Id">Made with the form it comes from, so that a form sent twice adds once; null to have one made.</param>
[AllowedTo(Permission.ArrangePlaces)]
public sealed record AddPlace(
    OrganisationId OrganisationId,
    string? Name,
    string? Address,
    string? CommuneCode,
    double? Lat,
    double? Lon,
    string? TimeZone,
    int? Benches,
    string? Access,
    bool ClosedOnHolidays = true,
    PlaceId? Id = null) : ICommand<OneOf<PlaceAdded, NotFound>>;

/// <summary>The place exists.</summary>
public sealed record PlaceAdded(PlaceId Id, string Slug);

internal sealed class AddPlaceValidator : AbstractValidator<AddPlace>
{
    public AddPlaceValidator(ITerritories territories, IDateTimeZoneProvider zones)
    {
        RuleFor(p => p.Name).PlaceName();
        RuleFor(p => p.Address).PlaceAddress();
        RuleFor(p => p.CommuneCode)
            .MustAsync(async (code, cancellationToken) => (await territories.GetAsync(cancellationToken)).Commune(code) is not null)
            .WithMessage("Cette commune n’existe pas. Donnez son code INSEE, par exemple 38185.");
        RuleFor(p => p.Lat).Must(lat => lat is null or (>= -90 and <= 90)).WithMessage("La latitude va de -90 à 90.");
        RuleFor(p => p.Lon).Must(lon => lon is null or (>= -180 and <= 180)).WithMessage("La longitude va de -180 à 180.");
        RuleFor(p => p.Lat).Must((p, lat) => lat is not null || p.Lon is null).WithMessage("Donnez la latitude avec la longitude.");
        RuleFor(p => p.Lon).Must((p, lon) => lon is not null || p.Lat is null).WithMessage("Donnez la longitude avec la latitude.");
        RuleFor(p => p.TimeZone).Must(zone => TextRules.OrNull(zone) is not { } id || IsPlaceZone(zones, id)).WithMessage("Ce fuseau horaire n’existe pas. Il ressemble à : Europe/Paris");
        RuleFor(p => p.Benches).Benches();
        RuleFor(p => p.Access).Lines(Place.MaxAccess);
    }

    /// <summary>A zone of the time zone database, one that is somewhere: « UTC+02 » has no legal time.</summary>
    private static bool IsPlaceZone(IDateTimeZoneProvider zones, string id) => id.Length <= 40 && zones.Ids.Contains(id);
}

internal sealed class AddPlaceHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IRowLocks locks) : IRequestHandler<AddPlace, OneOf<PlaceAdded, NotFound>>
{
    public async Task<OneOf<PlaceAdded, NotFound>> Handle(AddPlace request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!await db.ArrangesPlacesAsync(actor, request.OrganisationId, cancellationToken))
        {
            return new NotFound();
        }

        if (request.Id is { } given)
        {
            await locks.HoldNameAsync("place:" + given, cancellationToken);
            if (await db.Places.AsNoTracking().SingleOrDefaultAsync(p => p.Id == given, cancellationToken) is { } made)
            {
                return made.OrganisationId == request.OrganisationId ? new PlaceAdded(made.Id, made.Slug) : new NotFound();
            }
        }

        var commune = (await territories.GetAsync(cancellationToken)).Commune(request.CommuneCode)!;
        PlaceDegrees.Check(request.Lat, request.Lon, commune);
        var slug = await new Slugs(locks).FindAsync("place", db.Places.Select(p => p.Slug), request.Name!, commune.Name, cancellationToken);
        var place = new Place(
            request.Id ?? PlaceId.New(),
            request.OrganisationId,
            request.Name!,
            slug,
            request.Address!,
            commune.Code,
            request.Lat,
            request.Lon,
            request.Lat ?? commune.Lat ?? 0,
            request.Lon ?? commune.Lon ?? 0,
            TextRules.OrNull(request.TimeZone) ?? commune.TimeZoneId,
            request.Benches!.Value,
            TextRules.OrNull(request.Access),
            request.ClosedOnHolidays);
        db.Places.Add(place);
        return new PlaceAdded(place.Id, slug);
    }
}
