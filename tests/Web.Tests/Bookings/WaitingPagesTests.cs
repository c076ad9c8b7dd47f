using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>The waiting list as people use it: from a search that finds nothing to the ticket, without script.</summary>
public sealed class WaitingPagesTests
{
    private static readonly Instant Monday = Instant.FromUtc(2027, 3, 1, 9, 0);
    private static readonly Instant Slot = Instant.FromUtc(2027, 3, 2, 13, 0);

    [Theory, BothDatabases]
    public async Task From_a_search_that_finds_nothing_to_the_ticket(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (_, booked) = await FullAsync(instance);
        using var visitor = instance.NewClient();
        var ask = (await visitor.PageAsync("/reparer?commune=38185&objet=mobile&du=2027-03-01")).QuerySelector("a[href^='/attente']")!.GetAttribute("href")!;

        // What is wrong is said on its field, and what was typed stays.
        using var wrong = await visitor.SendFormAsync(ask, Answers(email: "", until: "bientôt"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.PageAsync();
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#jusquau", "#email"], ignoreOrder: true);
        page.QuerySelector("[name=panne]")!.TextContent.Trim().ShouldBe("Écran noir");
        page.QuerySelector("[name=jusquau]")!.GetAttribute("value").ShouldBe("bientôt");
        page.QuerySelector("#jusquau-erreur")!.TextContent.Replace('\u00a0', ' ').ShouldBe("Cette date ne se lit pas. Elle ressemble à : 29/03/2027", "as a form writes days");

        using var joined = await visitor.SendFormAsync(ask, Answers());
        joined.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var mine = joined.Headers.Location!.ToString();
        (await visitor.PageAsync(mine)).QuerySelector("h1")!.TextContent.ShouldBe("Vous êtes sur la liste d’attente");

        await instance.SendAsync(new CancelBooking(booked.Secret));
        var held = await visitor.PageAsync(mine);
        held.QuerySelector("h1")!.TextContent.ShouldBe("Un créneau est gardé pour vous");
        held.QuerySelector(".lead")!.TextContent.ShouldContain("lundi 1er mars");
        (await visitor.PageAsync("/en" + mine)).QuerySelector("h1")!.TextContent.ShouldBe("A time is held for you");

        using var taken = await PressAsync(visitor, mine, "Prendre ce créneau");
        taken.Headers.Location!.ToString().ShouldStartWith("/rendez-vous/");
        (await visitor.PageAsync(taken.Headers.Location.ToString())).QuerySelector("h1")!.TextContent.ShouldStartWith("C’est noté. À mardi");
        (await visitor.PageAsync(mine)).QuerySelector("a[href^='/rendez-vous/']").ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_slot_is_refused_then_the_list_is_left_and_a_get_changes_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (_, booked) = await FullAsync(instance);
        using var visitor = instance.NewClient();
        using var joined = await visitor.SendFormAsync("/attente?commune=38185&objet=mobile", Answers());
        var mine = joined.Headers.Location!.ToString();
        await instance.SendAsync(new CancelBooking(booked.Secret));

        var shown = await visitor.PageAsync(mine);
        await visitor.GetAsync(mine + "?handler=Leave");
        await visitor.GetAsync(mine + "?handler=Decline");
        (await instance.ReadAsync(db => db.HeldSlots.CountAsync(h => h.EndedAt == null))).ShouldBe(1);

        (await PressAsync(visitor, mine, "Pas celui-ci, j’attends le suivant")).Headers.Location!.ToString().ShouldBe(mine + "?fait=refus");
        using var late = await PressAsync(visitor, mine, "Prendre ce créneau", shown);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.PageAsync()).QuerySelector(".errors")!.TextContent.ShouldContain("n’est plus gardé");

        foreach (var _ in new[] { 1, 2 })
        {
            (await PressAsync(visitor, mine, "Quitter la liste", shown)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await visitor.PageAsync(mine)).QuerySelector("h1")!.TextContent.ShouldBe("Vous avez quitté la liste d’attente");
        (await instance.ReadAsync(db => db.WaitingEntries.SingleAsync())).Status.ShouldBe(WaitingStatus.Left);
        (await visitor.GetAsync("/attente/rien")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/attente")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Pressed_twice_the_form_and_the_call_join_once()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await FullAsync(instance);
        using var visitor = instance.NewClient();
        var key = (await visitor.PageAsync("/attente?commune=38185&objet=mobile")).QuerySelector("[name=cle]")!.GetAttribute("value")!;
        using var first = await visitor.SendFormAsync("/attente?commune=38185&objet=mobile", [.. Answers(), new("cle", key)]);
        using var second = await visitor.SendFormAsync("/attente?commune=38185&objet=mobile", [.. Answers(), new("cle", key)]);

        second.Headers.Location.ShouldBe(first.Headers.Location.ShouldNotBeNull());
        (await instance.ReadAsync(db => db.WaitingEntries.CountAsync())).ShouldBe(1);

        async Task<string?> CallAsync(string sent, string name)
        {
            var body = new { communeCode = "38185", until = "2027-03-20", contact = new { name, email = "paul@exemple.fr" }, item = new { category = "mobile", problem = "Écran noir" } };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/waiting-list") { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", sent);
            using var answer = await instance.Client.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString();
        }

        var secret = await CallAsync("cle-1", "Paul");
        (await CallAsync("cle-1", "Paul")).ShouldBe(secret);
        (await CallAsync("cle-1", "Paule")).ShouldNotBe(secret);
        (await CallAsync("cle-2", "Paul")).ShouldNotBe(secret);
        (await instance.ReadAsync(db => db.WaitingEntries.CountAsync())).ShouldBe(4);
    }

    [Fact]
    public async Task A_slot_that_the_workshop_offers_no_more_is_said_to_be_so()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (workshop, booked) = await FullAsync(instance);
        using var visitor = instance.NewClient();
        using var joined = await visitor.SendFormAsync("/attente?commune=38185&objet=mobile", Answers());
        var mine = joined.Headers.Location!.ToString();
        await instance.SendAsync(new CancelBooking(booked.Secret));
        var shown = await visitor.PageAsync(mine);

        (await instance.SendAsync(new AddClosure(workshop.Place.Id, Slot, Slot + Duration.FromHours(1), null), workshop.Member)).IsT0.ShouldBeTrue();

        using var refused = await PressAsync(visitor, mine, "Prendre ce créneau", shown);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.PageAsync()).QuerySelector(".errors")!.TextContent.ShouldContain("L’atelier ne le propose plus.");
        var page = await visitor.PageAsync(mine);
        page.QuerySelector("h1")!.TextContent.ShouldBe("Vous êtes sur la liste d’attente");
        page.QuerySelector(".note")!.TextContent.ShouldContain("L’atelier ne propose plus le créneau qui était gardé pour vous.");
    }

    [Fact]
    public async Task The_desk_offers_by_telephone_and_books_from_the_list_of_calls()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (workshop, booked) = await FullAsync(instance);
        using var visitor = instance.NewClient();
        using var joined = await visitor.SendFormAsync("/attente?commune=38185&objet=mobile", Answers(email: "", phone: "06 12 34 56 78"));
        await instance.SendAsync(new CancelBooking(booked.Secret));
        using var desk = await instance.SignInAs(workshop.Member);

        var calls = await desk.PageAsync("/pro/appels");
        calls.QuerySelector(".words")!.TextContent.ShouldContain("Il est gardé pour vous jusqu’au lundi 1er mars");
        (await PressAsync(desk, "/pro/appels", "Rendre l’ancien lien inutilisable")).Headers.Location!.ToString().ShouldEndWith("/pro/appels?fait=lien");
        (await PressAsync(desk, "/pro/appels", "Prend le créneau")).Headers.Location!.ToString().ShouldEndWith("?inscrit=oui");
        (await desk.PageAsync("/pro/appels")).QuerySelector(".words").ShouldBeNull();
        (await PressAsync(desk, "/pro/appels", "N’en veut plus", calls)).StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.NotFound);
        (await instance.ReadAsync(db => db.Bookings.SingleAsync(b => b.Status == BookingStatus.Confirmed))).Channel.ShouldBe(BookingChannel.Phone);
    }

    [Fact]
    public async Task The_api_joins_takes_and_leaves()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (_, booked) = await FullAsync(instance);
        object Body(string? until) => new { communeCode = "38185", until, contact = new { name = "Marie", email = "marie@exemple.fr" }, item = new { category = "mobile", problem = "Écran noir" } };

        (await instance.Client.PostAsJsonAsync("/api/v1/waiting-list", Body("2028-03-01"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var joined = await instance.Client.PostAsJsonAsync("/api/v1/waiting-list", Body("2027-03-20"));
        joined.StatusCode.ShouldBe(HttpStatusCode.Created);
        var secret = (await joined.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString();
        await instance.SendAsync(new CancelBooking(booked.Secret));
        var held = (await instance.Client.GetFromJsonAsync<JsonElement>($"/api/v1/waiting-list/{secret}")).GetProperty("held");
        held.GetProperty("start").GetString().ShouldBe("2027-03-02T14:00:00+01:00");

        using var taken = await instance.Client.PostAsJsonAsync($"/api/v1/waiting-list/{secret}/accept", new { heldSlotId = held.GetProperty("id").GetString() });
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await taken.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString().ShouldBe("confirmed");
        using var declined = await instance.Client.PostAsJsonAsync($"/api/v1/waiting-list/{secret}/decline", new { heldSlotId = held.GetProperty("id").GetString() });
        declined.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await declined.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString().ShouldBe("/problems/no-longer-held");
        (await instance.Client.PostAsync($"/api/v1/waiting-list/{secret}/leave", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await instance.Client.PostAsync("/api/v1/waiting-list/rien/leave", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases]
    public async Task The_workshop_moves_an_appointment_and_says_why_it_cancels(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, Instant.FromUtc(2027, 3, 2, 8, 0)))).AsT0;
        using var desk = await instance.SignInAs(workshop.Member);
        using var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Member);
        var visit = $"/pro/rendez-vous/{booked.Reference}";

        (await stranger.GetAsync(visit + "/deplacer")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var choices = await desk.PageAsync(visit + "/deplacer");
        var later = choices.QuerySelectorAll("button[name=debut]").Select(b => b.GetAttribute("value")!).First(v => v.StartsWith("2027-03-02T15", StringComparison.Ordinal));
        (await desk.SendFormAsync(visit + "/deplacer", [new("debut", later)])).Headers.Location!.ToString().ShouldBe(visit + "?fait=deplace");
        (await desk.SendFormAsync(visit + "/deplacer", [new("debut", "hier")])).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using var tooLong = await desk.SendFormAsync(visit + "/annuler", [new("motif", new string('a', 301))]);
        tooLong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await tooLong.PageAsync()).QuerySelector("[name=motif]")!.TextContent.Trim().Length.ShouldBe(301);
        (await desk.SendFormAsync(visit + "/annuler", [new("motif", "Pièce non arrivée")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var history = (await desk.PageAsync(visit)).QuerySelector("[aria-labelledby=histoire]")!.TextContent;
        history.ShouldContain("pris en ligne");
        history.ShouldContain("déplacé par l’atelier");
        history.ShouldContain("Pièce non arrivée");
    }

    private static List<KeyValuePair<string, string>> Answers(string email = "marie@exemple.fr", string phone = "", string until = "2027-03-20") =>
        [new("rayon", "25"), new("jusquau", until), new("panne", "Écran noir"), new("nom", "Marie Blanc"), new("email", email), new("tel", phone)];

    /// <summary>Presses the button of these words, on the page as it is now or as it was shown before.</summary>
    private static async Task<HttpResponseMessage> PressAsync(HttpClient client, string path, string words, IHtmlDocument? shown = null)
    {
        var page = shown ?? await client.PageAsync(path);
        var button = page.QuerySelectorAll("button").OfType<IHtmlButtonElement>().First(b => b.TextContent.StartsWith(words, StringComparison.Ordinal));
        var fields = button.Form!.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Value));
        using var content = new FormUrlEncodedContent(button.GetAttribute("name") is { } name ? fields.Append(KeyValuePair.Create(name, button.GetAttribute("value")!)) : fields);
        return await client.PostAsync(button.GetAttribute("formaction")!, content);
    }

    private static BookSlot Request(Workshop workshop, Instant start) =>
        new(workshop.Service.Id, start, new ContactDetails("Jean Noir", "jean@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Web, null, "fr");

    /// <summary>A workshop with one slot a week, on Tuesday at 14 h, that is taken.</summary>
    private static async Task<(Workshop Workshop, Booked Booked)> FullAsync(TestInstance instance)
    {
        instance.Clock.Now = Monday;
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 0, 6, 0), openings: [Given.Opening(OpeningDays.Tuesday, 14, 15)]);
        return (workshop, (await instance.SendAsync(Request(workshop, Slot))).AsT0);
    }
}
