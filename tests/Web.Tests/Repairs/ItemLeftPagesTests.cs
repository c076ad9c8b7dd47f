using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Repairs;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Repairs;

/// <summary>After the appointment, in HTML alone: the item stays, a quote is answered by link or at the desk, it is ready, it is collected.</summary>
public sealed class ItemLeftPagesTests
{
    private static readonly Instant Nine = Instant.FromUtc(2027, 3, 2, 8, 0);
    private static readonly Instant Ten = Nine + Duration.FromHours(1);

    [Fact]
    public async Task What_the_workshop_wrote_is_French_on_an_English_page_too()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Paul Roux", "paul@exemple.fr", null, "kettle", "Seb", "Ne chauffe plus."), null, null, "en"), workshop.Member)).AsT0.Slip;
        (await instance.SendAsync(new ProposeQuote(slip, 4_500, "Résistance à changer", new LocalDate(2027, 3, 20)), workshop.Member)).IsT0.ShouldBeTrue();
        var secret = instance.Services.GetRequiredService<Application.Repairs.Contract.ItemLeftSecrets>().SecretOf(await instance.ReadAsync(db => db.ItemsLeft.Select(i => i.Id).SingleAsync()));
        using var browser = instance.NewClient();

        (await browser.PageAsync($"/en/objet-laisse/{secret}")).QuerySelector("dd[lang=fr]")!.TextContent.ShouldBe("Résistance à changer");
        (await browser.PageAsync($"/objet-laisse/{secret}")).QuerySelector("dd[lang]").ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task One_object_left_is_one_repair_however_often_it_is_written_down(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Paul Roux", "paul@exemple.fr", null, "kettle", "Seb", "Ne chauffe plus."), null, null, "fr"), workshop.Member)).AsT0.Slip;
        using var repairer = await instance.SignInAs(workshop.Member);
        var link = (await repairer.PageAsync($"/pro/objets-laisses/{slip}")).QuerySelector("a[href*='/pro/passage']")!.GetAttribute("href")!;
        var form = (await repairer.PageAsync(link)).QuerySelectorAll("main form").OfType<IHtmlFormElement>().Single(f => f.QuerySelector("[name=issue]") is not null);
        var sent = form.QuerySelectorAll("input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
            .Concat([new("objet", "kettle"), new("date", "2027-03-01"), new("issue", "fixed"), new("kg", "1,2"), new("poids", "weighed")]).ToList();

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var answer = await repairer.PostAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : link, new FormUrlEncodedContent(sent));
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        }

        var repair = await instance.ReadAsync(db => db.Repairs.Select(r => r.Id).SingleAsync());
        (await repairer.PageAsync($"/pro/objets-laisses/{slip}")).QuerySelector($"a[href='/pro/reparation/{repair}']").ShouldNotBeNull("where to see what became of it");
        using var again = await repairer.GetAsync(link);
        again.Headers.Location!.ToString().ShouldBe($"/pro/reparation/{repair}");
    }

    [Fact]
    public async Task A_button_pressed_by_mistake_is_taken_back_and_the_page_says_what_was_told()
    {
        // No letter leaves by itself: whether one had, between two presses, would depend on how busy the machine is.
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = "1" } });
        var workshop = await instance.Given.WorkshopAsync();
        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Paul Roux", "paul@exemple.fr", "06 12 34 56 78", "kettle", "Seb", "Ne chauffe plus."), null, null, "fr"), workshop.Member)).AsT0.Slip;
        using var repairer = await instance.SignInAs(workshop.Member);
        var page = $"/pro/objets-laisses/{slip}";
        async Task<string> PressAsync(string handler)
        {
            var token = (await repairer.PageAsync(page)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            using var answer = await repairer.PostAsync($"{page}?handler={handler}", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
            return answer.Headers.Location!.ToString();
        }

        (await PressAsync("Ready")).ShouldBe(page + "?fait=pret");
        (await PressAsync("NotReady")).ShouldBe(page + "?fait=pas-pret");
        var text = (await repairer.PageAsync(page + "?fait=pas-pret")).Body!.TextContent;
        text.ShouldContain("C’est noté\u00A0: l’objet n’est pas prêt.");
        text.ShouldContain("« prêt » annulé".Replace("« ", "«\u00A0", StringComparison.Ordinal).Replace(" »", "\u00A0»", StringComparison.Ordinal));

        await PressAsync("Ready");
        var sent = instance.Clock.Now;
        await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.ItemReady && m.Occurrence == 1).ExecuteUpdateAsync(set => set.SetProperty(m => m.SentAt, sent)));
        instance.Clock.Now += Duration.FromHours(1);
        await PressAsync("NotReady");
        text = (await repairer.PageAsync(page)).Body!.TextContent;
        text.ShouldContain("Cette personne sait depuis le");
        text.ShouldContain("06\u00A012\u00A034\u00A056\u00A078");
        await PressAsync("Ready");
        (await repairer.PageAsync(page + "?fait=pret")).QuerySelector("[role=status]")!.TextContent.ShouldContain("rien ne lui est redit");

        // « Rendu » from the list: the way back is beside the word.
        using (var collected = await repairer.SendFormAsync("/pro/objets-laisses", [new("numero", slip)], "objets-laisses"))
        {
            var back = await repairer.PageAsync(collected.Headers.Location!.ToString());
            back.QuerySelector("[role=status] a")!.GetAttribute("href").ShouldBe(page);
        }

        (await PressAsync("NotCollected")).ShouldBe(page + "?fait=pas-repris");
        (await PressAsync("Link")).ShouldBe(page + "?fait=lien");
        text = (await repairer.PageAsync(page + "?fait=lien")).Body!.TextContent;
        text.ShouldContain("Le nouveau part à paul@exemple.fr.");
        text.ShouldContain("lien remplacé");
        (await repairer.PageAsync(page)).Body!.TextContent.ShouldContain("Prêt à être repris");
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.ItemReady))).ShouldBe(2);
        (await (await instance.SignInAs((await instance.Given.WorkshopAsync()).Member)).GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases]
    public async Task From_the_visit_to_the_item_handed_back(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await CameAsync(instance, workshop, "marie.blanc@exemple.fr", null);
        using var repairer = await instance.SignInAs(workshop.Member);
        using var resident = instance.NewClient();
        var page = $"/pro/objets-laisses/{booked.Reference}";

        // The item stays: from the visit.
        var stay = (await repairer.PageAsync($"/pro/rendez-vous/{booked.Reference}")).QuerySelectorAll("a").First(a => a.TextContent == "L’objet reste à l’atelier").GetAttribute("href")!;
        using (var kept = await repairer.SendFormAsync(stay, [new("avec", "Chargeur")]))
        {
            kept.Headers.Location!.ToString().ShouldBe(page + "?fait=depot");
        }

        (await repairer.PageAsync(page + "?fait=depot")).QuerySelector("[role=status]")!.TextContent.ShouldContain(booked.Reference);
        (await resident.PageAsync($"/rendez-vous/{booked.Secret}")).QuerySelector("#objet")!.TextContent.ShouldBe("Votre objet est à l’atelier");

        // A quote: what cannot be read is said on its field, and what was typed stays.
        using (var wrong = await repairer.SendFormAsync(page, [new("montant", "quarante"), new("travail", "Changer la pompe."), new("jusquau", "2027-04-01")], page))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var form = await wrong.PageAsync();
            form.QuerySelector("#montant")!.GetAttribute("value").ShouldBe("quarante");
            form.QuerySelector("#montant")!.GetAttribute("aria-invalid").ShouldBe("true");
            form.QuerySelector("#travail")!.TextContent.ShouldContain("Changer la pompe.");
        }

        var proposed = PostedForm(await repairer.PageAsync(page), "montant", ("montant", "1 045,50 €"), ("travail", "Changer la pompe."), ("jusquau", "2027-04-01"));
        foreach (var answer in await Task.WhenAll(repairer.PostAsync(page, Content(proposed)), repairer.PostAsync(page, Content(proposed))))
        {
            answer.Headers.Location!.ToString().ShouldBe(page + "?fait=devis");
        }

        (await instance.ReadAsync(db => db.Set<Quote>().SingleAsync())).AmountCents.ShouldBe(104_550);
        (await repairer.PageAsync(page)).Body!.TextContent.ShouldContain("1\u202F045,50\u00A0€");
        (await repairer.PageAsync("/en" + page)).Body!.TextContent.ShouldContain("€1,045.50");

        // The resident reads and answers by the link; reading changes nothing.
        var ticket = await resident.PageAsync($"/rendez-vous/{booked.Secret}");
        var own = ticket.QuerySelector("#objet")!.ParentElement!.QuerySelector("a")!.GetAttribute("href")!;
        var quote = await resident.PageAsync(own);
        quote.QuerySelector("h1")!.TextContent.ShouldBe("Un devis vous est proposé : 1\u202F045,50\u00A0€".Replace(" :", "\u00A0:", StringComparison.Ordinal));
        (await instance.ReadAsync(db => db.Set<Quote>().SingleAsync())).Answer.ShouldBeNull();
        var yes = PostedForm(quote, "devis", ("reponse", "oui"));
        foreach (var _ in new[] { 1, 2 })
        {
            using var accepted = await resident.PostAsync(own, Content(yes));
            accepted.Headers.Location!.ToString().ShouldBe("/objet-laisse/" + quote.QuerySelector(".ref")!.TextContent);
        }

        using (var contrary = await resident.PostAsync(own, Content(PostedForm(quote, "devis", ("reponse", "non")))))
        {
            contrary.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await contrary.PageAsync()).QuerySelector("[role=alert]")!.TextContent.ShouldBe("Vous avez déjà accepté ce devis. Pour changer d’avis, appelez l’atelier.");
        }

        using (var atDesk = await repairer.PostAsync(page + "?handler=Answer", Content(Antiforgery(await repairer.PageAsync(page)).Append(new("devis", "1")).Append(new("reponse", "non")))))
        {
            atDesk.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await atDesk.PageAsync()).QuerySelector("[role=alert]")!.TextContent.ShouldContain("déjà accepté");
        }

        // Ready, pressed by two; then handed back.
        var ready = Antiforgery(await repairer.PageAsync(page)).ToList();
        var both = await Task.WhenAll(repairer.PostAsync(page + "?handler=Ready", Content(ready)), repairer.PostAsync(page + "?handler=Ready", Content(ready)));
        both.ShouldAllBe(a => a.Headers.Location!.ToString() == page + "?fait=pret");
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.ItemReady))).ShouldBe(1);
        (await resident.PageAsync(own)).QuerySelector("h1")!.TextContent.ShouldBe("Votre objet vous attend");
        using var tick = await repairer.SendFormAsync("/pro/objets-laisses", [], "/pro/objets-laisses");
        tick.Headers.Location!.ToString().ShouldEndWith("fait=repris");
        (await repairer.PageAsync("/pro/objets-laisses")).QuerySelector(".board").ShouldBeNull();
        (await resident.PageAsync(own)).QuerySelector("h1")!.TextContent.ShouldBe("Vous avez repris votre objet");
        using var late = await resident.PostAsync(own, Content(PostedForm(quote, "devis", ("reponse", "peut-être"))));
        late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_form_corrected_and_sent_again_says_that_its_first_answers_are_kept()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var repairer = await instance.SignInAs(workshop.Member);
        const string New = "/pro/objets-laisses/nouveau";
        var key = Domain.Common.ItemLeftId.New().ToString();
        KeyValuePair<string, string>[] fields = [new("cle", key), new("objet", "kettle"), new("panne", "Ne chauffe plus."), new("nom", "Paul Roux")];
        using var kept = await repairer.SendFormAsync(New, [.. fields, new("tel", "06 12 34 56 78")]);
        kept.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var again = await repairer.SendFormAsync(New, [.. fields, new("tel", "06 12 34 56 79")]);

        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await again.PageAsync();
        page.QuerySelector(".errors")!.TextContent.ShouldContain(kept.Headers.Location!.ToString().Split('?')[0][^8..]);
        page.QuerySelector("#tel")!.GetAttribute("value").ShouldBe("06 12 34 56 79");
        page.QuerySelector("input[name=cle]")!.GetAttribute("value").ShouldNotBe(key);
    }

    [Theory, BothDatabases]
    public async Task Without_an_appointment_nor_email_the_desk_is_told_to_call_and_ticks_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var repairer = await instance.SignInAs(workshop.Member);
        const string New = "/pro/objets-laisses/nouveau";
        KeyValuePair<string, string>[] fields = [new("objet", "kettle"), new("panne", "Ne chauffe plus."), new("nom", "Paul Roux"), new("tel", "06 12 34 56 78")];
        using (var wrong = await repairer.SendFormAsync(New, fields.Where(f => f.Key != "tel")))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var form = await wrong.PageAsync();
            form.QuerySelector("#tel")!.GetAttribute("aria-invalid").ShouldBe("true");
            form.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Paul Roux");
        }

        using var kept = await repairer.SendFormAsync(New, fields);
        var page = kept.Headers.Location!.ToString().Split('?')[0];
        using var proposed = await repairer.SendFormAsync(page, [new("montant", "45"), new("travail", "Changer le cordon"), new("jusquau", "2027-04-01")], page);

        (await repairer.PageAsync("/pro/agenda")).QuerySelector(".note a")!.TextContent.ShouldBe("Une personne à appeler");
        var calls = await repairer.PageAsync("/pro/appels");
        calls.QuerySelector(".words")!.TextContent.ShouldContain("Cela coûterait 45\u00A0€.");
        calls.QuerySelector("a[href^='tel:']")!.GetAttribute("href").ShouldBe("tel:+33612345678");
        (await repairer.PageAsync("/pro/objets-laisses")).QuerySelector(".warn")!.TextContent.ShouldBe("À prévenir");
        using var unanswered = await repairer.SendFormAsync("/pro/appels", [new("note", "sans-reponse")], "handler=Item");
        (await repairer.PageAsync("/pro/appels")).Body!.TextContent.ShouldContain("Pas de réponse");
        using var told = await repairer.SendFormAsync(page, [new("note", "prevenu")], "handler=Item");
        told.Headers.Location!.ToString().ShouldBe(page + "?fait=prevenu");
        (await repairer.PageAsync("/pro/appels")).QuerySelector("form [name=numero]").ShouldBeNull();
        using var nonsense = await repairer.PostAsync("/pro/appels?handler=Item", Content(Antiforgery(calls).Append(new("numero", page[^8..])).Append(new("nouvelle", "rien")).Append(new("note", "prevenu"))));
        nonsense.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // What became of it is recorded as a walk-in, and what is known is not asked again.
        var walkIn = (await repairer.PageAsync(page)).QuerySelectorAll("a").First(a => a.TextContent == "Noter comment l’objet repart").GetAttribute("href")!;
        (await repairer.PageAsync(walkIn)).QuerySelector("#objet option[selected]")!.GetAttribute("value").ShouldBe("kettle");
    }

    [Theory, BothDatabases]
    public async Task Part_ordered_gives_a_second_appointment_once_and_the_repairer_reads_what_was_found(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await CameAsync(instance, workshop, "marie.blanc@exemple.fr", null);
        using var repairer = await instance.SignInAs(workshop.Member);
        var suite = $"/pro/rendez-vous/{booked.Reference}/suite";
        var page = await repairer.PageAsync(suite);
        var start = page.QuerySelector("button[name=debut]")!.GetAttribute("value")!;

        using (var empty = await repairer.PostAsync(suite, Content(PostedForm(page, "cle", ("debut", start)))))
        {
            empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await empty.PageAsync()).QuerySelector("#diagnostic")!.GetAttribute("aria-invalid").ShouldBe("true");
        }

        var next = page.QuerySelector("button[value^='Days&du=']")!;
        using (var days = await repairer.PostAsync(next.GetAttribute("formaction")!, Content(PostedForm(page, "cle", ("bouton", next.GetAttribute("value")!), ("diagnostic", "Pompe grippée")))))
        {
            days.StatusCode.ShouldBe(HttpStatusCode.OK);
            var later = await days.PageAsync();
            later.QuerySelector("#diagnostic")!.TextContent.ShouldContain("Pompe grippée");
            later.QuerySelector("button[name=debut]")!.GetAttribute("value").ShouldNotBe(start);
        }

        var form = PostedForm(page, "cle", ("debut", start), ("diagnostic", "Pompe grippée, commandée"));
        var answers = await Task.WhenAll(repairer.PostAsync(suite, Content(form)), repairer.PostAsync(suite, Content(form)));

        var second = answers.Select(a => a.Headers.Location!.ToString()).Distinct().ShouldHaveSingleItem();
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(2);
        var visit = await repairer.PageAsync(second);
        visit.QuerySelector("#connu")!.ParentElement!.TextContent.ShouldContain("Pompe grippée, commandée");
        (await repairer.PageAsync($"/pro/rendez-vous/{booked.Reference}")).QuerySelectorAll("a").ShouldContain(a => a.TextContent.StartsWith("Second rendez-vous", StringComparison.Ordinal));
        (await repairer.PageAsync(suite)).QuerySelector("form button[name=debut]").ShouldBeNull();
        using var other = await repairer.PostAsync(suite, Content(PostedForm(page, "cle", ("debut", start), ("diagnostic", "Autre"))));
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var secret = instance.Services.GetRequiredService<BookingSecrets>().SecretOf(await instance.ReadAsync(db => db.Bookings.Where(b => b.FollowsBookingId != null).Select(b => b.Id).SingleAsync()));
        (await instance.Client.PageAsync($"/rendez-vous/{secret}")).Body!.TextContent.ShouldContain("la pièce est commandée");
    }

    [Fact]
    public async Task Others_get_404_and_passers_by_are_asked_to_sign_in()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await CameAsync(instance, workshop, "marie.blanc@exemple.fr", null);
        await instance.SendAsync(new LeaveItem(booked.Reference, null, null, null, null, "fr"), workshop.Member);
        using var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Member);
        using var repairer = await instance.SignInAs(workshop.Member);

        foreach (var path in new[]
        {
            $"/pro/objets-laisses?lieu={workshop.Place.Id}", $"/pro/objets-laisses/{booked.Reference}", $"/pro/objets-laisses/nouveau?lieu={workshop.Place.Id}",
            $"/pro/objets-laisses/nouveau?rendez-vous={booked.Reference}", $"/pro/rendez-vous/{booked.Reference}/suite",
        })
        {
            (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await repairer.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await instance.Client.GetAsync(path)).Headers.Location!.ToString().ShouldContain("/connexion", customMessage: path);
        }

        foreach (var path in new[] { "/objet-laisse/rien", "/pro/objets-laisses/XXX-2222", "/pro/objets-laisses?p=0", "/pro/objets-laisses?p=x", "/pro/objets-laisses?etat=perdu" })
        {
            (await repairer.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        // What strangers post changes nothing.
        using var foreign = await stranger.PostAsync($"/pro/objets-laisses/{booked.Reference}?handler=Ready", Content(Antiforgery(await stranger.PageAsync("/pro/objets-laisses/nouveau"))));
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.ReadAsync(db => db.ItemsLeft.SingleAsync())).State.ShouldBe(ItemLeftState.WaitingForQuote);
    }

    private static async Task<Booked> CameAsync(TestInstance instance, Workshop workshop, string? email, string? phone)
    {
        var booked = (await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Nine, new ContactDetails("Marie Blanc", email, phone), new ItemDetails("mobile", "Fairphone", null, "Écran noir"), null, BookingChannel.Web, null, "fr"))).AsT0;
        instance.Clock.Now = Ten;
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.CheckIn), workshop.Member)).IsT0.ShouldBeTrue();
        return booked;
    }

    /// <summary>The hidden fields of the form that holds this field, then those filled in.</summary>
    private static Dictionary<string, string> PostedForm(IHtmlDocument page, string field, params (string Name, string Value)[] filled)
    {
        var fields = page.QuerySelector($"[name={field}]")!.Closest("form")!.QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        foreach (var (name, value) in filled)
        {
            fields[name] = value;
        }

        return fields;
    }

    private static IEnumerable<KeyValuePair<string, string>> Antiforgery(IHtmlDocument page) =>
        [new("__RequestVerificationToken", page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!)];

    private static FormUrlEncodedContent Content(IEnumerable<KeyValuePair<string, string>> fields) => new(fields);
}
