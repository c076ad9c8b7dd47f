using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>What an appointment was about, for whoever writes down its end.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="OrganisationId">Who receives.</param>
/// <param name="PlaceId">Where.</param>
/// <param name="Day">Local day of the appointment.</param>
/// <param name="Category">Code of the equipment category.</param>
/// <param name="Brand">As the person wrote it.</param>
/// <param name="Model">As the person wrote it.</param>
/// <param name="Problem">As the person wrote it.</param>
public sealed record BookedVisit(
    BookingId Id, OrganisationId OrganisationId, PlaceId PlaceId, LocalDate Day, string Category, string? Brand, string? Model, string Problem);

/// <summary>Ends appointments whose outcome is recorded.</summary>
public interface IBookingCompletion
{
    /// <summary>The appointment of this reference, held until the transaction ends so that it ends once; null when there is none.</summary>
    Task<BookedVisit?> HoldAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Marks it completed and frees its bench, where it can be.</summary>
    /// <param name="today">Today at its place.</param>
    Task<VisitEnd> CompleteAsync(BookingId booking, LocalDate today, CancellationToken cancellationToken);
}

/// <summary>Whether an appointment could be ended.</summary>
public enum VisitEnd
{
    Ended,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>Its day is still to come.</summary>
    ToCome,
}
