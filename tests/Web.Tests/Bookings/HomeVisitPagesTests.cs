using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Directory;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>Booking a visit at home, or a call: the form asks where to come, or whom to call, and says both again.</summary>
public sealed class HomeVisitPagesTests
{
    private const string Nine = "2027-03-02T09:00:00+01:00";

    [Theory, BothDatabases]
    public async Task From_a_search_to_the_ticket_and_the_agenda(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await AtHomeAsync(instance);
        using var browser = instance.NewClient();
        var results = await PageOf(await browser.GetAsync("/reparer?commune=commune:38151&objet=mobile"));
        var link = results.QuerySelectorAll("a[href*='/rendez-vous/nouveau']")[0].GetAttribute("href")!;

        var form = await PageOf(await browser.GetAsync(link));
        form.QuerySelector("[name=commune]")!.GetAttribute("value").ShouldBe("Échirolles", "it was said in the search");
        var typed = Fields(form);
        (typed["nom"], typed["email"], typed["panne"]) = ("Marie Blanc", "marie.blanc@exemple.fr", "Écran noir.");
        var nowhere = await browser.PostAsync("/rendez-vous/nouveau?handler=Check", new FormUrlEncodedContent(typed));
        nowhere.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PageOf(nowhere)).QuerySelector(".errors a")!.GetAttribute("href").ShouldBe("#adresse");

        typed["adresse"] = "3 rue des Lilas";
        typed["commune"] = "Voiron";
        var far = await browser.PostAsync("/rendez-vous/nouveau?handler=Check", new FormUrlEncodedContent(typed));
        far.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var refused = await PageOf(far);
        refused.QuerySelector(".errors a")!.GetAttribute("href").ShouldBe("#commune");
        refused.QuerySelector("[name=adresse]")!.GetAttribute("value").ShouldBe("3 rue des Lilas");

        typed["commune"] = "38130";
        typed.Remove("communeChoisie");
        var check = await PageOf(await browser.PostAsync("/rendez-vous/nouveau?handler=Check", new FormUrlEncodedContent(typed)));
        check.Body!.TextContent.ShouldContain("3 rue des Lilas, Échirolles");
        var booked = await browser.PostAsync("/rendez-vous/nouveau?handler=Confirm", new FormUrlEncodedContent(Fields(check)));
        booked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var address = booked.Headers.Location!.ToString();
        (await PageOf(await browser.GetAsync(address))).QuerySelector(".ticket")!.TextContent.ShouldContain("Chez vous : 3 rue des Lilas, 38130 Échirolles".Replace(" :", "\u00a0:", StringComparison.Ordinal));
        (await browser.GetStringAsync(address + "/calendrier.ics")).Replace("\r\n ", "", StringComparison.Ordinal).ShouldContain("3 rue des Lilas");

        var day = (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Day;
        using var member = await instance.SignInAs(workshop.Manager);
        (await PageOf(await member.GetAsync($"/pro/agenda?lieu={workshop.Place.Id}&jour={day:uuuu-MM-dd}"))).Body!.TextContent.ShouldContain("3 rue des Lilas, 38130 Échirolles");
        (await PageOf(await member.GetAsync($"/pro/feuille?lieu={workshop.Place.Id}&jour={day:uuuu-MM-dd}"))).Body!.TextContent.ShouldContain("3 rue des Lilas");
    }

    [Fact]
    public async Task A_service_that_goes_everywhere_asks_where_too_and_the_desk_keeps_the_commune_alone()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(mode: ServiceMode.Home);
        using var browser = instance.NewClient();
        var typed = Fields(await PageOf(await browser.GetAsync($"/rendez-vous/nouveau?service={workshop.Service.Id}&debut={Uri.EscapeDataString(Nine)}&objet=mobile")));
        (typed["nom"], typed["email"], typed["panne"], typed["commune"]) = ("Marie Blanc", "marie.blanc@exemple.fr", "Écran noir.", "Échirolles");

        var nowhere = await browser.PostAsync("/rendez-vous/nouveau?handler=Check", new FormUrlEncodedContent(typed));

        nowhere.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PageOf(nowhere)).QuerySelector(".errors a")!.GetAttribute("href").ShouldBe("#adresse");

        using var member = await instance.SignInAs(workshop.Member);
        var desk = $"/pro/inscrire?service={workshop.Service.Id}&jour={Nine[..10]}";
        var form = Fields(await PageOf(await member.GetAsync(desk)));
        (form["nom"], form["panne"], form["commune"], form["objet"], form["debut"]) = ("Paul", "Écran noir.", "Échirolles", "mobile", Nine);
        var made = await member.PostAsync(desk, new FormUrlEncodedContent(form));
        made.StatusCode.ShouldBe(HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync());
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).VisitCommune.ShouldBe("38151");
    }

    [Fact]
    public async Task The_service_form_keeps_where_it_goes()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await AtHomeAsync(instance);
        using var member = await instance.SignInAs(workshop.Manager);
        var page = $"/pro/atelier/service?lieu={workshop.Place.Slug}&id={workshop.Service.Id}";
        var form = Fields(await PageOf(await member.GetAsync(page)));
        (form["HomeCommunes"], form["Travel"]).ShouldBe(("Échirolles", "20"));

        form["HomeCommunes"] = "Échirolles\nAtlantide";
        var wrong = await member.PostAsync(page, new FormUrlEncodedContent(form));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PageOf(wrong)).QuerySelector(".errors")!.TextContent.ShouldContain("Atlantide");

        (form["HomeCommunes"], form["HomeRadius"]) = ("38100\nSeyssins", "15");
        (await member.PostAsync(page, new FormUrlEncodedContent(form))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var service = await instance.ReadAsync(db => db.Services.SingleAsync(s => s.Id == workshop.Service.Id));
        service.Home.ShouldBe(new HomeArea(["38185", "38486"], 15, 20));
        (await PageOf(await instance.Client.GetAsync($"/lieux/{workshop.Place.Slug}"))).Body!.TextContent.Replace('\u00a0', ' ').ShouldContain("à domicile (Grenoble et Seyssins), à moins de 15 km");
    }

    [Fact]
    public async Task The_service_form_says_that_people_already_know_where_to_come()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await AtHomeAsync(instance);
        (await BookingsApiTests.PostAsync(instance.Client, AtHome(workshop))).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var member = await instance.SignInAs(workshop.Manager);
        var page = $"/pro/atelier/service?lieu={workshop.Place.Slug}&id={workshop.Service.Id}";
        var form = Fields(await PageOf(await member.GetAsync(page)));
        (form["Mode"], form["HomeCommunes"], form["Travel"], form["Name"]) = ("workshop", "", "", "Écrans");

        var refused = await member.PostAsync(page, new FormUrlEncodedContent(form));

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var shown = await PageOf(refused);
        shown.QuerySelector(".errors")!.TextContent.ShouldContain("Des personnes ont un rendez-vous à venir pour ce service");
        Fields(shown)["Name"].ShouldBe("Écrans");
    }

    [Fact]
    public async Task A_diagnosis_by_telephone_needs_the_number_to_call()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(mode: ServiceMode.Phone);
        using var browser = instance.NewClient();
        var typed = Fields(await PageOf(await browser.GetAsync($"/rendez-vous/nouveau?service={workshop.Service.Id}&debut={Uri.EscapeDataString(Nine)}&objet=mobile")));
        (typed["nom"], typed["email"], typed["panne"]) = ("Marie Blanc", "marie.blanc@exemple.fr", "Écran noir.");

        var silent = await browser.PostAsync("/rendez-vous/nouveau?handler=Check", new FormUrlEncodedContent(typed));
        silent.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PageOf(silent)).QuerySelector(".errors a")!.GetAttribute("href").ShouldBe("#tel");

        typed["tel"] = "04 65 71 20 10";
        var check = await PageOf(await browser.PostAsync("/rendez-vous/nouveau?handler=Check", new FormUrlEncodedContent(typed)));
        var booked = await browser.PostAsync("/rendez-vous/nouveau?handler=Confirm", new FormUrlEncodedContent(Fields(check)));
        (await PageOf(await browser.GetAsync(booked.Headers.Location!.ToString()))).QuerySelector(".ticket")!.TextContent.ShouldContain("on vous appelle au");
    }

    [Theory, BothDatabases]
    public async Task The_api_says_and_takes_where_to_come(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await AtHomeAsync(instance);
        var detail = await JsonAsync(await instance.Client.GetAsync($"/api/v1/places/{workshop.Place.Id}"));
        detail.GetProperty("services")[0].GetProperty("home").GetProperty("communes")[0].GetString().ShouldBe("38151");

        (await JsonAsync(await BookingsApiTests.PostAsync(instance.Client, BookingsApiTests.Body(workshop, Nine)))).GetProperty("errors").TryGetProperty("visit.address", out _).ShouldBeTrue();
        var booked = await JsonAsync(await BookingsApiTests.PostAsync(instance.Client, AtHome(workshop)));
        booked.GetProperty("visit").GetProperty("postcode").GetString().ShouldBe("38130");
    }

    private static object AtHome(Workshop workshop) => new
    {
        serviceId = workshop.Service.Id.ToString(),
        start = Nine,
        contact = new { name = "Marie Blanc", email = "marie.blanc@exemple.fr" },
        item = new { category = "mobile", problem = "L’écran reste noir." },
        visit = new { address = "3 rue des Lilas", communeCode = "38151" },
    };

    private static async Task<Workshop> AtHomeAsync(TestInstance instance)
    {
        var workshop = await instance.Given.WorkshopAsync(mode: ServiceMode.Home);
        (await instance.SendAsync(new ChangeService(workshop.Service.Id, new ServiceTerms("Dépannage", ["mobile"], 60, Mode: "home", Home: new HomeTerms(["38151"], null, 20))), workshop.Manager)).IsT0.ShouldBeTrue();
        return workshop;
    }

    private static Task<IHtmlDocument> PageOf(HttpResponseMessage answer) => answer.PageAsync();

    /// <summary>What the form that posts would send, as a browser does.</summary>
    private static Dictionary<string, string> Fields(IHtmlDocument page) => page.QuerySelector("main form[method=post]")!.QuerySelectorAll("input[name], select[name], textarea[name]")
        .Where(control => control.GetAttribute("type") is not ("radio" or "checkbox") || control.HasAttribute("checked"))
        .GroupBy(control => control.GetAttribute("name")!)
        .ToDictionary(g => g.Key, g => g.First() switch
        {
            IHtmlSelectElement select => select.Value ?? "",
            IHtmlTextAreaElement area => area.Value,
            var control => control.GetAttribute("value") ?? "",
        });

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
}
