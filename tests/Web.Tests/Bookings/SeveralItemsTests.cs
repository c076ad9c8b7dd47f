using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Repairs;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>Several items in one appointment, in HTML alone and over the API.</summary>
public sealed class SeveralItemsTests
{
    private const string Nine = "2027-03-02T09:00:00+01:00";
    private const string Eleven = "2027-03-02T11:00:00+01:00";

    [Theory, BothDatabases]
    public async Task Added_taken_away_checked_and_booked_with_everything_typed_kept(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE services SET price = '30 €'"));
        using var browser = instance.NewClient();
        var form = await browser.PageAsync(FormUrl(workshop, Nine));
        Plain(form.QuerySelector(".ticket")!).ShouldContain("Prévoyez 60 minutes.");

        var typed = Typed(form);
        (typed["nom"], typed["email"], typed["objet"], typed["panne"]) = ("Marie", "marie.blanc@exemple.fr", "mobile", "Écran noir");
        var two = await SendAsync(browser, "Add", typed, HttpStatusCode.OK);
        two.QuerySelectorAll("legend").Select(l => l.TextContent).ShouldBe(["Vous", "Objet 1", "Objet 2"]);
        two.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Marie");
        typed = Typed(two);
        (typed["objet2"], typed["marque2"], typed["panne2"]) = ("mobile", "Nokia", "Ne sonne plus");
        var three = await SendAsync(browser, "Add", typed, HttpStatusCode.OK);
        three.QuerySelectorAll("button[value^='Remove&retirer=']").Length.ShouldBe(2);
        three.QuerySelector("#panne2")!.TextContent.ShouldContain("Ne sonne plus");

        // The third says nothing: its fields tell; then it is taken away.
        var wrong = await SendAsync(browser, "Check", Typed(three), HttpStatusCode.UnprocessableEntity);
        wrong.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#objet3", "#panne3"], ignoreOrder: true);
        typed = Typed(wrong);
        typed["retirer"] = "3";
        var again = await SendAsync(browser, "Remove", typed, HttpStatusCode.OK);
        again.QuerySelector("#objet3").ShouldBeNull();
        again.QuerySelector("#marque2")!.GetAttribute("value").ShouldBe("Nokia");

        var check = await SendAsync(browser, "Check", Typed(again), HttpStatusCode.OK);
        check.QuerySelectorAll("section h2").Select(h => h.TextContent).ShouldBe(["Vous", "Objet 1", "Objet 2"]);
        check.Body!.TextContent.ShouldContain("Ne sonne plus");
        Plain(check.QuerySelector(".ticket")!).ShouldContain("Prévoyez 2 heures pour vos 2 objets.");
        var answer = await browser.PostAsync("/rendez-vous/nouveau?handler=Confirm", new FormUrlEncodedContent(Typed(check)));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var booking = await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync());
        booking.Items.ShouldBe([new BookedItem("mobile", null, null, "Écran noir"), new BookedItem("mobile", "Nokia", null, "Ne sonne plus")]);
        (booking.End - booking.Start).ShouldBe(Duration.FromHours(2));
        var link = answer.Headers.Location!.ToString();
        (await browser.PageAsync(link)).QuerySelector(".stub")!.TextContent.ShouldContain("Téléphone mobile et téléphone mobile Nokia");
        Plain((await browser.PageAsync(link)).QuerySelector(".stub")!).ShouldContain("Environ 2 heures, 30 € par objet");
        (await browser.GetStringAsync(link + "/calendrier.ics")).ShouldContain("Téléphone mobile");
    }

    [Theory, BothDatabases]
    public async Task A_slot_too_short_for_two_says_so_and_offers_others_or_lets_one_be_taken_away(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();

        // At eleven the morning has an hour left.
        var typed = Typed(await browser.PageAsync(FormUrl(workshop, Eleven)));
        (typed["nom"], typed["email"], typed["objet"], typed["panne"]) = ("Marie", "marie.blanc@exemple.fr", "mobile", "Écran noir");
        (typed["objet2"], typed["marque2"], typed["panne2"]) = ("mobile", "Nokia", "Ne sonne plus");

        var page = await SendAsync(browser, "Check", typed, HttpStatusCode.Conflict);

        page.QuerySelector(".errors h2")!.TextContent.ShouldStartWith("Ce créneau est trop court pour vos 2 objets");
        page.Body!.TextContent.ShouldNotContain("vient d’être pris");
        page.QuerySelectorAll("button.slot").Length.ShouldBe(3);
        page.QuerySelector("#panne2")!.TextContent.ShouldContain("Ne sonne plus");
        page.QuerySelector("main form button")!.GetAttribute("value").ShouldBe("Check", "Enter in a field presses the first button");

        var without = Typed(page);
        without["retirer"] = "2";
        (await SendAsync(browser, "Check", Typed(await SendAsync(browser, "Remove", without, HttpStatusCode.OK)), HttpStatusCode.OK)).QuerySelector("h1")!.TextContent.ShouldStartWith("Tout est juste");

        // As a browser sends them: the slot pressed comes first.
        var other = new List<KeyValuePair<string, string>> { new("bouton", page.QuerySelector("button.slot")!.GetAttribute("value")!) };
        other.AddRange(Typed(page));
        var moved = await (await browser.PostAsync("/rendez-vous/nouveau?handler=Edit", new FormUrlEncodedContent(other))).PageAsync();
        var check = await SendAsync(browser, "Check", Typed(moved), HttpStatusCode.OK);
        (await browser.PostAsync("/rendez-vous/nouveau?handler=Confirm", new FormUrlEncodedContent(Typed(check)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var booking = await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync());
        (booking.End - booking.Start).ShouldBe(Duration.FromHours(2));
    }

    [Fact]
    public async Task A_form_sent_with_nonsense_is_answered_and_five_is_the_most()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var typed = Typed(await browser.PageAsync(FormUrl(workshop, Nine)));
        typed["retirer"] = "douze";
        typed["objet5"] = "rien";
        (await SendAsync(browser, "Remove", typed, HttpStatusCode.OK)).QuerySelector("#objet2").ShouldNotBeNull("a number may be missing before it");
        foreach (var n in new[] { 2, 3, 4 })
        {
            typed[$"objet{n}"] = "mobile";
        }

        var full = await SendAsync(browser, "Add", typed, HttpStatusCode.OK);
        full.QuerySelectorAll("button[value^='Remove&retirer=']").Length.ShouldBe(4);
        full.Body!.TextContent.ShouldContain("Cinq objets au plus");
        full.QuerySelectorAll("button").ShouldAllBe(b => !b.TextContent.Contains("Ajouter"));
    }

    [Fact]
    public async Task An_object_more_that_leaves_no_room_at_the_hour_chosen_is_said_at_the_desk()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var repairer = await instance.SignInAs(workshop.Member);
        var ten = Nine.Replace("09:00", "10:00", StringComparison.Ordinal);
        var typed = Typed(await repairer.PageAsync($"/pro/inscrire?service={workshop.Service.Id}&debut={Uri.EscapeDataString(ten)}"));
        (typed["debut"], typed["nom"], typed["voie"], typed["objet"], typed["panne"]) = (ten, "Jean Roche", "desk", "mobile", "Écran noir");

        var two = await (await repairer.PostAsync("/pro/inscrire?jour=2027-03-02&handler=Add", new FormUrlEncodedContent(typed))).PageAsync();
        two.QuerySelector(".errors h2")!.TextContent.ShouldStartWith("Ce rendez-vous dure 2\u00a0heures");
        two.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Jean Roche");

        typed["debut"] = Nine;
        var fits = await (await repairer.PostAsync("/pro/inscrire?jour=2027-03-02&handler=Add", new FormUrlEncodedContent(typed))).PageAsync();
        fits.QuerySelector(".errors").ShouldBeNull();
        fits.QuerySelector("#debut option[selected]")!.GetAttribute("value").ShouldBe(Nine);
    }

    [Theory, BothDatabases]
    public async Task Booked_at_the_desk_then_recorded_item_after_item(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var repairer = await instance.SignInAs(workshop.Member);
        var desk = $"/pro/inscrire?service={workshop.Service.Id}&debut={Uri.EscapeDataString(Nine)}";
        var typed = Typed(await repairer.PageAsync(desk));
        (typed["debut"], typed["nom"], typed["voie"], typed["objet"], typed["panne"]) = (Nine, "Jean Roche", "desk", "mobile", "Écran noir");
        var two = await (await repairer.PostAsync("/pro/inscrire?jour=2027-03-02&handler=Add", new FormUrlEncodedContent(typed))).PageAsync();
        two.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Jean Roche");
        typed = Typed(two);
        (typed["debut"], typed["voie"], typed["objet2"], typed["marque2"], typed["panne2"]) = (Nine, "desk", "mobile", "Nokia", "Ne sonne plus");
        var booked = await repairer.PostAsync("/pro/inscrire?jour=2027-03-02", new FormUrlEncodedContent(typed));
        booked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var reference = (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync())).Reference;
        var visit = $"/pro/rendez-vous/{reference}";

        // The next day the first sign-in is over.
        repairer.Dispose();
        instance.Clock.Now = Instant.FromUtc(2027, 3, 2, 8, 30);
        using var tomorrow = await instance.SignInAs(workshop.Member);
        repairer = tomorrow;
        (await repairer.PageAsync("/pro/agenda?jour=2027-03-02")).Body!.TextContent.ShouldContain("Téléphone mobile et téléphone mobile Nokia");
        (await repairer.PageAsync("/pro/feuille?jour=2027-03-02")).Body!.TextContent.ShouldContain("Ne sonne plus");
        var page = await repairer.PageAsync(visit);
        page.QuerySelector("h2#issue-objet")!.TextContent.ShouldStartWith("Objet 1");
        page.QuerySelector("input[name=numero]")!.GetAttribute("value").ShouldBe("1");
        var chosen = await repairer.PageAsync(visit + "?numero=2");
        chosen.QuerySelector("h2#issue-objet")!.TextContent.ShouldStartWith("Objet 2");

        var outcome = Typed(chosen);
        (outcome["issue"], outcome["kg"], outcome["poids"]) = ("fixed", "0,2", "weighed");
        var answers = await Task.WhenAll(repairer.PostAsync(visit, new FormUrlEncodedContent(outcome)), repairer.PostAsync(visit, new FormUrlEncodedContent(outcome)));
        answers.ShouldAllBe(a => a.Headers.Location!.ToString() == visit + "?fait=issue");
        var rest = await repairer.PageAsync(visit + "?fait=issue");
        rest.QuerySelector(".note[role=status]")!.TextContent.ShouldContain("Il reste un objet à noter.");
        rest.QuerySelector("h2#issue-objet")!.TextContent.ShouldStartWith("Objet 1");
        (await repairer.PageAsync("/pro/agenda?jour=2027-03-02")).Body!.TextContent.ShouldContain("1 objet sur 2 noté");

        outcome = Typed(rest);
        (outcome["issue"], outcome["poids"]) = ("end-of-life", "weighed");
        (await repairer.PostAsync(visit, new FormUrlEncodedContent(outcome))).Headers.Location!.ToString().ShouldStartWith("/pro/agenda");
        (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync())).Status.ShouldBe(BookingStatus.Completed);
        (await instance.ReadAsync(db => db.Repairs.AsNoTracking().OrderBy(r => r.BookingItem).Select(r => r.Outcome).ToListAsync())).ShouldBe([RepairOutcome.EndOfLife, RepairOutcome.Fixed]);
        (await repairer.PageAsync(visit)).QuerySelectorAll("a[href^='/pro/reparation/']").Length.ShouldBe(2);
        var follow = await repairer.PageAsync(visit + "/suite");
        follow.QuerySelectorAll("input[name=revient][type=checkbox]").Length.ShouldBe(2);
        (await repairer.PageAsync($"/pro/objets-laisses/nouveau?rendez-vous={reference}")).QuerySelectorAll("select#numero option").Length.ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task Over_the_api_more_items_are_booked_shown_and_recorded(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        object Asked(string start, params object?[] more) => new
        {
            serviceId = workshop.Service.Id.ToString(),
            start,
            contact = new { name = "Marie Blanc", email = "marie.blanc@exemple.fr" },
            item = new { category = "mobile", problem = "Écran noir" },
            moreItems = more,
        };

        var short1 = await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(instance.Client, Asked(Eleven, new { category = "mobile", problem = "x" })));
        short1.GetProperty("type").GetString().ShouldBe("/problems/slot-taken");
        short1.GetProperty("alternatives").EnumerateArray().Select(a => (a.GetProperty("start").GetString()!, a.GetProperty("end").GetString()!))
            .ShouldContain(a => a.Item1.Contains("T09:00", StringComparison.Ordinal) && a.Item2.Contains("T11:00", StringComparison.Ordinal));
        var wrong = await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(instance.Client, Asked(Nine, null, new { category = "mobile", problem = "x", brand = new string('x', 61) })));
        wrong.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(["moreItems[0].category", "moreItems[0].problem", "moreItems[1].brand"], ignoreOrder: true);
        (await BookingsApiTests.PostAsync(instance.Client, Asked(Nine, "mobile"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var answer = await BookingsApiTests.PostAsync(instance.Client, Asked(Nine, new { category = "mobile", brand = "Nokia", problem = "Ne sonne plus" }));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var booking = await BookingsApiTests.JsonAsync(answer);
        booking.GetProperty("end").GetString().ShouldBe(Eleven);
        booking.GetProperty("moreItems")[0].GetProperty("brand").GetString().ShouldBe("Nokia");
        var reference = booking.GetProperty("reference").GetString();

        foreach (var query in new[] { "category=mobile&category=mobile", "category=mobile,mobile" })
        {
            var slots = await BookingsApiTests.JsonAsync(await instance.Client.GetAsync($"/api/v1/services/{workshop.Service.Id}/slots?from=2027-03-03&to=2027-03-03&{query}"));
            slots.GetProperty("items")[0].GetProperty("end").GetString()!.ShouldContain("T11:00");
        }

        (await instance.Client.GetAsync($"/api/v1/services/{workshop.Service.Id}/slots?category=mobile,mobile,mobile,mobile,mobile,mobile")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var member = await instance.BearerFor(workshop.Member);
        var agenda = await BookingsApiTests.JsonAsync(await member.GetAsync($"/api/v1/places/{workshop.Place.Id}/agenda?from=2027-03-02"));
        agenda.GetProperty("items")[0].GetProperty("moreItems").GetArrayLength().ShouldBe(1);
        member.Dispose();
        instance.Clock.Now = Instant.FromUtc(2027, 3, 2, 8, 30);
        using var tomorrow = await instance.BearerFor(workshop.Member);
        member = tomorrow;
        var second = await member.PostAsJsonAsync("/api/v1/repairs", new { bookingReference = reference, outcome = "fixed", itemNumber = 2 });
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await BookingsApiTests.JsonAsync(await member.GetAsync(second.Headers.Location))).GetProperty("itemNumber").GetInt32().ShouldBe(2);
        (await member.PostAsJsonAsync("/api/v1/repairs", new { bookingReference = reference, outcome = "fixed", itemNumber = 2 })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await member.PostAsJsonAsync("/api/v1/repairs", new { bookingReference = reference, outcome = "fixed", itemNumber = 3 })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await member.PostAsJsonAsync("/api/v1/repairs", new { bookingReference = reference, outcome = "unknown" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        var impact = await BookingsApiTests.JsonAsync(await instance.Client.GetAsync("/api/v1/impact?territory=commune:38185"));
        impact.GetProperty("repairs").GetProperty("total").GetInt32().ShouldBe(2);
    }

    private static string Plain(IElement element) => element.TextContent.Replace('\u00a0', ' ').Replace('\u202f', ' ');

    private static string FormUrl(Workshop workshop, string start) => $"/rendez-vous/nouveau?service={workshop.Service.Id}&debut={Uri.EscapeDataString(start)}&objet=mobile";

    private static async Task<IDocument> SendAsync(HttpClient browser, string handler, Dictionary<string, string> fields, HttpStatusCode expected)
    {
        var answer = await browser.PostAsync("/rendez-vous/nouveau?handler=" + handler, new FormUrlEncodedContent(fields));
        answer.StatusCode.ShouldBe(expected);
        return await answer.PageAsync();
    }

    /// <summary>All that a page would send, as it stands.</summary>
    private static Dictionary<string, string> Typed(IDocument page)
    {
        // The one that is filled in: others hold a button alone.
        var form = page.QuerySelectorAll("main form[method=post]").MaxBy(f => f.QuerySelectorAll("input, select, textarea").Length)!;
        var sent = form.QuerySelectorAll("input:not([type=radio]):not([type=checkbox])").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        foreach (var area in form.QuerySelectorAll("textarea"))
        {
            sent[area.GetAttribute("name")!] = area.TextContent.Trim();
        }

        foreach (var list in form.QuerySelectorAll("select"))
        {
            sent[list.GetAttribute("name")!] = (list.QuerySelector("option[selected]") ?? list.QuerySelector("option"))?.GetAttribute("value") ?? "";
        }

        return sent;
    }
}
