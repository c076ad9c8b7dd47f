using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>The description of the API says all that a stranger needs, and what it says is what comes.</summary>
public sealed class OpenApiTests
{
    private static readonly string[] Verbs = ["get", "post", "put", "patch", "delete"];

    [Fact]
    public async Task Every_operation_says_what_goes_in_and_what_comes_out()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var document = await DocumentAsync(instance);
        var operations = Operations(document);

        operations.Count.ShouldBeGreaterThan(30);
        operations.Select(o => (string?)o.Operation["operationId"]).ShouldBeUnique();
        foreach (var (name, operation) in operations)
        {
            ((string?)operation["summary"]).ShouldNotBeNullOrEmpty(name);
            ((string?)operation["operationId"]).ShouldNotBeNullOrEmpty(name);
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                ((string?)parameter!["description"]).ShouldNotBeNullOrEmpty($"{name} {parameter["name"]}");
            }

            var responses = operation["responses"]!.AsObject();
            var success = responses.Where(r => r.Key[0] == '2').ShouldHaveSingleItem();
            (success.Key == "204").ShouldBe(success.Value!["content"] is null, name);
            foreach (var (_, type) in success.Value["content"]?.AsObject() ?? [])
            {
                type!["schema"].ShouldNotBeNull(name);
            }

            var isPublic = operation["security"]!.AsArray().Count == 0;
            responses.ContainsKey("403").ShouldBe(!isPublic || (string?)operation["operationId"] == "book", name);
            responses.ContainsKey("400").ShouldBeTrue(name);
            responses.ContainsKey("415").ShouldBe(operation["requestBody"] is not null, name);
            if (name.StartsWith("get ", StringComparison.OrdinalIgnoreCase))
            {
                operation["requestBody"].ShouldBeNull(name);
            }

            responses.Where(r => r.Key[0] != '2').ShouldAllBe(r => (string?)r.Value!["content"]!["application/problem+json"]!["schema"]!["$ref"] == "#/components/schemas/Problem", name);
        }
    }

    [Fact]
    public async Task A_body_asks_for_no_more_than_it_needs()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var schemas = (await DocumentAsync(instance))["components"]!["schemas"]!;

        Required("BookBody").ShouldBe(["contact", "item", "serviceId", "start"]);
        Required("OpeningBody").ShouldBe(["days", "from", "to", "validFrom"]);
        Required("RepairBody").ShouldBeEmpty();
        ((string?)schemas["BookBody"]!["properties"]!["contact"]!["$ref"]).ShouldBe("#/components/schemas/ContactBody");
        schemas["ServiceBody"]!["properties"]!.AsObject().ContainsKey("terms").ShouldBeFalse();
        schemas["PersonBody"]!["properties"]!.AsObject().ContainsKey("description").ShouldBeFalse();

        IEnumerable<string> Required(string name) => (schemas[name]!["required"]?.AsArray() ?? []).Select(r => (string)r!).Order(StringComparer.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task What_comes_is_what_is_described(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var document = await DocumentAsync(instance);
        var workshop = await instance.Given.WorkshopAsync();
        using var member = await instance.BearerFor(workshop.Manager);
        using var agent = await instance.BearerFor(workshop.Agent);
        var place = $"/api/v1/places/{workshop.Place.Id}";
        var contact = new { name = "Marie", email = "marie@exemple.fr" };
        var item = new { category = workshop.Service.Categories[0].Category, problem = "Ne chauffe plus." };
        async Task<JsonNode?> Check(string operation, HttpClient client, HttpMethod method, string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await client.SendAsync(request);
            answer.StatusCode.ShouldBe(status, $"{operation}: {await answer.Content.ReadAsStringAsync()}");
            var described = Operations(document).Single(o => (string?)o.Operation["operationId"] == operation).Operation["responses"]![((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture)];
            described.ShouldNotBeNull($"{operation} does not say that it answers {(int)status}");
            (answer.Headers.Location is not null).ShouldBe(described["headers"]?["Location"] is not null, operation);
            if (described["content"] is not JsonObject content)
            {
                return null;
            }

            var came = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
            Fits(document, content[answer.Content.Headers.ContentType!.MediaType!]!["schema"]!, came, operation);
            return came;
        }

        await Check("SearchCommunes", instance.Client, HttpMethod.Get, "/api/v1/communes?q=saint&limit=2");
        await Check("SearchCommunes", instance.Client, HttpMethod.Get, "/api/v1/communes?limit=0", status: HttpStatusCode.UnprocessableEntity);
        await Check("GetCommune", instance.Client, HttpMethod.Get, "/api/v1/communes/97411");
        await Check("equipmentCategories", instance.Client, HttpMethod.Get, "/api/v1/equipment-categories");
        var organisation = await Check("createOrganisation", member, HttpMethod.Post, "/api/v1/organisations", new { name = "Autre", kinds = new[] { "repair-cafe" }, communeCode = "38185" }, HttpStatusCode.Created);
        await Check("createOrganisation", instance.Client, HttpMethod.Post, "/api/v1/organisations", new { }, HttpStatusCode.Unauthorized);
        await Check("createOrganisation", agent, HttpMethod.Post, "/api/v1/organisations", new { }, HttpStatusCode.UnprocessableEntity);
        await Check("organisation", agent, HttpMethod.Get, $"/api/v1/organisations/{organisation!["id"]}");
        await Check("findOrganisations", instance.Client, HttpMethod.Get, "/api/v1/organisations?near=45.18,5.72");
        await Check("organisation", agent, HttpMethod.Get, $"/api/v1/organisations/{workshop.Organisation.Id}");
        await Check("decideAccreditation", agent, HttpMethod.Put, $"/api/v1/organisations/{workshop.Organisation.Id}/accreditations/commune:38185", new { status = "approved", note = "Vu." });
        await Check("decideAccreditation", member, HttpMethod.Put, $"/api/v1/organisations/{workshop.Organisation.Id}/accreditations/commune:38185", new { status = "approved" }, HttpStatusCode.Forbidden);
        await Check("addPlace", member, HttpMethod.Post, $"/api/v1/organisations/{workshop.Organisation.Id}/places", new { name = "Lieu", address = "1 rue", communeCode = "38185", benches = 1 }, HttpStatusCode.Created);
        await Check("addService", member, HttpMethod.Post, place + "/services", new { name = "Autre", categories = new[] { "mobile" }, durationMinutes = 30 }, HttpStatusCode.Created);
        var person = await Check("addPerson", member, HttpMethod.Post, place + "/people", new { firstName = "Nadia", languages = new[] { "fr" }, skills = new[] { new { category = "mobile", level = "expert" } } }, HttpStatusCode.Created);
        var closure = await Check("addClosure", member, HttpMethod.Post, place + "/closures", new { from = "2027-04-05T00:00:00+02:00", to = "2027-04-06T00:00:00+02:00" }, HttpStatusCode.Created);
        await Check("setDay", member, HttpMethod.Put, place + "/days/2027-04-07", new { openings = new[] { new { from = "09:00", to = "10:00" } } });
        await Check("place", member, HttpMethod.Get, place);
        await Check("clearDay", member, HttpMethod.Delete, place + "/days/2027-04-07", status: HttpStatusCode.NoContent);
        await Check("removeClosure", member, HttpMethod.Delete, $"{place}/closures/{closure!["id"]}", status: HttpStatusCode.NoContent);
        await Check("removePerson", member, HttpMethod.Delete, $"{place}/people/{person!["id"]}", status: HttpStatusCode.NoContent);
        var slots = await Check("serviceSlots", instance.Client, HttpMethod.Get, $"/api/v1/services/{workshop.Service.Id}/slots?from=2027-03-02&to=2027-03-12");
        await Check("findSlots", instance.Client, HttpMethod.Get, $"/api/v1/slots?commune=38185&category={item.category}");
        await Check("findSlots", instance.Client, HttpMethod.Get, "/api/v1/slots", status: HttpStatusCode.UnprocessableEntity);
        var start = (string)slots!["items"]![0]!["start"]!;
        var booked = await Check("book", instance.Client, HttpMethod.Post, "/api/v1/bookings", new { serviceId = workshop.Service.Id.ToString(), start, contact, item }, HttpStatusCode.Created);
        await Check("book", instance.Client, HttpMethod.Post, "/api/v1/bookings", new { serviceId = workshop.Service.Id.ToString(), start = "2027-03-02T03:01:00+01:00", contact, item }, HttpStatusCode.Conflict);
        await Check("booking", instance.Client, HttpMethod.Get, $"/api/v1/bookings/{booked!["secret"]}");
        await Check("agenda", member, HttpMethod.Get, place + "/agenda?from=2027-03-02&to=2027-03-12");
        await Check("noShow", member, HttpMethod.Post, $"/api/v1/bookings/by-reference/{booked["reference"]}/no-show", status: HttpStatusCode.Conflict);
        await Check("takeBackCheckIn", member, HttpMethod.Delete, $"/api/v1/bookings/by-reference/{booked["reference"]}/check-in", status: HttpStatusCode.NoContent);
        await Check("recordRepair", member, HttpMethod.Post, "/api/v1/repairs", new { bookingReference = (string)booked["reference"]!, outcome = "fixed" }, HttpStatusCode.Conflict);
        await Check("cancelBooking", instance.Client, HttpMethod.Post, $"/api/v1/bookings/{booked["secret"]}/cancel");
        var repair = await Check("recordRepair", member, HttpMethod.Post, "/api/v1/repairs", new { organisationId = workshop.Organisation.Id.ToString(), placeId = workshop.Place.Id.ToString(), date = "2027-03-01", item = new { category = "kettle" }, outcome = "fixed", weighedKg = 1.1 }, HttpStatusCode.Created);
        await Check("correctRepair", member, HttpMethod.Patch, $"/api/v1/repairs/{repair!["id"]}", new { minutes = 20 });
        await Check("impact", instance.Client, HttpMethod.Get, "/api/v1/impact?territory=commune:38185&groupBy=month");
        await Check("setOpenings", member, HttpMethod.Put, place + "/openings", new[] { new { days = new[] { "mon" }, from = "09:00", to = "12:00", validFrom = "2027-03-01" } });
    }

    [Fact]
    public async Task What_a_call_gives_and_does_not_is_said()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var document = await DocumentAsync(instance);
        var described = Operations(document).ToDictionary(o => (string)o.Operation["operationId"]!, o => (string?)o.Operation["description"]);

        described["agenda"].ShouldNotBeNull().ShouldContain("at most 62 days");
        described["book"].ShouldNotBeNull().ShouldContain("as it stands now");
    }

    [Fact]
    public async Task A_refusal_is_described_as_it_comes()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var document = await DocumentAsync(instance);
        var responses = Operations(document).ToDictionary(o => (string)o.Operation["operationId"]!, o => o.Operation["responses"]!);
        foreach (var type in ProblemTypes.All.Where(type => type.Status == 409))
        {
            ((string?)responses["book"]["409"]!["description"]).ShouldNotBeNull().ShouldContain($"`{type.Path}`");
        }

        ((string?)responses["book"]["413"]!["description"]).ShouldNotBeNull().ShouldContain("256 KiB");
        ((string?)responses["startImport"]["413"]!["description"]).ShouldNotBeNull().ShouldContain("201 MiB");

        var workshop = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.ReuseWorkshop);
        using var member = await instance.BearerFor(workshop.Member);
        using var agent = await instance.BearerFor(workshop.Agent);
        var reservations = "";
        for (var i = 0; i < 2; i++)
        {
            var item = (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("kettle", "Bouilloire", null, null, 1.2m, true), null, "drop-off"), workshop.Member)).AsT0.Id;
            await instance.SendAsync(new OfferReuseItem(item, 8, 6, null), workshop.Member);
            reservations = $"/api/v1/reuse-items/{item}/reservations";
        }

        using var reserved = await instance.Client.PostAsJsonAsync(reservations, new { contact = new { name = "Marie", email = "marie@exemple.fr" } });
        reserved.StatusCode.ShouldBe(HttpStatusCode.Created);
        var taken = await RefusedAsync("item-taken", instance.Client, reservations, new { contact = new { name = "Paul", email = "paul@exemple.fr" } });
        taken["alternatives"]!.AsArray().Count.ShouldBe(1);
        await RefusedAsync("not-in-stock", member, $"/api/v1/organisations/{workshop.Organisation.Id}/outflows", new { date = "2027-03-01", destination = "sold", lines = new[] { new { category = "mobile", weighedKg = 0.2m } } });
        await RefusedAsync("period-not-over", agent, "/api/v1/closed-periods", new { territory = "commune:38185", period = "2027" });

        async Task<JsonNode> RefusedAsync(string problem, HttpClient client, string path, object body)
        {
            using var answer = await client.PostAsJsonAsync(path, body);
            var came = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            ((string?)came["type"]).ShouldBe("/problems/" + problem, came.ToJsonString());
            Fits(document, document["components"]!["schemas"]!["Problem"]!, came, problem);
            return came;
        }
    }

    private static async Task<JsonNode> DocumentAsync(TestInstance instance) => JsonNode.Parse(await instance.Client.GetStringAsync("/openapi/v1.json"))!;

    private static List<(string Name, JsonNode Operation)> Operations(JsonNode document) =>
        [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(verb => Verbs.Contains(verb.Key)).Select(verb => ($"{verb.Key} {path.Key}", verb.Value!)))];

    private static JsonNode Meant(JsonNode document, JsonNode schema) =>
        (string?)schema["$ref"] is not { } reference ? schema
        : document["components"]!["schemas"]![reference.Split('/')[^1]] ?? throw new InvalidOperationException($"{reference} is described nowhere.");

    /// <summary>Whether one of several choices is meant: none for nothing, and of objects the one whose required fields are there.</summary>
    private static bool MayBe(JsonNode document, JsonNode choice, JsonNode? value) =>
        (choice["type"] is JsonValue type && (string?)type == "null") == (value is null)
        && (value is not JsonObject fields || (Meant(document, choice)["required"]?.AsArray() ?? []).All(r => fields.ContainsKey((string)r!)));

    /// <summary>The part of JSON Schema that the document uses; a field that it does not name is an error too.</summary>
    private static void Fits(JsonNode document, JsonNode schema, JsonNode? value, string at)
    {
        schema = Meant(document, schema);
        if (schema["oneOf"] is JsonArray choices)
        {
            Fits(document, choices.First(c => MayBe(document, c!, value))!, value, at);
            return;
        }

        var types = schema["type"] is JsonArray several ? several.Select(t => (string)t!).ToArray() : [(string)schema["type"]!];
        var type = value?.GetValueKind() switch
        {
            null => "null",
            System.Text.Json.JsonValueKind.Object => "object",
            System.Text.Json.JsonValueKind.Array => "array",
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
            _ => types.Contains("integer") && !value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "integer" : "number",
        };
        types.ShouldContain(type, $"{at}: {value?.ToJsonString()}");
        if (value is JsonArray items)
        {
            foreach (var (entry, i) in items.Select((entry, i) => (entry, i)))
            {
                Fits(document, schema["items"]!, entry, $"{at}[{i}]");
            }
        }

        if (value is JsonObject fields)
        {
            foreach (var required in schema["required"]?.AsArray() ?? [])
            {
                fields.ContainsKey((string)required!).ShouldBeTrue($"{at} lacks {required}");
            }

            foreach (var (name, field) in fields)
            {
                var known = schema["properties"]?[name] ?? schema["additionalProperties"];
                known.ShouldNotBeNull($"{at} does not describe {name}");
                Fits(document, known, field, $"{at}.{name}");
            }
        }
    }
}
