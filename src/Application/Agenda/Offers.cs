using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Agenda;

/// <summary>The latest book of this process, and the turn to make the next one.</summary>
internal sealed class OfferShelf : IDisposable
{
    private volatile OfferBook? _latest;

    public OfferBook? Latest => _latest;

    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The number of the latest change to any offer. Asked at nearly every request, so its query is compiled once; here, because a compiled query serves one database.</summary>
    public Func<RepairNetDb, Task<long>> VersionAsync { get; } = EF.CompileAsyncQuery((RepairNetDb db) => db.OfferState.Select(s => s.Version).Single());

    /// <summary>Replaces the latest book. Called by whoever has the turn.</summary>
    public OfferBook Put(OfferBook book) => _latest = book;

    public void Dispose() => Turn.Dispose();
}

/// <summary>Reads what places offer: from memory where nothing changed, else from the database.</summary>
internal sealed class Offers(RepairNetDb db, OfferShelf shelf, IDateTimeZoneProvider zones, IClock clock) : IOffers
{
    /// <summary>Days of hours kept before today: the agenda looks back a little.</summary>
    private const int DaysBack = 45;

    /// <summary>Above this many changed places, all are read again: one list is quicker than many names.</summary>
    private const int ManyChanges = 500;

    public async Task<IReadOnlyDictionary<PlaceId, PlaceOffer>> OfPlacesAsync(IReadOnlyCollection<PlaceId> places, CancellationToken cancellationToken) =>
        await OfPlacesAsync(await BookAsync(cancellationToken), places, cancellationToken);

    public async Task<IReadOnlyList<PlaceId>> AroundAsync(Commune commune, string category, double radiusKm, CancellationToken cancellationToken)
    {
        var book = await BookAsync(cancellationToken);
        return [.. book.Around(commune, category, radiusKm, kinds: null).Select(p => p.Id)];
    }

    public Task<long> VersionAsync() => shelf.VersionAsync(db);

    public async Task<PlaceOffer?> OfServiceAsync(ServiceId service, CancellationToken cancellationToken)
    {
        var book = await BookAsync(cancellationToken);
        return book.PlaceOf(service) is { } place ? await OfPlaceAsync(book, place, cancellationToken) : null;
    }

    public async ValueTask<PlaceOffer?> LastKnownOfServiceAsync(ServiceId service, CancellationToken cancellationToken) =>
        shelf.Latest is { } latest && latest.PlaceOf(service) is { } place ? await OfPlaceAsync(latest, place, cancellationToken) : await OfServiceAsync(service, cancellationToken);

    public async ValueTask<PlaceOffer?> OfPlaceAsync(PlaceId place, long version, CancellationToken cancellationToken)
    {
        var book = shelf.Latest is { } latest && latest.Version >= version ? latest : await UpdateAsync(version, cancellationToken);
        return await OfPlaceAsync(book, place, cancellationToken);
    }

    /// <summary>What these places offered when the book was the latest.</summary>
    public async Task<IReadOnlyDictionary<PlaceId, PlaceOffer>> OfPlacesAsync(OfferBook book, IReadOnlyCollection<PlaceId> places, CancellationToken cancellationToken)
    {
        var offers = new Dictionary<PlaceId, PlaceOffer>(places.Count);
        var missing = new List<PlaceId>();
        foreach (var place in places)
        {
            if (book.Offer(place) is { } offer)
            {
                offers[place] = offer;
            }
            else
            {
                missing.Add(place);
            }
        }

        if (missing.Count > 0)
        {
            foreach (var offer in await ReadOffersAsync(missing, cancellationToken))
            {
                book.Keep(offer);
                offers[offer.Id] = offer;
            }
        }

        return offers;
    }

    /// <summary>The book of now.</summary>
    public async Task<OfferBook> BookAsync(CancellationToken cancellationToken)
    {
        var version = await shelf.VersionAsync(db);
        return shelf.Latest is { } latest && latest.Version >= version ? latest : await UpdateAsync(version, cancellationToken);
    }

    private async ValueTask<PlaceOffer?> OfPlaceAsync(OfferBook book, PlaceId place, CancellationToken cancellationToken) =>
        book.Offer(place) ?? (await OfPlacesAsync(book, [place], cancellationToken)).GetValueOrDefault(place);

    /// <summary>Makes the book of this version or a later one, by one caller while the others wait.</summary>
    private async Task<OfferBook> UpdateAsync(long version, CancellationToken cancellationToken)
    {
        await shelf.Turn.WaitAsync(cancellationToken);
        try
        {
            if (shelf.Latest is { } latest)
            {
                if (latest.Version >= version)
                {
                    return latest;
                }

                // What is read after a change was numbered is at least as new as the change.
                var changed = await db.OfferChanges.AsNoTracking().Where(c => c.Version > latest.Version).OrderBy(c => c.Version).Select(c => c.PlaceId).Take(ManyChanges).ToListAsync(cancellationToken);
                if (changed.Count < ManyChanges)
                {
                    return shelf.Put(latest.With(version, changed, await ReadPointsAsync(changed, cancellationToken)));
                }
            }

            return shelf.Put(OfferBook.Of(version, await ReadPointsAsync(null, cancellationToken)));
        }
        finally
        {
            shelf.Turn.Release();
        }
    }

    private static Dictionary<string, int>? DurationsOf(Service service) =>
        service.Categories.Any(c => c.DurationMinutes is not null) ? service.Categories.Where(c => c.DurationMinutes is not null).ToDictionary(c => string.Intern(c.Category), c => c.DurationMinutes!.Value) : null;

    /// <param name="only">These places; null for all.</param>
    private async Task<IEnumerable<PlacePoint>> ReadPointsAsync(List<PlaceId>? only, CancellationToken cancellationToken)
    {
        var (some, all) = (only ?? [], only is null);
        var places = await (
            from p in db.Places.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where all || some.Contains(p.Id)
            select new { p.Id, p.SearchLat, p.SearchLon, p.CommuneCode, p.OrganisationId, o.Kinds, o.Status }).ToListAsync(cancellationToken);
        var services = (await db.Services.AsNoTracking().Where(s => all || some.Contains(s.PlaceId)).Select(s => new { s.PlaceId, s.Id, s.PublicBooking }).ToListAsync(cancellationToken)).ToLookup(s => s.PlaceId);
        // One row for each service: it takes dozens of categories.
        var ids = all ? [] : services.SelectMany(place => place.Select(s => s.Id)).ToList();
        var categories = await db.ServiceCategories.AsNoTracking().Where(c => all || ids.Contains(c.ServiceId))
            .GroupBy(c => c.ServiceId).Select(service => new { service.Key, Categories = string.Join(",", service.Select(c => c.Category)) })
            .ToDictionaryAsync(service => service.Key, service => service.Categories, cancellationToken);
        var lists = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var refusals = (await db.Accreditations.AsNoTracking().Where(a => a.Status == AccreditationStatus.Refused).Select(a => new { a.OrganisationId, a.Territory }).ToListAsync(cancellationToken))
            .ToLookup(a => a.OrganisationId, a => a.Territory);
        return places.Select(p => new PlacePoint(
            p.Id, p.SearchLat, p.SearchLon, p.CommuneCode, p.Kinds, p.Status == OrganisationStatus.Approved, [.. refusals[p.OrganisationId]], CategoriesOf(p.Id), [.. services[p.Id].Select(s => s.Id)])).ToList();

        // Many places take the same things: they share one list.
        string[] CategoriesOf(PlaceId place)
        {
            var text = string.Join(',', services[place].Where(s => s.PublicBooking).Select(s => categories.GetValueOrDefault(s.Id, "")));
            if (!lists.TryGetValue(text, out var list))
            {
                lists[text] = list = [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(string.Intern).Distinct(StringComparer.Ordinal)];
            }

            return list;
        }
    }

    private async Task<IEnumerable<PlaceOffer>> ReadOffersAsync(List<PlaceId> ids, CancellationToken cancellationToken)
    {
        var places = await (
            from p in db.Places.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where ids.Contains(p.Id)
            select new { Place = p, o.Name, o.Slug, o.Kinds, o.Status, o.Phone, o.CommuneCode, o.DeclaresQualiRepar }).ToListAsync(cancellationToken);
        var services = (await db.Services.AsNoTracking().Include(s => s.Categories).Where(s => ids.Contains(s.PlaceId)).OrderBy(s => s.Id).ToListAsync(cancellationToken)).ToLookup(s => s.PlaceId);
        var from = clock.GetCurrentInstant().InUtc().Date.PlusDays(-DaysBack);
        var hours = await db.HoursAsync(zones, ids, from, LocalDate.MaxIsoValue, cancellationToken);
        return places.Select(p => new PlaceOffer(
            p.Place.Id,
            p.Place.Name,
            p.Place.Slug,
            p.Place.Address,
            p.Place.Access,
            p.Place.CommuneCode,
            p.Place.Lat,
            p.Place.Lon,
            p.Place.SearchLat,
            p.Place.SearchLon,
            new OfferingOrganisation(p.Place.OrganisationId, p.Name, p.Slug, p.Kinds, p.Status, p.Phone, p.CommuneCode) { DeclaresQualiRepar = p.DeclaresQualiRepar },
            [.. services[p.Place.Id].Select(s => new ServiceOffer(s.Id, s.Name, s.Terms, s.Mode, s.Price, s.PublicBooking, [.. s.Categories.Select(c => string.Intern(c.Category))], DurationsOf(s), s.Home))],
            hours[p.Place.Id],
            from));
    }
}
