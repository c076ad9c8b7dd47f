using System.Globalization;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>
/// Items that stayed at a workshop after invented visits, in each state they can have: what could be repaired waits for a quote or a
/// part, what could not is to be handed back, what was repaired is ready, one of them for too long. Nobody is written to.
/// </summary>
internal sealed class InventedItemsLeft(ItemLeftSecrets secrets, BookingSecrets bookingSecrets, Instant now)
{
    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>Items of one place. The second visit for a part takes the place of one that was invented there.</summary>
    /// <param name="visits">All those invented; one of the place's own to come may be replaced.</param>
    public IReadOnlyList<ItemLeft> Of(SeededPlace place, List<InventedVisit> visits)
    {
        var past = visits.Where(v => v.Repair is not null && v.Booking.PlaceId == place.Place.Id && v.Booking.End < now - (3 * Day)).OrderByDescending(v => v.Booking.End).ToList();
        var repairable = past.Where(v => v.Repair!.Outcome == RepairOutcome.Repairable).Take(4).ToList();
        var hopeless = past.Where(v => v.Repair!.Outcome == RepairOutcome.EndOfLife).Take(1);
        var repaired = past.Where(v => v.Repair!.Outcome == RepairOutcome.Fixed).ToList();
        var forgotten = repaired.Where(v => v.Booking.End < now - (24 * Day)).Take(1);
        var items = new List<ItemLeft>();
        foreach (var (visit, n) in repairable.Select((v, n) => (v, n)))
        {
            var item = Left(place, visit.Booking, n == 0 ? "Cordon, notice" : null);
            items.Add(item);
            if (n == 1)
            {
                Propose(place, item, 4500, $"Changer {PartOf(item)}, pièce comprise.", holdsDays: 90);
            }
            else if (n == 2)
            {
                Propose(place, item, 3250, $"Changer {PartOf(item)}, une heure de travail.", holdsDays: 30);
                Answer(place, item, QuoteAnswer.Accepted, QuoteVoice.Link);
                ComesBack(visit.Booking, visits, place);
            }
            else if (n == 3)
            {
                Propose(place, item, 6000, $"Changer {PartOf(item)}, pièce neuve.", holdsDays: 90);
                Propose(place, item, 3800, $"Changer {PartOf(item)}, pièce d’occasion.", holdsDays: 90);
            }
        }

        foreach (var visit in hopeless)
        {
            var item = Left(place, visit.Booking, null);
            items.Add(item);
            Propose(place, item, 12000, $"Changer {PartOf(item)}, pièce comprise, et une demi-journée de travail.", holdsDays: 30);
            Answer(place, item, QuoteAnswer.Refused, QuoteVoice.Desk);
        }

        foreach (var visit in repaired.Take(1).Concat(forgotten).Distinct())
        {
            var item = Left(place, visit.Booking, visit == repaired[0] ? null : "Housse");
            items.Add(item);
            Propose(place, item, 2500, $"Changer {PartOf(item)}.", holdsDays: 30);
            Answer(place, item, QuoteAnswer.Accepted, QuoteVoice.Link);
            item.MarkReady(Soon(item.Since + Day));
        }

        if (repairable.Count > 0)
        {
            items.Add(WalkIn(place, repairable[0].Booking.Item));
        }

        return items;
    }

    /// <summary>Someone who came by and gave a telephone only, of the range that ARCEP keeps for works of fiction (06 39 98): there is a call to make.</summary>
    private ItemLeft WalkIn(SeededPlace place, BookedItem like)
    {
        var id = Id(place.Place.Id.Value, 7);
        var traits = InventedTraits.Of(like.Category);
        var contact = new Contact("Ginette Faure", null, string.Create(CultureInfo.InvariantCulture, $"+3363998{id.Value.ToByteArray()[14] * 10:0000}"));
        var item = new ItemLeft(
            id,
            BookingReference.From("", id.Value.ToByteArray().AsSpan(4, 8), randomLetters: true),
            BookingSecrets.Hash(secrets.SecretOf(id)),
            place.Organisation.Id,
            place.Place.Id,
            null,
            contact,
            like with { Brand = traits.Brands[^1], Problem = traits.Problems[^1] },
            null,
            "fr",
            now - (2 * Day));
        Propose(place, item, 1800, $"Changer {traits.Part}.", holdsDays: 30);
        item.CallAbout(ItemNews.Quote);
        return item;
    }

    /// <summary>An expected visit of the same service becomes the second one of this item.</summary>
    private void ComesBack(Booking first, List<InventedVisit> visits, SeededPlace place)
    {
        var at = visits.FindIndex(v => v.Booking.PlaceId == first.PlaceId && v.Booking.ServiceId == first.ServiceId && v.Booking.Status == BookingStatus.Confirmed && v.Booking.Start > now + (2 * Day));
        if (at < 0)
        {
            return;
        }

        first.NoteDiagnosis($"Il faut changer {InventedTraits.Of(first.Item.Category).Part}. Pièce commandée, sous dix jours.");
        var expected = visits[at].Booking;
        visits[at] = visits[at] with
        {
            Booking = new Booking(
                expected.Id,
                BookingReference.TryParse(expected.Reference, out var reference) ? reference : throw new InvalidOperationException("An invented reference is none."),
                BookingSecrets.Hash(bookingSecrets.SecretOf(expected.Id)),
                first.OrganisationId,
                first.PlaceId,
                first.ServiceId,
                first.CommuneCode,
                expected.Bench,
                new TimeRange(expected.Start, expected.End),
                place.Hours.Zone,
                expected.BufferMinutes,
                expected.CancelNoticeMinutes,
                first.Contact,
                first.Item,
                null,
                BookingChannel.Desk,
                first.Language,
                now - Duration.FromHours(3),
                follows: first.Id),
        };
    }

    private ItemLeft Left(SeededPlace place, Booking booking, string? accessories)
    {
        var id = Id(booking.Id.Value, 1);
        return new ItemLeft(
            id,
            BookingReference.TryParse(booking.Reference, out var slip) ? slip : throw new InvalidOperationException("An invented reference is none."),
            BookingSecrets.Hash(secrets.SecretOf(id)),
            place.Organisation.Id,
            place.Place.Id,
            booking.Id,
            null,
            booking.Item,
            accessories,
            booking.Language,
            booking.End);
    }

    private static string PartOf(ItemLeft item) => InventedTraits.Of(item.Item.Category).Part;

    private void Propose(SeededPlace place, ItemLeft item, long cents, string text, int holdsDays)
    {
        var at = Soon(item.Since + Duration.FromHours(20));
        var day = at.InZone(place.Hours.Zone).Date;
        item.ProposeQuote(cents, text, day.PlusDays(holdsDays), null, day, at);
    }

    private void Answer(SeededPlace place, ItemLeft item, QuoteAnswer answer, QuoteVoice voice)
    {
        var at = Soon(item.Since + Duration.FromHours(7));
        item.AnswerQuote(item.LastQuote!.Number, answer, voice, at.InZone(place.Hours.Zone).Date, at);
    }

    /// <summary>Nothing is said to have happened later than a while ago.</summary>
    private Instant Soon(Instant at) => Instant.Min(at, now - Duration.FromMinutes(50));

    /// <summary>The same at each run: made of the id of what it comes from.</summary>
    private static ItemLeftId Id(Guid from, byte mark)
    {
        var bytes = from.ToByteArray();
        bytes[15] ^= mark;
        return ItemLeftId.From(new Guid(bytes));
    }
}
