using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>The page to which a form leads that came as programs send.</summary>
public sealed class ProvePagesTests
{
    private static readonly TestOptions Light = new() { Limits = true, Settings = new Dictionary<string, string?> { ["Limits:ProofOfWorkBits"] = "10" } };

    [Theory, BothDatabases]
    public async Task It_says_both_ways_and_a_computation_confirms(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind, Light);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var address = await BookAsync(browser, workshop);
        address.ShouldMatch("^/rendez-vous/[A-Z]{3}-[0-9A-Z]{4}/preuve$");

        using var answer = await browser.GetAsync(address);
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldBe(SecurityHeaders.ScriptPolicy);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var page = await answer.PageAsync();
        page.QuerySelector("h1")!.TextContent.ShouldBe("Il reste à confirmer");
        page.QuerySelector(".lead")!.TextContent.ShouldContain("marie@exemple.fr");
        page.QuerySelector("section")!.HasAttribute("hidden").ShouldBeTrue("without a script there is nothing to press");
        var script = page.QuerySelectorAll("script").ShouldHaveSingleItem();
        script.GetAttribute("src")!.ShouldMatch(@"^/preuve\.[0-9a-f]{12}\.js$");
        var source = await browser.GetByteArrayAsync(script.GetAttribute("src"));
        script.GetAttribute("integrity").ShouldBe("sha384-" + Convert.ToBase64String(System.Security.Cryptography.SHA384.HashData(source)));

        // Nothing computed, then something else: said, and asked anew.
        foreach (var wrong in new[] { "", "1.2.3" })
        {
            using var refused = await SendAsync(browser, address, page, wrong);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            page = await refused.PageAsync();
            page.QuerySelector("[role=alert] h2")!.TextContent.ShouldBe("Le calcul n’a pas été accepté.");
        }

        // Left open too long, the same.
        var old = page;
        instance.Clock.AdvanceMinutes(11);
        using var late = await SendAsync(browser, address, old, Solved(old));
        late.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page = await late.PageAsync();
        using var proved = await SendAsync(browser, address, page, Solved(page));
        proved.Headers.Location!.OriginalString.ShouldBe(address[..^"/preuve".Length]);
        (await browser.PageAsync(proved.Headers.Location.OriginalString)).QuerySelector("h1")!.TextContent.ShouldStartWith("C’est noté. À mardi");
        (await instance.ReadAsync(db => db.Bookings.Select(b => b.Status).SingleAsync())).ShouldBe(BookingStatus.Confirmed);

        // Opened again it leads to the ticket; and so does the form, sent again.
        using var after = await browser.GetAsync(address);
        after.Headers.Location!.OriginalString.ShouldBe(address[..^"/preuve".Length]);
        using var twice = await SendAsync(browser, address, page, Solved(page));
        twice.Headers.Location!.OriginalString.ShouldBe(address[..^"/preuve".Length]);
    }

    [Fact]
    public async Task Only_the_browser_that_booked_finds_it_and_only_that_page_runs_the_script()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, Light);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = instance.NewClient();
        var address = await BookAsync(browser, workshop);
        var ticket = address[..^"/preuve".Length];
        using var shown = await browser.GetAsync(ticket);
        shown.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldBe(SecurityHeaders.Policy);
        (await shown.PageAsync()).QuerySelector("script").ShouldBeNull();

        using var other = instance.NewClient();
        (await other.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Whoever has the link of the ticket has not the pass of this page.
        var secret = instance.Services.GetRequiredService<BookingSecrets>().SecretOf(await instance.ReadAsync(db => db.Bookings.Select(b => b.Id).SingleAsync()));
        await other.PageAsync($"/rendez-vous/{secret}");
        (await other.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync($"/rendez-vous/{secret}/preuve")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("25")]
    [InlineData("beaucoup")]
    public async Task A_difficulty_out_of_bounds_stops_the_start(string value)
    {
        var start = () => TestInstance.BuildAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Limits:ProofOfWorkBits"] = value } });
        (await Should.ThrowAsync<Exception>(start)).Message.ShouldContain("Limits:ProofOfWorkBits");
    }

    private static string Solved(IDocument page)
    {
        var form = page.QuerySelector("form[data-challenge]")!;
        int Number(string name) => int.Parse(form.GetAttribute(name)!, System.Globalization.CultureInfo.InvariantCulture);
        return BrowserWork.Solve(form.GetAttribute("data-challenge")!, Number("data-parts"), Number("data-bits"));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient browser, string address, IDocument page, string answer) =>
        browser.PostAsync(address, new FormUrlEncodedContent(page.QuerySelectorAll("main form input[type=hidden]")
            .Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("name") == "preuve" ? answer : i.GetAttribute("value") ?? ""))));

    /// <summary>Books at once, and says where that leads.</summary>
    private static async Task<string> BookAsync(HttpClient browser, Workshop workshop)
    {
        var page = await browser.PageAsync($"/rendez-vous/nouveau?service={workshop.Service.Id}&debut=2027-03-02T09:00:00%2B01:00&objet=mobile");
        var fields = page.QuerySelectorAll("main form input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))
            .Concat([new("nom", "Marie"), new("email", "marie@exemple.fr"), new("objet", "mobile"), new("panne", "Écran noir")]);
        using var booked = await browser.PostAsync("/rendez-vous/nouveau?handler=Confirm", new FormUrlEncodedContent(fields));
        booked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return booked.Headers.Location!.OriginalString;
    }
}
