using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Agenda;

/// <summary>The directory and its hours over HTTP, from nothing to a free time.</summary>
public sealed class DirectoryApiTests : IAsyncLifetime
{
    private TestInstance instance = null!;

    public async ValueTask InitializeAsync() => instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    [Fact]
    public async Task From_an_organisation_to_its_free_times()
    {
        var someone = await instance.BearerFor(Given.SignedIn);
        var organisation = await PostAsync(someone, "/api/v1/organisations", new { name = "Atelier Mille Vis", kinds = new[] { "repairer" }, communeCode = "38151", phone = "04 65 71 22 34" });
        organisation.GetProperty("slug").GetString().ShouldBe("atelier-mille-vis");
        organisation.GetProperty("status").GetString().ShouldBe("pending");
        var id = organisation.GetProperty("id").GetString();
        var place = await PostAsync(someone, $"/api/v1/organisations/{id}/places", new { name = "Atelier Mille Vis", address = "4 place des Cinq-Fontaines", communeCode = "38151", benches = 2 });
        var placeId = place.GetProperty("id").GetString();
        place.GetProperty("slug").GetString().ShouldBe("atelier-mille-vis");
        var service = await PostAsync(someone, $"/api/v1/places/{placeId}/services", new { name = "Petits appareils", categories = new[] { "vacuum" }, durationMinutes = 60 });
        var serviceId = service.GetProperty("id").GetString();
        (await someone.PutAsJsonAsync($"/api/v1/places/{placeId}/openings", new[] { new { days = new[] { "mon", "tue" }, from = "09:00", to = "11:00", validFrom = "2027-01-01" } })).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Nobody but its members sees it yet.
        foreach (var address in new[] { $"/api/v1/organisations/{id}", $"/api/v1/places/{placeId}", $"/api/v1/services/{serviceId}/slots", "/lieux/atelier-mille-vis" })
        {
            (await instance.Client.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }

        (await GetAsync(someone, $"/api/v1/organisations/{id}")).GetProperty("places")[0].GetProperty("timeZone").GetString().ShouldBe("Europe/Paris");
        (await GetAsync(instance.Client, "/api/v1/organisations?territory=commune:38151")).GetProperty("items").GetArrayLength().ShouldBe(0);

        await instance.ReadAsync(async db =>
        {
            var it = db.Organisations.Single(o => o.Slug == "atelier-mille-vis");
            it.Decide(Domain.Territories.TerritoryKey.Commune("38151"), AccreditationStatus.Approved, null, null, instance.Clock.Now);
            return await db.SaveChangesAsync();
        });

        var slots = (await GetAsync(instance.Client, $"/api/v1/services/{serviceId}/slots?from=2027-03-02&to=2027-03-02")).GetProperty("items");
        slots.EnumerateArray().Select(s => s.ToString()).ShouldBe(
        [
            """{"start":"2027-03-02T09:00:00+01:00","end":"2027-03-02T10:00:00+01:00","remaining":2}""",
            """{"start":"2027-03-02T10:00:00+01:00","end":"2027-03-02T11:00:00+01:00","remaining":2}""",
        ]);
        var found = (await GetAsync(instance.Client, "/api/v1/slots?commune=38151&category=vacuum")).GetProperty("items");
        found[0].GetProperty("organisation").GetProperty("slug").GetString().ShouldBe("atelier-mille-vis");
        found[0].GetProperty("service").GetProperty("durationMinutes").GetInt32().ShouldBe(60);
        found[0].GetProperty("distanceKm").GetDouble().ShouldBe(0);
        found[0].GetProperty("slots").GetArrayLength().ShouldBe(3);
        found[0].GetProperty("slots")[0].GetProperty("start").GetString().ShouldBe("2027-03-01T09:00:00+01:00");
        (await GetAsync(instance.Client, "/api/v1/organisations?territory=commune:38151&kind=repairer&category=vacuum&near=45.1,5.7")).GetProperty("items")[0].GetProperty("phone").GetString().ShouldBe("+33465712234");
    }

    [Fact]
    public async Task Spring_and_autumn_nights_have_the_offset_of_their_moment()
    {
        instance.Clock.Now = NodaTime.Instant.FromUtc(2027, 10, 1, 8, 0);
        var workshop = await instance.Given.WorkshopAsync(openings: [Given.Opening(Domain.Agenda.OpeningDays.Sunday, 1, 4)]);
        var slots = (await GetAsync(instance.Client, $"/api/v1/services/{workshop.Service.Id}/slots?from=2027-10-31&to=2027-10-31")).GetProperty("items");
        slots.EnumerateArray().Select(s => s.GetProperty("start").GetString()).ShouldBe(
            ["2027-10-31T01:00:00+02:00", "2027-10-31T02:00:00+02:00", "2027-10-31T02:00:00+01:00", "2027-10-31T03:00:00+01:00"]);
    }

    /// <summary>HEAD is answered wherever GET is, so it is among the methods that are told; where only others are, it is not.</summary>
    [Theory]
    [InlineData("DELETE", "/api/v1/communes", "GET, HEAD")]
    [InlineData("DELETE", "/api/v1/bookings", "POST")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allowed)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await instance.Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", response.Content.Headers.Allow).ShouldBe(allowed);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Openings_may_end_at_midnight_which_is_24_00()
    {
        const string to = "24:00";
        var workshop = await instance.Given.WorkshopAsync();
        var member = await instance.BearerFor(workshop.Member);
        var place = $"/api/v1/places/{workshop.Place.Id}";
        var set = await member.PutAsJsonAsync(place + "/openings", new[] { new { days = new[] { "tue" }, from = "22:00", to, validFrom = "2027-01-01" } });
        set.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await set.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items")[0].GetProperty("to").GetString().ShouldBe("24:00");
        (await member.PutAsJsonAsync(place + "/days/2027-03-03", new { openings = new[] { new { from = "23:00", to } } })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var read = await GetAsync(instance.Client, place);
        read.GetProperty("openings")[0].GetProperty("to").GetString().ShouldBe("24:00");
        read.GetProperty("days")[0].GetProperty("openings")[0].GetProperty("to").GetString().ShouldBe("24:00");
        var slots = (await GetAsync(instance.Client, $"/api/v1/services/{workshop.Service.Id}/slots?from=2027-03-02&to=2027-03-03")).GetProperty("items");
        slots.EnumerateArray().Select(s => s.GetProperty("end").GetString()).ShouldBe(["2027-03-02T23:00:00+01:00", "2027-03-03T00:00:00+01:00", "2027-03-04T00:00:00+01:00"]);

        foreach (var end in new[] { "00:00", "00:00:00" })
        {
            (await ErrorsAsync(member.PutAsJsonAsync(place + "/openings", new[] { new { days = new[] { "tue" }, from = "09:00", to = end, validFrom = "2027-01-01" } }))).ShouldBe(["[0].to"]);
            (await ErrorsAsync(member.PutAsJsonAsync(place + "/days/2027-03-03", new { openings = new[] { new { from = "09:00", to = end } } }))).ShouldBe(["openings[0].to"]);
        }

        foreach (var (from, end) in new[] { ("24:00", "24:00"), ("09:00", "24:01"), ("24:00", "10:00") })
        {
            (await member.PutAsJsonAsync(place + "/openings", new[] { new { days = new[] { "tue" }, from, to = end, validFrom = "2027-01-01" } })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, $"{from}–{end}");
        }
    }

    [Fact]
    public async Task Telephone_numbers_are_in_the_international_form_however_they_were_kept()
    {
        var workshop = await instance.Given.WorkshopAsync();
        await instance.ReadAsync(async db =>
        {
            var kept = db.Organisations.Single();
            kept.Describe(kept.Siret, kept.Email, "04 65 71 22 34", kept.Website, kept.Description);
            return await db.SaveChangesAsync();
        });

        (await GetAsync(instance.Client, $"/api/v1/organisations/{workshop.Organisation.Id}")).GetProperty("phone").GetString().ShouldBe("+33465712234");
        (await GetAsync(instance.Client, "/api/v1/organisations")).GetProperty("items")[0].GetProperty("phone").GetString().ShouldBe("+33465712234");
        (await GetAsync(instance.Client, $"/api/v1/places/{workshop.Place.Id}")).GetProperty("organisation").GetProperty("phone").GetString().ShouldBe("+33465712234");
        (await instance.Client.GetStringAsync($"/lieux/{workshop.Place.Slug}")).ShouldContain("04\u00a065\u00a071\u00a022\u00a034".Replace("\u00a0", "&#xA0;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Closures_and_days_come_and_go()
    {
        var workshop = await instance.Given.WorkshopAsync(openings: [Given.Opening(Domain.Agenda.OpeningDays.Tuesday, 9, 12)]);
        var member = await instance.BearerFor(workshop.Member);
        var place = $"/api/v1/places/{workshop.Place.Id}";

        var closure = await PostAsync(member, place + "/closures", new { from = "2027-03-02T09:00:00+01:00", to = "2027-03-02T10:00:00Z", reason = "Inventaire" });
        (await StartsAsync()).ShouldBe(["2027-03-02T11:00:00+01:00"]);
        (await member.DeleteAsync($"{place}/closures/{closure.GetProperty("id").GetString()}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await member.DeleteAsync($"{place}/closures/{closure.GetProperty("id").GetString()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await member.PutAsJsonAsync(place + "/days/2027-03-02", new { openings = new[] { new { from = "14:00", to = "15:00" } } })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StartsAsync()).ShouldBe(["2027-03-02T14:00:00+01:00"]);
        (await member.PutAsJsonAsync(place + "/days/2027-03-02", new { openings = Array.Empty<object>() })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StartsAsync()).ShouldBeEmpty();
        (await member.DeleteAsync(place + "/days/2027-03-02")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StartsAsync()).Count().ShouldBe(3);

        async Task<IEnumerable<string>> StartsAsync() =>
            (await GetAsync(instance.Client, $"/api/v1/services/{workshop.Service.Id}/slots?from=2027-03-02&to=2027-03-02")).GetProperty("items").EnumerateArray().Select(s => s.GetProperty("start").GetString()!).ToList();
    }

    [Fact]
    public async Task People_are_named_in_public_only_if_they_agree()
    {
        var workshop = await instance.Given.WorkshopAsync();
        var member = await instance.BearerFor(workshop.Member);
        var people = $"/api/v1/places/{workshop.Place.Id}/people";
        var marie = await PostAsync(member, people, new { firstName = "Marie", lastName = "Blanc", languages = new[] { "fr" }, agreesToBeNamed = true, skills = new[] { new { category = "vacuum", level = "expert" } } });
        await PostAsync(member, people, new { firstName = "Nadir" });

        var shown = (await GetAsync(instance.Client, $"/api/v1/places/{workshop.Place.Id}")).GetProperty("people");
        shown.GetArrayLength().ShouldBe(1);
        shown[0].GetProperty("firstName").GetString().ShouldBe("Marie");
        shown[0].GetProperty("lastName").ValueKind.ShouldBe(JsonValueKind.Null);
        shown[0].GetProperty("skills")[0].GetProperty("level").GetString().ShouldBe("expert");
        (await member.PutAsJsonAsync($"{people}/{marie.GetProperty("id").GetString()}", new { firstName = "Marie", agreesToBeNamed = false })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await GetAsync(instance.Client, $"/api/v1/places/{workshop.Place.Id}")).GetProperty("people").GetArrayLength().ShouldBe(0);
        (await GetAsync(member, $"/api/v1/places/{workshop.Place.Id}")).GetProperty("people").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Each_role_gets_the_answer_it_should()
    {
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var anyone = instance.Client;
        var signedIn = await instance.BearerFor(Given.SignedIn);
        var stranger = await instance.BearerFor(other.Manager);
        var agent = await instance.BearerFor(workshop.Agent);
        var member = await instance.BearerFor(workshop.Member);
        var changes = new (HttpMethod Method, string Address, object? Body)[]
        {
            (HttpMethod.Post, $"/api/v1/organisations/{workshop.Organisation.Id}/places", new { name = "Ailleurs", address = "1 rue", communeCode = "38151", benches = 1 }),
            (HttpMethod.Post, $"/api/v1/places/{workshop.Place.Id}/services", new { name = "Avis", categories = new[] { "vacuum" }, durationMinutes = 30 }),
            (HttpMethod.Put, $"/api/v1/services/{workshop.Service.Id}", new { name = "Avis", categories = new[] { "vacuum" }, durationMinutes = 30 }),
            (HttpMethod.Post, $"/api/v1/places/{workshop.Place.Id}/people", new { firstName = "Marie" }),
            (HttpMethod.Put, $"/api/v1/places/{workshop.Place.Id}/openings", Array.Empty<object>()),
            (HttpMethod.Post, $"/api/v1/places/{workshop.Place.Id}/closures", new { from = "2027-03-02T09:00:00+01:00", to = "2027-03-02T10:00:00+01:00" }),
            (HttpMethod.Delete, $"/api/v1/places/{workshop.Place.Id}/closures/{Domain.Common.ClosureId.New()}", null),
            (HttpMethod.Put, $"/api/v1/places/{workshop.Place.Id}/days/2027-03-02", new { openings = Array.Empty<object>() }),
            (HttpMethod.Delete, $"/api/v1/places/{workshop.Place.Id}/days/2027-03-02", null),
        };
        foreach (var change in changes)
        {
            // Where an organisation receives is for its managers and the agents of its commune; the rest, for all who work there.
            var isPlace = change.Address.StartsWith("/api/v1/organisations/", StringComparison.Ordinal);
            (await StatusAsync(anyone)).ShouldBe(HttpStatusCode.Unauthorized, change.Address);
            (await StatusAsync(signedIn)).ShouldBe(HttpStatusCode.Forbidden, change.Address);
            (await StatusAsync(agent)).ShouldBe(isPlace ? HttpStatusCode.Created : HttpStatusCode.Forbidden, change.Address);
            (await StatusAsync(stranger)).ShouldBe(HttpStatusCode.NotFound, change.Address);
            (await StatusAsync(member) == HttpStatusCode.Forbidden).ShouldBe(isPlace, change.Address);

            async Task<HttpStatusCode> StatusAsync(HttpClient client)
            {
                using var request = new HttpRequestMessage(change.Method, change.Address) { Content = change.Body is null ? null : JsonContent.Create(change.Body) };
                using var response = await client.SendAsync(request);
                return response.StatusCode;
            }
        }

        (await anyone.PostAsJsonAsync("/api/v1/organisations", new { name = "X", kinds = new[] { "repairer" }, communeCode = "38151" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("""[{"days":["lundi"],"from":"09:00","to":"12:00","validFrom":"2027-01-01"}]""", "[0].days")]
    [InlineData("""[{"days":["mon"],"from":"9h","to":"12:00","validFrom":"2027-01-01"}]""", "[0].from")]
    [InlineData("""[{"days":["mon"],"from":"09:00","to":"24:01","validFrom":"2027-01-01"}]""", "[0].to")]
    [InlineData("""[{"days":["mon"],"from":"09:00","to":"08:00","validFrom":"2027-01-01"}]""", "[0].to")]
    [InlineData("""[{"days":["mon"],"from":"09:00","to":"12:00","validFrom":"01/01/2027"}]""", "[0].validFrom")]
    [InlineData("""[{"days":["mon"],"from":"09:00","to":"12:00","validFrom":"2027-01-01","validTo":"2026-12-31"}]""", "[0].validTo")]
    [InlineData("""[{"days":["mon"],"from":"09:00","to":"12:00","validFrom":"2027-01-01","services":["x"]}]""", "[0].services")]
    [InlineData("""[{"days":["mon"],"from":"09:00","to":"12:00","validFrom":"2027-01-01"},{"days":["sun","mon"],"from":"11:00","to":"13:00","validFrom":"2027-06-01"}]""", "[1].from")]
    public async Task Wrong_openings_name_their_field(string body, string field)
    {
        var workshop = await instance.Given.WorkshopAsync();
        var member = await instance.BearerFor(workshop.Member);
        using var response = await member.PutAsync($"/api/v1/places/{workshop.Place.Id}/openings", new StringContent(body, Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("type").GetString().ShouldBe("/problems/invalid");
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe([field]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"days":[]}""")]
    [InlineData("""[{"days":"mon"}]""")]
    [InlineData("""[{"everyWeeks":"2"}]""")]
    [InlineData("""[{"benches":1.5}]""")]
    [InlineData("")]
    public async Task What_is_no_json_of_the_right_shape_is_malformed(string body)
    {
        var workshop = await instance.Given.WorkshopAsync();
        var member = await instance.BearerFor(workshop.Member);
        using var response = await member.PutAsync($"/api/v1/places/{workshop.Place.Id}/openings", new StringContent(body, Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString().ShouldBe("/problems/malformed");
    }

    [Theory]
    [InlineData("/api/v1/slots?category=vacuum", 422, "commune")]
    [InlineData("/api/v1/slots?commune=ville&category=vacuum", 422, "commune")]
    [InlineData("/api/v1/slots?commune=99999&category=vacuum", 404, null)]
    [InlineData("/api/v1/slots?commune=2A999&category=vacuum", 404, null)]
    [InlineData("/api/v1/slots?commune=2a999&category=vacuum", 404, null)]
    [InlineData("/api/v1/slots?commune=38151&category=dragon", 422, "category")]
    [InlineData("/api/v1/slots?commune=38151&category=vacuum&from=hier", 422, "from")]
    [InlineData("/api/v1/slots?commune=38151&category=vacuum&from=2027-03-02&to=2027-03-01", 422, "to")]
    [InlineData("/api/v1/slots?commune=38151&category=vacuum&radiusKm=loin", 422, "radiusKm")]
    [InlineData("/api/v1/slots?commune=38151&category=vacuum&radiusKm=-3", 422, "radiusKm")]
    [InlineData("/api/v1/slots?commune=38151&category=vacuum&after=zzz", 422, "after")]
    [InlineData("/api/v1/organisations?kind=garage", 422, "kind")]
    [InlineData("/api/v1/organisations?category=dragon", 422, "category")]
    [InlineData("/api/v1/organisations?near=ici", 422, "near")]
    [InlineData("/api/v1/organisations?after=-1", 422, "after")]
    [InlineData("/api/v1/organisations?territory=commune:99999", 404, null)]
    [InlineData("/api/v1/organisations?territory=partout", 404, null)]
    [InlineData("/api/v1/organisations/rien", 404, null)]
    [InlineData("/api/v1/places/rien", 404, null)]
    [InlineData("/api/v1/services/rien/slots", 404, null)]
    public async Task Wrong_questions_get_a_clear_answer(string address, int status, string? field)
    {
        using var response = await instance.Client.GetAsync(address);
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (field is not null)
        {
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe([field]);
        }
    }

    [Fact]
    public async Task Lists_lead_to_their_next_page()
    {
        for (var i = 0; i < 23; i++)
        {
            await instance.Given.WorkshopAsync(categories: ["vacuum"]);
        }

        var seen = new List<string>();
        string? address = "/api/v1/slots?commune=38185&category=vacuum&radiusKm=25";
        while (address is not null)
        {
            var page = await GetAsync(instance.Client, address);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("place").GetProperty("slug").GetString()!));
            address = page.GetProperty("next").GetString();
        }

        seen.Count.ShouldBe(23);
        seen.ShouldBeUnique();
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{address}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string address, object body)
    {
        using var response = await client.PostAsJsonAsync(address, body);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        response.Headers.Location.ShouldNotBeNull();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The fields that a refusal names.</summary>
    private static async Task<IReadOnlyList<string>> ErrorsAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await response.Content.ReadAsStringAsync());
        return [.. (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(error => error.Name)];
    }
}
