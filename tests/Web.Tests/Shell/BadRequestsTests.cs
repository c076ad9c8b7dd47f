using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>What nobody should send, and what the API answers all the same: never a 5xx, and the same on both databases.</summary>
public sealed class BadRequestsTests
{
    [Theory, BothDatabases]
    public async Task A_body_in_an_unknown_encoding_is_not_read(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);

        (await SendAsync(client, HttpMethod.Post, "/api/v1/organisations", "{}", "application/json; charset=foo")).ShouldBe((415, "/problems/unsupported-media-type", ""));
        (await SendAsync(client, HttpMethod.Post, "/api/v1/organisations", "{}", "application/json", "gzip")).ShouldBe((415, "/problems/unsupported-media-type", ""));
        (await SendAsync(client, HttpMethod.Post, "/api/v1/organisations", "{}", "application/json; charset=\"UTF-8\"")).Status.ShouldBe(422);
    }

    [Theory, BothDatabases]
    public async Task A_form_with_files_that_ends_too_soon_is_not_read(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Agent);
        foreach (var body in new[] { "abc", "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nords", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\nid,problem" })
        {
            using var form = new StringContent(body);
            form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
            using var page = await instance.Client.PostAsync("/connexion", form);
            page.StatusCode.ShouldBe(HttpStatusCode.BadRequest, body);
            (await page.Content.ReadAsStringAsync()).ShouldContain("Cette demande n’est pas lisible.", Case.Sensitive, body);
            (await SendAsync(client, HttpMethod.Post, "/api/v1/imports", body, "multipart/form-data; boundary=x")).ShouldBe((400, "/problems/malformed", ""), body);
        }
    }

    /// <summary>U+FFFE is no character: it has no normal form, which whatever folds a text asks for.</summary>
    [Theory, BothDatabases]
    public async Task A_sign_that_is_none_breaks_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        foreach (var address in new[]
        {
            "/api/v1/communes?q=%EF%BF%BE", "/api/v1/communes?q=gren%EF%BF%BE", "/api/v1/courses?q=%EF%BF%BE", "/api/v1/reuse-items?q=%EF%BF%BE", "/api/v1/equipment-categories?q=%EF%BF%BE",
            "/reparer?commune=%EF%BF%BE&objet=mobile", "/reparer?commune=38185&objet=%EF%BF%BE", "/formations?q=%EF%BF%BE", "/formations?commune=%EF%BF%BE", "/formations/offres?commune=%EF%BF%BE",
            "/reemploi?q=%EF%BF%BE", "/reemploi?commune=%EF%BF%BE", "/reemploi/outils?commune=%EF%BF%BE", "/reemploi/deposer?commune=%EF%BF%BE", "/entraide?mots=%EF%BF%BE", "/entraide?commune=%EF%BF%BE",
        })
        {
            using var answer = await instance.Client.GetAsync(address);
            ((int)answer.StatusCode).ShouldBeInRange(200, 499, address);
        }

        (await SendAsync(client, HttpMethod.Post, "/api/v1/organisations", """{"name":"\ufffe","kinds":["repairer"],"communeCode":"38185"}""")).ShouldBe((422, "/problems/invalid", "name"));
        using var manager = await instance.BearerFor(workshop.Manager);
        (await SendAsync(manager, HttpMethod.Post, $"/api/v1/organisations/{workshop.Organisation.Id}/places", """{"name":"Ici\ufffe","address":"1 rue","communeCode":"38185","benches":1}""")).ShouldBe((422, "/problems/invalid", "name"));
    }

    [Theory, BothDatabases]
    public async Task A_field_said_twice_is_not_read(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        var repair = await RecordAsync(client, workshop);

        (await SendAsync(client, HttpMethod.Post, "/api/v1/organisations", """{"name":"Un","kinds":["repairer"],"communeCode":"38185","name":"Deux"}""")).ShouldBe((400, "/problems/malformed", ""));
        (await SendAsync(client, HttpMethod.Patch, repair, """{"weighedKg":1,"weighedKg":2}""")).ShouldBe((400, "/problems/malformed", ""));
    }

    [Theory, BothDatabases]
    public async Task Moments_at_the_ends_of_the_calendar_are_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        foreach (var moment in new[] { "9999-12-31T23:59:59-18:00", "-9998-01-01T00:00:00+18:00", "0000-01-01T00:00:00Z" })
        {
            (await SendAsync(client, HttpMethod.Post, $"/api/v1/places/{workshop.Place.Id}/closures", $$"""{"from":"{{moment}}","to":"2027-03-30T00:00:00+02:00"}""")).ShouldBe((422, "/problems/invalid", "from"), moment);
            (await SendAsync(client, HttpMethod.Post, "/api/v1/bookings", $$$"""{"serviceId":"{{{workshop.Service.Id}}}","start":"{{{moment}}}","contact":{"name":"Marie","email":"m@exemple.fr"},"item":{"category":"kettle","problem":"p"}}"""))
                .ShouldBe((422, "/problems/invalid", "start"), moment);
        }
    }

    [Theory, BothDatabases]
    public async Task Dates_before_our_era_are_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);

        (await SendAsync(client, HttpMethod.Get, "/api/v1/impact?territory=commune:38185&from=-0005-01-01")).ShouldBe((422, "/problems/invalid", "from"));
        (await SendAsync(client, HttpMethod.Get, $"/api/v1/services/{workshop.Service.Id}/slots?from=0000-01-01")).ShouldBe((422, "/problems/invalid", "from"));
        (await SendAsync(client, HttpMethod.Put, $"/api/v1/places/{workshop.Place.Id}/openings", """[{"days":["mon"],"from":"09:00","to":"12:00","validFrom":"-0001-01-01"}]"""))
            .ShouldBe((422, "/problems/invalid", "[0].validFrom"));
    }

    [Theory, BothDatabases]
    public async Task Signs_that_are_not_written_are_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var member = await instance.BearerFor(workshop.Member);
        using var agent = await instance.BearerFor(workshop.Agent);

        (await SendAsync(agent, HttpMethod.Put, $"/api/v1/organisations/{workshop.Organisation.Id}/accreditations/commune:38185", """{"status":"approved","note":"\u0000"}""")).ShouldBe((422, "/problems/invalid", "note"));
        foreach (var (field, value) in new (string, JsonNode)[] { ("nextStep", "\u0000"), ("parts", new JsonArray("joint\u0000")) })
        {
            var body = Repair(workshop);
            body[field] = value;
            (await SendAsync(member, HttpMethod.Post, "/api/v1/repairs", body.ToJsonString())).ShouldBe((422, "/problems/invalid", field), field);
        }

        foreach (var field in new[] { "brand", "model", "problem" })
        {
            var body = Repair(workshop);
            body["item"]![field] = "\u0000";
            (await SendAsync(member, HttpMethod.Post, "/api/v1/repairs", body.ToJsonString())).ShouldBe((422, "/problems/invalid", "item." + field), field);
        }
    }

    [Theory, BothDatabases]
    public async Task A_key_of_a_repair_serves_one_request(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "cle-1");
        var body = Repair(workshop);
        body["parts"] = new JsonArray("joint");
        (await SendAsync(client, HttpMethod.Post, "/api/v1/repairs", body.ToJsonString())).Status.ShouldBe(201);

        (await SendAsync(client, HttpMethod.Post, "/api/v1/repairs", body.ToJsonString())).Status.ShouldBe(201);
        body["parts"] = new JsonArray("joint", "courroie");
        (await SendAsync(client, HttpMethod.Post, "/api/v1/repairs", body.ToJsonString())).ShouldBe((422, "/problems/idempotency-key-reused", ""));
        client.DefaultRequestHeaders.Remove("Idempotency-Key");
        client.DefaultRequestHeaders.Add("Idempotency-Key", new string('x', 201));
        (await SendAsync(client, HttpMethod.Post, "/api/v1/repairs", body.ToJsonString())).ShouldBe((422, "/problems/invalid", "idempotencyKey"));
        var impact = JsonNode.Parse(await instance.Client.GetStringAsync("/api/v1/impact?territory=country:FRA"))!;
        impact["repairs"]!["total"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_correction_that_names_an_appointment_is_not_ignored(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);

        (await SendAsync(client, HttpMethod.Patch, await RecordAsync(client, workshop), """{"bookingReference":"GRE-ZZZZ"}""")).ShouldBe((422, "/problems/invalid", "bookingReference"));
    }

    private static JsonObject Repair(Workshop workshop) => new()
    {
        ["organisationId"] = workshop.Organisation.Id.ToString(),
        ["placeId"] = workshop.Place.Id.ToString(),
        ["date"] = "2027-03-01",
        ["item"] = new JsonObject { ["category"] = "kettle" },
        ["outcome"] = "fixed",
    };

    private static async Task<string> RecordAsync(HttpClient client, Workshop workshop)
    {
        using var content = new StringContent(Repair(workshop).ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/api/v1/repairs", content);
        return answer.Headers.Location!.ToString();
    }

    private static async Task<(int Status, string? Type, string Fields)> SendAsync(HttpClient client, HttpMethod method, string path, string? json = null, string type = "application/json", string? encoding = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            if (encoding is not null)
            {
                request.Content.Headers.ContentEncoding.Add(encoding);
            }
        }

        using var answer = await client.SendAsync(request);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        return answer.StatusCode < HttpStatusCode.BadRequest
            ? ((int)answer.StatusCode, null, "")
            : ((int)answer.StatusCode, (string?)body!["type"], string.Join(',', (body["errors"] as JsonObject)?.Select(e => e.Key) ?? []));
    }
}
