using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Bookings;
using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Browser.Tests.Calendars;

/// <summary>The calendars that the program writes say the same to a reader who shares no line with the library that wrote them: ical.js.</summary>
public sealed class ReadBackTests(Chromium chromium)
{
    /// <summary>Every property asked for, as ical.js understands it.</summary>
    private const string Reading = """
        text => {
          const calendar = new ICAL.Component(ICAL.parse(text));
          return {
            name: calendar.name,
            version: calendar.getFirstPropertyValue('version'),
            method: calendar.getFirstPropertyValue('method'),
            title: calendar.getFirstPropertyValue('x-wr-calname'),
            events: calendar.getAllSubcomponents('vevent').map(component => {
              const event = new ICAL.Event(component);
              return {
                uid: event.uid,
                start: event.startDate.toJSDate().toISOString(),
                end: event.endDate.toJSDate().toISOString(),
                sequence: event.sequence,
                status: component.getFirstPropertyValue('status'),
                summary: event.summary,
                location: event.location,
                description: event.description,
                url: component.getFirstPropertyValue('url'),
                stamp: component.getFirstPropertyValue('dtstamp').toJSDate().toISOString(),
              };
            }),
          };
        }
        """;

    private static readonly string IcalJs = ReadScript();

    [Fact]
    public async Task The_entry_of_a_booking_follows_it_through_a_move_and_a_cancellation()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        // Names that have to be escaped and folded, and hours on both sides of the spring night.
        var workshop = await instance.Given.WorkshopAsync("Chez Zoé, l’atelier ; \"vis\" & boulons\\écrous de la très longue avenue Jean-Jaurès prolongée — Grenoble", openings: [Given.Opening(OpeningDays.All, 0, 6)]);
        var booked = await BookAsync(instance, workshop, Instant.FromUtc(2027, 3, 28, 0, 0));
        await using var reader = await ReaderAsync(instance);

        foreach (var start in new Instant?[] { Instant.FromUtc(2027, 3, 28, 1, 0), Instant.FromUtc(2027, 3, 30, 2, 0), null })
        {
            await CompareAsync();
            (start is { } to
                ? (await instance.SendAsync(new MoveBooking(booked.Secret, to))).IsT0
                : (await instance.SendAsync(new CancelBooking(booked.Secret))).IsT0).ShouldBeTrue();
        }

        await CompareAsync();

        async Task CompareAsync()
        {
            var told = (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0;
            foreach (var language in new[] { "", "/en" })
            {
                var calendar = await ReadAsync(reader, await instance.Client.GetStringAsync($"{language}/rendez-vous/{booked.Secret}.ics"));

                (Text(calendar, "name"), Text(calendar, "version"), Text(calendar, "method")).ShouldBe(("vcalendar", "2.0", "PUBLISH"));
                var entry = calendar.GetProperty("events").EnumerateArray().ShouldHaveSingleItem();
                Text(entry, "uid").ShouldBe($"{told.Id}@booking.repairnet");
                (At(entry, "start"), At(entry, "end")).ShouldBe((told.Start, told.End));
                entry.GetProperty("sequence").GetInt32().ShouldBe(told.Revision);
                Text(entry, "status").ShouldBe(told.Status == BookingStatus.Cancelled ? "CANCELLED" : "CONFIRMED");
                Text(entry, "summary")!.ShouldContain(workshop.Place.Name);
                Text(entry, "summary")!.ShouldContain(told.Reference);
                Text(entry, "location").ShouldBe($"{workshop.Place.Name}, {told.Address}, {told.Postcode} {told.CommuneName}");
                Text(entry, "description")!.ShouldEndWith("\n" + Text(entry, "url"));
                Text(entry, "url")!.ShouldEndWith($"/rendez-vous/{booked.Secret}");
                At(entry, "stamp").ShouldBe(instance.Clock.Now);
            }
        }
    }

    [Fact]
    public async Task The_feed_of_a_workshop_holds_every_appointment_as_it_stands()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync("Mille, vis ; & écrous", benches: 3);
        var day = new LocalDate(2027, 3, 26);
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var made = new List<Booked>();
        foreach (var start in Enumerable.Range(0, 12).Select(n => (day.PlusDays(n % 6 < 1 ? 0 : 2 + (n % 6)) + new LocalTime(9 + (n / 6), 0)).InZoneStrictly(zone)).Where(s => s.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)))
        {
            if (PublicHolidays.On(start.Date, "38") is null)
            {
                made.Add(await BookAsync(instance, workshop, start.ToInstant()));
            }
        }

        (await instance.SendAsync(new CancelBooking(made[0].Secret))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new MoveBooking(made[1].Secret, (day + new LocalTime(16, 0)).InZoneStrictly(zone).ToInstant()))).IsT0.ShouldBeTrue();
        await instance.AccountOf(workshop.Member);
        (await instance.SendAsync(new OpenCalendarFeed(workshop.Place.Id), workshop.Member)).IsT0.ShouldBeTrue();
        var secret = (await instance.SendAsync(new GetCalendarFeeds(), workshop.Member)).ShouldHaveSingleItem().Secret;
        await using var reader = await ReaderAsync(instance);

        var calendar = await ReadAsync(reader, await instance.Client.GetStringAsync($"/api/v1/calendars/{secret}.ics"));

        // Text, like any property that RFC 5545 does not know (3.8.8.2); ical.js leaves such ones as they are written.
        Text(calendar, "title").ShouldBe("Mille\\, vis \\; & écrous");
        var told = await instance.ReadAsync(db => db.Bookings.AsNoTracking().OrderBy(b => b.Start).ThenBy(b => b.Id).ToListAsync());
        told.Count.ShouldBeGreaterThan(5);
        told.Select(b => b.Status).Distinct().Count().ShouldBe(2);
        told.Select(b => b.Start.InZone(zone).Offset).Distinct().Count().ShouldBe(2, "both sides of the change of clocks");
        calendar.GetProperty("events").EnumerateArray()
            .Select(e => (Text(e, "uid"), At(e, "start"), At(e, "end"), e.GetProperty("sequence").GetInt32(), Text(e, "status"), Text(e, "location")))
            .ShouldBe(told.Select(b => ((string?)$"{b.Id}@booking.repairnet", b.Start, b.End, b.Revision, (string?)(b.Status == BookingStatus.Cancelled ? "CANCELLED" : "CONFIRMED"), (string?)$"{workshop.Place.Name}, {workshop.Place.Address}")));
    }

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop, Instant start) => (await instance.SendAsync(new BookSlot(
        workshop.Service.Id, start, new ContactDetails("Marie Blanc", "marie.blanc@exemple.fr", null), new ItemDetails("mobile", "Fairphone", null, "L’écran reste noir."), null, BookingChannel.Web, null, "fr"))).AsT0;

    private async Task<Visitor> ReaderAsync(TestInstance instance)
    {
        var reader = await Visitor.ArriveAsync(chromium, instance);
        await reader.Page.EvaluateAsync(IcalJs);
        return reader;
    }

    private static async Task<JsonElement> ReadAsync(Visitor reader, string text) => await reader.Page.EvaluateAsync<JsonElement>(Reading, text);

    private static string? Text(JsonElement read, string name) => read.GetProperty(name).GetString();

    private static Instant At(JsonElement read, string name) => InstantPattern.ExtendedIso.Parse(Text(read, name)!).Value;

    private static string ReadScript()
    {
        using var stream = typeof(ReadBackTests).Assembly.GetManifestResourceStream("ical.js")!;
        using var text = new StreamReader(stream);
        return string.Create(CultureInfo.InvariantCulture, $"() => {{ {text.ReadToEnd()}\n }}");
    }
}
