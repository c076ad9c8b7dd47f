using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>What an appointment was about, for whoever writes down its end.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="OrganisationId">Who receives.</param>
/// <param name="PlaceId">Where.</param>
/// <param name="Day">Local day of the appointment.</param>
/// <param name="Items">What was brought, as the person wrote it: an item is named by its place here, from 1.</param>
public sealed record BookedVisit(BookingId Id, OrganisationId OrganisationId, PlaceId PlaceId, LocalDate Day, IReadOnlyList<BookedItem> Items);

/// <summary>Ends appointments whose outcome is recorded.</summary>
public interface IBookingCompletion
{
    /// <summary>The appointment of this reference, held until the transaction ends so that it ends once; null when there is none.</summary>
    Task<BookedVisit?> HoldAsync(string reference, CancellationToken cancellationToken);

    /// <summary>
    /// What became of an item is recorded: where it was the last one, marks the appointment completed, where it can be; else the
    /// person is here. Its bench stays taken for its time: only one that is cancelled frees it.
    /// </summary>
    /// <param name="today">Today at its place.</param>
    /// <param name="isLast">What became of all the others is recorded already.</param>
    Task<VisitEnd> RecordAsync(BookingId booking, LocalDate today, bool isLast, CancellationToken cancellationToken);

    /// <summary>An arrival was noted by mistake: the person is expected again. False where the appointment is past that. Its caller knows that nothing is recorded of it.</summary>
    Task<bool> TakeBackArrivalAsync(BookingId booking, CancellationToken cancellationToken);
}

/// <summary>Whether an appointment could be ended.</summary>
public enum VisitEnd
{
    /// <summary>It is over, or goes on with the next item.</summary>
    Ended,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>Its day is still to come.</summary>
    ToCome,
}
