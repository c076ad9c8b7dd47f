using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Equipment;
using RepairNet.Infrastructure.Messaging;

namespace RepairNet.Infrastructure.Bookings;

/// <summary>
/// One booking, one VEVENT with a lasting UID; its SEQUENCE counts the changes, so a calendar keeps the latest. Times are
/// instants in UTC: every calendar shows them right, on the nights when clocks change too, and no table of zones has to
/// travel along.
/// </summary>
internal sealed class BookingCalendar(IBookingLinks links, MailSettings mail, TextCatalog catalog, EquipmentCatalogue equipment, IClock clock) : IBookingCalendar
{
    public string Write(BookingView booking)
    {
        var language = booking.Language == "en" ? Language.English : Language.French;
        var t = catalog.In(language);
        var link = links.Booking(booking.Secret, language);
        var now = clock.GetCurrentInstant();
        var here = booking.IsChangeableAt(now) ? t["Rendez-vous {0}, à voir, déplacer ou annuler ici :", booking.Reference] : t["Rendez-vous {0}, à voir ici :", booking.Reference];
        var entry = new CalendarEvent
        {
            Uid = $"{booking.Id}@booking.repairnet",
            Sequence = booking.Revision,
            DtStamp = Utc(now),
            DtStart = Utc(booking.Start),
            DtEnd = Utc(booking.End),
            Summary = t["Réparation : {0} ({1})", booking.PlaceName, booking.Reference],
            Location = booking.Meeting(t, $"{booking.PlaceName}, {booking.Address}, {booking.Postcode} {booking.CommuneName}"),
            Description = $"{equipment.NamesOf(t, [booking.Item, .. booking.MoreItems], ItemNaming.Category)}\n{here}\n{link}",
            Url = new Uri(link),
            Class = "PRIVATE",
            Status = StatusOf(booking.Status),
            // RFC 5546 3.2.1: whoever publishes an entry says who they are.
            Organizer = new Organizer($"mailto:{mail.ReplyTo ?? mail.From}") { CommonName = booking.OrganisationName },
        };
        var calendar = new Calendar { Method = CalendarMethods.Publish, ProductId = "-//RepairNet//Rendez-vous//FR" };
        calendar.Events.Add(entry);
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    public string WriteFeed(CalendarFeedContent content, Language language)
    {
        var t = catalog.In(language);
        var calendar = new Calendar { ProductId = "-//RepairNet//Agenda//FR" };
        // Not in RFC 5545, but what every calendar program reads.
        calendar.AddProperty("X-WR-CALNAME", content.Name ?? t["Mes rendez-vous de réparation"]);
        var now = Utc(clock.GetCurrentInstant());
        foreach (var entry in content.Entries)
        {
            var item = equipment.NamesOf(t, entry.Items, ItemNaming.Category);
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"{entry.Id}@booking.repairnet",
                Sequence = entry.Revision,
                DtStamp = now,
                DtStart = Utc(entry.Start),
                DtEnd = Utc(entry.End),
                Summary = entry.Initials.Length > 0 ? $"{item} ({entry.Initials})" : item,
                Location = entry.Location is null ? entry.PlaceName : $"{entry.PlaceName}, {entry.Location}",
                Description = t["Établi {0}", entry.Bench],
                Class = "PRIVATE",
                Status = StatusOf(entry.Status),
            });
        }

        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    /// <summary>The same for whoever comes and for the workshop: both may keep the entry under one UID.</summary>
    private static string StatusOf(BookingStatus status) => status switch
    {
        BookingStatus.Cancelled => EventStatus.Cancelled,
        BookingStatus.ToConfirm => EventStatus.Tentative,
        _ => EventStatus.Confirmed,
    };

    private static CalDateTime Utc(Instant instant) => new(instant.ToDateTimeUtc());
}
