using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>A booking to confirm, as its person, the desk and a machine see it.</summary>
public sealed class ConfirmationPagesTests
{
    private static readonly TestOptions AfterOne = new() { Limits = true, Settings = new Dictionary<string, string?> { ["Limits:BookingsBeforeConfirmation"] = "1", ["Proxy:KnownNetworks"] = "127.0.0.1" } };

    [Theory, BothDatabases]
    public async Task It_is_said_plainly_and_confirmed_by_one_button(DatabaseKind kind)
    {
        await using var instance = await ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 4);
        (await BookAsync(instance.Client, workshop, "une@exemple.fr")).GetProperty("status").GetString().ShouldBe("confirmed");
        var asked = await BookAsync(instance.Client, workshop, "deux@exemple.fr");
        asked.GetProperty("status").GetString().ShouldBe("to-confirm");
        asked.GetProperty("confirmBy").GetString().ShouldBe("2027-03-01T09:30:00+01:00");
        var (secret, reference) = (asked.GetProperty("secret").GetString()!, asked.GetProperty("reference").GetString()!);

        var ticket = await instance.Client.PageAsync($"/rendez-vous/{secret}");
        ticket.QuerySelector("h1")!.TextContent.ShouldBe("Il reste à confirmer");
        ticket.QuerySelector("main")!.TextContent.ShouldContain("deux@exemple.fr");
        ticket.QuerySelector("a[href$='.ics']").ShouldBeNull();
        ticket.QuerySelector("a[href*='/confirmer/']").ShouldBeNull("the key is in the letter alone");
        using var desk = await instance.SignInAs(workshop.Member);
        (await desk.PageAsync("/pro/agenda?jour=2027-03-02")).QuerySelector(".booked .status.warn")!.TextContent.ShouldBe("À confirmer");
        var visit = await desk.PageAsync($"/pro/rendez-vous/{reference}");
        visit.QuerySelector("[formaction$='Confirmed']").ShouldNotBeNull();
        visit.QuerySelector("a[href$='/deplacer']").ShouldBeNull();

        // Reading changes nothing; a key of one's own making opens nothing.
        using var browser = instance.NewClient();
        var link = $"/rendez-vous/{secret}/confirmer/{Key(instance, secret, await IdAsync(instance, reference))}";
        for (var i = 0; i < 2; i++)
        {
            var page = await browser.PageAsync(link);
            page.QuerySelectorAll("main form button").ShouldHaveSingleItem().TextContent.ShouldBe("Je confirme");
        }

        using var exchanged = await browser.GetAsync(link);
        exchanged.Headers.Location!.OriginalString.ShouldBe($"/rendez-vous/{reference}/confirmer", "neither secret stays in the address");
        (await browser.PageAsync($"/rendez-vous/{reference}/confirmer")).QuerySelectorAll("main form button").ShouldHaveSingleItem();
        using var other = instance.NewClient();
        await other.PageAsync($"/rendez-vous/{secret}");
        (await other.GetAsync($"/rendez-vous/{reference}/confirmer")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "the pass of the booking is not that of the letter");
        using var wrong = await browser.GetAsync($"/rendez-vous/{secret}/confirmer/{secret}");
        wrong.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(instance, secret)).ShouldBe("to-confirm");
        using var confirmed = await browser.SendFormAsync(link, []);
        confirmed.Headers.Location!.OriginalString.ShouldBe($"/rendez-vous/{reference}");
        (await StatusAsync(instance, secret)).ShouldBe("confirmed");
        (await browser.PageAsync(link)).QuerySelector("h1")!.TextContent.ShouldBe("Ce rendez-vous n’est plus à confirmer");
        (await instance.Client.PageAsync($"/rendez-vous/{secret}")).QuerySelector("a[href$='.ics']").ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task The_desk_calls_whoever_has_no_email_and_nobody_signed_in_is_counted(DatabaseKind kind)
    {
        await using var instance = await ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 8);
        await BookAsync(instance.Client, workshop, "une@exemple.fr");
        (await BookAsync(From(await instance.BearerFor(Given.SignedIn)), workshop, "deux@exemple.fr")).GetProperty("status").GetString().ShouldBe("confirmed");
        var asked = await BookAsync(instance.Client, workshop, null);
        asked.GetProperty("status").GetString().ShouldBe("to-confirm");
        (await instance.Client.PageAsync($"/rendez-vous/{asked.GetProperty("secret").GetString()}")).QuerySelector(".lead")!.TextContent.ShouldContain("L’atelier vous appelle");

        using var desk = await instance.SignInAs(workshop.Member);
        var list = await desk.PageAsync("/pro/appels");
        list.QuerySelector(".words")!.TextContent.ShouldContain("Est-ce bien vous");
        var fields = list.QuerySelectorAll("form [type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? "")).Append(new("note", "Confirms")).ToList();
        using var answered = await desk.PostAsync("/pro/appels?handler=Confirmation", new FormUrlEncodedContent(fields));
        answered.Headers.Location!.OriginalString.ShouldBe("/pro/appels?fait=reponse");
        (await StatusAsync(instance, asked.GetProperty("secret").GetString()!)).ShouldBe("confirmed");
        (await desk.PageAsync("/pro/appels")).QuerySelector("form [name=reference]").ShouldBeNull();
    }

    [Fact]
    public async Task A_proxy_that_nobody_declared_does_not_make_one_visitor_of_all()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, AfterOne);
        var workshop = await instance.Given.WorkshopAsync(benches: 8);
        foreach (var email in new[] { "une@exemple.fr", "deux@exemple.fr", "trois@exemple.fr" })
        {
            (await BookAsync(instance.Client, workshop, email)).GetProperty("status").GetString().ShouldBe("confirmed");
        }
    }

    [Theory]
    [InlineData("Limits:BookingsBeforeConfirmation", "0")]
    [InlineData("Limits:BookingsBeforeConfirmation", "beaucoup")]
    [InlineData("Limits:ConfirmationMinutes", "1")]
    public async Task A_setting_out_of_bounds_stops_the_start(string name, string value)
    {
        var start = () => TestInstance.BuildAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true, Settings = new Dictionary<string, string?> { [name] = value } });
        (await Should.ThrowAsync<Exception>(start)).Message.ShouldContain(name);
    }

    private static string Key(TestInstance instance, string secret, BookingId id)
    {
        var secrets = instance.Services.GetRequiredService<BookingSecrets>();
        secrets.SecretOf(id).ShouldBe(secret);
        return secrets.ConfirmationKeyOf(id);
    }

    private static Task<BookingId> IdAsync(TestInstance instance, string reference) =>
        instance.ReadAsync(db => db.Bookings.Where(b => b.Reference == reference).Select(b => b.Id).SingleAsync());

    private static async Task<string> StatusAsync(TestInstance instance, string secret) =>
        (await instance.Client.GetFromJsonAsync<JsonElement>($"/api/v1/bookings/{secret}")).GetProperty("status").GetString()!;

    /// <summary>Visitors come from one network, behind a known proxy.</summary>
    private static async Task<TestInstance> ServeAsync(DatabaseKind kind)
    {
        var instance = await TestInstance.ServeAsync(kind, AfterOne);
        From(instance.Client);
        return instance;
    }

    private static HttpClient From(HttpClient visitor)
    {
        visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        return visitor;
    }

    private static async Task<JsonElement> BookAsync(HttpClient client, Workshop workshop, string? email)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/bookings", new
        {
            serviceId = workshop.Service.Id.ToString(),
            start = "2027-03-02T09:00:00+01:00",
            contact = new { name = "Marie", email, phone = email is null ? "06 12 34 56 78" : null },
            item = new { category = "mobile", problem = "Écran noir" },
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
