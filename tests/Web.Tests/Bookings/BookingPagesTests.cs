using System.Net;
using System.Net.Http.Json;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>The journey of a resident, in HTML alone.</summary>
public sealed class BookingPagesTests
{
    private const string Nine = "2027-03-02T09:00:00+01:00";

    [Theory, BothDatabases]
    public async Task From_the_form_to_the_ticket_then_moved_and_cancelled(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();

        var form = await PageAsync(await browser.GetAsync(FormUrl(workshop)));
        form.QuerySelector("h1")!.TextContent.ShouldBe("Vos coordonnées et l’objet");
        var typed = Hidden(form);
        typed["nom"] = "Marie Blanc";
        typed["email"] = "marie.blanc@exemple.fr";
        typed["objet"] = "mobile";
        typed["panne"] = "L’écran reste noir.";

        var check = await PageAsync(await PostAsync(browser, "/rendez-vous/nouveau?handler=Check", typed));
        check.QuerySelector("h1")!.TextContent.ShouldBe("Tout est juste ?".Replace(" ?", "\u202f?"));
        check.Body!.TextContent.ShouldContain("Téléphone mobile");
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);

        var confirm = Hidden(check);
        var booked = await PostAsync(browser, "/rendez-vous/nouveau?handler=Confirm", confirm);
        booked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var again = await PostAsync(browser, "/rendez-vous/nouveau?handler=Confirm", confirm);
        again.Headers.Location.ShouldBe(booked.Headers.Location);
        var checkedAgain = await PostAsync(browser, "/rendez-vous/nouveau?handler=Check", typed);
        checkedAgain.Headers.Location.ShouldBe(booked.Headers.Location, "who goes back to the form finds the ticket, not a slot taken by themselves");
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);

        var link = booked.Headers.Location!.ToString();
        var ticketAnswer = await browser.GetAsync(link);
        ticketAnswer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var ticket = await PageAsync(ticketAnswer);
        ticket.QuerySelector(".ref")!.TextContent.ShouldMatch("^GRE-");
        link.ShouldBe("/rendez-vous/" + ticket.QuerySelector(".ref")!.TextContent, "no secret in the address of the ticket");
        ticket.QuerySelector("a[href$='.ics']")!.GetAttribute("href").ShouldBe(link + "/calendrier.ics");
        ticket.QuerySelector(".qr path")!.GetAttribute("d")!.Length.ShouldBeGreaterThan(100);
        var calendar = await browser.GetAsync(link + "/calendrier.ics");
        calendar.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        (await calendar.Content.ReadAsStringAsync()).ShouldContain("BEGIN:VEVENT");

        var move = await PageAsync(await browser.GetAsync(link + "/deplacer"));
        var target = move.QuerySelectorAll("button.slot").Select(b => b.GetAttribute("value")!).First(v => v.Contains("T11:00", StringComparison.Ordinal));
        var moved = Hidden(move);
        moved["debut"] = target;
        (await PostAsync(browser, link + "/deplacer", moved)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Start.InUtc().Hour.ShouldBe(10);

        var cancel = await PageAsync(await browser.GetAsync(link + "/annuler"));
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(1);
        (await PostAsync(browser, link + "/annuler", Hidden(cancel))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PageAsync(await browser.GetAsync(link))).QuerySelector("h1")!.TextContent.ShouldBe("Votre rendez-vous est annulé");
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Errors_stand_on_their_fields_and_what_was_typed_stays()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var typed = Hidden(await PageAsync(await browser.GetAsync(FormUrl(workshop))));
        typed["nom"] = "Marie <b>\"Blanc\"</b>";
        typed["email"] = "marie.blanc@exemple";
        typed["objet"] = "mobile";
        typed["panne"] = "  ";

        var answer = await PostAsync(browser, "/rendez-vous/nouveau?handler=Check", typed);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await PageAsync(answer);
        page.Title!.ShouldStartWith("Erreur");
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#email", "#panne"], "in the order of the page");
        page.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Marie <b>\"Blanc\"</b>");
        page.QuerySelector("#email")!.GetAttribute("value").ShouldBe("marie.blanc@exemple");
        page.QuerySelector("#email")!.GetAttribute("aria-invalid").ShouldBe("true");
        page.QuerySelector("#email-erreur")!.TextContent.ShouldContain("marie.blanc@exemple.fr");
        page.QuerySelector("select#objet option[selected]")!.GetAttribute("value").ShouldBe("mobile");
    }

    [Theory, BothDatabases]
    public async Task A_browser_that_knows_no_address_of_a_button_sends_all_to_the_form_and_what_was_pressed_is_done(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var form = await PageAsync(await browser.GetAsync(FormUrl(workshop)));
        var typed = Hidden(form);
        typed["nom"] = "Marie Blanc";
        typed["email"] = "marie.blanc@exemple.fr";
        typed["objet"] = "mobile";
        typed["panne"] = "L’écran reste noir.";

        // One object more, and away with it: the button says which.
        var two = await PageAsync(await PressAsync(form, "Ajouter un objet", typed));
        two.QuerySelector("#panne2").ShouldNotBeNull();
        var one = await PageAsync(await PressAsync(two, "Retirer cet objet", typed.Concat([new("objet2", "toaster"), new("panne2", "Froid.")])));
        one.QuerySelector("#panne2").ShouldBeNull();
        one.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Marie Blanc");

        var check = await PageAsync(await PressAsync(one, "Vérifier mes réponses", typed));
        check.QuerySelector("h1")!.TextContent.ShouldStartWith("Tout est juste");
        var again = await PageAsync(await PressAsync(check, "Modifier mes réponses", Hidden(check)));
        again.QuerySelector("#panne")!.TextContent.ShouldContain("L’écran reste noir.");
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0, "only one of the buttons books");
        var booked = await PressAsync(check, "Confirmer le rendez-vous", Hidden(check));
        booked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);

        // What no page offers is no act, and what no form may hold no button does.
        foreach (var pressed in new[] { "Nothing&nom=x", "", "&", "Check&nom=%00" })
        {
            (await PostAsync(browser, "/rendez-vous/nouveau", new(typed) { ["bouton"] = pressed })).StatusCode.ShouldBe(HttpStatusCode.BadRequest, pressed);
        }

        Task<HttpResponseMessage> PressAsync(IDocument page, string text, IEnumerable<KeyValuePair<string, string>> fields)
        {
            var button = page.QuerySelectorAll("main button").First(b => b.TextContent.StartsWith(text, StringComparison.Ordinal) && !b.ClassList.Contains("hidden"));
            return PostAsync(browser, button.Closest("form")!.GetAttribute("action")!, new(fields) { [button.GetAttribute("name")!] = button.GetAttribute("value")! });
        }
    }

    [Theory, BothDatabases]
    public async Task Who_comes_second_keeps_what_was_typed_and_is_offered_three_other_times(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var typed = Hidden(await PageAsync(await browser.GetAsync(FormUrl(workshop))));
        typed["nom"] = "Paul";
        typed["tel"] = "04 76 00 00 00";
        typed["objet"] = "mobile";
        typed["panne"] = "Ne charge plus.";
        (await BookingsApiTests.PostAsync(instance.Client, BookingsApiTests.Body(workshop, Nine))).StatusCode.ShouldBe(HttpStatusCode.Created);

        var answer = await PostAsync(browser, "/rendez-vous/nouveau?handler=Confirm", typed);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await PageAsync(answer);
        page.QuerySelectorAll("button.slot").Length.ShouldBe(3);
        page.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Paul");
        page.QuerySelector("#panne")!.TextContent.ShouldContain("Ne charge plus.");

        var next = Hidden(page);

        // Enter in a field presses the first button: the answers are checked, and nobody's time changes.
        var entered = new Dictionary<string, string>(next) { ["nom"] = "Paul", ["tel"] = "04 76 00 00 00", ["objet"] = "mobile", ["panne"] = "Ne charge plus.", ["bouton"] = page.QuerySelector("main form button")!.GetAttribute("value")! };
        entered["bouton"].ShouldBe("Check");
        var still = await PostAsync(browser, "/rendez-vous/nouveau", entered);
        still.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PageAsync(still)).QuerySelector(".errors h2")!.TextContent.ShouldBe("Ce créneau vient d’être pris.");
        foreach (var (name, value) in typed.Where(t => t.Key is "nom" or "tel" or "objet" or "panne"))
        {
            next[name] = value;
        }

        // As a browser in text sends it: to the address of the form.
        next["bouton"] = page.QuerySelector("button.slot")!.GetAttribute("value")!;
        var form = await PageAsync(await PostAsync(browser, "/rendez-vous/nouveau", next));
        form.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Paul");
        var last = Hidden(form);
        foreach (var (name, value) in typed.Where(t => t.Key is "nom" or "tel" or "objet" or "panne"))
        {
            last[name] = value;
        }

        (await PostAsync(browser, "/rendez-vous/nouveau?handler=Confirm", last)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("Check", "x")]
    [InlineData("Edit", null)]
    [InlineData("Add", "")]
    [InlineData("Remove", "2026-13-45")]
    [InlineData("Confirm", "9999-12-31")]
    [InlineData("Confirm", "2027-03-02T09:00:60+01:00")]
    public async Task Without_a_start_that_can_be_read_others_are_offered_and_what_was_typed_stays(string button, string? start)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var typed = Hidden(await PageAsync(await browser.GetAsync(FormUrl(workshop))));
        (typed["nom"], typed["email"], typed["objet"], typed["panne"], typed["bouton"]) = ("Paul", "paul@exemple.fr", "mobile", "Ne charge plus.", button);
        typed.Remove("debut");
        if (start is not null)
        {
            typed["debut"] = start;
        }

        foreach (var language in new[] { "", "/en" })
        {
            var answer = await PostAsync(browser, language + "/rendez-vous/nouveau", typed);

            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var page = await PageAsync(answer);
            page.QuerySelector(".errors h2")!.TextContent.ShouldBe(language.Length == 0 ? "Il manque le créneau." : "The slot is missing.");
            page.QuerySelectorAll("button.slot").Length.ShouldBe(3);
            page.QuerySelector("main form button")!.GetAttribute("value").ShouldBe("Check", "Enter in a field presses the first button");
            page.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Paul");
        }

        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);
    }

    [Theory]
    [InlineData("Check")]
    [InlineData("Confirm")]
    public async Task A_slot_that_begins_while_the_form_is_filled_in_gives_way_to_others_and_what_was_typed_stays(string button)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var typed = Hidden(await PageAsync(await browser.GetAsync(FormUrl(workshop))));
        (typed["nom"], typed["email"], typed["objet"], typed["panne"]) = ("Paul", "paul@exemple.fr", "mobile", "Ne charge plus.");
        instance.Clock.Now = NodaTime.Instant.FromUtc(2027, 3, 2, 8, 2);

        var answer = await PostAsync(browser, "/rendez-vous/nouveau?handler=" + button, typed);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await PageAsync(answer);
        page.QuerySelectorAll("button.slot").Length.ShouldBe(3);
        page.QuerySelectorAll(".errors a[href='#debut']").ShouldBeEmpty("there is no such field to correct");
        page.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Paul");
        page.QuerySelector("#panne")!.TextContent.ShouldContain("Ne charge plus.");
    }

    [Theory]
    [InlineData("2020-03-02T09:00:00+01:00", "Ce créneau est passé. Choisissez-en un autre.")]
    [InlineData("x", "Donnez le début du créneau, par exemple 2027-03-29T09:00:00+02:00.")]
    public async Task A_move_to_no_slot_at_all_says_why_and_leaves_the_booking(string start, string why)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var booked = await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(instance.Client, BookingsApiTests.Body(workshop, Nine)));
        var opened = await browser.GetAsync("/rendez-vous/" + booked.GetProperty("secret").GetString());
        var link = opened.Headers.Location!.ToString();
        var form = Hidden(await PageAsync(await browser.GetAsync(link + "/deplacer")));
        form["debut"] = start;

        var answer = await PostAsync(browser, link + "/deplacer", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PageAsync(answer)).QuerySelector(".errors h2")!.TextContent.ShouldBe(why);
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Revision.ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_service_or_secret_is_a_page_not_found_and_a_past_start_offers_others()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();

        (await instance.Client.GetAsync("/rendez-vous/nouveau?service=abc&debut=x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.Client.GetAsync("/rendez-vous/AAAAAAAAAAAAAAAAAAAAAAAA")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.Client.GetAsync("/rendez-vous/AAAAAAAAAAAAAAAAAAAAAAAA.ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var past = await instance.Client.GetAsync($"/rendez-vous/nouveau?service={workshop.Service.Id}&debut={Uri.EscapeDataString("2020-03-02T09:00:00+01:00")}");
        past.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PageAsync(past)).QuerySelectorAll("button.slot").Length.ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task A_ticket_of_a_day_that_is_over_does_not_say_see_you_on_Tuesday(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var booked = await instance.Client.PostAsJsonAsync("/api/v1/bookings", new
        {
            serviceId = workshop.Service.Id.ToString(),
            start = Nine,
            contact = new { name = "Marie", email = "marie@exemple.fr" },
            item = new { category = "mobile", problem = "Écran noir." },
        });
        var link = "/rendez-vous/" + (string)(await booked.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonNode>())!["secret"]!;
        using var browser = instance.NewClient();
        (await browser.PageAsync(link)).QuerySelector("h1")!.TextContent.ShouldStartWith("C’est noté. À mardi");

        instance.Clock.Now += NodaTime.Duration.FromDays(2);

        var main = (await browser.PageAsync(link)).QuerySelector("main")!;
        main.QuerySelector("h1")!.TextContent.ShouldBe("Votre rendez-vous est passé");
        main.TextContent.ShouldNotContain("le jour venu");
        main.TextContent.ShouldNotContain("Il est trop tard");
    }

    private static string FormUrl(Workshop workshop) => $"/rendez-vous/nouveau?service={workshop.Service.Id}&debut={Uri.EscapeDataString(Nine)}&objet=mobile";

    private static async Task<IDocument> PageAsync(HttpResponseMessage answer) =>
        await BrowsingContext.New().OpenAsync(async r => r.Content(await answer.Content.ReadAsStringAsync()));

    private static Dictionary<string, string> Hidden(IDocument page) =>
        page.QuerySelectorAll("main form[method=post] input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string url, Dictionary<string, string> fields) =>
        browser.PostAsync(url, new FormUrlEncodedContent(fields));
}
