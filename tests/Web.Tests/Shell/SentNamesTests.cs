using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NodaTime;
using RepairNet.Application.Reuse;
using RepairNet.Application.Training;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>What is wrong with a call is said of the names that were sent, not of those that the program gives them inside.</summary>
public sealed class SentNamesTests
{
    private static readonly object Nobody = new { name = " ", email = "paul@", phone = "06" };

    [Fact]
    public async Task Of_an_item_left_and_its_quote()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var member = await instance.BearerFor(workshop.Member);
        var left = $"/api/v1/places/{workshop.Place.Id}/items-left";

        (await WrongAsync(member, left, new { })).ShouldBe(["contact"]);
        (await WrongAsync(member, left, new { contact = Nobody, item = new { category = "fusée", brand = new string('a', 61) } }))
            .ShouldBe(["contact.name", "contact.email", "contact.phone", "item.category", "item.brand", "item.problem"], ignoreOrder: true);
        using var kept = await member.PostAsJsonAsync(left, new { contact = new { name = "Paul", phone = "06 12 34 56 78" }, item = new { category = "kettle", problem = "Ne chauffe plus." } });
        var slip = (string?)(await kept.Content.ReadFromJsonAsync<JsonNode>())!["slip"];
        (await WrongAsync(member, $"/api/v1/items-left/{slip}/quotes", new { amountEur = -1, text = "Pompe" })).ShouldBe(["amountEur", "validUntil"], ignoreOrder: true);
    }

    [Fact]
    public async Task Of_a_thing_kept_and_a_place_in_the_waiting_list()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.ReuseWorkshop);
        var item = (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("kettle", "Bouilloire", null, null, 1.2m, true), null, "drop-off"), workshop.Member)).AsT0.Id;
        await instance.SendAsync(new OfferReuseItem(item, 8, 6, null), workshop.Member);

        (await WrongAsync(instance.Client, $"/api/v1/reuse-items/{item}/reservations", new { contact = Nobody })).ShouldBe(["contact.name", "contact.email", "contact.phone"], ignoreOrder: true);
        (await WrongAsync(instance.Client, "/api/v1/waiting-list", new { communeCode = "nulle part", contact = new { name = "Paul", email = "paul@exemple.fr" }, item = new { category = "mobile", problem = "Écran noir." } }))
            .ShouldContain("communeCode");
    }

    [Fact]
    public async Task Of_a_seat_in_a_course()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer", "Un jour à l’établi.", "beginner", "on-site", 180, 0m)), centre.Manager)).AsT0.Id;
        await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
        Meeting[] meetings = [new(new LocalDate(2027, 3, 22), new LocalTime(9, 0), new LocalTime(12, 0))];
        var session = (await instance.SendAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, meetings, 4)), centre.Manager)).AsT0.Ids.Single();

        (await WrongAsync(instance.Client, $"/api/v1/sessions/{session}/enrolments", new { contact = Nobody })).ShouldBe(["contact.name", "contact.email", "contact.phone"], ignoreOrder: true);
    }

    private static async Task<IEnumerable<string>> WrongAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        return ((JsonObject)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!).Select(e => e.Key);
    }
}
