using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda.Contract;

/// <summary>An appointment already given, as whoever changes the hours must know it.</summary>
/// <param name="Bench">From 1.</param>
/// <param name="Categories">Codes of what is brought, one for each item.</param>
public sealed record Appointment(string Reference, Instant Start, Instant End, int Bench, string Name, string? Phone, string? Email, IReadOnlyList<string> Categories);

/// <summary>Appointments given at a place. Asked by the agenda, answered by the area that takes bookings.</summary>
public interface IAppointments
{
    /// <summary>Those still expected that end after an instant, earliest first; no place has more to come than are given.</summary>
    Task<IReadOnlyList<Appointment>> ToComeAsync(PlaceId place, Instant from, CancellationToken cancellationToken);

    /// <summary>Whether numbers of the queue of a session were given. None is given until the transaction ends.</summary>
    Task<bool> HasQueueAsync(CafeSessionId session, CancellationToken cancellationToken);
}
