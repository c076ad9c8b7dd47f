using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Repairs;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Tests.Bookings;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Repairs;

/// <summary>A repairer's day, in HTML alone: agenda, arrival, outcome, correction, walk-in, desk booking, day sheet.</summary>
public sealed class OutcomePagesTests
{
    private const string Nine = "2027-03-02T09:00:00+01:00";
    private static readonly Instant HalfPastNine = Instant.FromUtc(2027, 3, 2, 8, 30);

    [Theory, BothDatabases]
    public async Task From_the_agenda_to_the_outcome_recorded_once_and_counted(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var reference = await BookAsync(instance, workshop);
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);

        var agenda = await repairer.PageAsync("/pro/agenda?jour=2027-03-02");
        agenda.QuerySelectorAll(".booked a").Select(a => a.GetAttribute("href")).ShouldContain($"/pro/rendez-vous/{reference}");
        var visit = $"/pro/rendez-vous/{reference}";
        (await ArriveAsync(repairer, visit)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Status.ShouldBe(BookingStatus.Arrived);

        var fields = Outcome(await repairer.PageAsync(visit), ("issue", "fixed"), ("kg", "0,2"), ("poids", "weighed"), ("temps", "30"));
        var answers = await Task.WhenAll(PostAsync(repairer, visit, fields), PostAsync(repairer, visit, fields));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Redirect);
        var repair = await instance.ReadAsync(db => db.Repairs.SingleAsync());
        repair.Outcome.ShouldBe(RepairOutcome.Fixed);
        repair.Weighed!.Value.Kilograms.ShouldBe(0.2m);
        repair.Minutes.ShouldBe(30);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(1);
        (await repairer.PageAsync("/pro/agenda?jour=2027-03-02")).Body!.TextContent.ShouldContain("Réparé");

        var correct = $"/pro/reparation/{repair.Id}";
        using var blank = await PostAsync(repairer, correct, Outcome(await repairer.PageAsync(correct), ("objet", ""), ("date", "")));
        (await blank.PageAsync()).QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#objet", "#date", "#issue"], "in the order of the page");
        (await PostAsync(repairer, correct, Outcome(await repairer.PageAsync(correct), ("objet", "mobile"), ("date", "2027-03-02"), ("issue", "end-of-life"), ("kg", "0,2"), ("poids", "weighed")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Repairs.SingleAsync())).Outcome.ShouldBe(RepairOutcome.EndOfLife);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(3);
    }

    [Fact]
    public async Task An_arrival_noted_on_the_wrong_line_is_taken_back_until_an_outcome_is_recorded()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var visit = "/pro/rendez-vous/" + await BookAsync(instance, workshop);
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);
        await ArriveAsync(repairer, visit);

        var takeBack = (IHtmlFormElement)(await repairer.PageAsync(visit)).QuerySelector("form[action$='handler=NotArrived']")!;
        takeBack.QuerySelector("button")!.TextContent.ShouldBe("Annuler l’arrivée");
        (await PostAsync(repairer, visit + "?handler=NotArrived", Hidden(takeBack))).Headers.Location!.ToString().ShouldBe(visit);

        var page = await repairer.PageAsync(visit);
        page.QuerySelector("button[formaction$='handler=Arrive']").ShouldNotBeNull();
        page.QuerySelector("form[action$='handler=NotArrived']").ShouldBeNull();
        page.QuerySelector("#histoire")!.ParentElement!.TextContent.ShouldContain("arrivée annulée");

        await ArriveAsync(repairer, visit);
        await PostAsync(repairer, visit, Outcome(await repairer.PageAsync(visit), ("issue", "fixed")));
        (await repairer.PageAsync(visit)).QuerySelector("form[action$='handler=NotArrived']").ShouldBeNull();
        (await PostAsync(repairer, visit + "?handler=NotArrived", Hidden(takeBack))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("12,,3")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("lourd")]
    public async Task A_weight_that_cannot_be_read_is_said_on_its_field_and_kept(string weight)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var visit = "/pro/rendez-vous/" + await BookAsync(instance, workshop);
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);

        var answer = await PostAsync(repairer, visit, Outcome(await repairer.PageAsync(visit), ("issue", "fixed"), ("kg", weight), ("poids", "weighed")));

        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
        var page = await answer.PageAsync();
        page.QuerySelector("#kg")!.GetAttribute("value").ShouldBe(weight);
        page.QuerySelector("#kg")!.GetAttribute("aria-invalid").ShouldBe("true");
        page.QuerySelector("input[name=issue][value=fixed]")!.HasAttribute("checked").ShouldBeTrue();
        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task An_odd_weight_is_a_question_and_never_a_wall()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var visit = "/pro/rendez-vous/" + await BookAsync(instance, workshop);
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);

        var asked = await PostAsync(repairer, visit, Outcome(await repairer.PageAsync(visit), ("objet", "mobile"), ("issue", "fixed"), ("kg", "120"), ("poids", "weighed")));
        asked.StatusCode.ShouldNotBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(0);
        var page = await asked.PageAsync();
        page.QuerySelector(".errors")!.TextContent.ShouldContain("inhabituel");
        page.QuerySelector(".errors")!.TextContent.ShouldContain("120\u00A0kg.");
        page.QuerySelector("#kg-aide")!.TextContent.ShouldContain("0,15\u00A0kg (entre 0,09 et 0,18\u00A0kg)");
        var light = await (await PostAsync(repairer, visit, Outcome(page, ("objet", "mobile"), ("issue", "fixed"), ("kg", "0,004"), ("poids", "weighed")))).PageAsync();
        light.QuerySelector(".errors")!.TextContent.ShouldContain("0,004\u00A0kg.");
        var confirm = page.QuerySelector("input[type=checkbox][name=confirme]")!.GetAttribute("value")!;

        (await PostAsync(repairer, visit, Outcome(page, ("objet", "mobile"), ("issue", "fixed"), ("kg", "120"), ("poids", "weighed"), ("confirme", confirm)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Repairs.SingleAsync())).Weighed!.Value.Kilograms.ShouldBe(120m);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_that_is_wrong_is_said_at_once(bool walksIn)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var url = walksIn ? $"/pro/passage?lieu={workshop.Place.Id}" : "/pro/rendez-vous/" + await BookAsync(instance, workshop);
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);

        (string, string)[] day = walksIn ? [("date", "demain")] : [];

        using var answer = await PostAsync(repairer, url, Outcome(
            await repairer.PageAsync(url), [.. day, ("objet", ""), ("kg", "lourd"), ("minutes", "longtemps"), ("pieces", new string('x', 200)), ("etiquette", "K7P3 !"), ("poids", "weighed")]));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.PageAsync();
        string[] asked = walksIn ? ["#objet", "#date"] : [];
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe([.. asked, "#issue", "#kg", "#minutes", "#pieces", "#etiquette"], "once each, in the order of the page");
        (await instance.ReadAsync(db => db.Repairs.AnyAsync())).ShouldBeFalse();

        // An odd weight is asked about together with the rest.
        using var odd = await PostAsync(repairer, url, Outcome(page, ("objet", "mobile"), (walksIn ? "date" : "panne", "2027-03-02"), ("kg", "120"), ("minutes", "0"), ("poids", "weighed")));
        (await odd.PageAsync()).QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#issue", "#kg", "#temps"]);
    }

    [Fact]
    public async Task The_outcome_of_a_day_to_come_is_refused_in_a_sentence()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var visit = "/pro/rendez-vous/" + await BookAsync(instance, workshop);
        var eve = instance.Clock.Now;
        instance.Clock.Now = Instant.FromUtc(2027, 3, 1, 23, 30);
        using var repairer = await instance.SignInAs(workshop.Member);
        var fields = Outcome(await repairer.PageAsync(visit), ("issue", "fixed"), ("poids", "weighed"));
        instance.Clock.Now = eve;

        using var refused = await PostAsync(repairer, visit, fields);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await refused.PageAsync();
        page.QuerySelector("[role=alert]")!.TextContent.ShouldBe("Ce rendez-vous n’a pas encore eu lieu. Son issue se note à partir de son jour.");
        page.QuerySelector("input[name=issue]").ShouldBeNull();
        (await instance.ReadAsync(db => db.Repairs.AnyAsync())).ShouldBeFalse();

        // Half past midnight at the place: its day has begun.
        instance.Clock.Now = Instant.FromUtc(2027, 3, 1, 23, 30);
        (await PostAsync(repairer, visit, fields)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Repairs.SingleAsync())).Date.ShouldBe(new LocalDate(2027, 3, 2));
    }

    [Theory, BothDatabases]
    public async Task Someone_who_walks_in_is_recorded_without_a_booking(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);
        var url = $"/pro/passage?lieu={workshop.Place.Id}";

        using var blank = await PostAsync(repairer, url, Outcome(await repairer.PageAsync(url), ("objet", ""), ("date", "")));
        (await blank.PageAsync()).QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#objet", "#date", "#issue"], "in the order of the page");

        var answer = await PostAsync(repairer, url, Outcome(await repairer.PageAsync(url), ("objet", "kettle"), ("date", "2027-03-02"), ("issue", "repairable"), ("poids", "weighed")));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var repair = await instance.ReadAsync(db => db.Repairs.SingleAsync());
        repair.BookingId.ShouldBeNull();
        repair.CategoryCode.ShouldBe("kettle");
        repair.Date.ShouldBe(new LocalDate(2027, 3, 2));
    }

    [Theory, BothDatabases]
    public async Task A_form_sent_again_with_other_answers_does_not_say_that_they_are_recorded(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);
        var url = $"/pro/passage?lieu={workshop.Place.Id}";
        var first = Outcome(await repairer.PageAsync(url), ("objet", "toaster"), ("date", "2027-03-02"), ("issue", "fixed"), ("poids", "weighed"));
        (await PostAsync(repairer, url, first)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync(repairer, url, first)).StatusCode.ShouldBe(HttpStatusCode.Redirect, "pressed twice");
        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(1);

        using var other = await PostAsync(repairer, url, new(first) { ["objet"] = "kettle", ["panne"] = "Fuit" });

        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await other.PageAsync();
        page.QuerySelector(".errors")!.TextContent.ShouldContain("déjà servi");
        ((IHtmlTextAreaElement)page.QuerySelector("textarea[name=panne]")!).Value.ShouldBe("Fuit");
        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(1);
        var again = Outcome(page, ("objet", "kettle"), ("date", "2027-03-02"), ("issue", "fixed"), ("poids", "weighed"), ("panne", "Fuit"));
        (await PostAsync(repairer, url, again)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_signed_in_no_more_is_told_that_nothing_is_recorded()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var passer = instance.NewClient();
        var url = $"/pro/passage?lieu={workshop.Place.Id}";

        using var sent = await passer.PostAsync(url, new FormUrlEncodedContent(new Dictionary<string, string> { ["objet"] = "kettle" }));

        (await sent.PageAsync()).QuerySelector(".lead")!.TextContent.ShouldContain("n’est pas enregistré");
        using var pressed = await passer.PostAsync(url, new FormUrlEncodedContent(new Dictionary<string, string> { ["bouton"] = "Add" }));
        (await passer.PageAsync(pressed.Headers.Location!.PathAndQuery)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("n’est pas enregistré");
        using var looked = await passer.GetAsync(url);
        (await passer.PageAsync(looked.Headers.Location!.PathAndQuery)).QuerySelector("[role=alert]").ShouldBeNull();
    }

    [Fact]
    public async Task What_is_wrong_with_a_correction_is_said_all_at_once()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (workshop, other) = (await instance.Given.WorkshopAsync(), await instance.Given.WorkshopAsync());
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);
        var walkIn = $"/pro/passage?lieu={workshop.Place.Id}";
        await PostAsync(repairer, walkIn, Outcome(await repairer.PageAsync(walkIn), ("objet", "coffee-maker"), ("date", "2027-03-02"), ("issue", "fixed")));
        var correct = $"/pro/reparation/{(await instance.ReadAsync(db => db.Repairs.SingleAsync())).Id}";

        using var wrong = await PostAsync(repairer, correct, Outcome(
            await repairer.PageAsync(correct), ("objet", "coffee-maker"), ("date", "2027-03-02"), ("issue", ""), ("motif", "Demander à marie@exemple.fr"), ("lieu", other.Place.Id.ToString())));

        var page = await wrong.PageAsync();
        page.QuerySelector(".errors")!.TextContent.ShouldContain("Ce lieu n’est pas de votre organisation.");
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#issue", "#motif", "#lieu"], ignoreOrder: true);
    }

    /// <summary>The person said 65 kg and the scale another weight: the page has one field for both, and what it does not show stays.</summary>
    [Fact]
    public async Task A_correction_by_the_page_keeps_the_weight_that_was_declared_beside_the_one_weighed()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        instance.Clock.Now = HalfPastNine;
        var recorded = (await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(new LocalDate(2027, 3, 2), new RepairedItem("washing-machine"), "fixed", WeighedKg: 62m, DeclaredKg: 65m)), workshop.Member)).AsT0;
        using var repairer = await instance.SignInAs(workshop.Member);
        var correct = $"/pro/reparation/{recorded.Id}";

        using var said = await PostAsync(repairer, correct, Outcome(
            await repairer.PageAsync(correct), ("objet", "washing-machine"), ("date", "2027-03-02"), ("issue", "fixed"), ("kg", "62"), ("poids", "weighed"), ("marque", "Brandt"), ("motif", "Marque oubliée"), ("lieu", workshop.Place.Id.ToString())));

        said.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var repair = await instance.ReadAsync(db => db.Repairs.SingleAsync());
        (repair.Brand, repair.Weighed?.Kilograms, repair.Declared?.Kilograms).ShouldBe(("Brandt", 62m, 65m));
    }

    /// <summary>Nobody came, or it is written twice: it is withdrawn from its own page, with a reason, and leaves agenda and figures.</summary>
    [Theory, BothDatabases]
    public async Task A_visit_without_appointment_noted_by_mistake_is_withdrawn(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);
        var walkIn = $"/pro/passage?lieu={workshop.Place.Id}";
        var first = Outcome(await repairer.PageAsync(walkIn), ("objet", "coffee-maker"), ("date", "02/03/2027"), ("issue", "fixed"), ("panne", "Elle fuit"));
        await PostAsync(repairer, walkIn, first);
        var repair = await instance.ReadAsync(db => db.Repairs.SingleAsync());
        repair.Date.ShouldBe(new LocalDate(2027, 3, 2), "a day typed where no calendar opens");
        var page = $"/pro/reparation/{repair.Id}";

        using var unsaid = await repairer.SendFormAsync(page, [KeyValuePair.Create("retrait", " ")], "handler=Withdraw");
        unsaid.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await unsaid.PageAsync()).QuerySelector(".errors a")!.GetAttribute("href").ShouldBe("#retrait");

        var stale = Outcome(await repairer.PageAsync(page), ("objet", "coffee-maker"), ("date", "2027-03-02"), ("issue", "repairable"), ("panne", "Elle coule <b>"), ("motif", "Erreur"));
        using var withdrawn = await repairer.SendFormAsync(page, [KeyValuePair.Create("retrait", "Notée deux fois")], "handler=Withdraw");
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var agenda = await repairer.PageAsync(withdrawn.Headers.Location!.OriginalString);
        agenda.QuerySelector("[role=status]")!.TextContent.ShouldBe("La réparation est retirée de l’agenda et des chiffres.");
        agenda.QuerySelectorAll("#passages").ShouldBeEmpty();

        // The form that recorded it, sent once more, does not bring it back.
        using (var again = await PostAsync(repairer, walkIn, first))
        {
            again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var main = (await again.PageAsync()).QuerySelector("main")!;
            main.QuerySelector("h1")!.TextContent.ShouldBe("Cette réparation a été retirée");
            main.QuerySelectorAll("dd").Select(d => d.TextContent).ShouldContain("Elle fuit");
        }

        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(0);

        // An old link, and a form opened before, are told when and why, and what was typed is given back.
        using var link = await repairer.GetAsync(page);
        link.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var told = (await link.PageAsync()).QuerySelector("main")!;
        told.QuerySelector("h1")!.TextContent.ShouldBe("Cette réparation a été retirée");
        told.TextContent.Replace('\u00a0', ' ').ShouldContain("mardi 2 mars 2027 à 9 h 30");
        told.TextContent.ShouldContain("Notée deux fois");
        told.QuerySelectorAll("dd").ShouldBeEmpty();
        foreach (var (address, fields) in new[] { (page, stale), (page + "/suite", Fields(("nom", "Marie Blanc"), ("diagnostic", "Pompe grippée"), ("__RequestVerificationToken", stale["__RequestVerificationToken"]))) })
        {
            using var sent = await PostAsync(repairer, address, fields);
            sent.StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
            told = (await sent.PageAsync()).QuerySelector("main")!;
            told.QuerySelector("h1")!.TextContent.ShouldBe("Cette réparation a été retirée", address);
            told.TextContent.ShouldContain("n’est pas enregistré");
            told.QuerySelectorAll("dd").Select(d => d.TextContent).ShouldContain(fields.GetValueOrDefault("diagnostic") ?? "Elle coule <b>", address);
        }

        // Others are told nothing of it.
        using var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Member);
        (await (await stranger.GetAsync(page)).Content.ReadAsStringAsync()).ShouldNotContain("Notée deux fois");
    }

    [Theory, BothDatabases]
    public async Task A_correction_does_not_undo_one_made_since_its_page_was_opened(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        instance.Clock.Now = HalfPastNine;
        using var repairer = await instance.SignInAs(workshop.Member);
        var walkIn = $"/pro/passage?lieu={workshop.Place.Id}";
        (await PostAsync(repairer, walkIn, Outcome(await repairer.PageAsync(walkIn), ("objet", "coffee-maker"), ("date", "2027-03-02"), ("issue", "fixed"), ("kg", "3,1"), ("poids", "weighed")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var correct = $"/pro/reparation/{(await instance.ReadAsync(db => db.Repairs.SingleAsync())).Id}";
        var (here, there) = (await repairer.PageAsync(correct), await repairer.PageAsync(correct));
        (string, string)[] shown = [("objet", "coffee-maker"), ("date", "2027-03-02"), ("issue", "fixed"), ("poids", "weighed")];
        (await PostAsync(repairer, correct, Outcome(here, [.. shown, ("kg", "4,4")]))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var late = await PostAsync(repairer, correct, Outcome(there, [.. shown, ("kg", "3,1"), ("marque", "Moka")]));

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await late.PageAsync();
        page.QuerySelector(".errors")!.TextContent.ShouldContain("corrigée entre-temps");
        ((IHtmlInputElement)page.QuerySelector("input[name=marque]")!).Value.ShouldBe("Moka");
        (await instance.ReadAsync(db => db.Repairs.SingleAsync())).Weighed!.Value.Kilograms.ShouldBe(4.4m);
        (await PostAsync(repairer, correct, Outcome(page, [.. shown, ("kg", "4,4"), ("marque", "Moka")]))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var kept = await instance.ReadAsync(db => db.Repairs.SingleAsync());
        (kept.Weighed!.Value.Kilograms, kept.Brand).ShouldBe((4.4m, "Moka"));
    }

    [Fact]
    public async Task Others_get_404_passers_by_are_asked_to_sign_in_and_the_sheet_names_the_day()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var reference = await BookAsync(instance, workshop);
        using var stranger = await instance.SignInAs(other.Member);
        using var repairer = await instance.SignInAs(workshop.Member);
        using var nobody = await instance.SignInAs(Given.SignedIn);

        foreach (var path in new[] { $"/pro/rendez-vous/{reference}", $"/pro/agenda?lieu={workshop.Place.Id}", $"/pro/feuille?lieu={workshop.Place.Id}&jour=2027-03-02", $"/pro/passage?lieu={workshop.Place.Id}" })
        {
            (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            var passer = await instance.Client.GetAsync(path);
            passer.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            passer.Headers.Location!.ToString().ShouldContain("/connexion");
            ((int)(await nobody.GetAsync(path)).StatusCode).ShouldBeLessThan(500, path);
        }

        var sheet = await repairer.PageAsync($"/pro/feuille?lieu={workshop.Place.Id}&jour=2027-03-02");
        sheet.QuerySelector("h1")!.TextContent.ShouldBe("Mardi 2 mars 2027");
        sheet.Body!.TextContent.ShouldContain("Marie Blanc");
    }

    private static async Task<string> BookAsync(TestInstance instance, Workshop workshop) =>
        (await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(instance.Client, BookingsApiTests.Body(workshop, Nine)))).GetProperty("reference").GetString()!;

    private static async Task<HttpResponseMessage> ArriveAsync(HttpClient browser, string visit)
    {
        var page = await browser.PageAsync(visit);
        var button = page.QuerySelectorAll("button").First(b => b.GetAttribute("formaction")?.Contains("Arrive", StringComparison.Ordinal) == true);
        return await PostAsync(browser, button.GetAttribute("formaction")!, Hidden((IHtmlFormElement)button.Closest("form")!));
    }

    /// <summary>The fields of the outcome form: the hidden ones, then those filled in.</summary>
    private static Dictionary<string, string> Fields(params (string Name, string Value)[] filled) => filled.ToDictionary(f => f.Name, f => f.Value);

    private static Dictionary<string, string> Outcome(IHtmlDocument page, params (string Name, string Value)[] filled)
    {
        var fields = Hidden((IHtmlFormElement)page.QuerySelector("input[name=issue]")!.Closest("form")!);
        foreach (var (name, value) in filled)
        {
            fields[name] = value;
        }

        return fields;
    }

    private static Dictionary<string, string> Hidden(IHtmlFormElement form) =>
        form.QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string url, Dictionary<string, string> fields) =>
        browser.PostAsync(url, new FormUrlEncodedContent(fields));
}
