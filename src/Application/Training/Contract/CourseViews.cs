using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training.Contract;

/// <summary>A course in a list.</summary>
/// <param name="Next">Its next session that is not over; null where none is planned.</param>
/// <param name="Planned">How many sessions are to come.</param>
/// <param name="Kilometres">As the crow flies, from where one looks to the nearest session; null where nobody asked, and at a distance.</param>
public sealed record CourseCard(
    CourseId Id,
    string Slug,
    string Title,
    string Summary,
    CourseKind Kind,
    Trade Trade,
    CourseLevel Level,
    TeachingMode Mode,
    int Minutes,
    decimal? Price,
    bool TakesCpf,
    string CentreName,
    SessionView? Next,
    int Planned,
    double? Kilometres);

/// <summary>A course, whole.</summary>
/// <param name="Certification">Null where there is none, and where it expired.</param>
/// <param name="Sessions">To come first, soonest first; those that are over or called off only for the centre.</param>
public sealed record CourseView(
    CourseId Id,
    string Slug,
    CourseTerms Terms,
    Certification? Certification,
    bool TakesCpf,
    CourseStatus Status,
    Instant CreatedAt,
    Instant ChangedAt,
    CentreView Centre,
    IReadOnlyList<SessionView> Sessions);

/// <summary>Who teaches it.</summary>
/// <param name="IsApproved">Whether the public sees it.</param>
public sealed record CentreView(OrganisationId Id, string Name, string Slug, string CommuneCode, string CommuneName, string? Email, string? Phone, string? Website, string? Siret, bool IsApproved);

/// <summary>One run of a course.</summary>
/// <param name="PlaceName">Null at a distance.</param>
/// <param name="Taken">Seats taken or held.</param>
/// <param name="Waiting">People in line for one.</param>
/// <param name="ToAnswer">Requests the centre has not answered; 0 for all others.</param>
public sealed record SessionView(
    CourseSessionId Id,
    CourseId CourseId,
    IReadOnlyList<Meeting> Meetings,
    LocalDate StartsOn,
    LocalDate EndsOn,
    Instant Start,
    Instant End,
    DateTimeZone Zone,
    LocalDate Today,
    PlaceId? PlaceId,
    string? PlaceName,
    string? PlaceSlug,
    string? Address,
    string CommuneCode,
    string CommuneName,
    int Seats,
    int Minimum,
    int Taken,
    int Waiting,
    int ToAnswer,
    LocalDate? EnrolFrom,
    LocalDate EnrolUntil,
    SessionEntry Entry,
    bool AcceptsAtOnce,
    SessionState State,
    string? CancelReason)
{
    /// <summary>Seats left.</summary>
    public int Left => Math.Max(0, Seats - Taken);

    /// <summary>Whether one may ask for a seat, or wait for one.</summary>
    public bool TakesRequests => State is SessionState.Open or SessionState.Full;

    /// <summary>All that is taught in it.</summary>
    public int Minutes => Meetings.Sum(m => m.Minutes);
}
