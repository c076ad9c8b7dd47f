using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.MutualHelp;

/// <summary>What two people write each other goes through the site.</summary>
public sealed class HelpRelayTests
{
    [Theory, BothDatabases]
    public async Task Each_reads_the_other_and_the_letters_name_no_address(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, secret) = await instance.PostedAsync();
        var paul = await instance.AnsweredAsync(post);

        var thread = (await instance.SendAsync(new GetOwnHelpPost(secret))).AsT0.Threads.ShouldHaveSingleItem();
        (thread.Name, thread.Count, thread.IsMyTurn).ShouldBe(("Paul", 1, true));
        var seen = (await instance.SendAsync(new WriteHelpMessage(secret, thread.Id, "Merci, quand ?", false))).AsT0;
        (seen.Me, seen.Other, seen.Secret).ShouldBe(("Marie", "Paul", secret));
        (await instance.SendAsync(new WriteHelpMessage(paul.Secret, null, "Samedi.", false))).AsT0.Messages.Select(m => (m.Name, m.IsMine, m.Text)).ShouldBe([("Paul", true, "Je sais faire."), ("Marie", false, "Merci, quand ?"), ("Paul", true, "Samedi.")]);

        var letters = await instance.LettersAsync(MessageKind.HelpMessage);
        letters.Select(l => (l.To, l.Subject)).ShouldBe([("marie@exemple.fr", "Paul vous écrit : Bouilloire"), ("paul@exemple.fr", "Marie vous écrit : Bouilloire"), ("marie@exemple.fr", "Paul vous écrit : Bouilloire")]);
        letters.ShouldAllBe(l => l.TakesNoAnswer && !l.Text.Contains('@') && !l.Html.Contains('@'));
        letters[0].Text.ShouldContain($"/entraide/suivi/{secret}/{thread.Id}\n");
        letters[1].Text.ShouldContain($"/entraide/echange/{paul.Secret}\n");
        (await instance.LettersAsync(MessageKind.HelpAnswered)).ShouldHaveSingleItem().To.ShouldBe("paul@exemple.fr");

        // The link of one opens nothing of the other, nor of another post.
        (await instance.SendAsync(new GetHelpThread(paul.Secret, thread.Id))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetHelpThread(secret))).IsT1.ShouldBeTrue();
        var (_, another) = await instance.PostedAsync(Neighbours.Post("zoe@exemple.fr", name: "Zoé"));
        (await instance.SendAsync(new GetHelpThread(another, thread.Id))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new WriteHelpMessage(another, thread.Id, "Moi !", false))).IsT4.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Ones_own_number_goes_only_once_it_is_meant_and_prices_and_links_never(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, secret) = await instance.PostedAsync();
        const string Number = "Appelez-moi au 06 12 34 56 78";

        (await instance.SendAsync(new AnswerHelp(post, "Paul", "paul@exemple.fr", Number, false, "fr"))).AsT1.ShouldBeOfType<ContactsToCheck>();
        (await instance.ReadAsync(db => db.HelpThreads.CountAsync())).ShouldBe(0);
        var paul = (await instance.SendAsync(new AnswerHelp(post, "Paul", "paul@exemple.fr", Number, true, "fr"))).AsT0;
        (await instance.SendAsync(new WriteHelpMessage(secret, paul.Id, "marie@exemple.fr", false))).IsT1.ShouldBeTrue();
        foreach (var text in new[] { "20 €", "www.exemple.fr", "a\u202Eb", " ", new string('a', 2001) })
        {
            await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new WriteHelpMessage(secret, paul.Id, text, true)));
            await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AnswerHelp(post, "Paul", "paul@exemple.fr", text, true, "fr")));
        }

        (await instance.ReadAsync(db => db.HelpMessages.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task An_answer_sent_twice_is_one_and_one_corrected_after_that_leaves_too(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, _) = await instance.PostedAsync();
        var answer = new AnswerHelp(post, "Paul", "paul@exemple.fe", "Je sais faire.", false, "fr", HelpThreadId.New());

        var first = (await instance.SendAsync(answer)).AsT0;
        (await instance.SendAsync(answer)).AsT0.ShouldBe(first);
        var corrected = (await instance.SendAsync(answer with { Email = "paul@exemple.fr" })).AsT0;
        (await instance.SendAsync(answer with { Email = "paul@exemple.fr" })).AsT0.ShouldBe(corrected);
        (await instance.LettersAsync(MessageKind.HelpAnswered)).Select(l => l.To).ShouldBe(["paul@exemple.fe", "paul@exemple.fr"]);
        (await instance.ReadAsync(db => db.HelpMessages.CountAsync())).ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task Answers_and_messages_by_the_hundred_stop(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, secret) = await instance.PostedAsync();
        var (other, _) = await instance.PostedAsync(Neighbours.Post("zoe@exemple.fr", name: "Zoé"));
        var ofOne = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => instance.SendAsync(new AnswerHelp(other, "Paul", "paul@exemple.fr", "Moi !", false, "fr"))));
        ofOne.Count(o => o.IsT0).ShouldBe(HelpThread.MostAnswersADay);
        var ofMany = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => instance.SendAsync(new AnswerHelp(post, "Paul", $"n{n}@exemple.fr", "Moi !", false, "fr"))));
        ofMany.Count(o => o.IsT0).ShouldBe(HelpThread.MostOfPostADay);
        ofMany.Count(o => o.IsT2).ShouldBe(100 - HelpThread.MostOfPostADay);

        var thread = ofMany.First(o => o.IsT0).AsT0.Id;
        var written = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => instance.SendAsync(new WriteHelpMessage(secret, thread, $"Message {Enumerable.Repeat("a", n + 1).Aggregate(string.Concat)}", false))));
        written.Count(w => w.IsT0).ShouldBe(HelpThread.MostAnHour);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.HelpMessage))).ShouldBe(HelpThread.MostAnswersADay + HelpThread.MostOfPostADay + HelpThread.MostAnHour);
    }

    [Theory, BothDatabases]
    public async Task A_thread_is_closed_by_either_a_double_press_writes_once_and_a_replaced_link_is_dead(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, secret) = await instance.PostedAsync();
        var paul = await instance.AnsweredAsync(post);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => instance.SendAsync(new WriteHelpMessage(secret, paul.Id, "Merci.", false, After: 1))));
        (await instance.ReadAsync(db => db.HelpMessages.CountAsync())).ShouldBe(2);

        (await instance.SendAsync(new RenewHelpLink(paul.Secret, OfAuthor: false))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetHelpThread(paul.Secret))).IsT1.ShouldBeTrue();
        var letter = (await instance.LettersAsync(MessageKind.HelpThreadLink)).ShouldHaveSingleItem();
        letter.To.ShouldBe("paul@exemple.fr");
        (await instance.SendAsync(new RenewHelpLink(secret, OfAuthor: true))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetOwnHelpPost(secret))).IsT1.ShouldBeTrue();
        var renewed = await instance.SecretAsync(post);
        (await instance.LettersAsync(MessageKind.HelpLink)).ShouldHaveSingleItem().Text.ShouldContain(renewed);

        (await instance.SendAsync(new CloseHelpThread(renewed, paul.Id))).AsT0.IsOpen.ShouldBeFalse();
        (await instance.SendAsync(new WriteHelpMessage(renewed, paul.Id, "Encore ?", false))).AsT3.ShouldBeOfType<HelpClosed>();
        (await instance.LettersAsync(MessageKind.HelpMessage)).ShouldBeEmpty("what had not left yet does not leave any more");
    }

    [Theory, BothDatabases]
    public async Task Lost_links_of_posts_and_answers_leave_by_mail(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, secret) = await instance.PostedAsync();
        var paul = await instance.AnsweredAsync(post);

        var marie = await LostAsync("marie@exemple.fr");
        (marie!.To, marie.Subject).ShouldBe(("marie@exemple.fr", "Retrouver vos annonces et vos échanges"));
        marie.Text.ShouldContain($"/entraide/suivi/{secret}\n");
        marie.Text.ShouldNotContain(paul.Secret);
        (await LostAsync("paul@exemple.fr"))!.Text.ShouldContain($"/entraide/echange/{paul.Secret}\n");
        (await LostAsync("personne@exemple.fr")).ShouldBeNull();
        instance.Clock.Now += Duration.FromDays(90);
        (await LostAsync("marie@exemple.fr")).ShouldBeNull("its link answers no more");

        async Task<Letter?> LostAsync(string email)
        {
            await instance.SendAsync(new FindLostLinks(email, null, "fr"));
            var asked = await instance.ReadAsync(db => db.LostLinks.AsNoTracking().Where(l => l.ContactKey == email).OrderByDescending(l => l.AskedAt).Select(l => l.Id).FirstAsync());
            return await instance.HelpLetterAsync(MessageKind.LostLinks, asked.Value, 0);
        }
    }

    [Theory, BothDatabases]
    public async Task A_workshop_answers_with_a_price_and_a_slot_that_nobody_holds(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (post, secret) = await instance.PostedAsync(Neighbours.Post(category: "small-kitchen-item"));
        var workshop = await instance.Given.WorkshopAsync("Atelier Perrin");
        var start = Instant.FromUtc(2027, 3, 2, 8, 0);
        QuoteHelp Quoted(string slug) => new(post, slug, "Je peux la réparer.", 2500, "Changer la résistance, pièce comprise", new LocalDate(2027, 3, 31), workshop.Service.Id, start, "fr");

        (await instance.SendAsync(new GetHelpQuoteForm(post, null), workshop.Member)).AsT0.Services.ShouldHaveSingleItem().Id.ShouldBe(workshop.Service.Id);
        var form = Quoted(workshop.Organisation.Slug) with { Id = HelpThreadId.New() };
        var answered = (await instance.SendAsync(form, workshop.Member)).AsT0;
        (await instance.SendAsync(form, workshop.Member)).AsT0.ShouldBe(answered, "sent twice");
        var view = (await instance.SendAsync(new GetHelpThread(secret, answered.Id))).AsT0;
        (view.Other, view.WorkshopSlug).ShouldBe(("Atelier Perrin", workshop.Organisation.Slug));
        view.Messages.ShouldHaveSingleItem().Quote.ShouldBe(new HelpQuote(2500, "Changer la résistance, pièce comprise", new LocalDate(2027, 3, 31), workshop.Service.Id, start));
        var letter = (await instance.LettersAsync(MessageKind.HelpMessage)).ShouldHaveSingleItem();
        letter.Text.ShouldContain("Devis : 25 €");
        letter.Text.ShouldNotContain("atelier@example.org");
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(0, "the slot is held by nobody");
        (await instance.SendAsync(new GetHelpPost(post))).AsT0.Text.ShouldNotContain("€");
        (await instance.LettersAsync(MessageKind.HelpAnswered)).ShouldHaveSingleItem().To.ShouldBe("atelier@example.org");

        // For one's own approved organisation alone, and to who seeks.
        var other = await instance.Given.WorkshopAsync("Ailleurs");
        var pending = await instance.Given.WorkshopAsync("En attente", decision: null);
        (await instance.SendAsync(Quoted(workshop.Organisation.Slug), other.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(Quoted(pending.Organisation.Slug), pending.Member)).IsT3.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(Quoted(workshop.Organisation.Slug), Given.Of(OrganisationRole.Reader, workshop.Organisation.Id)));
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(Quoted(other.Organisation.Slug), other.Member))).Errors.Keys.ShouldBe(["start"], "the slot is another's");
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(Quoted(workshop.Organisation.Slug) with { ValidUntil = new LocalDate(2027, 2, 1), AmountCents = null, Covers = " " }, workshop.Member))).Errors.Keys.ShouldBe(["amountCents", "covers"], ignoreOrder: true);
        var (offer, _) = await instance.PostedAsync(Neighbours.Post("zoe@exemple.fr", "offer", name: "Zoé"));
        (await instance.SendAsync(Quoted(workshop.Organisation.Slug) with { Post = offer }, workshop.Member)).IsT3.ShouldBeTrue("nobody is sold anything under an offer");
    }
}
