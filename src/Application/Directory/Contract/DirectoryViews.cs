using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory.Contract;

/// <summary>An organisation as lists show it.</summary>
/// <param name="CommuneName">Official name of its commune.</param>
/// <param name="DistanceKm">From the point asked about to its nearest place, as the crow flies; null when no point was given.</param>
public sealed record OrganisationSummary(
    OrganisationId Id,
    string Name,
    string Slug,
    OrganisationStatus Status,
    OrganisationKinds Kinds,
    string CommuneCode,
    string CommuneName,
    string? Email,
    string? Phone,
    string? Website,
    string? Description,
    double? DistanceKm)
{
    /// <summary>It says it holds the QualiRépar label; nobody has checked.</summary>
    public bool DeclaresQualiRepar { get; init; }

    /// <summary>Number of its label as it gives it, or null.</summary>
    public string? QualiReparNumber { get; init; }

    /// <summary>It takes apprentices and beginners.</summary>
    public bool TakesApprentices { get; init; }
}

/// <summary>A decision about an organisation. The note is for those inside only.</summary>
public sealed record AccreditationView(string Territory, string TerritoryName, AccreditationStatus Status, string? Note, Instant DecidedAt);

/// <summary>An organisation with all that belongs to it.</summary>
/// <param name="Siret">Its number in the French register, or null.</param>
/// <param name="Accreditations">Approvals; for those inside, every decision.</param>
public sealed record OrganisationDetail(
    OrganisationSummary Organisation,
    string? Siret,
    IReadOnlyList<AccreditationView> Accreditations,
    IReadOnlyList<PlaceSummary> Places);

/// <summary>A place as its organisation shows it.</summary>
public sealed record PlaceSummary(
    PlaceId Id,
    string Name,
    string Slug,
    string Address,
    string CommuneCode,
    string CommuneName,
    double? Lat,
    double? Lon,
    string TimeZone,
    int Benches,
    string? Access,
    bool ClosedOnHolidays);

/// <summary>A service and what it asks.</summary>
/// <param name="Categories">Codes of equipment categories.</param>
/// <param name="Durations">By category, minutes of an appointment where it takes another time than the rest.</param>
public sealed record ServiceView(
    ServiceId Id, string Name, IReadOnlyList<string> Categories, BookingTerms Terms, ServiceMode Mode, string? Price, bool PublicBooking, IReadOnlyDictionary<string, int> Durations, HomeView? Home)
{
    /// <summary>Minutes of an appointment for what is to be repaired; for anything where that is not known.</summary>
    public int DurationOf(string? category) => category is not null && Durations.TryGetValue(category, out var minutes) ? minutes : Terms.DurationMinutes;
}

/// <summary>Where a service at home goes.</summary>
/// <param name="Communes">In the order of their names.</param>
/// <param name="RadiusKm">Around its place; null for no circle.</param>
/// <param name="TravelMinutes">Kept free after each visit.</param>
public sealed record HomeView(IReadOnlyList<CommuneName> Communes, int? RadiusKm, int TravelMinutes);

/// <summary>A commune by its INSEE code.</summary>
public sealed record CommuneName(string Code, string Name);

/// <summary>What someone can repair.</summary>
public sealed record SkillView(string Category, SkillLevel Level);

/// <summary>Someone who repairs. To the public: only who agreed, and never the last name.</summary>
public sealed record PersonView(PersonId Id, string FirstName, string? LastName, IReadOnlyList<string> Languages, bool AgreesToBeNamed, IReadOnlyList<SkillView> Skills)
{
    /// <summary>Courses they came to, the latest first; empty where they were not read.</summary>
    public IReadOnlyList<TrainingBadge> Trainings { get; init; } = [];
}

/// <summary>A course someone came to, proved by a certificate.</summary>
/// <param name="EndedOn">Its month is shown.</param>
public sealed record TrainingBadge(CourseSessionId Session, string CourseTitle, string CentreName, LocalDate EndedOn);
