using System.Globalization;
using FluentValidation;
using MediatR;
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

/// <summary>
/// Where an object can be repaired around a commune, with the next free times of each service: nearest first and, at one
/// distance, soonest first. Left out: what the public does not book, organisations refused by the commune or by a territory
/// around it, and services with no free time in the period.
/// </summary>
/// <param name="Commune">INSEE code; an old code gives the commune of today.</param>
/// <param name="Category">Code of an equipment category.</param>
/// <param name="From">First local day; null = today at each place.</param>
/// <param name="To">Last local day, at most 400 days in all; null = 60 days after the first.</param>
/// <param name="RadiusKm">As the crow flies from the centre of the commune, 0 to <see cref="FindSlots.MaxRadiusKm"/>.</param>
/// <param name="Kinds">Only organisations of one of these kinds; null = all.</param>
/// <param name="OnePerPlace">A place appears once, with its service that is free soonest.</param>
/// <param name="After">Where the page before stopped: its <see cref="SlotsFound.Next"/>.</param>
/// <param name="Take">Results of a page.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record FindSlots(
    string? Commune,
    string? Category,
    LocalDate? From = null,
    LocalDate? To = null,
    double RadiusKm = 25,
    OrganisationKinds? Kinds = null,
    bool OnePerPlace = false,
    string? After = null,
    int Take = 10) : IQuery<SlotsFound>
{
    public const double MaxRadiusKm = 200;

    /// <summary>Slots shown of each service.</summary>
    public const int SlotsEach = 3;
}

/// <param name="Items">Nearest and soonest first.</param>
/// <param name="Next">Where the next page starts; null when nothing follows.</param>
/// <param name="PlacesAround">Places around that take the object, free or not; at least this many when more pages follow.</param>
public sealed record SlotsFound(IReadOnlyList<FreeService> Items, string? Next, int PlacesAround);

/// <summary>A service with free times.</summary>
/// <param name="DistanceKm">From the centre of the commune, as the crow flies; null where no centre is known.</param>
/// <param name="Zone">Zone of the place, for the offset of each instant.</param>
/// <param name="Slots">The soonest, earliest first, at most <see cref="FindSlots.SlotsEach"/>.</param>
public sealed record FreeService(FoundPlace Place, FoundService Service, double? DistanceKm, DateTimeZone Zone, IReadOnlyList<Slot> Slots);

/// <summary>A place found, and its organisation.</summary>
public sealed record FoundPlace(
    PlaceId Id, string Name, string Slug, double? Lat, double? Lon, double SearchLat, double SearchLon, string CommuneCode, string CommuneName,
    OrganisationId OrganisationId, string OrganisationName, string OrganisationSlug, OrganisationKinds Kinds, string? Phone)
{
    /// <summary>The organisation says it holds the QualiRépar label.</summary>
    public bool DeclaresQualiRepar { get; init; }
}

/// <summary>A service found.</summary>
public sealed record FoundService(ServiceId Id, string Name, int DurationMinutes, string? Price, ServiceMode Mode);

internal sealed class FindSlotsValidator : AbstractValidator<FindSlots>
{
    public FindSlotsValidator(ITerritories territories, CategoryCodes categories)
    {
        RuleFor(f => f.Commune).Cascade(CascadeMode.Stop)
            .Given("Donnez une commune par son code INSEE, par exemple 38185.")
            .MustAsync(async (code, cancellationToken) => (await territories.GetAsync(cancellationToken)).Commune(code) is not null)
            .WithMessage("Cette commune n’existe pas. Donnez son code INSEE, par exemple 38185.");
        RuleFor(f => f.Category).Cascade(CascadeMode.Stop).Given("Donnez une catégorie d’objets, par exemple mobile.").Must(categories.Exists).WithMessage("Cette catégorie d’objets n’existe pas.");
        RuleFor(f => f.RadiusKm).Must(km => km is >= 0 and <= FindSlots.MaxRadiusKm).WithMessage("La distance va de 0 à 200 km.");
        RuleFor(f => f.After).Must(after => after is null || SlotCursor.TryParse(after, out _)).WithMessage("Cette suite de liste n’existe pas. Reprenez depuis le début.");
    }
}

/// <summary>Where a page starts: a place of the list by distance, how many results of its block were already shown, and the size of that block.</summary>
internal readonly record struct SlotCursor(int Places, int Shown, int Size)
{
    /// <summary>Places whose hours are read at once: a page and a little more.</summary>
    public const int SmallestBlock = 12;

    public const int LargestBlock = 96;

    private const int Furthest = 1_000_000;

    public static SlotCursor Start { get; } = new(0, 0, SmallestBlock);

    public static bool TryParse(string? text, out SlotCursor cursor)
    {
        cursor = Start;
        var parts = (text ?? "").Split('-');
        if (parts.Length != 3 || !Read(parts[0], out var places) || !Read(parts[1], out var shown) || !Read(parts[2], out var size) || size is < SmallestBlock or > LargestBlock)
        {
            return false;
        }

        cursor = new SlotCursor(places, shown, size);
        return true;

        static bool Read(string part, out int number) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Furthest;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Places}-{Shown}-{Size}");
}

internal sealed class FindSlotsHandler(Offers offers, IBusyTimes busyTimes, ITerritories territories, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<FindSlots, SlotsFound>
{
    /// <summary>Places looked at for one page: where nearly all is taken, the page comes short and says where to go on.</summary>
    private const int MaxPlaces = 480;

    /// <summary>Most searches end within these days; bookings further ahead are read only where they did not.</summary>
    private const int ShortHorizonDays = 14;

    /// <summary>Most searches end within this distance, in kilometres: a city holds thousands of places further on.</summary>
    private const double ShortRadiusKm = 5;

    public async Task<SlotsFound> Handle(FindSlots request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var commune = index.Commune(request.Commune)!;
        var now = clock.GetCurrentInstant();
        var period = SlotPeriod.Read(request.From, request.To, now.InZone(zones[commune.TimeZoneId]).Date, defaultDays: 60);

        var search = new Search(request, commune, period, now, await offers.BookAsync(cancellationToken));
        _ = SlotCursor.TryParse(request.After, out var cursor);
        var items = new List<FreeService>(request.Take);
        var (at, shown, size) = cursor;
        while (true)
        {
            var places = Candidates(search, at, size);
            var free = await FreeAsync(search, index, places, cancellationToken);
            foreach (var item in free.Skip(shown))
            {
                if (items.Count == request.Take)
                {
                    return new SlotsFound(items, new SlotCursor(at, shown, size).ToString(), at + places.Count);
                }

                items.Add(item);
                shown++;
            }

            at += places.Count;
            if (places.Count < size)
            {
                return new SlotsFound(items, null, at);
            }

            // Where little is free, the next look takes in more places at once.
            shown = 0;
            size = free.Count * 4 < size ? Math.Min(size * 2, SlotCursor.LargestBlock) : SlotCursor.SmallestBlock;
            if (items.Count == request.Take || at - cursor.Places >= MaxPlaces)
            {
                return new SlotsFound(items, Candidates(search, at, 1).Count > 0 ? new SlotCursor(at, 0, size).ToString() : null, at);
            }
        }
    }

    /// <summary>
    /// The next places by distance. A small circle first: it holds the nearest of the large one, in the same order, and in a
    /// dense country most of the work is there.
    /// </summary>
    /// <returns>As many as asked and those as far as the last of them, which only the time of their slots puts in order; fewer at the end.</returns>
    private static List<PlacePoint> Candidates(Search search, int skip, int take)
    {
        if (search.Request.RadiusKm > ShortRadiusKm && search.Commune.Centre is not null && search.Places(ShortRadiusKm) is var near && End(near) is var last && last < near.Count)
        {
            return near.GetRange(skip, last - skip);
        }

        var all = search.Places(search.Request.RadiusKm);
        return skip < all.Count ? all.GetRange(skip, End(all) - skip) : [];

        int End(List<PlacePoint> places)
        {
            var end = Math.Min(skip + take, places.Count);
            while (end > skip && end < places.Count && end - skip < MaxPlaces && RankOf(places[end]) == RankOf(places[end - 1]))
            {
                end++;
            }

            return end;
        }

        double RankOf(PlacePoint place) => search.Rank(place, search.KilometresTo(place));
    }

    /// <summary>Distances are compared as they are shown: to a tenth of a kilometre.</summary>
    private static double Shown(double kilometres) => Math.Round(kilometres, 1);

    /// <summary>The services of these places that are free in the period, in their order.</summary>
    private async Task<List<FreeService>> FreeAsync(Search search, TerritoryIndex index, List<PlacePoint> candidates, CancellationToken cancellationToken)
    {
        var distances = candidates
            .Select(c => (Place: c, Km: search.KilometresTo(c)))
            .ToDictionary(c => c.Place.Id, c => (c.Km, Rank: search.Rank(c.Place, c.Km)));
        if (distances.Count == 0)
        {
            return [];
        }

        var places = await offers.OfPlacesAsync(search.Book, distances.Keys, cancellationToken);
        var found = (
            from place in places.Values
            from service in place.Services
            where service.PublicBooking && service.Categories.Contains(search.Category) && place.Serves(service, search.Commune)
            select new Finding(place, service)).ToList();
        await FillAsync(search, found, cancellationToken);

        var free = found.Where(f => f.Slots.Count > 0);
        if (search.Request.OnePerPlace)
        {
            free = free.GroupBy(f => f.Place.Id).Select(g => g.OrderBy(f => f.Slots[0].Start).ThenBy(f => f.Service.DurationOf(search.Category)).ThenBy(f => f.Service.Id.Value).First());
        }

        return [.. free
            .Select(f => f.ToView(index, search.Category, distances[f.Place.Id].Km))
            .OrderBy(f => distances[f.Place.Id].Rank).ThenBy(f => f.Slots[0].Start).ThenBy(f => f.DistanceKm).ThenBy(f => f.Service.Id.Value)];
    }

    /// <summary>Takes the first slots of each, the near days first: the bookings of the far ones are rarely needed.</summary>
    private async Task FillAsync(Search search, List<Finding> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0 || search.Days(found.Select(f => f.Place.Zone)) is not { } period)
        {
            return;
        }

        for (var from = period.From; from <= period.To;)
        {
            var open = found.Where(f => f.Slots.Count < FindSlots.SlotsEach).ToList();
            if (open.Count == 0)
            {
                return;
            }

            var to = from == period.From ? LocalDate.Min(period.To, from.PlusDays(ShortHorizonDays - 1)) : period.To;
            var (start, end) = new SlotPeriod(from, to).Instants(DateTimeZone.Utc);
            var busy = await busyTimes.BetweenAsync([.. open.Select(f => f.Place.Id).Distinct()], start, end, null, cancellationToken);
            foreach (var finding in open)
            {
                var calculator = new SlotCalculator(finding.Place.Hours, finding.Service.SlotTerms(category: search.Category), busy[finding.Place.Id], search.Now);
                finding.Slots.AddRange(calculator.Slots(from, to).Take(FindSlots.SlotsEach - finding.Slots.Count));
            }

            from = to.PlusDays(1);
        }
    }

    private sealed record Finding(PlaceOffer Place, ServiceOffer Service)
    {
        public List<Slot> Slots { get; } = new(FindSlots.SlotsEach);

        public FreeService ToView(TerritoryIndex index, string category, double? distanceKm)
        {
            var (p, o) = (Place, Place.Organisation);
            return new FreeService(
                new FoundPlace(p.Id, p.Name, p.Slug, p.Lat, p.Lon, p.SearchLat, p.SearchLon, p.CommuneCode, index.Commune(p.CommuneCode)?.Name ?? p.CommuneCode, o.Id, o.Name, o.Slug, o.Kinds, o.Phone) { DeclaresQualiRepar = o.DeclaresQualiRepar },
                new FoundService(Service.Id, Service.Name, Service.DurationOf(category), Service.Price, Service.Mode),
                distanceKm,
                p.Zone,
                Slots);
        }
    }

    private sealed record Search(FindSlots Request, Commune Commune, SlotPeriod Period, Instant Now, OfferBook Book)
    {
        private readonly Dictionary<double, List<PlacePoint>> _around = [];

        public string Category => Request.Category!;

        /// <summary>Places of the circle that take the object and that nobody around refused, nearest first: those of a smaller circle begin those of a larger one.</summary>
        public List<PlacePoint> Places(double radiusKm) =>
            _around.TryGetValue(radiusKm, out var places) ? places : (_around[radiusKm] = Book.Around(Commune, Category, radiusKm, Request.Kinds));

        /// <summary>As the crow flies; null where nobody knows where the commune lies.</summary>
        public double? KilometresTo(PlacePoint place) => Commune.Centre?.KilometresTo(new GeoPoint(place.Lat, place.Lon));

        /// <summary>What puts places in order before the time of their slots: the distance as it is shown, or whether they are in the commune.</summary>
        public double Rank(PlacePoint place, double? kilometres) => kilometres is { } km ? Shown(km) : place.CommuneCode == Commune.Code ? 0 : 1;

        /// <summary>The days in which a start can lie at all, in any of these zones.</summary>
        public SlotPeriod? Days(IEnumerable<DateTimeZone> zones)
        {
            SlotPeriod? all = null;
            foreach (var zone in zones.Distinct())
            {
                if (Period.Within(Now, zone, BookingTerms.MaxAhead) is { } days)
                {
                    all = all is { } known ? new SlotPeriod(LocalDate.Min(known.From, days.From), LocalDate.Max(known.To, days.To)) : days;
                }
            }

            return all;
        }
    }
}
