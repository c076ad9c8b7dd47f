using NodaTime;
using RepairNet.Application.Directory.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda.Contract;

/// <summary>A weekly opening.</summary>
public sealed record OpeningView(
    OpeningRuleId Id, OpeningDays Days, LocalTime From, LocalTime To, LocalDate ValidFrom, LocalDate? ValidTo, int EveryWeeks, int? MonthlyNth, int? Benches, IReadOnlyList<ServiceId> Services);

/// <summary>A closure, running or to come.</summary>
/// <param name="IsImported">Read from a calendar kept elsewhere, which alone changes it.</param>
/// <param name="Calendar">Name of that calendar, for members; null for others, and for a closure made by hand.</param>
public sealed record ClosureView(ClosureId Id, Instant From, Instant To, string? Reason, bool IsImported = false, string? Calendar = null);

/// <summary>An exceptional day, today or to come.</summary>
public sealed record DayView(LocalDate Date, IReadOnlyList<DayOverrideOpening> Openings);

/// <summary>A place with all that a page needs to show it.</summary>
/// <param name="Organisation">Whose place it is.</param>
/// <param name="Approvals">Territories that approved the organisation, smallest first.</param>
/// <param name="Openings">Weekly openings that are not over.</param>
/// <param name="IsInside">The reader is a member of the organisation, or an agent of a territory around it.</param>
/// <param name="IsMember">The reader is of the organisation, and may see all of it.</param>
/// <param name="KeepsAgenda">Services, people and hours are in their hands.</param>
/// <param name="IsManager">The reader may also change the place itself.</param>
public sealed record PlaceDetail(
    PlaceSummary Place,
    OrganisationSummary Organisation,
    IReadOnlyList<AccreditationView> Approvals,
    IReadOnlyList<ServiceView> Services,
    IReadOnlyList<PersonView> People,
    IReadOnlyList<OpeningView> Openings,
    IReadOnlyList<ClosureView> Closures,
    IReadOnlyList<DayView> Days,
    LocalDate Today,
    bool IsInside,
    bool IsMember,
    bool KeepsAgenda,
    bool IsManager);
