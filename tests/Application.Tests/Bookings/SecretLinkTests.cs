using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>Secret links live as long as they should, die at once when replaced, and are found again without telling anyone else.</summary>
public sealed class SecretLinkTests
{
    private static readonly TestOptions Options = new() { Settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = "https://repairnet.example" } };

    [Theory, BothDatabases]
    public async Task Replaced_by_the_resident_the_old_link_does_nothing_and_the_new_one_all(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var workshop = await instance.Given.WorkshopAsync();
        var request = Request(workshop, At(Tuesday, 9), "cle");
        var old = (await instance.SendAsync(request)).Made();

        var renewed = (await instance.SendAsync(new RenewBookingLink(old.Secret))).AsT0;

        renewed.IsMailed.ShouldBeTrue();
        var secret = renewed.Booking.Secret;
        secret.ShouldNotBe(old.Secret);
        secret.Length.ShouldBe(24, "144 bits");
        (await instance.SendAsync(new GetBooking(old.Secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new MoveBooking(old.Secret, At(Tuesday, 15)))).IsT5.ShouldBeTrue();
        (await instance.SendAsync(new CancelBooking(old.Secret))).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new RenewBookingLink(old.Secret))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new FindItemOfBooking(old.Secret))).IsT1.ShouldBeTrue();
        var key = instance.Services.GetRequiredService<BookingSecrets>().ConfirmationKeyOf(old.Id);
        (await instance.SendAsync(new GetConfirmation(old.Secret, key))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ConfirmBooking(old.Secret, key))).IsT2.ShouldBeTrue();
        var stored = await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync());
        (stored.SecretGeneration, stored.Reference, stored.Revision).ShouldBe((1, old.Reference, 0));
        stored.SecretHash.ShouldBe(BookingSecrets.Hash(secret));

        // Whatever is rebuilt later holds the link of today: a retry, the reminder, the letter itself.
        (await instance.SendAsync(request)).Made().Secret.ShouldBe(secret);
        (await instance.SendAsync(new FindBookingOfForm("cle"))).AsT0.Secret.ShouldBe(secret);
        foreach (var message in new[] { MessageKind.BookingConfirmed, MessageKind.BookingReminder })
        {
            (await LetterAsync(instance, message, old.Id.Value, 0)).ShouldNotBeNull().Text.ShouldContain($"https://repairnet.example/rendez-vous/{secret}\n");
        }

        var letter = (await LetterAsync(instance, MessageKind.BookingLink, old.Id.Value, 1)).ShouldNotBeNull();
        letter.To.ShouldBe("marie.blanc@exemple.fr");
        letter.Subject.ShouldBe($"Nouveau lien du rendez-vous {old.Reference}");
        letter.Text.ShouldContain($"https://repairnet.example/rendez-vous/{secret}\n");
        letter.Text.ShouldNotContain(old.Secret);
        letter.Calendar.ShouldBeNull();
        (await instance.OutboxAsync(MessageKind.BookingLink)).ShouldHaveSingleItem().Occurrence.ShouldBe(1);
        (await instance.SendAsync(new MoveBooking(secret, At(Tuesday, 15)))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CancelBooking(secret))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Replaced_by_the_workshop_it_is_told_in_the_history_and_is_nobody_elses_right(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var old = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        (await instance.SendAsync(new RenewBookingLinkByReference(old.Reference), other.Member)).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new RenewBookingLinkByReference(old.Reference)));
        (await instance.SendAsync(new GetBooking(old.Secret))).IsT0.ShouldBeTrue();

        var renewed = (await instance.SendAsync(new RenewBookingLinkByReference(old.Reference.ToLowerInvariant()), workshop.Member)).AsT0;

        (await instance.SendAsync(new GetBooking(old.Secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetBooking(renewed.Booking.Secret))).IsT0.ShouldBeTrue();
        var line = (await instance.SendAsync(new GetVisit(old.Reference), workshop.Member)).AsT0.History.Single(l => l.Deed == BookingDeed.LinkRenewed);
        line.Party.ShouldBe(BookingParty.Workshop);
    }

    [Theory, BothDatabases]
    public async Task Three_an_hour_then_a_pause_and_the_last_one_stays_good(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var secret = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made().Secret;
        for (var i = 0; i < 3; i++)
        {
            secret = (await instance.SendAsync(new RenewBookingLink(secret))).AsT0.Booking.Secret;
        }

        (await instance.SendAsync(new RenewBookingLink(secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetBooking(secret))).IsT0.ShouldBeTrue();
        var letters = await instance.OutboxAsync(MessageKind.BookingLink);
        letters.Count.ShouldBe(3);
        (await LetterAsync(instance, MessageKind.BookingLink, letters[0].SubjectId, 2)).ShouldBeNull("a later one tells");

        instance.Clock.Now += Duration.FromHours(1);
        (await instance.SendAsync(new RenewBookingLink(secret))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Pressed_by_many_at_once_it_is_replaced_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 20);
        for (var round = 0; round < 10; round++)
        {
            var secret = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)) with { Item = new ItemDetails("mobile", $"Marque {round}", null, "Écran noir"), Contact = new ContactDetails("Marie", $"m{round}@exemple.fr", null) })).Made().Secret;

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => i % 4 == 3
                ? (await instance.SendAsync(new CancelBooking(secret))).IsT0 ? "cancelled" : "dead"
                : (await instance.SendAsync(new RenewBookingLink(secret))).IsT0 ? "renewed" : "dead")));

            answers.Count(a => a == "renewed").ShouldBe(1);
            (await instance.SendAsync(new GetBooking(secret))).IsT1.ShouldBeTrue();
        }

        (await instance.ReadAsync(db => db.Bookings.AsNoTracking().ToListAsync())).ShouldAllBe(b => b.SecretGeneration == 1);
    }

    [Theory, BothDatabases]
    public async Task Thirty_days_after_the_appointment_the_link_opens_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var moved = (await instance.SendAsync(Request(workshop, At(Tuesday, 10)) with { Item = new ItemDetails("small-kitchen-item", null, null, "Ne chauffe plus") })).Made();
        await instance.SendAsync(new MoveBooking(moved.Secret, At(Tuesday.PlusDays(3), 10)));
        var end = At(Tuesday, 10) + Duration.FromDays(30);

        instance.Clock.Now = end - Duration.FromSeconds(1);
        (await instance.SendAsync(new GetBooking(booked.Secret))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CancelBooking(booked.Secret))).IsT1.ShouldBeTrue();

        instance.Clock.Now = end;
        (await instance.SendAsync(new GetBooking(booked.Secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new MoveBooking(booked.Secret, end + Duration.FromDays(1)))).IsT5.ShouldBeTrue();
        (await instance.SendAsync(new CancelBooking(booked.Secret))).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new RenewBookingLink(booked.Secret))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new RenewBookingLinkByReference(booked.Reference), workshop.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new GetBooking(moved.Secret))).IsT0.ShouldBeTrue("it is counted from where it moved to");
        await instance.SendAsync(new FindLostLinks(null, booked.Reference, "fr"));
        (await LostAsync(instance)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_place_in_the_waiting_list_and_an_item_left_have_links_of_the_same_kind(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 0, 6, 0), openings: [Given.Opening(Domain.Agenda.OpeningDays.Tuesday, 14, 15)]);
        await instance.SendAsync(Request(workshop, At(Tuesday, 14)));
        var joined = (await instance.SendAsync(new JoinWaitingList("38185", 25, Tuesday.PlusDays(7), new ContactDetails("Marie", "marie@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir"), "fr"))).AsT0;

        var waiting = (await instance.SendAsync(new RenewWaitingLink(joined.Secret))).AsT0.Waiting.Secret;

        (await instance.SendAsync(new GetWaiting(joined.Secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new LeaveWaitingList(joined.Secret))).IsT1.ShouldBeTrue();
        var told = (await LetterAsync(instance, MessageKind.WaitingJoined, joined.Id.Value, 1)).ShouldNotBeNull();
        told.Text.ShouldContain("Le lien de votre demande a changé");
        told.Text.ShouldContain($"/attente/{waiting}");
        (await instance.SendAsync(new LeaveWaitingList(waiting))).IsT0.ShouldBeTrue();
        var ended = instance.Clock.Now;

        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Paul Roux", "paul@exemple.fr", null, "kettle", "Seb", "Ne chauffe plus."), null, null, "fr"), workshop.Member)).AsT0.Slip;
        var item = await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync(i => i.Slip == slip));
        var secrets = instance.Services.GetRequiredService<Application.Repairs.Contract.ItemLeftSecrets>();
        var renewed = (await instance.SendAsync(new RenewItemLink(secrets.SecretOf(item)))).AsT0.Item.Secret;
        (await instance.SendAsync(new ShowItemLeft(secrets.SecretOf(item)))).IsT1.ShouldBeTrue();
        (await LetterAsync(instance, MessageKind.ItemLink, item.Id.Value, 1)).ShouldNotBeNull().Text.ShouldContain($"/objet-laisse/{renewed}");

        instance.Clock.Now = ended + Duration.FromDays(30) - Duration.FromSeconds(1);
        (await instance.SendAsync(new GetWaiting(waiting))).IsT0.ShouldBeTrue();
        instance.Clock.Now = ended + Duration.FromDays(30);
        (await instance.SendAsync(new GetWaiting(waiting))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ShowItemLeft(renewed))).IsT0.ShouldBeTrue("the item is still there");
    }

    [Theory, BothDatabases]
    public async Task The_workshop_replaces_the_link_of_an_item_left_and_not_more_than_three_times_an_hour(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Paul Roux", "paul@exemple.fr", null, "kettle", "Seb", "Ne chauffe plus."), null, null, "fr"), workshop.Member)).AsT0.Slip;
        var item = await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync(i => i.Slip == slip));
        var first = instance.Services.GetRequiredService<Application.Repairs.Contract.ItemLeftSecrets>().SecretOf(item);

        (await instance.SendAsync(new RenewItemLinkBySlip(slip), other.Member)).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new RenewItemLinkBySlip(slip)));
        (await instance.SendAsync(new ShowItemLeft(first))).IsT0.ShouldBeTrue();

        var renewed = (await instance.SendAsync(new RenewItemLinkBySlip(slip.ToLowerInvariant()), workshop.Member)).AsT0.Item.Secret;
        (await instance.SendAsync(new ShowItemLeft(first))).IsT1.ShouldBeTrue();
        (await LetterAsync(instance, MessageKind.ItemLink, item.Id.Value, 1)).ShouldNotBeNull().Text.ShouldContain($"/objet-laisse/{renewed}");
        (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.History.ShouldHaveSingleItem().Deed.ShouldBe(Domain.Repairs.ItemDeed.LinkRenewed);

        // Whoever asks, the person's letter box is the same one.
        (await instance.SendAsync(new RenewItemLink(renewed))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RenewItemLinkBySlip(slip), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RenewItemLinkBySlip(slip), workshop.Member)).IsT1.ShouldBeTrue();
        instance.Clock.Now += Duration.FromHours(1);
        (await instance.SendAsync(new RenewItemLinkBySlip(slip), workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new CollectItem(slip), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.Now += Duration.FromDays(30);
        (await instance.SendAsync(new RenewItemLinkBySlip(slip), workshop.Member)).IsT2.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Lost_links_leave_by_mail_and_asking_writes_the_same_for_anyone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, Options);
        var workshop = await instance.Given.WorkshopAsync(benches: 4);
        var first = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var second = (await instance.SendAsync(Request(workshop, At(Tuesday, 11)) with { Item = new ItemDetails("small-kitchen-item", null, null, "Fuit") })).Made();
        var cancelled = (await instance.SendAsync(Request(workshop, At(Tuesday, 14)) with { Item = new ItemDetails("mobile", "Autre", null, "Fuit") })).Made();
        await instance.SendAsync(new CancelBooking(cancelled.Secret));
        var current = (await instance.SendAsync(new RenewBookingLink(first.Secret))).AsT0.Booking.Secret;

        await instance.SendAsync(new FindLostLinks(" Marie.Blanc@Exemple.fr ", "", "fr"));
        var letter = (await LostAsync(instance)).ShouldNotBeNull();
        letter.To.ShouldBe("marie.blanc@exemple.fr");
        letter.Text.ShouldContain($"/rendez-vous/{current}\n");
        letter.Text.ShouldContain($"/rendez-vous/{second.Secret}\n");
        letter.Text.ShouldNotContain(first.Secret);
        letter.Text.ShouldNotContain(cancelled.Secret);

        await instance.SendAsync(new FindLostLinks("personne@exemple.fr", null, "fr"));
        (await LostAsync(instance)).ShouldBeNull();
        await instance.SendAsync(new FindLostLinks(null, second.Reference.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant(), "en"));
        var one = (await LostAsync(instance)).ShouldNotBeNull();
        (one.To, one.Subject).ShouldBe(("marie.blanc@exemple.fr", "Find your appointments again"));
        one.Text.ShouldContain($"/en/rendez-vous/{second.Secret}\n");
        one.Text.ShouldNotContain(current);
        await instance.SendAsync(new FindLostLinks("personne@exemple.fr", second.Reference, "fr"));
        (await LostAsync(instance)).ShouldBeNull("an address and a reference must agree");
        await instance.SendAsync(new FindLostLinks(null, "ZZZ-2222", "fr"));
        (await LostAsync(instance)).ShouldBeNull();

        // Five asked: five rows and five messages, whoever they concern.
        (await instance.ReadAsync(db => db.LostLinks.CountAsync())).ShouldBe(5);
        (await instance.OutboxAsync(MessageKind.LostLinks)).Count.ShouldBe(5);
    }

    [Theory, BothDatabases]
    public async Task Nobodys_letter_box_is_filled_and_what_was_asked_is_forgotten(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var asked = Enumerable.Range(0, 12).Select(_ => instance.SendAsync(new FindLostLinks("marie.blanc@exemple.fr", null, "fr"))).ToList();
        await Task.WhenAll(asked);
        await instance.SendAsync(new FindLostLinks("MARIE.BLANC@exemple.fr", "ECH-7K3P", "fr"));

        (await instance.OutboxAsync(MessageKind.LostLinks)).Count.ShouldBe(LostLinks.Allowed);

        instance.Clock.Now += LostLinks.Pause;
        await instance.SendAsync(new FindLostLinks("marie.blanc@exemple.fr", null, "fr"));
        (await instance.OutboxAsync(MessageKind.LostLinks)).Count.ShouldBe(LostLinks.Allowed + 1);
        instance.Clock.Now += Duration.FromDays(7) + Duration.FromSeconds(1);
        await instance.SendAsync(new FindLostLinks("autre@exemple.fr", null, "fr"));
        await using (var scope = instance.Scope())
        {
            await scope.ServiceProvider.GetRequiredService<RetentionSweep>().SweepAsync(CancellationToken.None);
        }

        (await instance.ReadAsync(db => db.LostLinks.AsNoTracking().ToListAsync())).ShouldHaveSingleItem().ContactKey.ShouldBe("autre@exemple.fr");
    }

    [Theory]
    [InlineData(null, null, "email")]
    [InlineData("  ", "", "email")]
    [InlineData("pas une adresse", null, "email")]
    [InlineData("a@b.fr\r\nBcc: x@y.fr", null, "email")]
    [InlineData(null, "12", "reference")]
    [InlineData("marie@exemple.fr", "'; DROP TABLE bookings", "reference")]
    public async Task What_cannot_be_read_is_said_on_its_field_and_nothing_is_written(string? email, string? reference, string field)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);

        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new FindLostLinks(email, reference, "fr")));

        refusal.Errors.Keys.ShouldBe([field]);
        (await instance.ReadAsync(db => db.LostLinks.CountAsync())).ShouldBe(0);
    }

    private static async Task<Letter?> LostAsync(TestInstance instance) =>
        await LetterAsync(instance, MessageKind.LostLinks, (await instance.ReadAsync(db => db.LostLinks.AsNoTracking().OrderByDescending(l => l.Id).FirstAsync())).Id.Value, 0);

    private static async Task<Letter?> LetterAsync(TestInstance instance, MessageKind kind, Guid subject, int occurrence)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        var writer = scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(kind));
        return await writer.WriteAsync(kind, subject, occurrence, CancellationToken.None);
    }
}

file static class Sent
{
    /// <summary>Messages of one kind, the oldest first.</summary>
    public static Task<List<OutboxMessage>> OutboxAsync(this TestInstance instance, MessageKind kind) =>
        instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == kind).OrderBy(m => m.CreatedAt).ThenBy(m => m.Occurrence).ToListAsync());
}
