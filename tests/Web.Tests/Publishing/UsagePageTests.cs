using System.Net;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Publishing;

/// <summary>« Statistiques d’usage », for whoever asks.</summary>
public sealed class UsagePageTests
{
    [Fact]
    public async Task Anyone_reads_the_counts_in_a_chart_and_in_its_table()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(benches: 3);
        for (var i = 0; i < 3; i++)
        {
            await instance.SendAsync(
                new BookSlot(workshop.Service.Id, NodaTime.Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Marie Blanc", "marie.blanc@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran fendu"), null, i == 0 ? BookingChannel.Phone : BookingChannel.Web, null, "fr"),
                i == 0 ? workshop.Member : null);
        }

        var page = await instance.NewClient().PageAsync("/stats");

        page.QuerySelectorAll(".figures .big").Select(f => f.TextContent.Trim()).ShouldBe(["3", "0", "67\u00A0%", "1 jour", "0", "1", "3"]);
        page.QuerySelector("svg.chart title")!.TextContent.ShouldBe("Rendez-vous pris chaque mois\u00A0: avril 2026 – mars 2027");
        page.QuerySelectorAll("svg.chart .bar").Length.ShouldBe(1);
        page.QuerySelectorAll("table tbody tr").Length.ShouldBe(13);
        page.QuerySelectorAll("table tbody tr")[^1].QuerySelectorAll("td").Select(c => c.TextContent).ShouldBe(["3", "2", "0", "1", "0", "0", "0", "0", "0"]);
        page.Body!.TextContent.ShouldContain("Par téléphone");
        page.Body!.TextContent.ShouldContain("1, soit 33");
        page.Body!.TextContent.ShouldContain("elles ne laissent aucune trace");
        page.Body!.TextContent.ShouldNotContain("Marie");
        var english = await instance.NewClient().PageAsync("/en/stats");
        english.QuerySelector("h1")!.TextContent.ShouldBe("Usage statistics");
        english.Body!.TextContent.ShouldContain("they leave no trace");
    }

    [Fact]
    public async Task A_territory_has_its_own_and_its_pages_lead_there()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(communeCode: "38185");
        await instance.SendAsync(new BookSlot(workshop.Service.Id, NodaTime.Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Marie Blanc", "marie.blanc@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran fendu"), null, BookingChannel.Web, null, "fr"), null);
        var client = instance.NewClient();

        var page = await client.PageAsync("/stats?territoire=commune:38185");

        page.QuerySelector("h1")!.TextContent.ShouldBe("Statistiques d’usage\u00A0: Grenoble");
        page.Body!.TextContent.ShouldContain("Trop peu de rendez-vous pour en dire plus");
        page.QuerySelector("svg.chart").ShouldBeNull("one appointment is one person");
        page.QuerySelectorAll(".figures .big").Select(f => f.TextContent.Trim()).ShouldBe(["1", "0", "1", "1"]);
        page.QuerySelector("main a[href='/territoires/commune:38185']").ShouldNotBeNull();
        (await client.PageAsync("/territoires/commune:38185")).QuerySelector("footer a[href='/stats?territoire=commune:38185']").ShouldNotBeNull();
        (await client.GetAsync("/stats?territoire=commune:00000")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.PageAsync("/en/stats?territoire=commune:38185")).QuerySelector("h1")!.TextContent.ShouldBe("Usage statistics: Grenoble");
    }

    [Fact]
    public async Task Before_the_first_appointment_it_says_so_without_a_chart()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        var page = await instance.NewClient().PageAsync("/stats");

        page.QuerySelector("main")!.TextContent.ShouldContain("Aucun rendez-vous pris sur cette période.");
        page.QuerySelector("svg.chart").ShouldBeNull();
    }

    [Fact]
    public async Task It_is_in_the_footer_the_map_of_the_site_and_the_list_for_search_engines()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var client = instance.NewClient();

        (await client.PageAsync("/")).QuerySelector("footer a[href='/stats']").ShouldNotBeNull();
        (await client.PageAsync("/plan-du-site")).QuerySelector("main a[href='/stats']").ShouldNotBeNull();
        (await client.GetStringAsync("/sitemap.xml")).ShouldContain("/stats<");
        using var posted = await client.PostAsync("/stats", null);
        posted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("", "/mentions-legales#source")]
    [InlineData("pas une adresse", "/mentions-legales#source")]
    [InlineData("javascript:alert(1)", "/mentions-legales#source")]
    [InlineData("https://forge.exemple.fr/repairnet/archive/v0.1.0", "https://forge.exemple.fr/repairnet/archive/v0.1.0")]
    public async Task The_source_is_offered_on_each_page_to_all(string setting, string address)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:SourceUrl"] = setting } });
        var visitors = new[] { instance.NewClient(), await instance.SignInAs(Given.SignedIn) };

        foreach (var visitor in visitors)
        {
            (await visitor.PageAsync("/contact")).QuerySelectorAll("footer a").Where(a => a.TextContent == "Code source").ShouldHaveSingleItem().GetAttribute("href").ShouldBe(address);
        }

        var section = (await visitors[0].PageAsync("/mentions-legales")).QuerySelector("#source")!.ParentElement!;
        section.TextContent.ShouldContain(Pages.Identity.InstanceModel.Version);
        (section.QuerySelector("a")?.GetAttribute("href")).ShouldBe(address.StartsWith("https", StringComparison.Ordinal) ? address : null);
    }
}
