using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda.Contract;

/// <summary>When places are open: their rules, exceptional days, closures and holidays, read together for a period.</summary>
public interface IAgendas
{
    /// <summary>Hours of each of these places, enough to compute any local day from <paramref name="from"/> to <paramref name="to"/>, both included. Unknown places are absent.</summary>
    Task<IReadOnlyDictionary<PlaceId, PlaceHours>> HoursAsync(IReadOnlyCollection<PlaceId> places, LocalDate from, LocalDate to, CancellationToken cancellationToken);
}

/// <summary>When benches are taken. Asked by the agenda, answered by the area that takes bookings.</summary>
public interface IBusyTimes
{
    /// <summary>Busy times of these places that meet [from, to), buffers included.</summary>
    /// <param name="except">A booking to leave out, when it is the one being moved.</param>
    Task<ILookup<PlaceId, BusyTime>> BetweenAsync(IReadOnlyCollection<PlaceId> places, Instant from, Instant to, BookingId? except, CancellationToken cancellationToken);

    /// <summary>Appointments that keep a bench of this place and start in [from, to), buffers left out.</summary>
    Task<IReadOnlyList<BusyTime>> AppointmentsAsync(PlaceId place, Instant from, Instant to, CancellationToken cancellationToken);
}
