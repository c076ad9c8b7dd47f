using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Photos;
using RepairNet.Web.Pages.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Browser.Tests.Pages;

/// <summary>
/// Every public page, in a real browser: light enough for a bad connection, whole without scripts, readable by everyone, and
/// talking to nobody else. The budgets are counts, never times.
/// </summary>
public sealed class PublicPagesTests(Chromium chromium, SmallTown town)
{
    private const int MostRequests = 3;
    private const int MostBytes = 14_000;
    private const int MostElements = 300;

    /// <summary>A report is a document of tables, to print and to sign: their cells are what it is for.</summary>
    private const int MostElementsOfADocument = 1000;

    /// <summary>Names of the pages; the addresses of some hold what the town made.</summary>
    public static TheoryData<string> Pages => ["home", "tools", "tools-en", "home-en", "accessibility", "privacy", "site-map-en", "problems", "objects", "results", "place", "place-sessions", "session", "now-serving", "booking", "lost-link", "wait", "territory", "territory-all-years", "territory-objects", "territory-share", "fragment", "report", "closed-periods", "open-data", "stats", "stats-territory", "legal", "eco-design", "my-data", "write", "join", "courses", "course", "course-full", "course-poster", "certificate", "offers", "offers-en", "offer", "offer-en", "shop", "shop-en", "item", "item-kept-en", "deposit", "deposit-form", "deposit-form-en", "deposit-nobody", "help", "help-en", "help-new", "help-post", "help-report"];

    private string Address(string page) => Address(page, town);

    internal static string Address(string page, SmallTown town) => page switch
    {
        "home" => "/",
        "home-en" => "/en",
        "accessibility" => "/accessibilite",
        "privacy" => "/confidentialite",
        "site-map-en" => "/en/plan-du-site",
        "courses" => "/formations?commune=Grenoble",
        "course" => "/formations/reparer-le-petit-electromenager",
        "course-full" => "/en/formations/trier-tester-nettoyer",
        "course-poster" => "/formations/reparer-le-petit-electromenager/affiche",
        "certificate" => "/attestations",
        "offers" => "/formations/offres?commune=Grenoble",
        "offers-en" => "/en/formations/offres?genre=job",
        "offer" => "/formations/offres/apprentie-ou-apprenti-mecanicien-cycles",
        "offer-en" => "/en/formations/offres/apprentie-ou-apprenti-mecanicien-cycles",
        "deposit" => "/reemploi/deposer",
        "deposit-form" => "/reemploi/deposer?commune=commune:38185",
        "deposit-form-en" => "/en/reemploi/deposer?commune=commune:38151",
        "deposit-nobody" => "/reemploi/deposer?commune=commune:75056",
        "tools" => "/reemploi/outils?commune=Grenoble",
        "tools-en" => "/en/reemploi/outils?q=perceuse",
        "shop" => "/reemploi?commune=Grenoble",
        "shop-en" => "/en/reemploi?prix=50",
        "item" => $"/reemploi/{town.Shop.Offered}",
        "item-kept-en" => $"/en/reemploi/{town.Shop.Kept}",
        "help" => "/entraide?commune=Grenoble",
        "help-en" => "/en/entraide",
        "help-new" => "/entraide/publier?genre=request&commune=commune:38185&objet=kettle",
        "help-post" => $"/entraide/{town.Help.Post}",
        "help-report" => $"/entraide/{town.Help.Post}/signaler",
        "join" => "/referencer",
        "problems" => "/problems",
        "objects" => "/reparer/objets",
        "results" => "/reparer?commune=commune:38185&objet=mobile",
        "place" => $"/lieux/{town.Workshops[0].Place.Slug}?objet=mobile",
        "place-sessions" => $"/lieux/{town.Workshops[^1].Place.Slug}",
        "session" => $"/lieux/{town.Workshops[^1].Place.Slug}/seances/2027-03-01?objet=mobile",
        "now-serving" => $"/lieux/{town.Workshops[^1].Place.Slug}/seances/2027-03-01/appel?numero=5",
        "booking" => $"/rendez-vous/nouveau?service={town.Workshops[0].Service.Id}&debut=2027-03-02T09:00:00%2B01:00&objet=mobile",
        "lost-link" => "/retrouver?reference=ECH-7K3P",
        "wait" => "/attente?commune=38185&objet=mobile",
        "territory" => "/territoires/epci:200040715?annee=2027",
        "report" => "/territoires/epci:200040715/rapport/2027",
        "closed-periods" => "/territoires/commune:38185/clotures",
        "territory-all-years" => "/territoires/epci:200040715?annee=toutes",
        "territory-objects" => "/territoires/epci:200040715/objets?annee=2027",
        "territory-share" => "/territoires/epci:200040715/partager",
        "fragment" => "/territoires/epci:200040715/fragment.html?annee=2027",
        "open-data" => "/donnees",
        "stats" => "/stats",
        "stats-territory" => "/stats?territoire=epci:200040715",
        "eco-design" => "/ecoconception",
        "legal" => "/mentions-legales?territoire=commune:38185",
        "my-data" => "/mes-donnees",
        "write" => "/contact/ecrire",
        _ => throw new ArgumentOutOfRangeException(nameof(page), page, "No such page in this list."),
    };

    [Theory, MemberData(nameof(Pages))]
    public async Task A_first_visit_is_light_and_private(string page)
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, town.Instance, Visitor.Phone);

        var visit = await visitor.FirstVisitAsync(Address(page));

        visit.Status.ShouldBe(200);
        visit.Requests.Count.ShouldBeInRange(1, page == "item-kept-en" ? MostRequests + 1 : MostRequests, string.Join("\n", visit.Requests));
        // An item with photos shows one thumbnail: the page of eco-design says so.
        visit.BodyBytes.ShouldBeInRange(200, page == "item-kept-en" ? MostBytes + Photo.MaxThumbnailBytes : MostBytes, visit.ToString());
        visit.Elements.ShouldBeInRange(10, page == "report" ? MostElementsOfADocument : MostElements, visit.ToString());
        visit.OtherHosts.ShouldBeEmpty();
        visit.Complaints.ShouldBeEmpty();
        if (!MayLeaveACookie(page))
        {
            visit.Cookies.ShouldBeEmpty();
        }
    }

    /// <summary>« Écoconception » says what pages take at most: never less than they do, and not so much more that it says nothing.</summary>
    [Fact]
    public async Task What_the_eco_design_page_says_is_so()
    {
        EcoDesignFacts.Weights.Count.ShouldBe(4);
        var visits = new List<FirstVisit>();
        foreach (var said in EcoDesignFacts.Weights)
        {
            await using var visitor = await Visitor.ArriveAsync(chromium, town.Instance, Visitor.Phone);
            visits.Add(await visitor.FirstVisitAsync(Address(said.Key)));
        }

        var counted = string.Join("\n", visits);
        foreach (var (said, visit) in EcoDesignFacts.Weights.Zip(visits))
        {
            said.Bytes.ShouldBeInRange((int)visit.BodyBytes, (int)visit.BodyBytes + 1500, counted);
            said.Requests.ShouldBe(visit.Requests.Count, counted);
            said.Elements.ShouldBeInRange(visit.Elements, visit.Elements + 30, counted);
        }
    }

    /// <summary>Only a page with a form to post leaves one: the other half of its anti-forgery token.</summary>
    private static bool MayLeaveACookie(string page) => page is "help-new" or "help-post" or "help-report" or "course" or "course-full" or "deposit-form" or "deposit-form-en" or "booking" or "wait" or "lost-link" or "my-data" or "write" or "join" or "item";

    [Theory, MemberData(nameof(Pages))]
    public async Task It_reads_on_a_telephone_and_on_a_desk(string page)
    {
        foreach (var width in new[] { Visitor.Phone, Visitor.Desktop })
        {
            await using var visitor = await Visitor.ReadAsync(chromium, town.Instance, width: width);
            await visitor.Page.GotoAsync(Address(page));
            await visitor.ShouldFitAsync($"{page} at {width} px");
            await visitor.PictureAsync(page);
            if (width == Visitor.Phone)
            {
                await visitor.Page.SetViewportSizeAsync(320, 800);
                await visitor.ShouldFitAsync($"{page} at 320 px");
            }
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task It_is_accessible_in_light_and_in_dark(string page)
    {
        await using var visitor = await Visitor.ReadAsync(chromium, town.Instance, width: Visitor.Phone);
        await visitor.Page.GotoAsync(Address(page));
        await visitor.ShouldBeAccessibleByDayAndByNightAsync(page);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task It_says_the_same_without_scripts(string page)
    {
        await using var with = await Visitor.ReadAsync(chromium, town.Instance);
        await using var without = await Visitor.ReadAsync(chromium, town.Instance, javaScript: false);
        await with.Page.GotoAsync(Address(page));
        await without.Page.GotoAsync(Address(page));

        var text = await with.Page.Locator("main").InnerTextAsync();
        text.Length.ShouldBeGreaterThan(40);
        (await without.Page.Locator("main").InnerTextAsync()).ShouldBe(text);
    }
}
