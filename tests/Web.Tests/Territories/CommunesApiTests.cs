using System.Net;
using System.Text.Json;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Territories;

public sealed class CommunesApiTests : IAsyncLifetime
{
    private TestInstance instance = null!;

    public async ValueTask InitializeAsync() => instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    [Fact]
    public async Task A_name_typed_in_a_hurry_finds_its_commune()
    {
        var found = await GetAsync("/api/v1/communes?q=st%20martin%20d%27heres&limit=3");
        var first = found.GetProperty("items")[0];
        first.EnumerateObject().Select(p => p.Name).ShouldBe(["code", "name", "postcodes", "population", "epci", "departement", "region", "lat", "lon", "timeZone", "matchedName"]);
        first.GetProperty("code").GetString().ShouldBe("38421");
        first.GetProperty("name").GetString().ShouldBe("Saint-Martin-d'Hères");
        first.GetProperty("epci").GetProperty("code").GetString().ShouldBe("200040715");
        first.GetProperty("postcodes")[0].GetString().ShouldBe("38400");
    }

    [Fact]
    public async Task Pages_follow_each_other_to_the_end()
    {
        var seen = new List<string>();
        var address = "/api/v1/communes?postcode=3871&limit=4";
        for (var pages = 0; address is not null && pages < 20; pages++)
        {
            var page = await GetAsync(address);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!));
            address = page.GetProperty("next").GetString();
        }

        address.ShouldBeNull();
        seen.Count.ShouldBeGreaterThan(4);
        seen.Distinct().Count().ShouldBe(seen.Count);
        (await GetAsync("/api/v1/communes?postcode=3871&limit=100")).GetProperty("items").GetArrayLength().ShouldBe(seen.Count);
    }

    [Theory]
    [InlineData("38151", "38151")]
    [InlineData("75111", "75056")]
    [InlineData("01033", "01033")]
    [InlineData("2a004", "2A004")]
    public async Task A_code_old_or_new_answers_with_the_commune_of_today(string code, string today) =>
        (await GetAsync("/api/v1/communes/" + code)).GetProperty("code").GetString().ShouldBe(today);

    [Theory]
    [InlineData("/api/v1/communes?q=zzzzqqq")]
    [InlineData("/api/v1/communes?postcode=99999")]
    public async Task Nothing_found_is_an_empty_list(string address)
    {
        var page = await GetAsync(address);
        page.GetProperty("items").GetArrayLength().ShouldBe(0);
        page.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("/api/v1/communes/99999", HttpStatusCode.NotFound, "/problems/not-found", null)]
    [InlineData("/api/v1/communes/Grenoble", HttpStatusCode.NotFound, "/problems/not-found", null)]
    [InlineData("/api/v1/communes?limit=0", HttpStatusCode.UnprocessableEntity, "/problems/invalid", "limit")]
    [InlineData("/api/v1/communes?limit=101", HttpStatusCode.UnprocessableEntity, "/problems/invalid", "limit")]
    [InlineData("/api/v1/communes?limit=ten", HttpStatusCode.UnprocessableEntity, "/problems/invalid", "limit")]
    [InlineData("/api/v1/communes?limit=99999999999", HttpStatusCode.UnprocessableEntity, "/problems/invalid", "limit")]
    [InlineData("/api/v1/communes?postcode=38a", HttpStatusCode.UnprocessableEntity, "/problems/invalid", "postcode")]
    [InlineData("/api/v1/communes?after=-1", HttpStatusCode.UnprocessableEntity, "/problems/invalid", "after")]
    public async Task A_bad_request_is_a_problem_document(string address, HttpStatusCode status, string type, string? field)
    {
        using var response = await instance.Client.GetAsync(address, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        problem.RootElement.GetProperty("type").GetString().ShouldBe(type);
        if (field is not null)
        {
            problem.RootElement.GetProperty("errors").GetProperty(field).GetArrayLength().ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_text_too_long_is_refused_and_hostile_ones_answered()
    {
        using var tooLong = await instance.Client.GetAsync("/api/v1/communes?q=" + new string('a', 101), TestContext.Current.CancellationToken);
        tooLong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        foreach (var text in new[] { "%00", "%27%3B--", "<script>", "%F0%9F%94%A7", "100%25", "%C3%28" })
        {
            using var response = await instance.Client.GetAsync("/api/v1/communes?q=" + text, TestContext.Current.CancellationToken);
            ((int)response.StatusCode).ShouldBeLessThan(500);
        }
    }

    private async Task<JsonElement> GetAsync(string address)
    {
        using var response = await instance.Client.GetAsync(address, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }
}
