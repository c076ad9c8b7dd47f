using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Agenda;

/// <summary>
/// Changes what is said of a place, in the hands of the managers of its organisation or of an agent of its commune: it is in the
/// agenda because a bench that someone is expected at stays. The commune, the time zone and the address of its page stay too.
/// </summary>
/// <param name="Address">Number and street, without the commune.</param>
/// <param name="Benches">1 to <see cref="Place.MaxBenches"/>.</param>
/// <param name="At">Where it lies; null to leave that as it is.</param>
[AllowedTo(Permission.ArrangePlaces)]
public sealed record ChangePlace(PlaceId PlaceId, string? Name, string? Address, int? Benches, string? Access, bool ClosedOnHolidays, PlaceLies? At = null) : ICommand<OneOf<Done, BenchesTaken, NotFound>>, IMayFreeSlots;

/// <summary>Where a place lies: its own point, in degrees WGS84, or none, which is the centre of its commune.</summary>
public sealed record PlaceLies(double? Lat, double? Lon);

/// <summary>Appointments to come are on benches that would go.</summary>
/// <param name="Appointments">How many.</param>
/// <param name="Last">The local day of the last of them.</param>
public sealed record BenchesTaken(int Appointments, LocalDate Last) : IRefusal;

internal sealed class ChangePlaceValidator : AbstractValidator<ChangePlace>
{
    public ChangePlaceValidator()
    {
        RuleFor(p => p.Name).PlaceName();
        RuleFor(p => p.Address).PlaceAddress();
        RuleFor(p => p.Benches).Benches();
        RuleFor(p => p.Access).Lines(Place.MaxAccess);
    }
}

internal sealed class ChangePlaceHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IRowLocks locks, IBusyTimes busyTimes, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<ChangePlace, OneOf<Done, BenchesTaken, NotFound>>
{
    public async Task<OneOf<Done, BenchesTaken, NotFound>> Handle(ChangePlace request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var organisation = await db.Places.Where(p => p.Id == request.PlaceId).Select(p => (OrganisationId?)p.OrganisationId).SingleOrDefaultAsync(cancellationToken);
        if (organisation is not { } owner || !await db.ArrangesPlacesAsync(actor, owner, cancellationToken))
        {
            return new NotFound();
        }

        // The row of the place is locked in the database: whoever books there waits, then sees the benches left. So none is
        // given between the count and the change.
        await locks.HoldAgendaAsync(request.PlaceId, cancellationToken);
        var place = await db.Places.SingleAsync(p => p.Id == request.PlaceId, cancellationToken);
        var now = clock.GetCurrentInstant();
        var benches = request.Benches!.Value;
        var ahead = (await busyTimes.BetweenAsync([place.Id], now, now + Duration.FromDays(BookingTerms.MaxAhead + 2), null, cancellationToken))[place.Id].ToList();
        if (!place.MayHave(benches, ahead.Select(b => b.Bench)))
        {
            var without = ahead.Where(b => b.Bench > benches && b.Bench <= place.Benches).ToList();
            return new BenchesTaken(without.Count, without.Max(b => b.Range.Start).InZone(zones[place.TimeZone]).Date);
        }

        if (request.At is { } at)
        {
            var commune = (await territories.GetAsync(cancellationToken)).Commune(place.CommuneCode)!;
            PlaceDegrees.Check(at.Lat, at.Lon, commune);
            place.Locate(at.Lat, at.Lon, at.Lat ?? commune.Lat ?? 0, at.Lon ?? commune.Lon ?? 0);
        }

        place.Describe(request.Name!, request.Address!, benches, TextRules.OrNull(request.Access), request.ClosedOnHolidays);
        return new Done();
    }
}
