using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>Gives second visits, whatever they follow: through the same door as any appointment.</summary>
internal sealed class SecondVisits(
    RepairNetDb db,
    BookingDesk desk,
    IBenches benches,
    BookingReferences references,
    BookingSecrets secrets,
    ITerritories territories,
    BookingNews news,
    IOutbox outbox,
    ICurrentActor currentActor,
    IClock clock) : ISecondVisits
{
    private const string WhereToCallThem = "Ce rendez-vous se passe au téléphone. Donnez le numéro de la personne.";

    // The contact is that of the first visit: no field of the form could take a number.
    private const string NobodyToCall = "Ce rendez-vous se passe au téléphone, et cette personne n’a pas laissé de numéro. Inscrivez-la au guichet, avec son numéro.";

    public async Task<SecondVisitServices> ServicesAsync(PlaceId place, string category, CancellationToken cancellationToken) =>
        await desk.FindPlaceAsync(place, cancellationToken) is not { } offer ? new SecondVisitServices(TakesBookings: true, [])
        : !offer.Organisation.Status.TakesBookings(byResident: false) ? new SecondVisitServices(TakesBookings: false, [])
        : new SecondVisitServices(
            TakesBookings: true,
            [.. offer.Services.Where(s => s.Mode != ServiceMode.Home && s.Categories.Contains(category)).OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new SecondVisitService(s.Id, s.Name))]);

    public async Task<SecondVisitTimes?> TimesAsync(ServiceId service, string category, LocalDate? from, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(service, cancellationToken) is not { } bookable)
        {
            return null;
        }

        var today = clock.GetCurrentInstant().InZone(bookable.Zone).Date;
        var first = LocalDate.Max(from ?? today, today);
        var last = today.PlusDays(bookable.Service.Terms.MaxAheadDays);
        if (first > last || !bookable.Status.TakesBookings(byResident: false))
        {
            return SecondVisitTimes.None;
        }

        var choices = OpenDays.Of(await desk.FreeTimesAsync(bookable, bookable.Service.SlotTerms([category], withNotice: false), first, last, null, cancellationToken), bookable.Zone, first, last);
        return new SecondVisitTimes(choices.Slots, choices.Next);
    }

    public async Task<SecondVisitMade?> OfRepairAsync(RepairId repair, CancellationToken cancellationToken) =>
        await db.Bookings.AsNoTracking()
            .Where(b => b.FollowsRepairId == repair && b.Status != BookingStatus.Cancelled && b.Status != BookingStatus.NoShow)
            .OrderByDescending(b => b.Start)
            .Select(b => new SecondVisitMade(b.Reference, b.Start))
            .FirstOrDefaultAsync(cancellationToken);

    public async Task<OneOf<SecondVisitMade, NoSuchTime, NotFound>> BookAsync(SecondVisit visit, CancellationToken cancellationToken)
    {
        if (await desk.HoldAsync(visit.Id, visit.Service, visit.Start, null, cancellationToken) is not { } held
            || !held.Bookable.Status.TakesBookings(byResident: false))
        {
            return new NotFound();
        }

        var (place, service) = (held.Bookable.Place, held.Bookable.Service);
        if (service.Mode == ServiceMode.Phone && visit.Contact.Phone is null)
        {
            throw new InvalidRequestException("phone", visit.FollowsBooking is null ? WhereToCallThem : NobodyToCall);
        }

        var terms = service.SlotTerms(visit.Items.Categories(), withNotice: false);
        var reference = await references.FreeAsync((await territories.GetAsync(cancellationToken)).Commune(place.CommuneCode)?.Name ?? "", cancellationToken);
        var account = (await currentActor.GetAsync(cancellationToken)).Account;
        Booking? booking = null;
        var message = visit.Contact.Email is null ? null : outbox.Compose(MessageKind.BookingConfirmed, visit.Id.Value, occurrence: 0);
        var bench = await desk.TakeBenchAsync(
            visit.Id,
            held,
            terms,
            visit.Start,
            async number => await benches.TryBookAsync(
                booking = new Booking(
                    visit.Id,
                    reference,
                    BookingSecrets.Hash(secrets.SecretOf(visit.Id)),
                    visit.Organisation,
                    visit.Place,
                    service.Id,
                    place.CommuneCode,
                    number,
                    place.Hours.AppointmentAt(visit.Start, terms),
                    place.Zone,
                    terms.BufferMinutes,
                    service.Terms.CancelNoticeMinutes,
                    visit.Contact,
                    visit.Items[0],
                    null,
                    BookingChannel.Desk,
                    visit.Language,
                    clock.GetCurrentInstant(),
                    account,
                    visit.FollowsBooking,
                    moreItems: [.. visit.Items.Skip(1)],
                    visit: visit.Home,
                    followsRepair: visit.FollowsRepair,
                    foundBefore: visit.FoundBefore),
                message,
                network: null,
                isLast: false,
                cancellationToken),
            cancellationToken);
        if (bench is null || booking is null)
        {
            return new NoSuchTime();
        }

        if (message is null)
        {
            news.Tell(booking, MessageKind.BookingConfirmed, byResident: false);
        }

        return new SecondVisitMade(reference.Value, visit.Start);
    }
}
