using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Repairs;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Repairs;

/// <summary>From « the item stays here » to « handed back »: each thing happens once, is told once, and to the right person.</summary>
public sealed class ItemLeftTests
{
    private static readonly LeftBy Someone = new("Paul Roux", null, "06 12 34 56 78", "kettle", "Seb", "Ne chauffe plus.");

    private static readonly Instant Noon = At(Tuesday, 12);

    [Theory, BothDatabases]
    public async Task The_item_of_an_appointment_is_kept_once_under_its_reference(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var leave = new LeaveItem(booked.Reference, null, null, "Chargeur", null, "fr");
        (await instance.SendAsync(leave, workshop.Member)).IsT1.ShouldBeTrue("the person has not arrived");
        await ArriveAsync(instance, workshop, booked.Reference);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => instance.SendAsync(leave, workshop.Member))));

        answers.ShouldAllBe(a => a.AsT0.Slip == booked.Reference);
        var item = await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync());
        (item.State, item.Accessories, item.Item.Category).ShouldBe((ItemLeftState.WaitingForQuote, "Chargeur", "mobile"));
        item.WalkIn.ShouldBeNull();
        var other = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(leave, other.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new GetItemLeft(item.Slip), other.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetItemLeft(item.Slip.ToLowerInvariant()), workshop.Member)).AsT0.Contact.Name.ShouldBe("Marie Blanc");
    }

    [Theory, BothDatabases]
    public async Task Someone_without_an_appointment_gets_a_slip_of_their_own_and_must_be_reachable(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var once = Domain.Common.ItemLeftId.New();
        var leave = new LeaveItem(null, workshop.Place.Id, Someone, null, once, "fr");

        var slips = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => instance.SendAsync(leave, workshop.Member))));

        slips.Select(s => s.AsT0.Slip).Distinct().Count().ShouldBe(1);
        (await instance.ReadAsync(db => db.ItemsLeft.CountAsync())).ShouldBe(1);
        (await instance.SendAsync(new GetItemLeft(slips[0].AsT0.Slip), workshop.Member)).AsT0.Contact.Phone.ShouldBe("+33612345678");
        (await instance.SendAsync(leave with { LeftBy = Someone with { Phone = " 0612345678", Problem = "Ne chauffe plus. " } }, workshop.Member)).IsT0.ShouldBeTrue("the same answers");

        // Corrected and sent again, it says that the first answers stand.
        foreach (var corrected in new[] { leave with { LeftBy = Someone with { Phone = "06 12 34 56 79" } }, leave with { Accessories = "Socle" } })
        {
            (await instance.SendAsync(corrected, workshop.Member)).AsT3.Slip.ShouldBe(slips[0].AsT0.Slip);
        }

        (await instance.ReadAsync(db => db.ItemsLeft.CountAsync())).ShouldBe(1);
        (await instance.SendAsync(leave with { OnceId = null, Place = (await instance.Given.WorkshopAsync()).Place.Id }, workshop.Member)).IsT2.ShouldBeTrue();
        foreach (var (wrong, field) in new[]
        {
            (Someone with { Phone = " " }, "phone"), (Someone with { Email = "paul@" }, "email"), (Someone with { Phone = "06 12" }, "phone"), (Someone with { Name = "" }, "name"),
            (Someone with { Category = "fusée" }, "category"), (Someone with { Problem = null }, "problem"), (Someone with { Brand = new string('a', 61) }, "brand"),
        })
        {
            var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(leave with { LeftBy = wrong }, workshop.Member));
            refusal.Errors.Keys.ShouldBe([field]);
        }
    }

    [Theory, BothDatabases]
    public async Task A_quote_is_mailed_with_a_link_answered_once_and_not_otherwise(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = await LeftAsync(instance, workshop);

        (await instance.SendAsync(new ProposeQuote(slip, 4550, "Changer la pompe, pièce comprise.", Tuesday.PlusDays(30)), workshop.Member)).IsT0.ShouldBeTrue();

        var letter = (await LetterAsync(instance, MessageKind.ItemQuoted, 1)).ShouldNotBeNull();
        letter.To.ShouldBe("marie.blanc@exemple.fr");
        letter.Subject.ShouldBe($"Devis pour votre objet {slip} : 45,50 €");
        letter.Text.ShouldContain("Valable jusqu’au : jeudi 1er avril 2027");
        var secret = letter.Text.Split("/objet-laisse/")[1].Split('\n')[0];
        (await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync())).SecretHash.ShouldNotContain(secret);
        (await instance.SendAsync(new ShowItemLeft(secret))).AsT0.Quote!.CanBeAnswered.ShouldBeTrue();
        (await instance.SendAsync(new AnswerQuote("autre", 1, QuoteAnswer.Accepted))).IsT5.ShouldBeTrue();

        (await instance.SendAsync(new AnswerQuote(secret, 1, QuoteAnswer.Accepted))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new AnswerQuote(secret, 1, QuoteAnswer.Accepted))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new AnswerQuote(secret, 1, QuoteAnswer.Refused))).AsT1.Given.ShouldBe(QuoteAnswer.Accepted);
        (await instance.SendAsync(new NoteQuoteAnswer(slip, 1, QuoteAnswer.Refused), workshop.Member)).IsT1.ShouldBeTrue();
        var view = (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0;
        (view.State, view.Quotes[0].Answer, view.Quotes[0].AnsweredBy).ShouldBe((ItemLeftState.Accepted, QuoteAnswer.Accepted, QuoteVoice.Link));

        // Answered meanwhile: a letter that did not leave yet asks for nothing any more.
        (await LetterAsync(instance, MessageKind.ItemQuoted, 1)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_new_quote_replaces_the_open_one_and_a_stale_or_expired_one_is_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = await LeftAsync(instance, workshop);
        var first = new ProposeQuote(slip, 9000, "Changer la carte.", Tuesday.PlusDays(1));
        await instance.SendAsync(first, workshop.Member);
        await instance.SendAsync(first, workshop.Member);
        (await instance.ReadAsync(db => db.Set<Quote>().CountAsync())).ShouldBe(1, "the same form sent twice is one quote");

        await instance.SendAsync(new ProposeQuote(slip, 6000, "Souder le connecteur.", Tuesday.PlusDays(2)), workshop.Member);

        (await instance.SendAsync(new NoteQuoteAnswer(slip, 1, QuoteAnswer.Accepted), workshop.Member)).IsT3.ShouldBeTrue();
        (await LetterAsync(instance, MessageKind.ItemQuoted, 1)).ShouldBeNull();
        (await LetterAsync(instance, MessageKind.ItemQuoted, 2)).ShouldNotBeNull();
        instance.Clock.Now = At(Tuesday.PlusDays(2), 23, 30);
        (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.Quotes[0].CanBeAnswered.ShouldBeTrue();
        instance.Clock.Now = At(Tuesday.PlusDays(3), 0);
        (await instance.SendAsync(new NoteQuoteAnswer(slip, 2, QuoteAnswer.Accepted), workshop.Member)).IsT2.ShouldBeTrue();
        (await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync())).State.ShouldBe(ItemLeftState.Quoted);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(10_000_001, 1)]
    [InlineData(null, 1)]
    [InlineData(100, -2)]
    [InlineData(100, 367)]
    [InlineData(100, null)]
    public async Task A_quote_outside_its_limits_is_refused_on_its_field(int? cents, int? days)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = await LeftAsync(instance, workshop);

        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ProposeQuote(slip, cents, "Pompe", days is { } d ? Tuesday.PlusDays(d) : null), workshop.Member));

        (await instance.ReadAsync(db => db.Set<Quote>().CountAsync())).ShouldBe(0);
        (await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync())).State.ShouldBe(ItemLeftState.WaitingForQuote);
    }

    [Theory, BothDatabases]
    public async Task People_who_answer_the_two_ways_at_once_get_one_answer_between_them(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var round = 0; round < 12; round++)
        {
            var slip = await LeftAsync(instance, workshop, hour: 9 + (round % 3), days: 7 * (round / 3));
            await instance.SendAsync(new ProposeQuote(slip, 4500, "Pompe", Tuesday.PlusDays(300)), workshop.Member);
            var secret = (await instance.SendAsync(new FindItemOfBooking(await SecretAsync(instance, slip)))).AsT0.Secret;

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => n % 2 == 0
                ? instance.SendAsync(new AnswerQuote(secret, 1, QuoteAnswer.Accepted))
                : instance.SendAsync(new NoteQuoteAnswer(slip, 1, QuoteAnswer.Refused), workshop.Member))));

            answers.Count(a => a.IsT0).ShouldBe(4);
            answers.Count(a => a.IsT1).ShouldBe(4);
            var accepted = answers[0].IsT0;
            var quote = (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.Quotes[0];
            (quote.Answer, quote.AnsweredBy).ShouldBe(accepted ? (QuoteAnswer.Accepted, QuoteVoice.Link) : (QuoteAnswer.Refused, QuoteVoice.Desk));
        }
    }

    [Theory, BothDatabases]
    public async Task Ready_is_told_once_however_many_press_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var round = 0; round < 12; round++)
        {
            var slip = await LeftAsync(instance, workshop, hour: 9 + (round % 3), days: 7 * (round / 3));
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => instance.SendAsync(new MarkItemReady(slip), n % 2 == 0 ? workshop.Member : workshop.Manager))));

            answers.ShouldAllBe(a => a.IsT0);
            (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.ItemReady))).ShouldBe(round + 1);
            (await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync(i => i.Slip == slip))).Version.ShouldBe(2);
        }

        var letter = (await LetterAsync(instance, MessageKind.ItemReady, 0)).ShouldNotBeNull();
        letter.Subject.ShouldEndWith("est prêt à être repris");
        letter.Text.ShouldContain("Votre objet vous attend");
    }

    [Theory, BothDatabases]
    public async Task Who_has_no_email_is_called_about_the_quote_then_about_ready_and_about_nothing_stale(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, Someone, null, null, "fr"), workshop.Member)).AsT0.Slip;
        await instance.SendAsync(new ProposeQuote(slip, 4500, "Pompe", Tuesday.PlusDays(30)), workshop.Member);

        var call = (await instance.SendAsync(new GetItemCalls(), workshop.Member)).Calls.ShouldHaveSingleItem();
        (call.News, call.Quote!.AmountCents, call.Contact.Phone).ShouldBe((ItemNews.Quote, 4500L, "+33612345678"));
        (await instance.SendAsync(new GetItemCalls(), (await instance.Given.WorkshopAsync()).Member)).Total.ShouldBe(0);
        await instance.SendAsync(new NoteItemCall(slip, ItemNews.Quote, 1, Told: false), workshop.Member);
        await instance.SendAsync(new NoteItemCall(slip, ItemNews.Quote, 1, Told: false), workshop.Member);
        (await instance.SendAsync(new GetItemCalls(workshop.Place.Id), workshop.Member)).Calls[0].Tries.ShouldBe(1);

        // Another quote meanwhile: a tick about the first one tells nothing of it.
        await instance.SendAsync(new ProposeQuote(slip, 4000, "Pompe d’occasion", Tuesday.PlusDays(30)), workshop.Member);
        await instance.SendAsync(new NoteItemCall(slip, ItemNews.Quote, 1, Told: true), workshop.Member);
        (await instance.SendAsync(new GetItemCalls(), workshop.Member)).Calls.ShouldHaveSingleItem().Tries.ShouldBe(0);
        await instance.SendAsync(new NoteQuoteAnswer(slip, 2, QuoteAnswer.Accepted), workshop.Member);
        (await instance.SendAsync(new GetItemCalls(), workshop.Member)).Total.ShouldBe(0);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(new MarkItemReady(slip), workshop.Member))));
        (await instance.SendAsync(new GetItemCalls(), workshop.Member)).Calls.ShouldHaveSingleItem().News.ShouldBe(ItemNews.Ready);
        await instance.SendAsync(new NoteItemCall(slip, ItemNews.Ready, null, Told: true), workshop.Member);
        await instance.SendAsync(new MarkItemReady(slip), workshop.Member);
        (await instance.SendAsync(new GetItemCalls(), workshop.Member)).Total.ShouldBe(0);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Ready_pressed_by_mistake_is_taken_back_and_said_again_is_told_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = await LeftAsync(instance, workshop);
        await instance.SendAsync(new ProposeQuote(slip, 4500, "Pompe", Tuesday.PlusDays(30)), workshop.Member);
        await instance.SendAsync(new MarkItemReady(slip), workshop.Member);
        (await instance.SendAsync(new TakeBackReady(slip), (await instance.Given.WorkshopAsync()).Member)).IsT2.ShouldBeTrue();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(new TakeBackReady(slip), workshop.Manager))));

        answers.ShouldAllBe(a => a.IsT0);
        (await LetterAsync(instance, MessageKind.ItemReady, 0)).ShouldBeNull("it has not left, and does not");
        var view = (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0;
        (view.State, view.Quotes[0].CanBeAnswered, view.ReadyToldAt).ShouldBe((ItemLeftState.Quoted, true, null));
        view.History.Select(l => l.Deed).ShouldBe([ItemDeed.Ready, ItemDeed.ReadyTakenBack]);

        // Ready for good: a message of its own, and not the first one too.
        await instance.SendAsync(new MarkItemReady(slip), workshop.Member);
        (await LetterAsync(instance, MessageKind.ItemReady, 1)).ShouldNotBeNull();
        (await LetterAsync(instance, MessageKind.ItemReady, 0)).ShouldBeNull();

        // That one has left. Taken back and said again, nothing more is told.
        var sent = instance.Clock.Now;
        await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.ItemReady && m.Occurrence == 1).ExecuteUpdateAsync(set => set.SetProperty(m => m.SentAt, sent)));
        instance.Clock.Now += Duration.FromHours(1);
        await instance.SendAsync(new TakeBackReady(slip), workshop.Member);
        (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.ReadyToldAt.ShouldBe(sent);
        await instance.SendAsync(new MarkItemReady(slip), workshop.Member);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.ItemReady))).ShouldBe(2);

        await instance.SendAsync(new CollectItem(slip), workshop.Member);
        (await instance.SendAsync(new TakeBackReady(slip), workshop.Member)).IsT1.ShouldBeTrue("what was handed back is taken back first");
    }

    [Theory, BothDatabases]
    public async Task Handed_back_by_mistake_it_is_ready_again_since_when_it_was_and_who_was_told_is_not_told_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, Someone, null, null, "fr"), workshop.Member)).AsT0.Slip;
        await instance.SendAsync(new MarkItemReady(slip), workshop.Member);
        var ready = instance.Clock.Now;
        instance.Clock.Now += Duration.FromDays(20);
        await instance.SendAsync(new CollectItem(slip), workshop.Member);
        (await instance.SendAsync(new GetItemCalls(), workshop.Member)).Total.ShouldBe(0);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(new TakeBackCollected(slip), workshop.Member))));

        answers.ShouldAllBe(a => a.IsT0);
        (await instance.SendAsync(new TakeBackCollected(slip), (await instance.Given.WorkshopAsync()).Member)).IsT1.ShouldBeTrue();
        var view = (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0;
        (view.State, view.Since, view.CollectedAt).ShouldBe((ItemLeftState.Ready, ready, null));
        (await ListAsync(instance, workshop)).Uncollected.ShouldBe(1);
        (await instance.SendAsync(new GetItemCalls(), workshop.Member)).Calls.ShouldHaveSingleItem().News.ShouldBe(ItemNews.Ready, "nobody had called yet");

        await instance.SendAsync(new NoteItemCall(slip, ItemNews.Ready, null, Told: true), workshop.Member);
        await instance.SendAsync(new CollectItem(slip), workshop.Member);
        await instance.SendAsync(new TakeBackCollected(slip), workshop.Member);
        await instance.SendAsync(new TakeBackReady(slip), workshop.Member);
        await instance.SendAsync(new MarkItemReady(slip), workshop.Member);
        (await instance.SendAsync(new GetItemCalls(), workshop.Member)).Total.ShouldBe(0, "they know");
        (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.ReadyToldAt.ShouldBe(instance.Clock.Now);
    }

    [Theory, BothDatabases]
    public async Task Whoever_presses_what_at_once_the_person_is_told_at_most_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = await LeftAsync(instance, workshop);
        for (var round = 0; round < 6; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
            {
                _ = n % 2 == 0 ? await instance.SendAsync(new MarkItemReady(slip), workshop.Member) : await instance.SendAsync(new TakeBackReady(slip), workshop.Manager);
            })));
        }

        await instance.SendAsync(new MarkItemReady(slip), workshop.Member);
        var occurrences = await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.ItemReady).Select(m => m.Occurrence).ToListAsync());
        var letters = 0;
        foreach (var occurrence in occurrences)
        {
            letters += await LetterAsync(instance, MessageKind.ItemReady, occurrence) is null ? 0 : 1;
        }

        letters.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task The_list_shows_first_what_nobody_collects_then_what_is_to_be_done_page_by_page(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        async Task<string> Leave() => (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, Someone, null, null, "fr"), workshop.Member)).AsT0.Slip;
        var forgotten = await Leave();
        await instance.SendAsync(new MarkItemReady(forgotten), workshop.Member);
        instance.Clock.Now += Duration.FromDays(14);
        (await ListAsync(instance, workshop)).Uncollected.ShouldBe(0);
        instance.Clock.Now += Duration.FromHours(1);
        var ready = await Leave();
        await instance.SendAsync(new MarkItemReady(ready), workshop.Member);
        var quoted = await Leave();
        await instance.SendAsync(new ProposeQuote(quoted, 100, "Vis", instance.Clock.Now.InUtc().Date.PlusDays(9)), workshop.Member);
        var gone = await Leave();
        await instance.SendAsync(new CollectItem(gone), workshop.Member);
        await instance.SendAsync(new CollectItem(gone), workshop.Member);
        var waiting = new List<string>();
        for (var n = 0; n < 19; n++)
        {
            waiting.Add(await Leave());
        }

        var list = await ListAsync(instance, workshop);

        list.Total.ShouldBe(22);
        list.Uncollected.ShouldBe(1);
        list.Lines.Count.ShouldBe(GetItemsLeft.PageSize);
        (list.Lines[0].Slip, list.Lines[0].IsUncollected, list.Lines[0].Days).ShouldBe((forgotten, true, 14));
        list.Lines.Skip(1).Select(l => l.Slip).ShouldBe(waiting);
        (await ListAsync(instance, workshop, page: 2)).Lines.Select(l => l.Slip).ShouldBe([quoted, ready]);
        (await ListAsync(instance, workshop, ItemLeftState.Quoted)).Lines.ShouldHaveSingleItem().Quote!.AmountCents.ShouldBe(100);
        (await instance.SendAsync(new GetItemsLeft(workshop.Place.Id, null, 1, 14), (await instance.Given.WorkshopAsync()).Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ProposeQuote(ready, 100, "Vis", Tuesday.PlusDays(40)), workshop.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new MarkItemReady(gone), workshop.Member)).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task What_became_of_the_item_is_recorded_as_for_any_visit_on_the_day_it_was_worked_on(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = await LeftAsync(instance, workshop);
        instance.Clock.Now = At(Tuesday.PlusDays(8), 10);

        (await instance.SendAsync(new RecordRepair(slip, null, null, Bench.Fields("mobile", date: Tuesday.PlusDays(8))), workshop.Member)).IsT0.ShouldBeTrue();

        var repair = (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.Repair.ShouldNotBeNull();
        (await instance.SendAsync(new GetRepair(repair), workshop.Member)).AsT0.Fields.Date.ShouldBe(Tuesday.PlusDays(8));
    }

    private static async Task<ItemsAtWorkshop> ListAsync(TestInstance instance, Workshop workshop, ItemLeftState? state = null, int page = 1) =>
        (await instance.SendAsync(new GetItemsLeft(workshop.Place.Id, state, page, GetItemsLeft.UsualPatienceDays), workshop.Member)).AsT0;

    /// <summary>Marie Blanc comes to her appointment and leaves her telephone; the clock then goes back, for others to book.</summary>
    private static async Task<string> LeftAsync(TestInstance instance, Workshop workshop, int hour = 9, int days = 0)
    {
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday.PlusDays(days), hour)))).Made();
        await ArriveAsync(instance, workshop, booked.Reference, days);
        return (await instance.SendAsync(new LeaveItem(booked.Reference, null, null, null, null, "fr"), workshop.Member)).AsT0.Slip;
    }

    private static async Task ArriveAsync(TestInstance instance, Workshop workshop, string reference, int days = 0)
    {
        var now = instance.Clock.Now;
        instance.Clock.Now = Noon + Duration.FromDays(days);
        (await instance.SendAsync(new ChangeBookingByReference(reference, WorkshopNote.CheckIn), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.Now = now;
    }

    private static async Task<string> SecretAsync(TestInstance instance, string reference)
    {
        var id = await instance.ReadAsync(db => db.Bookings.Where(b => b.Reference == reference).Select(b => b.Id).SingleAsync());
        return instance.Services.GetRequiredService<Application.Bookings.Contract.BookingSecrets>().SecretOf(id);
    }

    /// <summary>The latest letter of this kind and occurrence, as it would leave now.</summary>
    private static async Task<Letter?> LetterAsync(TestInstance instance, MessageKind kind, int occurrence)
    {
        await using var scope = instance.Scope(Actor.System);
        var message = (await instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == kind && m.Occurrence == occurrence).ToListAsync())).MaxBy(m => m.CreatedAt).ShouldNotBeNull();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(kind)).WriteAsync(kind, message.SubjectId, occurrence, CancellationToken.None);
    }
}
