using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Agenda.Contract;

/// <summary>A place and all it offers: what a search or a booking needs to know of it. It never changes: a change makes another one.</summary>
/// <param name="Access">How to come and get in, or null.</param>
/// <param name="CommuneCode">INSEE code.</param>
/// <param name="Lat">Degrees WGS84; null when only the commune is known.</param>
/// <param name="Lon">Degrees WGS84; null when only the commune is known.</param>
/// <param name="SearchLat">Where searches find it, in degrees.</param>
/// <param name="SearchLon">Where searches find it, in degrees.</param>
/// <param name="Services">All of them, in the order they were made.</param>
/// <param name="Hours">From <paramref name="HoursFrom"/> on.</param>
/// <param name="HoursFrom">First local day that the hours are known for.</param>
public sealed record PlaceOffer(
    PlaceId Id,
    string Name,
    string Slug,
    string Address,
    string? Access,
    string CommuneCode,
    double? Lat,
    double? Lon,
    double SearchLat,
    double SearchLon,
    OfferingOrganisation Organisation,
    IReadOnlyList<ServiceOffer> Services,
    PlaceHours Hours,
    LocalDate HoursFrom)
{
    public DateTimeZone Zone => Hours.Zone;

    public ServiceOffer? Service(ServiceId id)
    {
        foreach (var service in Services)
        {
            if (service.Id == id)
            {
                return service;
            }
        }

        return null;
    }

    /// <summary>Minutes of an appointment for all these on a local day: a session may give its own to each item.</summary>
    /// <param name="categories">What is to be repaired, one entry for each item; null where that is not known.</param>
    public int MinutesOn(LocalDate date, ServiceOffer service, IReadOnlyCollection<string?> categories) => Hours.MinutesOn(date, service.SlotTerms(categories));

    /// <summary>Whether people of a commune can have this service: at home, only where it goes.</summary>
    public bool Serves(ServiceOffer service, Commune commune) =>
        service.Home is not { } area || area.Covers(commune.Code, KilometresTo(commune));

    /// <summary>No distance to its own commune, whose centre may not be known (overseas collectivities); null where nobody knows it.</summary>
    private double? KilometresTo(Commune commune) =>
        commune.Code == CommuneCode ? 0
        : commune.Centre is { } centre ? new GeoPoint(SearchLat, SearchLon).KilometresTo(centre)
        : null;
}

/// <summary>Whose place it is.</summary>
/// <param name="CommuneCode">INSEE code of its own commune, which may not be that of the place.</param>
public sealed record OfferingOrganisation(OrganisationId Id, string Name, string Slug, OrganisationKinds Kinds, OrganisationStatus Status, string? Phone, string CommuneCode)
{
    /// <summary>It says it holds the QualiRépar label: its customers may have the repair bonus.</summary>
    public bool DeclaresQualiRepar { get; init; }
}

/// <summary>A service and what it asks.</summary>
/// <param name="Price">As the workshop says it, or null.</param>
/// <param name="Categories">Codes of the equipment it takes.</param>
/// <param name="Durations">By category, minutes of an appointment where it takes another time than the rest; null where none does.</param>
/// <param name="Home">Where it goes, for a service at home; null for anywhere.</param>
public sealed record ServiceOffer(
    ServiceId Id, string Name, BookingTerms Terms, ServiceMode Mode, string? Price, bool PublicBooking, IReadOnlyList<string> Categories, IReadOnlyDictionary<string, int>? Durations, HomeArea? Home = null)
{
    public const string TooManyItems = "Un rendez-vous prend cinq objets au plus. Pour les autres, prenez un second rendez-vous.";

    public const string ItemsTakeTooLong = "Ces objets demandent plus de douze heures en tout. Prenez deux rendez-vous.";

    /// <summary>Minutes of an appointment for what is to be repaired; for anything where that is not known.</summary>
    public int DurationOf(string? category) => category is not null && Durations is not null && Durations.TryGetValue(category, out var minutes) ? minutes : Terms.DurationMinutes;

    /// <summary>Minutes a bench stays busy after an appointment: what the service asks, and the road back from someone's home.</summary>
    public int BufferMinutes => Terms.BufferWith(Home);

    /// <summary>Minutes of an appointment for all these, one after the other; of one for anything where none is named.</summary>
    /// <param name="categories">What is to be repaired, one entry for each item; null where that is not known.</param>
    public int DurationOf(IReadOnlyCollection<string?> categories) => categories.Count == 0 ? Terms.DurationMinutes : categories.Sum(category => DurationOf(category));

    /// <summary>The terms for several items that come together: all of them in one appointment, and at a session someone present for each.</summary>
    /// <param name="categories">What is to be repaired, one entry for each item; null where that is not known.</param>
    /// <param name="withNotice">False at the desk: the workshop itself needs no notice.</param>
    public SlotTerms SlotTerms(IReadOnlyCollection<string?> categories, bool withNotice = true)
    {
        var known = categories.OfType<string>().Distinct().ToList();
        return new SlotTerms(
            Id, DurationOf(categories), BufferMinutes, withNotice ? Terms.MinNoticeMinutes : 0, Terms.MaxAheadDays, known.Count == 0 ? Categories : known, needsAll: known.Count > 0, items: Math.Max(1, categories.Count));
    }

    /// <summary>The terms as slots are computed with them.</summary>
    /// <param name="withNotice">False at the desk: the workshop itself needs no notice.</param>
    /// <param name="category">What is to be repaired; null where that is not known yet: anything the service takes.</param>
    public SlotTerms SlotTerms(bool withNotice = true, string? category = null) =>
        SlotTerms(category is null ? [] : [category], withNotice);
}
