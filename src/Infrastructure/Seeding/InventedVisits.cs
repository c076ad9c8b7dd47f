using System.Globalization;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>A place to fill with visits.</summary>
internal sealed record SeededPlace(Organisation Organisation, Place Place, IReadOnlyList<Service> Services, PlaceHours Hours, string CommuneName);

/// <summary>One invented visit: its booking, the time it takes on a bench if it does, what became of the item if it is over.</summary>
internal sealed record InventedVisit(Booking Booking, Occupancy? Occupancy, Repair? Repair, Item? Item);

/// <summary>
/// Invents visits that could be: on open benches, one after the other, of objects the place takes, with outcomes and weights
/// of the order of what repair cafés publish (about two thirds repaired).
/// </summary>
internal sealed class InventedVisits(SeededNumbers numbers, BookingSecrets secrets, EquipmentCatalogue equipment, ISet<string> references)
{
    private static readonly string[] FirstNames = ["Marie", "Ahmed", "Camille", "Fatou", "Jean", "Lucie", "Mehdi", "Nathalie", "Paul", "Rosa", "Samir", "Thérèse", "Victor", "Yasmine", "Zoé", "Bernard", "Chantal", "Denis", "Élodie", "Farid"];
    private static readonly string[] LastNames = ["Blanc", "Haddad", "Roux", "Diallo", "Garcia", "Nguyen", "Morel", "Ferrero", "Petit", "Costa", "Arnaud", "Keller", "Sanchez", "Rey", "Traoré", "Lopez", "Bernard", "Faure", "Martin", "Benali"];
    private static readonly string[] Streets = ["4 rue des Glairaux", "18 allée des Peupliers, 2e étage", "7 place de la Libération", "31 rue du Vercors", "2 impasse des Cèdres"];
    private static readonly RepairBarrier[] Barriers = [RepairBarrier.PartsUnavailable, RepairBarrier.PartsTooExpensive, RepairBarrier.CannotOpen, RepairBarrier.NoInfo, RepairBarrier.WornOut, RepairBarrier.EffortTooHigh];
    private static readonly int[] Times = [15, 30, 30, 45, 45, 60, 90];

    /// <summary>Visits of one local day, bench by bench.</summary>
    /// <param name="place">Where.</param>
    /// <param name="day">The local day.</param>
    /// <param name="now">What starts before is over, or nearly.</param>
    /// <param name="percentTaken">How full the benches are.</param>
    public IEnumerable<InventedVisit> Of(SeededPlace place, LocalDate day, Instant now, int percentTaken)
    {
        foreach (var service in place.Services.Take(1))
        {
            foreach (var opening in place.Hours.OpeningsOn(day, service.Id))
            {
                for (var bench = 1; bench <= opening.Benches; bench++)
                {
                    foreach (var visit in OnBench(place, day, opening, bench, now, percentTaken))
                    {
                        yield return visit;
                    }
                }
            }
        }
    }

    private IEnumerable<InventedVisit> OnBench(SeededPlace place, LocalDate day, DayOpening opening, int bench, Instant now, int percentTaken)
    {
        var zone = place.Hours.Zone;
        var at = (day + opening.From).InZoneLeniently(zone).ToInstant();
        var end = opening.To.EndsOn(day).InZoneLeniently(zone).ToInstant();
        while (true)
        {
            var service = numbers.Pick(place.Services);
            var visitEnd = at + Duration.FromMinutes(service.Terms.DurationMinutes);
            if (visitEnd > end)
            {
                yield break;
            }

            // Some of those to come bring two items, where there is time for both.
            var forTwo = visitEnd + Duration.FromMinutes(service.Terms.DurationMinutes);
            var bringsTwo = at >= now && ((at.ToUnixTimeSeconds() / 300) + bench) % 7 == 0 && forTwo <= end && forTwo - at <= Duration.FromMinutes(BookingTerms.MaxDuration);
            if (numbers.Chance(percentTaken))
            {
                visitEnd = bringsTwo ? forTwo : visitEnd;
                yield return Visit(place, service, day, bench, new TimeRange(at, visitEnd), now, bringsTwo);
            }

            at = visitEnd + Duration.FromMinutes(service.BufferMinutes);
        }
    }

    private InventedVisit Visit(SeededPlace place, Service service, LocalDate day, int bench, TimeRange time, Instant now, bool bringsTwo)
    {
        var bookedAt = Instant.Min(time.Start - Duration.FromHours(numbers.Between(5, 300)), now - Duration.FromMinutes(10));
        var id = BookingId.From(numbers.Id(bookedAt));
        var category = numbers.Pick(service.Categories).Category;
        var (first, last) = (numbers.Pick(FirstNames), numbers.Pick(LastNames));
        var booking = new Booking(
            id,
            NewReference(place.CommuneName),
            BookingSecrets.Hash(secrets.SecretOf(id)),
            place.Organisation.Id,
            place.Place.Id,
            service.Id,
            place.Place.CommuneCode,
            bench,
            time,
            place.Hours.Zone,
            service.BufferMinutes,
            service.Terms.CancelNoticeMinutes,
            ContactOf(first, last, id),
            Brought(category),
            null,
            numbers.Chance(75) ? BookingChannel.Web : BookingChannel.Desk,
            "fr",
            bookedAt,
            moreItems: bringsTwo ? [Brought(service.Categories[^1].Category)] : null,
            visit: service.Mode == ServiceMode.Home ? new HomeVisit(numbers.Pick(Streets), place.Place.CommuneCode) : null);
        if (booking.ReminderAt <= now && booking.Contact.Email is not null)
        {
            booking.SkipReminder();
        }

        if (numbers.Chance(6))
        {
            booking.Cancel(Instant.Min(time.Start, now) - Duration.FromMinutes(1), byResident: false);
            return new InventedVisit(booking, null, null, null);
        }

        var occupancy = new Occupancy(id, place.Place.Id, bench, booking.Occupancy);
        if (time.Start >= now)
        {
            return new InventedVisit(booking, occupancy, null, null);
        }

        if (numbers.Chance(7))
        {
            booking.MarkNoShow(time.Start + Duration.FromMinutes(15));
            return new InventedVisit(booking, occupancy, null, null);
        }

        booking.CheckIn(day, time.Start);
        if (time.End > now)
        {
            return new InventedVisit(booking, occupancy, null, null);
        }

        booking.Complete(day, time.End);
        var item = new Item(ItemCode.FromBytes(numbers.Bytes(8)), time.End);
        return new InventedVisit(booking, occupancy, RepairOf(place, booking, item, category, day, time.End), item);
    }

    private BookedItem Brought(string category)
    {
        var traits = InventedTraits.Of(category);
        return new BookedItem(category, numbers.Pick(traits.Brands), null, numbers.Pick(traits.Problems));
    }

    /// <summary>One person in eight gives only a telephone, of the range that ARCEP keeps for works of fiction (06 39 98).</summary>
    private static Contact ContactOf(string first, string last, BookingId id)
    {
        var bytes = id.Value.ToByteArray();
        return bytes[15] % 8 == 0
            ? new Contact($"{first} {last}", null, string.Create(CultureInfo.InvariantCulture, $"+3363998{((bytes[13] << 8) | bytes[14]) % 10_000:0000}"))
            : new Contact($"{first} {last}", $"{Slug.From(first)}.{Slug.From(last)}@exemple.example", null);
    }

    /// <summary>What became of an item, invented.</summary>
    public Repair RepairOf(SeededPlace place, Booking? booking, Item item, string category, LocalDate day, Instant at)
    {
        var outcome = numbers.Below(100) switch
        {
            < 63 => RepairOutcome.Fixed,
            < 81 => RepairOutcome.Repairable,
            < 95 => RepairOutcome.EndOfLife,
            _ => RepairOutcome.Unknown,
        };
        var average = equipment.DefaultFactorSet.Of(equipment.Category(category)).Weight?.Central;
        Mass? weight = average is { } kg ? Mass.FromKilograms(Math.Round(kg * numbers.Between(70, 130) / 100m, 2, MidpointRounding.AwayFromZero) + 0.01m) : null;
        var way = numbers.Below(100);
        var report = new RepairReport
        {
            Date = day,
            CategoryCode = category,
            Outcome = outcome,
            Brand = booking?.Item.Brand,
            Problem = booking?.Item.Problem,
            Barrier = outcome is RepairOutcome.Repairable or RepairOutcome.EndOfLife ? numbers.Pick(Barriers) : null,
            Weighed = way < 40 ? weight : null,
            Declared = way is >= 40 and < 60 ? weight : null,
            Minutes = numbers.Pick(Times),
        };
        return Repair.Record(RepairId.From(numbers.Id(at)), report, place.Organisation.Id, place.Place.Id, place.Place.CommuneCode, item.Code, booking?.Id, null, at, day);
    }

    private BookingReference NewReference(string communeName)
    {
        for (var attempt = 0; ; attempt++)
        {
            var reference = BookingReference.From(communeName, numbers.Bytes(8), randomLetters: attempt >= 4);
            if (references.Add(reference.Value))
            {
                return reference;
            }
        }
    }
}
