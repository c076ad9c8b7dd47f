using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Imports;

/// <summary>Files sent over HTTP: by the API, and by the page of an agent.</summary>
public sealed class ImportsTests
{
    private const string Csv = """
        id,data_provider,country,product_category,repair_status,event_date,problem,year_of_manufacture
        1,Essai,FRA,Kettle,Fixed,2019-01-16,appeler le 06 12 34 56 78,????
        2,Essai,FRA,Lamp,Broken,2019-01-16,,
        3,Essai,CAN,Lamp,End of life,2019-01-17,=1+1,
        """;

    private static readonly Actor Agent = Given.AgentOf(TerritoryKey.Commune("38185"));

    [Theory, BothDatabases]
    public async Task A_file_is_taken_in_then_imported_and_published(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Background = true });
        var agent = await instance.BearerFor(Agent);

        using var accepted = await agent.PostAsync("/api/v1/imports", Form(Csv, "commune:38185"));
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var url = (await JsonAsync(accepted)).GetProperty("url").GetString()!;
        accepted.Headers.Location!.OriginalString.ShouldBe(url);

        var done = await DoneAsync(agent, url);
        done.GetProperty("state").GetString().ShouldBe("done");
        (done.GetProperty("done").GetInt64(), done.GetProperty("total").GetInt64(), done.GetProperty("accepted").GetInt64(), done.GetProperty("rejected").GetInt64()).ShouldBe((3, 3, 2, 1));
        var rejection = done.GetProperty("rejections").EnumerateArray().Single();
        (rejection.GetProperty("line").GetInt64(), rejection.GetProperty("code").GetString()).ShouldBe((3, "unreadable-status"));
        done.GetProperty("warnings").EnumerateArray().ShouldContain(w => w.GetProperty("code").GetString() == "unknown-year" && w.GetProperty("count").GetInt64() == 1);

        using (var stranger = await (await instance.BearerFor(Agent with { Account = AccountId.New() })).GetAsync(url))
        {
            stranger.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        var published = await instance.Client.GetStringAsync("/api/v1/open-data/repairs.csv?territory=commune:38185&from=2019-01-16&to=2019-01-16");
        published.ShouldBe("""
            id,data_provider,country,partner_product_category,product_category,product_category_id,brand,year_of_manufacture,product_age,repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,problem
            1,Essai,FRA,,Kettle,,,????,,Fixed,,,2019-01-16,appeler le […]

            """.ReplaceLineEndings("\r\n"));
        (await instance.Client.GetStringAsync("/api/v1/open-data/repairs.csv?territory=country:CAN")).ShouldContain(",'=1+1\r\n");
        using var impact = await instance.Client.GetAsync("/api/v1/impact?territory=commune:38185");
        (await JsonAsync(impact)).GetProperty("repairs").GetProperty("fixed").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_a_sentence()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var agent = await instance.BearerFor(Agent);
        async Task<(HttpStatusCode, string)> Send(HttpContent content)
        {
            using var answer = await agent.PostAsync("/api/v1/imports", content);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        (await Send(Form("", "commune:38185"))).ShouldSatisfyAllConditions(a => a.Item1.ShouldBe(HttpStatusCode.UnprocessableEntity), a => a.Item2.ShouldContain("vide"));
        (await Send(Form("a,b\n1,2\n", "commune:38185"))).ShouldSatisfyAllConditions(a => a.Item1.ShouldBe(HttpStatusCode.UnprocessableEntity), a => a.Item2.ShouldContain("colonnes"));
        (await Send(Form(Csv, null))).Item1.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Send(Form(Csv, "commune:38185", kind: "lheo"))).Item1.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Send(Form(null, "commune:38185"))).Item1.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Send(Form(Csv, "commune:99999"))).Item1.ShouldBe(HttpStatusCode.NotFound);
        (await Send(Form(Csv, "commune:69123"))).Item1.ShouldBe(HttpStatusCode.NotFound);
        (await Send(new StringContent("{}", Encoding.UTF8, "application/json"))).Item1.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        foreach (var body in new HttpContent[] { new StringContent("{}", Encoding.UTF8, "application/json"), new StringContent("a"), new ByteArrayContent([1, 2]), Form(Csv, null) })
        {
            using var nobody = await instance.Client.PostAsync("/api/v1/imports", body);
            nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, body.Headers.ContentType?.ToString());
        }

        var described = (await JsonAsync(await instance.Client.GetAsync("/openapi/v1.json"))).GetProperty("paths").GetProperty("/api/v1/imports").GetProperty("post");
        described.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(c => c.Name).ShouldBe(["multipart/form-data"]);
        using var member = await (await instance.BearerFor(Given.SignedIn)).PostAsync("/api/v1/imports", Form(Csv, "commune:38185"));
        member.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var unknown = await instance.Client.GetAsync("/api/v1/open-data/repairs.csv?territory=commune:99999");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var backwards = await instance.Client.GetAsync("/api/v1/open-data/repairs.csv?from=2020-01-02&to=2020-01-01");
        backwards.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task An_agent_sends_a_file_by_page_and_reads_what_it_came_to()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Background = true });
        var agent = await instance.SignInAs(Agent);

        using (var wrong = await SendPageAsync(agent, "pas un tableau"))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelector("#fichier-erreur")!.TextContent.ShouldContain("colonnes");
        }

        using var sent = await SendPageAsync(agent, Csv);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var report = sent.Headers.Location!.OriginalString;
        for (var i = 0; i < 100 && (await agent.PageAsync(report)).QuerySelector("progress") is { } bar; i++)
        {
            bar.GetAttribute("max").ShouldBe("3");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        var page = await agent.PageAsync(report);
        page.QuerySelector("h1")!.TextContent.ShouldContain("reparations.csv");
        page.Body!.TextContent.ShouldContain("État illisible");
        page.Body!.TextContent.ShouldContain("points d’interrogation");
        (await agent.PageAsync("/mairie/imports")).Body!.TextContent.ShouldContain("Terminé");
        (await agent.PageAsync("/en" + report)).Body!.TextContent.ShouldContain("Unreadable status");
        using var stranger = await (await instance.SignInAs(Agent with { Account = AccountId.New() })).GetAsync(report);
        stranger.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<HttpResponseMessage> SendPageAsync(HttpClient agent, string csv)
    {
        var page = await agent.PageAsync("/mairie/imports");
        var content = new MultipartFormDataContent
        {
            { new StringContent(page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new StringContent("commune:38185"), "territoire" },
            { new StringContent(csv), "fichier", "reparations.csv" },
        };
        return await agent.PostAsync("/mairie/imports", content);
    }

    private static MultipartFormDataContent Form(string? csv, string? territory, string kind = "ords")
    {
        var form = new MultipartFormDataContent { { new StringContent(kind), "kind" } };
        if (csv is not null)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(csv)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } }, "file", "reparations.csv");
        }

        if (territory is not null)
        {
            form.Add(new StringContent(territory), "territory");
        }

        return form;
    }

    private static async Task<JsonElement> DoneAsync(HttpClient client, string url)
    {
        for (var i = 0; ; i++)
        {
            using var answer = await client.GetAsync(url);
            var json = await JsonAsync(answer);
            if (json.GetProperty("state").GetString() is "done" or "failed" || i > 150)
            {
                return json;
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
}
