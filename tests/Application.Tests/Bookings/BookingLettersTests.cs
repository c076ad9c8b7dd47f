using Ical.Net;
using Ical.Net.CalendarComponents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Infrastructure.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>What residents read, and what their calendars do with it.</summary>
public class BookingLettersTests
{
    /// <summary>Wednesday 3 March 2027, 10 h in Paris.</summary>
    private static readonly Instant Wednesday = Instant.FromUtc(2027, 3, 3, 9, 0);

    private static readonly TestOptions Options = new() { Settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = "https://repairnet.example" } };

    [Theory]
    [BothDatabases(0, "dimanche 31 octobre 2027 à 2 h 30 (heure d’été)")]
    [BothDatabases(1, "dimanche 31 octobre 2027 à 2 h 30 (heure d’hiver)")]
    [BothDatabases(2, "dimanche 31 octobre 2027 à 3 h 30")]
    public async Task Of_the_hour_that_autumn_repeats_a_letter_says_which_it_means(DatabaseKind kind, int hour, string words)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var booking = await instance.BookingAsync(await instance.Given.WorkshopAsync(), 3, Instant.FromUtc(2027, 10, 31, hour, 30));

        (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldNotBeNull().Subject.ShouldBe($"Rendez-vous {booking.Reference} : {words}");
    }

    [Theory, BothDatabases]
    public async Task A_confirmation_tells_all_one_needs_on_the_day(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var workshop = await instance.Given.WorkshopAsync("Atelier Vélo & Cie");
        var booking = await instance.BookingAsync(workshop, 3, Wednesday);

        var letter = (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldNotBeNull();
        Entry(letter).Description!.ShouldContain(", à voir, déplacer ou annuler ici");

        letter.To.ShouldBe("r3@example.org");
        letter.Subject.ShouldBe($"Rendez-vous {booking.Reference} : mercredi 3 mars 2027 à 10 h");
        var secret = instance.Services.GetRequiredService<BookingSecrets>().SecretOf(booking.Id);
        letter.Text.ShouldBe(
            $"""
            Bonjour Marie Blanc,

            Votre rendez-vous est bien noté

            Numéro du rendez-vous : {booking.Reference}
            Jour et heure : mercredi 3 mars 2027 à 10 h
            Durée prévue : 60 minutes
            Chez qui : Atelier Vélo & Cie
            Où se retrouver : 1 rue de l’Atelier, 38000 Grenoble
            Objet du rendez-vous : Téléphone mobile
            Prestation choisie : Diagnostic et réparation

            Voir, déplacer ou annuler ce rendez-vous :
            https://repairnet.example/rendez-vous/{secret}

            Vous pouvez le déplacer ou l’annuler vous-même jusqu’au mercredi 3 mars 2027 à 10 h. Ce lien est personnel : ne le transmettez qu’à quelqu’un de confiance.

            Le fichier joint ajoute ce rendez-vous à votre calendrier.

            Une question, un imprévu ? Appelez le 04 76 00 00 00.

            --
            Vous recevez ce message parce que cette adresse a été donnée pour le rendez-vous {booking.Reference}. Il est envoyé automatiquement, sans suivi de lecture.

            """.ReplaceLineEndings("\n"), StringCompareShould.IgnoreLineEndings);
        letter.Html.ShouldContain("Atelier Vélo &amp; Cie");
        letter.Html.ShouldContain($"<a href=\"https://repairnet.example/rendez-vous/{secret}\"");
        letter.Html.ShouldContain("<html lang=\"fr\">");
        letter.Html.ShouldNotContain("<img");
        letter.Html.ShouldNotContain("src=");
        letter.Html.ShouldNotContain("url(");
    }

    [Theory, BothDatabases]
    public async Task Someone_who_booked_in_english_is_written_to_in_english(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var workshop = await instance.Given.WorkshopAsync();
        var booking = await instance.BookingAsync(workshop, 1, Wednesday, language: "en");

        var letter = (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldNotBeNull();

        letter.Subject.ShouldBe($"Appointment {booking.Reference}: Wednesday 3 March 2027 at 10 am");
        letter.Text.ShouldContain("Hello Marie Blanc,");
        letter.Text.ShouldContain("Where to meet: ");
        letter.Text.ShouldContain("https://repairnet.example/en/rendez-vous/");
        letter.Text.ShouldNotContain("rendez-vous ", Case.Sensitive);
        letter.Html.ShouldContain("<html lang=\"en\">");
    }

    [Theory, BothDatabases]
    public async Task A_letter_tells_how_the_booking_stands_when_it_leaves(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var workshop = await instance.Given.WorkshopAsync();
        var booking = await instance.BookingAsync(workshop, 1, Wednesday);
        await instance.SayAsync(MessageKind.BookingConfirmed, booking.Id.Value);

        await ChangeAsync(instance, booking, b => b.Move(1, Hour(Wednesday + Duration.FromDays(1)), Bookings.Paris, 0, instance.Clock.Now, byResident: true), MessageKind.BookingMoved);
        (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldNotBeNull("the first letter brings the link").Subject.ShouldContain("jeudi 4 mars 2027");
        (await WriteAsync(instance, MessageKind.BookingMoved, booking, 1)).ShouldNotBeNull().Subject.ShouldBe($"Rendez-vous {booking.Reference} déplacé : jeudi 4 mars 2027 à 10 h");

        await ChangeAsync(instance, booking, b => b.Move(1, Hour(Wednesday + Duration.FromDays(2)), Bookings.Paris, 0, instance.Clock.Now, byResident: true), MessageKind.BookingMoved);
        (await WriteAsync(instance, MessageKind.BookingMoved, booking, 1)).ShouldBeNull("the later one tells it");
        (await WriteAsync(instance, MessageKind.BookingMoved, booking, 2)).ShouldNotBeNull().Text.ShouldContain("vendredi 5 mars 2027 à 10 h");

        await ChangeAsync(instance, booking, b => b.Cancel(instance.Clock.Now, byResident: true), MessageKind.BookingCancelled);
        (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldBeNull();
        (await WriteAsync(instance, MessageKind.BookingMoved, booking, 2)).ShouldBeNull();
        var cancelled = (await WriteAsync(instance, MessageKind.BookingCancelled, booking, 3)).ShouldNotBeNull();
        cancelled.Subject.ShouldBe($"Rendez-vous {booking.Reference} annulé : vendredi 5 mars 2027 à 10 h");
        cancelled.Text.ShouldContain($"https://repairnet.example/lieux/{workshop.Place.Slug}");
        cancelled.Text.ShouldNotContain("/rendez-vous/");
        var entry = Entry(cancelled);
        entry.Status.ShouldBe("CANCELLED");
        entry.Sequence.ShouldBe(3);
        entry.Description!.ShouldNotContain("déplacer");
        entry.Uid.ShouldBe(Entry((await WriteAsync(instance, MessageKind.BookingCancelled, booking, 3))!).Uid);
    }

    /// <summary>The mail server was down, or the desk was quicker: it brings the link, which serves after the visit too.</summary>
    [Theory, BothDatabases]
    public async Task Whoever_is_at_the_counter_before_their_first_letter_left_gets_it_still(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var booking = await instance.BookingAsync(await instance.Given.WorkshopAsync(), 1, Wednesday);
        await instance.SayAsync(MessageKind.BookingConfirmed, booking.Id.Value);
        var day = Wednesday.InZone(Bookings.Paris).Date;
        instance.Clock.Now = Wednesday;

        await ChangeAsync(instance, booking, b => b.CheckIn(day, instance.Clock.Now), MessageKind.BookingLink);
        (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldNotBeNull().Text.ShouldContain("/rendez-vous/");
        (await WriteAsync(instance, MessageKind.BookingReminder, booking)).ShouldBeNull();

        await ChangeAsync(instance, booking, b => b.Complete(day, instance.Clock.Now), MessageKind.BookingMissed);
        (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldNotBeNull().Text.ShouldContain("/rendez-vous/");
    }

    [Theory, BothDatabases]
    public async Task Nothing_is_said_to_nobody_nor_about_what_is_over(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var workshop = await instance.Given.WorkshopAsync();
        var silent = await instance.BookingAsync(workshop, 1, Wednesday, email: "");
        var booking = await instance.BookingAsync(workshop, 2, Wednesday + Duration.FromHours(1));

        (await WriteAsync(instance, MessageKind.BookingConfirmed, silent)).ShouldBeNull();
        instance.Clock.Now = booking.End - Duration.FromMinutes(1);
        var late = (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldNotBeNull();
        late.Text.ShouldContain("Il n’est plus temps");
        late.Text.ShouldContain("\nVoir ce rendez-vous :\n");
        late.Html.ShouldContain(">Voir ce rendez-vous</a>");
        Entry(late).Description!.ShouldContain($"Rendez-vous {booking.Reference}, à voir ici :".Replace(" :", "\u00A0:", StringComparison.Ordinal));
        foreach (var said in new[] { late.Text, late.Html, Entry(late).Description! })
        {
            said.ShouldNotContain("oir, déplacer ou annuler");
        }

        instance.Clock.Now = booking.End;
        (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_lost_secret_is_told_to_the_keeper_and_not_taken_for_a_booking_that_is_gone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var booking = await instance.BookingAsync(await instance.Given.WorkshopAsync(), 1, Wednesday);
        await instance.ReadAsync(db => db.Bookings.ExecuteUpdateAsync(set => set.SetProperty(b => b.SecretHash, "0000")));

        await Should.ThrowAsync<InvalidOperationException>(() => WriteAsync(instance, MessageKind.BookingConfirmed, booking));
    }

    [Theory]
    [InlineData("Marie Blanc", true)]
    [InlineData("Anne-Sophie d'Ornano", true)]
    [InlineData("Zoë Łukasz", true)]
    [InlineData("محمد علي", true)]
    [InlineData("GAGNEZ 1000 € sur http://evil.example", false)]
    [InlineData("www.evil.example", false)]
    [InlineData("x\r\nBcc: evil@example.org", false)]
    public async Task A_name_is_repeated_only_if_it_reads_like_one(string name, bool greeted)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite, Options);
        var booking = await instance.BookingAsync(await instance.Given.WorkshopAsync(), 1, Wednesday, name: name);

        var letter = (await WriteAsync(instance, MessageKind.BookingConfirmed, booking)).ShouldNotBeNull();

        letter.Text.ShouldStartWith(greeted ? $"Bonjour {name},\n" : "Bonjour,\n");
        letter.Html.Contains("evil", StringComparison.Ordinal).ShouldBeFalse();
        letter.Calendar!.Contains("evil", StringComparison.Ordinal).ShouldBeFalse();
    }

    [Theory]
    [InlineData("x\r\nBcc: evil@example.org")]
    [InlineData("a\nb\0c\td")]
    [InlineData("u\u2028v\u0085w")]
    public async Task No_name_writes_a_header(string name)
    {
        await using var sink = new SmtpSink();
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite, new TestOptions { Settings = sink.Settings });
        var workshop = await instance.Given.WorkshopAsync();
        var booking = await instance.BookingAsync(workshop, 1, Wednesday, name: name);
        await instance.SayAsync(MessageKind.BookingConfirmed, booking.Id.Value);
        await instance.Services.GetRequiredService<OutboxDispatcher>().SweepAsync(CancellationToken.None);

        var mail = sink.Mails.ShouldHaveSingleItem().Message;
        mail.Headers.Select(h => h.Field).ShouldNotContain("Bcc");
        mail.To.Mailboxes.ShouldHaveSingleItem().Name!.ShouldAllBe(c => !char.IsControl(c) && c != '\u2028');
        sink.Commands.Count(c => c.StartsWith("RCPT", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_has_text_html_and_a_calendar_entry()
    {
        await using var sink = new SmtpSink();
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite, new TestOptions { Settings = sink.Settings });
        var booking = await instance.BookingAsync(await instance.Given.WorkshopAsync(), 1, Wednesday);
        await instance.SayAsync(MessageKind.BookingConfirmed, booking.Id.Value);
        await instance.Services.GetRequiredService<OutboxDispatcher>().SweepAsync(CancellationToken.None);

        var mail = sink.Mails.ShouldHaveSingleItem().Message;
        mail.From.ToString().ShouldBe("\"RepairNet\" <no-reply@repairnet.example>");
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        mail.Date.ShouldBe(instance.Clock.Now.ToDateTimeOffset());
        mail.TextBody!.ShouldContain("Votre rendez-vous est bien noté");
        mail.HtmlBody!.ShouldContain("Votre rendez-vous est bien noté");
        var attachment = mail.Attachments.OfType<MimeKit.TextPart>().ShouldHaveSingleItem();
        attachment.ContentType.MimeType.ShouldBe("text/calendar");
        attachment.ContentType.Parameters["method"].ShouldBe("PUBLISH");
        attachment.FileName.ShouldBe($"{booking.Reference}.ics");
        attachment.Text.ReplaceLineEndings("\n").ShouldContain("METHOD:PUBLISH\n");
    }

    /// <summary>The night clocks go forward, both half hours of the night they go back, an ordinary day, and one overseas.</summary>
    [Theory]
    [InlineData("Europe/Paris", "2027-03-28T00:30:00Z", "2027-03-28T01:30", "+01")]
    [InlineData("Europe/Paris", "2027-03-28T01:00:00Z", "2027-03-28T03:00", "+02")]
    [InlineData("Europe/Paris", "2027-10-31T00:30:00Z", "2027-10-31T02:30", "+02")]
    [InlineData("Europe/Paris", "2027-10-31T01:30:00Z", "2027-10-31T02:30", "+01")]
    [InlineData("Europe/Paris", "2027-07-01T08:00:00Z", "2027-07-01T10:00", "+02")]
    [InlineData("Indian/Reunion", "2027-07-01T06:00:00Z", "2027-07-01T10:00", "+04")]
    public async Task A_calendar_shows_the_hour_of_the_place(string zone, string start, string local, string offset)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite, Options);
        var workshop = await instance.Given.WorkshopAsync(timeZone: zone);
        var at = NodaTime.Text.InstantPattern.ExtendedIso.Parse(start).Value;
        var booking = await instance.BookingAsync(workshop, 1, at);

        var entry = Entry((await WriteAsync(instance, MessageKind.BookingConfirmed, booking))!);

        var shown = Instant.FromDateTimeUtc(entry.DtStart!.AsUtc).InZone(DateTimeZoneProviders.Tzdb[zone]);
        NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Format(shown.LocalDateTime).ShouldBe(local);
        shown.Offset.ToString().ShouldBe(offset);
        Instant.FromDateTimeUtc(entry.DtEnd!.AsUtc).ShouldBe(booking.End);
        entry.Sequence.ShouldBe(0);
        entry.Status.ShouldBe("CONFIRMED");
        entry.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_calendar_entry_keeps_odd_names_on_their_lines()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite, Options);
        var workshop = await instance.Given.WorkshopAsync("Le « Bidouill’Atelier » ; vélos, \"radios\" \\ " + new string('é', 60));
        var letter = (await WriteAsync(instance, MessageKind.BookingConfirmed, await instance.BookingAsync(workshop, 1, Wednesday)))!;

        letter.Calendar!.Split("\r\n").ShouldAllBe(line => System.Text.Encoding.UTF8.GetByteCount(line) <= 75);
        Entry(letter).Summary!.ShouldContain(workshop.Place.Name);
        Entry(letter).Location!.ShouldContain("1 rue de l’Atelier");
        Entry(letter).Organizer!.CommonName!.ShouldStartWith("Le « Bidouill’Atelier »");
    }

    private static TimeRange Hour(Instant start) => new(start, start + Duration.FromHours(1));

    private static CalendarEvent Entry(Letter letter) => Calendar.Load(letter.Calendar!)!.Events.ShouldHaveSingleItem();

    private static async Task ChangeAsync(TestInstance instance, Booking booking, Func<Booking, BookingChange> change, MessageKind kind) =>
        await instance.WriteAsync((db, outbox) =>
        {
            var stored = db.Bookings.Single(b => b.Id == booking.Id);
            change(stored).ShouldBe(BookingChange.Made);
            outbox.Add(kind, stored.Id.Value, stored.Revision);
        });

    private static async Task<Letter?> WriteAsync(TestInstance instance, MessageKind kind, Booking booking, int occurrence = 0)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        var writer = scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(kind));
        return await writer.WriteAsync(kind, booking.Id.Value, occurrence, CancellationToken.None);
    }
}
