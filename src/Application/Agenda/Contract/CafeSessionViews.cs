using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda.Contract;

/// <summary>What is said of a session when it is planned or changed, as typed.</summary>
/// <param name="Title">What it is about; null or blank for nothing.</param>
/// <param name="Benches">1 to 50.</param>
/// <param name="Volunteers">People of the place who said that they will be there.</param>
/// <param name="MinutesPerPlace">5 to 240, for each item; null for those of the service.</param>
public sealed record CafeSessionDescription(string? Title, LocalDate? Date, LocalTime? From, LocalTime? To, int? Benches, IReadOnlyList<PersonId> Volunteers, int? MinutesPerPlace = null);

/// <summary>A session as its page shows it.</summary>
/// <param name="From">When it begins, local.</param>
/// <param name="To">When it ends, local.</param>
/// <param name="MinutesPerPlace">Minutes given to each item; null for those of the service.</param>
/// <param name="IsCalledOff">It does not take place.</param>
/// <param name="IsOver">Its last appointment can no longer be given.</param>
/// <param name="Categories">Codes of what can be booked: someone present repairs it, and a service takes it.</param>
/// <param name="Present">Who will be there: to the public, those who agreed to be named.</param>
/// <param name="MorePresent">How many more will be there, who are not named.</param>
/// <param name="PlacesLeft">Appointments that can still be given, of the shortest service.</param>
public sealed record CafeSessionView(
    CafeSessionId Id,
    string? Title,
    LocalDate Date,
    LocalTime From,
    LocalTime To,
    int Benches,
    int? MinutesPerPlace,
    bool IsCalledOff,
    bool IsOver,
    IReadOnlyList<string> Categories,
    IReadOnlyList<PresentView> Present,
    int MorePresent,
    int PlacesLeft);

/// <summary>Someone who will be at a session.</summary>
/// <param name="Repairs">Codes of what they repair without help, and can be booked there.</param>
public sealed record PresentView(PersonId Id, string FirstName, IReadOnlyList<string> Repairs);
