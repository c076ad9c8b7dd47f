using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Impact;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Tests.Commands;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

/// <summary>Closing a year on a page and through the API, and what everybody can check of it afterwards.</summary>
public sealed class ClosedPeriodsTests
{
    private const string Grenoble = "commune:38185";
    private static readonly LocalDate InDecember = new(2026, 12, 3);

    [Fact]
    public async Task What_is_recorded_of_a_closed_year_says_the_day_it_counts_on()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        await ImpactApiTests.RecordAsync(instance, workshop, "kettle", InDecember);
        (await instance.SendAsync(new ClosePeriod(Grenoble, "2026"), workshop.Agent)).IsT0.ShouldBeTrue();
        using var member = await instance.BearerFor(workshop.Member);

        var late = await RecordedAsync("2026-12-05");
        var now = await RecordedAsync("2027-02-01");

        var today = instance.Clock.Now.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).Date;
        (late.CountedOn, late.IsClosed).ShouldBe((today.ToString("uuuu-MM-dd", null), true));
        (now.CountedOn, now.IsClosed).ShouldBe(("2027-02-01", false));
        using var desk = await instance.SignInAs(workshop.Member);
        (await ReadAsync(await desk.GetAsync($"/pro/agenda?note={late.Id}"))).QuerySelector("[role=status]")!.TextContent.ShouldContain("Sa période est close\u00A0: elle compte au ");
        (await ReadAsync(await desk.GetAsync($"/pro/agenda?note={now.Id}"))).QuerySelector("[role=status]")!.TextContent.ShouldNotContain("close");

        async Task<(string Id, string CountedOn, bool IsClosed)> RecordedAsync(string date)
        {
            using var answer = await member.PostAsJsonAsync("/api/v1/repairs", new { organisationId = workshop.Organisation.Id.ToString(), placeId = workshop.Place.Id.ToString(), date, item = new { category = "kettle" }, outcome = "fixed" });
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
            var impact = said.GetProperty("impact");
            return (said.GetProperty("id").GetString()!, impact.GetProperty("countedOn").GetString()!, impact.GetProperty("periodClosed").GetBoolean());
        }
    }

    /// <summary>Cran-Gevrier had closed 2026 before it was merged into Annecy, which had not: Annecy sees that statement, and closes its own year.</summary>
    [Theory, BothDatabases]
    public async Task A_year_that_a_merged_commune_had_closed_is_still_to_be_closed_by_the_one_of_today(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await ImpactApiTests.RecordAsync(instance, workshop, "kettle", InDecember, "fixed", 2.5m);
        (await instance.SendAsync(new ClosePeriod(Grenoble, "2026"), workshop.Agent)).IsT0.ShouldBeTrue();
        var first = (await instance.ReadAsync(db => db.ClosedPeriods.SingleAsync())).Read();
        await instance.AddAsync([new ClosedPeriod(first with { Number = 2, Previous = first.Hash, Territory = TerritoryKey.Commune("74093") }, closedBy: null)]);
        using var agent = await instance.SignInAs(Given.AgentOf(TerritoryKey.Commune("74010")));

        (await ReadAsync(await agent.GetAsync("/mairie/clotures?territoire=commune:74010"))).QuerySelectorAll("select option").Select(o => o.GetAttribute("value")).ShouldContain("2026");
        var page = await ReadAsync(await agent.GetAsync("/mairie/clotures?territoire=commune:74010&periode=2026"));
        page.QuerySelector(".errors").ShouldBeNull();
        page.QuerySelector("dl.facts").ShouldNotBeNull("the figures to look at before");
    }

    [Theory, BothDatabases]
    public async Task An_agent_looks_at_the_figures_then_closes_the_year_and_anyone_checks_the_file(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await ImpactApiTests.RecordAsync(instance, workshop, "kettle", InDecember, "fixed", 2.5m);
        await ImpactApiTests.RecordAsync(instance, workshop, "mobile", InDecember, "end-of-life", null);
        using var agent = await instance.SignInAs(workshop.Agent);

        var page = await ReadAsync(await agent.GetAsync($"/mairie/clotures?territoire={Grenoble}&periode=2026"));
        page.QuerySelector("dl.facts")!.TextContent.ShouldContain("2,5");
        var posted = await PostAsync(agent, page, "2026");
        posted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var done = await ReadAsync(await agent.GetAsync(posted.Headers.Location!.ToString()));
        done.QuerySelector("[role=status]")!.TextContent.ShouldContain("Ces chiffres ne changeront plus");
        done.QuerySelectorAll("select option").Select(o => o.GetAttribute("value")).ShouldNotContain("2026");

        // A second press, on the page kept open, closes nothing more.
        (await PostAsync(agent, page, "2026")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var listed = (await instance.Client.GetFromJsonAsync<JsonElement>($"/api/v1/closed-periods?territory={Grenoble}")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("repairs").GetProperty("fixed").GetInt64().ShouldBe(1);
        listed.GetProperty("diverted").GetProperty("weighedKg").GetDecimal().ShouldBe(2.5m);
        var text = await instance.Client.GetStringAsync(listed.GetProperty("url").GetString());
        using (var first = await instance.Client.GetAsync(listed.GetProperty("url").GetString()))
        using (var again = new HttpRequestMessage(HttpMethod.Get, listed.GetProperty("url").GetString()))
        {
            // What is signed never changes: whoever has it is not sent it again.
            again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var same = await instance.Client.SendAsync(again);
            same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            (await same.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }

        var body = text[..text.LastIndexOf("sha256: ", StringComparison.Ordinal)];
        text[body.Length..].ShouldBe($"sha256: {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\n");
        (await ReadAsync(await instance.Client.GetAsync($"/territoires/{Grenoble}/clotures"))).QuerySelector("code")!.TextContent.ShouldBe(listed.GetProperty("hash").GetString());

        var folder = Directory.CreateTempSubdirectory("statement");
        var file = Path.Combine(folder.FullName, "1.txt");
        try
        {
            await File.WriteAllTextAsync(file, text);
            var sound = await CommandRun.RunAsync(["verify", "--report", file]);
            (sound.Code, sound.Output.Contains("2,5 kg", StringComparison.Ordinal), sound.Output.Contains("concordent", StringComparison.Ordinal)).ShouldBe((0, true, true), sound.Output + sound.Errors);
            await File.WriteAllTextAsync(file, text.Replace("fixed=1", "fixed=2", StringComparison.Ordinal));
            (await CommandRun.RunAsync(["verify", "--report", file])).Code.ShouldBe(1);

            // Someone who makes the hash again does not make the sums right, nor lines that are too few for them, nor the days.
            foreach (var (said, instead) in new[] { ("fixed=1", "fixed=2"), ("\nentries: 2\n", "\nentries: 1\n"), ("\nperiod: 2026\n", "\nperiod: 2026-Q1\n") })
            {
                var forged = body.Replace(said, instead, StringComparison.Ordinal);
                forged.ShouldNotBe(body);
                await File.WriteAllTextAsync(file, $"{forged}sha256: {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(forged)))}\n");
                var wrong = await CommandRun.RunAsync(["verify", "--report", file]);
                (wrong.Code, wrong.Output.Contains("ne va pas ensemble", StringComparison.Ordinal)).ShouldBe((1, true), wrong.Output);
            }

            (await CommandRun.RunAsync(["verify", "--report", file + ".none"])).Code.ShouldBe(1);

            // An auditor has the lines too, and makes the sums of the statement again from them.
            await File.WriteAllTextAsync(file, text);
            var lines = Path.Combine(folder.FullName, "1-lignes.csv");
            var link = done.QuerySelector("a[href$='lignes.csv']")!.GetAttribute("href")!;
            var signed = await agent.GetStringAsync(link);
            await File.WriteAllTextAsync(lines, signed);
            var audited = await CommandRun.RunAsync(["verify", "--report", file, "--entries", lines]);
            (audited.Code, audited.Output.Contains("2 lignes du registre", StringComparison.Ordinal)).ShouldBe((0, true), audited.Output + audited.Errors);
            using var api = await instance.BearerFor(workshop.Agent);
            (await api.GetStringAsync("/api/v1/closed-periods/1/entries.csv")).ShouldBe(signed);
            await File.WriteAllTextAsync(lines, signed.Replace(";fixed;", ";unknown;", StringComparison.Ordinal));
            (await CommandRun.RunAsync(["verify", "--report", file, "--entries", lines])).Code.ShouldBe(1);
            (await CommandRun.RunAsync(["verify", "--report", file, "--entries", lines + ".none"])).Code.ShouldBe(1);
            (await CommandRun.RunAsync(["verify", "--entries", lines])).Code.ShouldBe(2);
            (await instance.Client.GetAsync("/api/v1/closed-periods/1/entries.csv")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            using var foreign = await instance.SignInAs(Given.AgentOf(TerritoryKey.From("commune:69123")));
            (await foreign.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Hours from the beginning of 31 December in Greenwich: the year ends at the thirteenth in Nouméa, at the twenty-eighth in Fort-de-France.</summary>
    [Theory]
    [InlineData("98818", 12, false)]
    [InlineData("98818", 14, true)]
    [InlineData("97209", 26, false)]
    [InlineData("97209", 29, true)]
    public async Task A_year_is_offered_as_soon_as_it_is_over_there_and_no_sooner(string commune, int hours, bool isOver)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Now = Instant.FromUtc(2026, 12, 31, 0, 0) + Duration.FromHours(hours) });
        using var agent = await instance.SignInAs(Given.AgentOf(TerritoryKey.Commune(commune)));

        var page = await ReadAsync(await agent.GetAsync($"/mairie/clotures?territoire=commune:{commune}"));
        using var chosen = await agent.GetAsync($"/mairie/clotures?territoire=commune:{commune}&periode=2026");

        page.QuerySelectorAll("select option").Select(o => o.GetAttribute("value")).Contains("2026").ShouldBe(isOver);
        chosen.StatusCode.ShouldBe(isOver ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity);
        (await instance.SendAsync(new ClosePeriod($"commune:{commune}", "2026"), Given.Operator)).IsT0.ShouldBe(isOver);
    }

    [Fact]
    public async Task What_cannot_be_closed_is_refused_with_a_sentence()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var agent = await instance.SignInAs(workshop.Agent);
        foreach (var (period, sentence) in new[] { ("2027", "n’est pas finie"), ("2027-Q1", "n’est pas finie"), ("hier", "Exemples"), ("2026-T9", "Exemples") })
        {
            using var answer = await agent.GetAsync($"/mairie/clotures?territoire={Grenoble}&periode={period}");
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, period);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(sentence);
        }

        foreach (var foreign in new[] { "commune:69123", "epci:200040715", "nowhere" })
        {
            (await agent.GetAsync($"/mairie/clotures?territoire={foreign}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, foreign);
        }

        using var api = await instance.BearerFor(workshop.Agent);
        (await api.PostAsJsonAsync("/api/v1/closed-periods", new { territory = Grenoble, period = "2026-13" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await api.PostAsJsonAsync("/api/v1/closed-periods", new { territory = "commune:69123", period = "2026" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.PostAsJsonAsync("/api/v1/closed-periods", new { territory = Grenoble, period = "2027" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await api.PostAsJsonAsync("/api/v1/closed-periods", new { territory = Grenoble, period = "2026" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await api.PostAsJsonAsync("/api/v1/closed-periods", new { territory = Grenoble, period = "2026-Q3" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await instance.Client.PostAsJsonAsync("/api/v1/closed-periods", new { territory = Grenoble, period = "2025" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await instance.Client.GetAsync("/api/v1/closed-periods/99.txt")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var (query, field) in new[] { ("", "territory"), ("?territory=", "territory"), ($"?territory={Grenoble}&after=zz", "after"), ($"?territory={Grenoble}&after=-1", "after") })
        {
            using var refused = await instance.Client.GetAsync("/api/v1/closed-periods" + query);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, query);
            (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(query);
        }

        (await instance.Client.GetAsync("/api/v1/closed-periods?territory=nowhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.Client.GetAsync("/api/v1/open-data/closed-periods.csv")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await instance.Client.GetAsync("/territoires/nowhere/clotures")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.Client.GetAsync("/territoires/commune:75111/clotures")).Headers.Location!.ToString().ShouldBe("/territoires/commune:75056/clotures");
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, IDocument page, string period) => await client.PostAsync(
        page.QuerySelector("form[method=post]:not([action*=deconnexion])")!.GetAttribute("action"),
        new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["periode"] = period,
            ["__RequestVerificationToken"] = page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!,
        }));

    private static async Task<IDocument> ReadAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await BrowsingContext.New().OpenAsync(async r => r.Content(await answer.Content.ReadAsStringAsync()));
    }
}
