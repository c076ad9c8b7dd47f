using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Agenda;

/// <summary>The search, the page of a place and the list of objects, as a browser gets them.</summary>
public sealed class SearchPagesTests : IAsyncLifetime
{
    private TestInstance instance = null!;

    public async ValueTask InitializeAsync() => instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    [Fact]
    public async Task Places_with_their_next_three_times_lead_to_the_booking()
    {
        var workshop = await instance.Given.WorkshopAsync("L’Établi");
        var page = await PageAsync("/reparer?commune=38185&objet=mobile");

        page.QuerySelector("h1")!.TextContent.ShouldBe("Téléphone mobile à réparer, près de Grenoble");
        page.QuerySelector(".lead")!.TextContent.ShouldContain("Un lieu a des créneaux libres.");
        page.QuerySelectorAll(".place h2 a").Select(a => a.GetAttribute("href")).ShouldBe([$"/lieux/{workshop.Place.Slug}?objet=mobile"]);
        var slots = page.QuerySelectorAll(".place a.slot");
        slots.Length.ShouldBe(3);
        slots[0].GetAttribute("href").ShouldBe($"/rendez-vous/nouveau?service={workshop.Service.Id}&debut=2027-03-01T09%3A00%3A00%2B01%3A00&objet=mobile");
        Plain(slots[0]).ShouldBe("lun. 1er mars 9 h");
        page.QuerySelector("svg.map title")!.TextContent.ShouldBe("Carte du lieu");
        (await instance.Client.GetAsync(slots[0].GetAttribute("href"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>59350 is a postcode near Lille, and the INSEE code of Lille: a link with either leads there.</summary>
    [Theory]
    [InlineData("59350", "Lille")]
    [InlineData("38140", "Crolles")]
    [InlineData("38185", null)]
    [InlineData("38000", null)]
    [InlineData("commune:59350", null)]
    [InlineData("38151", null)]
    public async Task A_code_that_is_also_the_postcode_of_others_leads_to_both(string typed, string? commune)
    {
        var hint = (await PageAsync($"/reparer?commune={typed}&objet=mobile&rayon=5")).QuerySelectorAll("main p").SingleOrDefault(p => p.TextContent.StartsWith("Ce nombre est aussi le code Insee", StringComparison.Ordinal))?.QuerySelector("a");

        (hint?.TextContent, hint?.GetAttribute("href")).ShouldBe((commune, commune is null ? null : $"/reparer?commune=commune%3A{typed}&objet=mobile&rayon=5"));
    }

    [Fact]
    public async Task Where_no_centre_is_known_no_distance_is_claimed()
    {
        var empty = await PageAsync("/reparer?commune=commune:98818&objet=mobile");
        empty.QuerySelector(".lead")!.TextContent.ShouldBe("Personne ne répare encore cet objet dans votre collectivité.");
        empty.QuerySelectorAll("main a").ShouldNotContain(a => a.TextContent.Contains("km"));

        await instance.Given.WorkshopAsync("Dumbéa", communeCode: "98805", epciCode: null, lat: -22.15, lon: 166.44, timeZone: "Pacific/Noumea");
        var page = await PageAsync("/en/reparer?commune=commune:98818&objet=mobile");
        page.QuerySelector(".lead")!.TextContent.ShouldBe("Those in your municipality first, then those in the rest of your territory. We do not know the distances there.");
        page.QuerySelector(".place .muted")!.TextContent.ShouldStartWith("Dumbéa");
        page.QuerySelector("svg.map").ShouldBeNull();
        page.QuerySelector("select[name=rayon]").ShouldBeNull();
    }

    [Fact]
    public async Task Ten_places_to_a_page_stay_under_three_hundred_elements()
    {
        for (var i = 0; i < 13; i++)
        {
            await instance.Given.WorkshopAsync($"Atelier {i:00}", lat: 45.1885 + (i * 0.005));
        }

        var page = await PageAsync("/reparer?commune=38185&objet=mobile");
        page.QuerySelectorAll(".place").Length.ShouldBe(10);
        page.All.Count(e => e.Closest("svg") is null || e.LocalName == "svg").ShouldBeLessThanOrEqualTo(300);

        var next = page.QuerySelectorAll("main a").Single(a => a.TextContent == "10 lieux suivants").GetAttribute("href")!;
        var rest = await PageAsync(next);
        rest.QuerySelectorAll(".pin").Select(p => p.TextContent).ShouldBe(["11", "12", "13"]);
        rest.QuerySelectorAll(".place h2").Select(h => h.TextContent).ShouldNotContain(page.QuerySelector(".place h2")!.TextContent);
        rest.QuerySelectorAll("main a").ShouldNotContain(a => a.TextContent == "10 lieux suivants");
    }

    /// <summary>Whoever lives in the smallest of them finds it: it was left out, and no other postcode leads there. The page stays within its budget.</summary>
    [Theory]
    [InlineData("/reparer?objet=vacuum&commune=51300")]
    [InlineData("/entraide?commune=51300")]
    [InlineData("/reemploi?commune=51300")]
    [InlineData("/reemploi/deposer?commune=51300")]
    [InlineData("/reemploi/outils?commune=51300")]
    [InlineData("/formations?commune=51300")]
    [InlineData("/formations/offres?commune=51300")]
    public async Task All_communes_of_one_postcode_are_offered_in_alphabetical_order(string path)
    {
        var page = await PageAsync(path);

        var offered = page.QuerySelectorAll("main li a[href*='commune:51'], main li a[href*='commune%3A51']").Select(a => a.TextContent).ToList();
        offered.Count.ShouldBe(46);
        (offered[0], offered[^1]).ShouldBe(("Bassu", "Vitry-le-François"));
        page.All.Count(e => e.Closest("svg") is null || e.LocalName == "svg").ShouldBeLessThanOrEqualTo(300);
        (await CompressedAsync(path) + await CompressedAsync(page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!)).ShouldBeLessThanOrEqualTo(14_000);

        async Task<int> CompressedAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.ParseAdd("gzip");
            using var answer = await instance.Client.SendAsync(request);
            return (await answer.Content.ReadAsByteArrayAsync()).Length;
        }
    }

    [Theory]
    [InlineData("?commune=grenoble&objet=mon%20vieux%20frigo", "Réfrigérateur à réparer, près de Grenoble")]
    [InlineData("?commune=38130&objet=aspirateur", "Aspirateur à réparer, près d’Échirolles")]
    [InlineData("?commune=commune:38151&objet=vacuum", "Aspirateur à réparer, près d’Échirolles")]
    [InlineData("?commune=le%20havre&objet=grille-pain", "Grille-pain à réparer, près du Havre")]
    [InlineData("?commune=saint-denis&objet=vacuum", "Quelle commune ?")]
    [InlineData("?commune=grenoble&objet=portable", "Quel objet ?")]
    [InlineData("?objet=vacuum", "Chercher un créneau")]
    [InlineData("?commune=grenoble", "Chercher un créneau")]
    [InlineData("", "Chercher un créneau")]
    public async Task What_people_type_is_understood_or_asked_again(string query, string title) =>
        Plain((await PageAsync("/reparer" + query)).QuerySelector("h1")!).ShouldBe(title);

    [Fact]
    public async Task Choices_lead_on_without_asking_twice()
    {
        var page = await PageAsync("/reparer?commune=saint-denis&objet=portable");
        var commune = page.QuerySelectorAll("main li a").First(a => a.ParentElement!.TextContent.Contains("974"));
        page = await PageAsync(commune.GetAttribute("href")!);
        Plain(page.QuerySelector("h1")!).ShouldBe("Quel objet ?");
        page = await PageAsync(page.QuerySelectorAll("main li a").Single(a => a.TextContent == "Ordinateur portable").GetAttribute("href")!);
        Plain(page.QuerySelector("h1")!).ShouldBe("Ordinateur portable à réparer, près de Saint-Denis");
        page.QuerySelector("input[name=commune]")!.GetAttribute("value").ShouldBe("commune:97411");
    }

    /// <summary>The largest towns of a territory do not bear its name, and nobody says that they do.</summary>
    [Theory]
    [InlineData("Corse", "« Corse » est un territoire. Choisissez une commune : d’abord les plus peuplées de ce territoire, puis celles dont le nom ressemble.")]
    [InlineData("LA REUNION 974", "« La Réunion » est un territoire. Choisissez une commune : les plus peuplées d’abord.")]
    [InlineData("La Réunion", "« La Réunion » est une commune, et aussi un territoire, dont voici les communes les plus peuplées.")]
    [InlineData("Saint-Denis", "Plusieurs communes répondent à « Saint-Denis ».")]
    public async Task Why_one_is_asked_is_said_as_it_is(string typed, string why) =>
        Plain((await PageAsync($"/reparer?commune={Uri.EscapeDataString(typed)}&objet=mobile")).QuerySelector("main .lead")!).ShouldBe(why);

    [Fact]
    public async Task Unknown_words_are_kept_and_told()
    {
        var page = await PageAsync("/reparer?commune=Zzyzx&objet=%3Cb%3Eqqqq", HttpStatusCode.UnprocessableEntity);
        page.Title!.ShouldStartWith("Erreur");
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#commune", "#objet"]);

        // Nobody goes through fourteen links to hear what is wrong: the page opens on it, and its first link leads there.
        page.QuerySelectorAll("[autofocus]").ShouldHaveSingleItem().ShouldBe(page.QuerySelector(".errors"));
        page.QuerySelector("body > a")!.GetAttribute("href").ShouldBe("#" + page.QuerySelector(".errors")!.Id);
        (await PageAsync("/reparer")).QuerySelector("body > a")!.GetAttribute("href").ShouldBe("#contenu");
        page.QuerySelector("#commune")!.GetAttribute("value").ShouldBe("Zzyzx");
        page.QuerySelector("#commune")!.GetAttribute("aria-invalid").ShouldBe("true");
        page.QuerySelector("#objet")!.GetAttribute("value").ShouldBe("<b>qqqq");
        page.QuerySelectorAll("a").ShouldContain(a => a.GetAttribute("href") == "/reparer/objets");
    }

    [Theory]
    [InlineData("du=hier", "du")]
    [InlineData("du=2027-02-01", "du")]
    [InlineData("du=9999-12-31", "du")]
    [InlineData("rayon=loin", "rayon")]
    [InlineData("rayon=5000", "rayon")]
    public async Task Wrong_filters_are_told_and_the_list_still_stands(string filter, string field)
    {
        await instance.Given.WorkshopAsync();
        var page = await PageAsync("/reparer?commune=38185&objet=mobile&" + filter, HttpStatusCode.UnprocessableEntity);
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#" + field]);
        page.QuerySelectorAll(".place").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Filters_narrow_the_list_and_stay_chosen()
    {
        await instance.Given.WorkshopAsync("Café", kinds: OrganisationKinds.RepairCafe);
        await instance.Given.WorkshopAsync("Réparateur");
        var page = await PageAsync("/reparer?commune=38185&objet=mobile&rayon=5&genre=repair-cafe&du=2027-03-10");
        page.QuerySelectorAll(".place h2").Select(h => h.TextContent).ShouldBe(["Café"]);
        Plain(page.QuerySelector("a.slot")!).ShouldStartWith("mer. 10 mars");
        page.QuerySelectorAll("input[name=genre][checked]").Select(i => i.GetAttribute("value")).ShouldBe(["repair-cafe"]);
        page.QuerySelector("#rayon option[selected]")!.GetAttribute("value").ShouldBe("5");
        page.QuerySelector("#du")!.GetAttribute("value").ShouldBe("2027-03-10");
    }

    [Fact]
    public async Task Nothing_free_or_nobody_says_so_and_shows_a_way_out()
    {
        var none = await PageAsync("/reparer?commune=38185&objet=mobile");
        Plain(none.QuerySelector(".lead")!).ShouldBe("Personne ne répare encore cet objet à moins de 25 km.");
        await instance.Given.WorkshopAsync(openings: []);
        var taken = await PageAsync("/reparer?commune=38185&objet=mobile");
        Plain(taken.QuerySelector(".lead")!).ShouldBe("Aucun créneau à moins de 25 km avant le vendredi 30 avril.");
        taken.QuerySelectorAll("main li a").Select(a => a.GetAttribute("href")).ShouldContain("/reparer?commune=commune%3A38185&objet=mobile&rayon=50");
    }

    [Fact]
    public async Task A_list_whose_last_page_has_nobody_says_that_it_ends()
    {
        for (var i = 0; i < 13; i++)
        {
            await instance.Given.WorkshopAsync(lat: 45.1885 + (i * 0.002), openings: i < 10 ? null : []);
        }

        var first = await PageAsync("/reparer?commune=38185&objet=mobile");
        var last = await PageAsync(first.QuerySelectorAll("main a").Single(a => a.TextContent == "10 lieux suivants").GetAttribute("href")!);

        Plain(last.QuerySelector(".lead")!).ShouldBe("La liste s’arrête là : aucun autre lieu n’a de créneau libre.");
        last.QuerySelector("main li a")!.GetAttribute("href").ShouldBe("/reparer?commune=commune%3A38185&objet=mobile");
    }

    [Fact]
    public async Task The_page_of_a_place_looks_as_far_ahead_as_its_service_is_booked()
    {
        var workshop = await instance.Given.WorkshopAsync("Atelier du printemps", terms: new BookingTerms(60, 0, 0, 400, 0), openings: [Given.Opening(OpeningDays.Tuesday, 9, 10) with { ValidFrom = new(2027, 9, 1) }]);
        var seen = new List<string>();
        for (var next = "/lieux/" + workshop.Place.Slug; next is not null;)
        {
            var page = await PageAsync(next);
            seen.AddRange(page.QuerySelectorAll("a.slot").Select(a => a.GetAttribute("href")!));
            next = page.QuerySelectorAll("main a").SingleOrDefault(a => a.TextContent == "Jours suivants")?.GetAttribute("href");
        }

        seen.Count.ShouldBe((await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, new LocalDate(2027, 8, 1), new LocalDate(2028, 8, 1)))).AsT0.Slots.Count);
        seen.Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task A_list_that_never_was_begins_again()
    {
        using var response = await instance.Client.GetAsync("/reparer?commune=38185&objet=mobile&suite=zzz");
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().ShouldBe("/reparer?commune=commune%3A38185&objet=mobile");
    }

    [Fact]
    public async Task In_english_under_its_own_address()
    {
        var workshop = await instance.Given.WorkshopAsync();
        var page = await PageAsync("/en/reparer?commune=38185&objet=mobile");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Mobile phone to repair, near Grenoble");
        page.QuerySelector("a.slot")!.GetAttribute("href")!.ShouldStartWith("/en/rendez-vous/nouveau?service=" + workshop.Service.Id);
    }

    [Fact]
    public async Task The_page_of_a_place_says_all_that_helps_to_come()
    {
        var every = Given.Opening(OpeningDays.Tuesday | OpeningDays.Wednesday | OpeningDays.Thursday, 9, 12);
        var workshop = await instance.Given.WorkshopAsync(
            "Atelier Mille Vis",
            openings:
            [
                every, every with { From = new(14, 0), To = new(18, 0) },
                Given.Opening(OpeningDays.Friday, 14, 18),
                Given.Opening(OpeningDays.Saturday, 9, 12) with { MonthlyNth = 1 },
                Given.Opening(OpeningDays.Sunday, 10, 12) with { EveryWeeks = 2, ValidFrom = new(2027, 3, 1) },
            ]);
        await instance.Given.ClosureAsync(workshop, Instant.FromUtc(2027, 4, 11, 22, 0), Instant.FromUtc(2027, 4, 17, 22, 0), "congés");

        var page = await PageAsync("/lieux/atelier-mille-vis?objet=mobile");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Atelier Mille Vis");
        Plain(page.QuerySelector(".status")!).ShouldBe("Agréé par la ville de Grenoble");
        page.QuerySelectorAll(".side table tr").Select(Plain).ShouldBe(
        [
            "Mardi au jeudi 9 h – 12 h 14 h – 18 h",
            "Vendredi 14 h – 18 h",
            "Premier samedi du mois prochain : samedi 6 mars 9 h – 12 h",
            "Dimanche, une semaine sur deux prochain : dimanche 7 mars 10 h – 12 h",
        ]);
        Plain(page.QuerySelector(".side > .muted")!).ShouldBe("Fermé les jours fériés et du lundi 12 au samedi 17 avril (congés).");
        Plain(page.QuerySelector("address")!).ShouldContain("rue de l’Atelier");
        page.QuerySelectorAll("a[href^='tel:']").ShouldNotBeEmpty();
        page.QuerySelectorAll(".day h3").Select(h => h.TextContent).ShouldBe(["Mardi 2 mars", "Mercredi 3 mars", "Jeudi 4 mars", "Vendredi 5 mars", "Samedi 6 mars"]);
        page.QuerySelectorAll(".day a.slot")[0].GetAttribute("href").ShouldBe($"/rendez-vous/nouveau?service={workshop.Service.Id}&debut=2027-03-02T09%3A00%3A00%2B01%3A00&objet=mobile");

        var next = page.QuerySelectorAll("a").Single(a => a.TextContent == "Jours suivants").GetAttribute("href")!;
        (await PageAsync(next)).QuerySelector(".day h3")!.TextContent.ShouldBe("Dimanche 7 mars");
    }

    [Fact]
    public async Task A_long_day_is_cut_and_goes_on()
    {
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(10, 0, 0, 60, 0), openings: [Given.Opening(OpeningDays.Tuesday, 8, 18)]);
        var address = $"/lieux/{workshop.Place.Slug}";
        var hours = new List<string>();
        while (hours.Count < 60)
        {
            var page = await PageAsync(address);
            page.All.Count(e => e.Closest("svg") is null || e.LocalName == "svg").ShouldBeLessThanOrEqualTo(300);
            hours.AddRange(page.QuerySelectorAll(".day a.slot time").Select(t => t.GetAttribute("datetime")!).Where(t => t.StartsWith("2027-03-02", StringComparison.Ordinal)));
            address = page.QuerySelectorAll("a").Single(a => a.TextContent == "Jours suivants").GetAttribute("href")!;
        }

        hours.Count.ShouldBe(60);
        hours.ShouldBeUnique();
    }

    [Fact]
    public async Task Without_online_booking_the_page_gives_the_telephone()
    {
        var workshop = await instance.Given.WorkshopAsync(publicBooking: false);
        var page = await PageAsync($"/lieux/{workshop.Place.Slug}");
        page.QuerySelectorAll("a.slot").ShouldBeEmpty();
        Plain(page.QuerySelector("section")!).ShouldContain("Ici, on ne prend pas rendez-vous en ligne. Appelez l’atelier au 04 76 00 00 00");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(AccreditationStatus.Suspended)]
    public async Task A_place_that_is_not_public_is_nowhere(AccreditationStatus? decision)
    {
        var workshop = await instance.Given.WorkshopAsync(decision: decision);
        (await instance.Client.GetAsync($"/lieux/{workshop.Place.Slug}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var member = await instance.SignInAs(workshop.Member);
        using var seen = await member.GetAsync($"/lieux/{workshop.Place.Slug}");
        seen.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await seen.Content.ReadAsStringAsync()).ShouldContain(decision is null ? "n’est pas encore publique" : "est suspendu");
    }

    [Fact]
    public async Task All_objects_are_one_link_from_home()
    {
        (await PageAsync("/")).QuerySelectorAll("a").ShouldContain(a => a.GetAttribute("href") == "/reparer/objets");
        var page = await PageAsync("/reparer/objets?commune=commune:38151");
        page.QuerySelectorAll("section li a").Length.ShouldBe(55);
        page.QuerySelectorAll("section li a")[0].GetAttribute("href")!.ShouldStartWith("/reparer?commune=commune:38151&objet=");
    }

    [Fact]
    public async Task The_home_board_pins_the_next_repair_cafes()
    {
        await instance.Given.WorkshopAsync("Repair-café des Granges", kinds: OrganisationKinds.RepairCafe, openings: [Given.Opening(OpeningDays.Saturday, 9, 12) with { MonthlyNth = 1 }]);
        await instance.Given.WorkshopAsync("Réparateur");
        var cards = (await PageAsync("/")).QuerySelectorAll(".board li");
        cards.Length.ShouldBe(1);
        Plain(cards[0]).ShouldBe("sam. 6 mars Repair-café des Granges Grenoble, de 9 h à 12 h");
    }

    private static string Plain(IElement element)
    {
        foreach (var line in element.QuerySelectorAll("br, td, p, a, span").ToList())
        {
            line.Before(element.Owner!.CreateTextNode(" "));
        }

        return string.Join(' ', element.TextContent.Replace('\u00A0', ' ').Replace('\u202F', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<IDocument> PageAsync(string address, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await instance.Client.GetAsync(address);
        var html = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, html);
        return await BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(r => r.Content(html).Address("http://localhost" + address));
    }
}
