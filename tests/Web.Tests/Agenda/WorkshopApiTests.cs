using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Calendars;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Agenda;

/// <summary>What a workshop does on its pages, done by a program: items left, sessions, followed calendars.</summary>
public sealed class WorkshopApiTests
{
    [Theory, BothDatabases]
    public async Task An_item_is_kept_quoted_ready_and_handed_back_and_mistakes_are_taken_back(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        var list = $"/api/v1/places/{workshop.Place.Id}/items-left";
        var body = new JsonObject
        {
            ["contact"] = new JsonObject { ["name"] = "Paul Roux", ["phone"] = "06 12 34 56 78" },
            ["item"] = new JsonObject { ["category"] = "kettle", ["brand"] = "Seb", ["problem"] = "Ne chauffe plus." },
            ["accessories"] = "Socle",
        };

        using var kept = await client.PostAsJsonAsync(list, body);

        kept.StatusCode.ShouldBe(HttpStatusCode.Created);
        var item = kept.Headers.Location!.ToString();
        var read = (await kept.Content.ReadFromJsonAsync<JsonNode>())!;
        item.ShouldBe($"/api/v1/items-left/{read["slip"]}");
        (read["state"]!.ToString(), read["contact"]!["phone"]!.ToString(), read["accessories"]!.ToString()).ShouldBe(("waiting-for-quote", "+33612345678", "Socle"));

        read = await SentAsync(client, item + "/quotes", new JsonObject { ["amountEur"] = 45.5, ["text"] = "Changer la résistance.", ["validUntil"] = "2027-04-01" });
        (read["state"]!.ToString(), read["quotes"]![0]!["amountEur"]!.GetValue<decimal>(), read["toCall"]!.ToString()).ShouldBe(("quoted", 45.5m, "quote"));
        foreach (var (amount, text, until, field) in new (JsonNode?, string?, string?, string)[] { (45.555, "x", "2027-04-01", "amountEur"), (-1, "x", "2027-04-01", "amountEur"), (null, "x", "2027-04-01", "amountEur"), (1, " ", "2027-04-01", "text"), (1, "x", "2026-04-01", "validUntil"), (1, "x", "demain", "validUntil"), (1, "x", null, "validUntil") })
        {
            using var wrong = await client.PostAsJsonAsync(item + "/quotes", new JsonObject { ["amountEur"] = amount, ["text"] = text, ["validUntil"] = until });
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
            (await wrong.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![field].ShouldNotBeNull(field);
        }

        foreach (var _ in new[] { 1, 2 })
        {
            (await SentAsync(client, item + "/ready"))["state"]!.ToString().ShouldBe("ready");
        }

        (await SentAsync(client, item + "/not-ready"))["state"]!.ToString().ShouldBe("quoted");
        (await SentAsync(client, item + "/ready"))["state"]!.ToString().ShouldBe("ready");
        (await SentAsync(client, item + "/hand-back"))["state"]!.ToString().ShouldBe("collected");
        using (var past = await client.PostAsync(item + "/ready", null))
        {
            past.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await past.Content.ReadFromJsonAsync<JsonNode>())!["type"]!.ToString().ShouldBe("/problems/item-past");
        }

        read = await SentAsync(client, item + "/not-handed-back");
        read["history"]!.AsArray().Select(h => h!["deed"]!.ToString()).ShouldBe(["ready", "ready-taken-back", "ready", "collected", "collected-taken-back"]);

        // Uncollected after a fortnight.
        (await client.GetFromJsonAsync<JsonNode>(list + "?uncollected=true"))!["items"]!.AsArray().Count.ShouldBe(0);
        instance.Clock.Now += NodaTime.Duration.FromDays(15);
        using var later = await instance.BearerFor(workshop.Member);
        var line = (await later.GetFromJsonAsync<JsonNode>(list + "?uncollected=true"))!["items"]!.AsArray().ShouldHaveSingleItem()!;
        (line["uncollected"]!.GetValue<bool>(), line["slip"]!.ToString()).ShouldBe((true, read["slip"]!.ToString()));
        foreach (var query in new[] { "?state=lost", "?after=0", "?after=x", "?uncollected=maybe" })
        {
            (await later.GetAsync(list + query)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, query);
        }

        using var stranger = await instance.BearerFor((await instance.Given.WorkshopAsync()).Member);
        foreach (var path in new[] { item + "/ready", item + "/not-ready", item + "/hand-back", item + "/not-handed-back" })
        {
            (await stranger.PostAsync(path, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await stranger.GetAsync(item)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync(list)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.PostAsJsonAsync(list, body)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases]
    public async Task The_list_goes_on_page_by_page(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        for (var n = 0; n < 21; n++)
        {
            await instance.SendAsync(new Application.Repairs.LeaveItem(null, workshop.Place.Id, new Application.Repairs.LeftBy($"Paul {n}", null, "06 12 34 56 78", "kettle", null, "Fuit."), null, null, "fr"), workshop.Member);
        }

        var first = (await client.GetFromJsonAsync<JsonNode>($"/api/v1/places/{workshop.Place.Id}/items-left?state=waiting-for-quote"))!;
        var rest = (await client.GetFromJsonAsync<JsonNode>(first["next"]!.ToString()))!;

        (first["items"]!.AsArray().Count, rest["items"]!.AsArray().Count, rest["next"]).ShouldBe((20, 1, null));
    }

    [Theory, BothDatabases]
    public async Task A_session_is_planned_listed_booked_and_called_off(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.RepairCafe);
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        using var client = await instance.BearerFor(workshop.Member);
        var sessions = $"/api/v1/places/{workshop.Place.Id}/sessions";
        JsonObject Body() => new() { ["title"] = "Spécial téléphones", ["date"] = "2027-03-06", ["from"] = "14:00", ["to"] = "18:00", ["benches"] = 1, ["minutesPerPlace"] = 120, ["volunteers"] = new JsonArray(ali.Id.ToString()) };

        using var planned = await client.PostAsJsonAsync(sessions, Body());

        planned.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await planned.Content.ReadFromJsonAsync<JsonNode>())!["id"]!.ToString();
        using (var again = await client.PostAsJsonAsync(sessions, Body()))
        {
            again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var problem = (await again.Content.ReadFromJsonAsync<JsonNode>())!;
            (problem["type"]!.ToString(), problem["id"]!.ToString()).ShouldBe(("/problems/session-that-day", id));
        }

        foreach (var (field, value) in new (string, JsonNode?)[] { ("minutesPerPlace", 4), ("minutesPerPlace", 241), ("benches", 0), ("to", "13:00"), ("from", "25:00"), ("date", "2027-02-30"), ("date", "2027-01-01"), ("title", new string('a', 81)), ("volunteers", new JsonArray("personne")) })
        {
            var body = Body();
            body[field] = value;
            using var wrong = await client.PostAsJsonAsync(sessions, body);
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
            (await wrong.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![field].ShouldNotBeNull(field);
        }

        var listed = (await instance.Client.GetFromJsonAsync<JsonNode>(sessions))!["items"]!.AsArray().ShouldHaveSingleItem()!;
        (listed["minutesPerPlace"]!.GetValue<int>(), listed["placesLeft"]!.GetValue<int>(), listed["present"]![0]!["firstName"]!.ToString()).ShouldBe((120, 2, "Ali"));

        // Its places are booked as any slot; a refusal names those still free there.
        JsonObject Booking(string name) => new()
        {
            ["serviceId"] = workshop.Service.Id.ToString(),
            ["start"] = "2027-03-06T14:00:00+01:00",
            ["contact"] = new JsonObject { ["name"] = name, ["email"] = $"{name}@exemple.fr" },
            ["item"] = new JsonObject { ["category"] = "mobile", ["problem"] = "Écran noir." },
        };
        using (var booked = await instance.Client.PostAsJsonAsync("/api/v1/bookings", Booking("marie")))
        {
            booked.StatusCode.ShouldBe(HttpStatusCode.Created);
            (await booked.Content.ReadFromJsonAsync<JsonNode>())!["end"]!.ToString().ShouldBe("2027-03-06T16:00:00+01:00");
        }

        using (var taken = await instance.Client.PostAsJsonAsync("/api/v1/bookings", Booking("paul")))
        {
            taken.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await taken.Content.ReadFromJsonAsync<JsonNode>())!["alternatives"]!.AsArray().Select(a => a!["start"]!.ToString()).ShouldContain("2027-03-06T16:00:00+01:00");
        }

        // So does a move that the workshop makes.
        var reference = await instance.ReadAsync(db => db.Bookings.Select(b => b.Reference).SingleAsync());
        using (var moved = await client.PostAsJsonAsync($"/api/v1/bookings/by-reference/{reference}/move", new JsonObject { ["start"] = "2027-03-06T13:00:00+01:00" }))
        {
            moved.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await moved.Content.ReadFromJsonAsync<JsonNode>())!["alternatives"]!.AsArray().Count.ShouldBe(3);
        }

        using var stranger = await instance.BearerFor((await instance.Given.WorkshopAsync()).Member);
        (await stranger.PostAsJsonAsync(sessions, Body())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.PostAsync($"{sessions}/{id}/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var cancelled = await client.PostAsync($"{sessions}/{id}/cancel", null))
        {
            (await cancelled.Content.ReadFromJsonAsync<JsonNode>())!["told"]!.GetValue<int>().ShouldBe(1);
        }

        (await instance.Client.GetFromJsonAsync<JsonNode>(sessions))!["items"]!.AsArray().Count.ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_calendar_is_followed_listed_with_its_doubts_and_left(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.ServeAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        using var manager = await instance.BearerFor(workshop.Manager);
        using var member = await instance.BearerFor(workshop.Member);
        var calendars = $"/api/v1/places/{workshop.Place.Id}/followed-calendars";
        site.Give(CalendarSite.Calendar("DTSTART;VALUE=DATE:20270302\nRRULE:RSCALE=CHINESE;FREQ=YEARLY", "DTSTART;TZID=Bureau:20270303T090000\nDURATION:PT1H"));

        (await member.PostAsJsonAsync(calendars, new JsonObject { ["address"] = site.Address() })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var added = await manager.PostAsJsonAsync(calendars, new JsonObject { ["address"] = site.Address("/conges.ics?cle=secret"), ["name"] = "Congés" });

        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var made = (await added.Content.ReadFromJsonAsync<JsonNode>())!;
        made["closures"]!.GetValue<int>().ShouldBe(2);
        var text = await member.GetStringAsync(calendars);
        text.ShouldNotContain("secret");
        var line = JsonNode.Parse(text)!["items"]!.AsArray().ShouldHaveSingleItem()!;
        (line["name"]!.ToString(), line["notUnderstood"]!.GetValue<int>(), line["notUnderstoodOn"]![0]!.ToString(), line["unknownZones"]![0]!.ToString(), line["trouble"]).ShouldBe(("Congés", 1, "2027-03-02", "Bureau", null));
        foreach (var address in new[] { "http://10.0.0.1/conges.ics", "conges.ics", "" })
        {
            using var wrong = await manager.PostAsJsonAsync(calendars, new JsonObject { ["address"] = address });
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, address);
            (await wrong.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!["address"].ShouldNotBeNull(address);
        }

        using var stranger = await instance.BearerFor((await instance.Given.WorkshopAsync()).Manager);
        (await stranger.GetAsync(calendars)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.DeleteAsync($"{calendars}/{made["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await manager.DeleteAsync($"{calendars}/{made["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await instance.ReadAsync(db => db.Closures.CountAsync())).ShouldBe(0);
    }

    private static async Task<JsonNode> SentAsync(HttpClient client, string path, JsonObject? body = null)
    {
        using var answer = body is null ? await client.PostAsync(path, null) : await client.PostAsJsonAsync(path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
