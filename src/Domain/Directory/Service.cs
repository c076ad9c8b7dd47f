using System.Diagnostics.CodeAnalysis;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Directory;

/// <summary>Where the work is done.</summary>
public enum ServiceMode
{
    Workshop,
    Home,
    Phone,
}

/// <summary>Minutes and days within which a service is booked.</summary>
/// <param name="DurationMinutes">Length of an appointment, 5 to 720 minutes.</param>
/// <param name="BufferMinutes">The bench stays busy this long afterwards, 0 to 480 minutes.</param>
/// <param name="MinNoticeMinutes">Not bookable later than this before the start, 0 to 60 days.</param>
/// <param name="MaxAheadDays">Not bookable earlier than this before the start, 1 to 400 days.</param>
/// <param name="CancelNoticeMinutes">Moved or cancelled by the resident until this long before the start, 0 to 60 days.</param>
public sealed record BookingTerms(int DurationMinutes, int BufferMinutes, int MinNoticeMinutes, int MaxAheadDays, int CancelNoticeMinutes)
{
    public const int MinDuration = 5;
    public const int MaxDuration = 720;
    public const int MaxBuffer = 480;
    public const int MaxNotice = 60 * 24 * 60;
    public const int MaxAhead = 400;

    /// <summary>Items brought to one appointment, at most.</summary>
    public const int MaxItems = 5;

    /// <summary>No appointment with its buffer keeps a bench longer than this, in minutes: what bounds every search for overlaps.</summary>
    public const int LongestOccupancy = MaxDuration + MaxBuffer;

    /// <summary>Minutes a bench stays busy after an appointment: what the service asks, and the road back from someone's home.</summary>
    public int BufferWith(HomeArea? home) => BufferMinutes + (home?.TravelMinutes ?? 0);
}

/// <summary>What is offered at a place, for which objects, how long it takes and at what price.</summary>
public sealed class Service
{
    public const int MaxName = 120;
    public const int MaxPrice = 60;

    private readonly List<ServiceCategory> _categories = [];

    public Service(ServiceId id, PlaceId placeId, OrganisationId organisationId, string name, IEnumerable<string> categories, BookingTerms terms, ServiceMode mode, string? price, bool publicBooking, IReadOnlyDictionary<string, int>? durations = null, HomeArea? home = null)
    {
        Id = id;
        PlaceId = placeId;
        OrganisationId = organisationId;
        Describe(name, categories, terms, mode, price, publicBooking, durations, home);
    }

    private Service()
    {
        Name = "";
        Terms = null!;
    }

    public ServiceId Id { get; private set; }
    public PlaceId PlaceId { get; private set; }
    public OrganisationId OrganisationId { get; private set; }
    public string Name { get; private set; }
    public BookingTerms Terms { get; private set; }
    public ServiceMode Mode { get; private set; }

    /// <summary>As the workshop says it: « prix libre », « 45 € ».</summary>
    public string? Price { get; private set; }

    /// <summary>False: only the workshop itself books it.</summary>
    public bool PublicBooking { get; private set; }

    public IReadOnlyList<ServiceCategory> Categories => _categories;

    /// <summary>Where it goes, when it comes to people's homes; null for anywhere.</summary>
    public HomeArea? Home => HomeCommunes is null && HomeRadiusKm is null && TravelMinutes == 0 ? null : new HomeArea(HomeCommunes?.Split(' ') ?? [], HomeRadiusKm, TravelMinutes);

    /// <summary>Minutes a bench stays busy after an appointment: what the terms ask, and the road back from someone's home.</summary>
    public int BufferMinutes => Terms.BufferWith(Home);

    /// <summary>INSEE codes with a space between them.</summary>
    private string? HomeCommunes { get; set; }

    private int? HomeRadiusKm { get; set; }

    private int TravelMinutes { get; set; }

    /// <summary>Whether the same is said of both.</summary>
    public bool SaysTheSameAs(Service other) =>
        (Name, Terms, Mode, Price, PublicBooking) == (other.Name, other.Terms, other.Mode, other.Price, other.PublicBooking)
        && (HomeCommunes, HomeRadiusKm, TravelMinutes) == (other.HomeCommunes, other.HomeRadiusKm, other.TravelMinutes)
        && _categories.Select(c => (c.Category, c.DurationMinutes)).ToHashSet().SetEquals(other._categories.Select(c => (c.Category, c.DurationMinutes)));

    /// <summary>Communes it goes to that were merged since are those of today.</summary>
    /// <param name="successors">INSEE codes of today, by those of yesterday.</param>
    public void Follow(IReadOnlyDictionary<string, string> successors)
    {
        if (Home is { } home && home.Communes.Any(successors.ContainsKey))
        {
            HomeCommunes = string.Join(' ', home.Following(successors).Communes);
        }
    }

    /// <summary>Changes all that is said of it. Appointments already given keep the length they were given with.</summary>
    /// <param name="durations">Minutes of an appointment for the categories that take another time than the rest, 5 to 720; null for none.</param>
    /// <param name="home">Where it goes and how long it travels, for a service at home; null for anywhere.</param>
    [MemberNotNull(nameof(Name), nameof(Terms))]
    public void Describe(string name, IEnumerable<string> categories, BookingTerms terms, ServiceMode mode, string? price, bool publicBooking, IReadOnlyDictionary<string, int>? durations = null, HomeArea? home = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.DurationMinutes, BookingTerms.MinDuration);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.DurationMinutes, BookingTerms.MaxDuration);
        ArgumentOutOfRangeException.ThrowIfNegative(terms.BufferMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.BufferMinutes, BookingTerms.MaxBuffer);
        var kept = categories.ToHashSet(StringComparer.Ordinal);
        if (kept.Count == 0)
        {
            throw new ArgumentException("A service is for one category at least.", nameof(categories));
        }

        if (durations?.Any(d => !kept.Contains(d.Key) || d.Value is < BookingTerms.MinDuration or > BookingTerms.MaxDuration) == true)
        {
            throw new ArgumentException("A duration is of a category the service takes, from 5 to 720 minutes.", nameof(durations));
        }

        if (home is not null && mode != ServiceMode.Home)
        {
            throw new ArgumentException("Only a service at home goes anywhere.", nameof(home));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.BufferWith(home), BookingTerms.MaxBuffer, nameof(home));
        Name = name.Trim();
        HomeCommunes = home is { Communes.Count: > 0 } ? string.Join(' ', home.Communes) : null;
        (HomeRadiusKm, TravelMinutes) = (home?.RadiusKm, home?.TravelMinutes ?? 0);
        Terms = terms;
        Mode = mode;
        Price = price;
        PublicBooking = publicBooking;
        _categories.RemoveAll(c => !kept.Contains(c.Category));
        kept.ExceptWith(_categories.Select(c => c.Category));
        _categories.AddRange(kept.Select(c => new ServiceCategory(Id, c)));
        foreach (var category in _categories)
        {
            category.Takes(durations is not null && durations.TryGetValue(category.Category, out var minutes) ? minutes : null);
        }
    }
}

/// <summary>A category of equipment that a service takes.</summary>
public sealed class ServiceCategory
{
    internal ServiceCategory(ServiceId serviceId, string category)
    {
        ServiceId = serviceId;
        Category = category;
    }

    public ServiceId ServiceId { get; private set; }
    public string Category { get; private set; }

    /// <summary>Minutes of an appointment for it; null = as long as the service says.</summary>
    public int? DurationMinutes { get; private set; }

    internal void Takes(int? minutes) => DurationMinutes = minutes;
}
