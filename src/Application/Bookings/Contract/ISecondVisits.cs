using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>Second visits, for an item that comes back once its part is there. The workshop gives them: no notice is asked.</summary>
public interface ISecondVisits
{
    /// <summary>Services of a place that take an item and receive it there, by name.</summary>
    Task<SecondVisitServices> ServicesAsync(PlaceId place, string category, CancellationToken cancellationToken);

    /// <summary>Free times of a service for an item, some days of them; null when there is no such service.</summary>
    /// <param name="from">First local day; null, or a day past, for today.</param>
    Task<SecondVisitTimes?> TimesAsync(ServiceId service, string category, LocalDate? from, CancellationToken cancellationToken);

    /// <summary>The visit that follows a repair made without an appointment, unless it was cancelled or nobody came; null when there is none.</summary>
    Task<SecondVisitMade?> OfRepairAsync(RepairId repair, CancellationToken cancellationToken);

    /// <summary>Gives a second visit. Its person is told by mail, or called.</summary>
    /// <exception cref="InvalidRequestException">It is by telephone, and no number is known: said of <c>phone</c>.</exception>
    Task<OneOf<SecondVisitMade, NoSuchTime, NotFound>> BookAsync(SecondVisit visit, CancellationToken cancellationToken);
}

/// <summary>A second visit to give.</summary>
/// <param name="Id">Its own, made beforehand.</param>
/// <param name="Items">What comes back.</param>
/// <param name="Language">Of the messages: <c>fr</c> or <c>en</c>.</param>
/// <param name="FollowsBooking">The appointment it follows; null where it follows a repair without one.</param>
/// <param name="FollowsRepair">The repair it follows, made without an appointment.</param>
/// <param name="FoundBefore">What was found then, where no appointment keeps it.</param>
/// <param name="Home">Where to come; null for a visit at the workshop.</param>
public sealed record SecondVisit(
    BookingId Id,
    OrganisationId Organisation,
    PlaceId Place,
    ServiceId Service,
    Instant Start,
    Contact Contact,
    IReadOnlyList<BookedItem> Items,
    string Language,
    BookingId? FollowsBooking = null,
    RepairId? FollowsRepair = null,
    string? FoundBefore = null,
    HomeVisit? Home = null);

/// <summary>A second visit that is given.</summary>
public sealed record SecondVisitMade(string Reference, Instant Start);

/// <summary>That start is not free, or never was.</summary>
public sealed record NoSuchTime : IRefusal;

/// <summary>Where an item can come back to.</summary>
/// <param name="TakesBookings">False while the workshop is suspended: it is not that it takes no such item.</param>
public sealed record SecondVisitServices(bool TakesBookings, IReadOnlyList<SecondVisitService> Services);

/// <summary>A service that an item can come back to.</summary>
public sealed record SecondVisitService(ServiceId Id, string Name);

/// <summary>Free times, some days of them.</summary>
/// <param name="Next">First of the days that come after; null for none.</param>
public sealed record SecondVisitTimes(IReadOnlyList<Slot> Slots, LocalDate? Next)
{
    public static SecondVisitTimes None { get; } = new([], null);
}
