using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

public sealed class BookingsApiTests
{
    private const string Nine = "2027-03-02T09:00:00+01:00";
    private const string Ten = "2027-03-02T10:00:00+01:00";

    [Theory, BothDatabases]
    public async Task A_booking_answers_201_with_the_offset_of_the_place_and_is_found_by_its_secret(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        var answer = await PostAsync(instance.Client, Body(workshop, Nine));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var booking = await JsonAsync(answer);
        booking.GetProperty("status").GetString().ShouldBe("confirmed");
        booking.GetProperty("start").GetString().ShouldBe(Nine);
        booking.GetProperty("end").GetString().ShouldBe(Ten);
        var secret = booking.GetProperty("secret").GetString();
        booking.GetProperty("url").GetString().ShouldEndWith("/rendez-vous/" + secret);
        var read = await JsonAsync(await instance.Client.GetAsync($"/api/v1/bookings/{secret}"));
        read.GetProperty("reference").GetString().ShouldBe(booking.GetProperty("reference").GetString());
        read.GetProperty("contact").GetProperty("email").GetString().ShouldBe("marie.blanc@exemple.fr");
    }

    /// <summary>As a closure is told: ISO 8601 lets whoever writes leave the seconds out.</summary>
    [Theory]
    [InlineData("2027-03-02T09:00+01:00")]
    [InlineData("2027-03-02T09:00:00+01")]
    [InlineData("2027-03-02T08:00Z")]
    [InlineData("2027-03-02T08:00:00.000Z")]
    public async Task A_start_without_seconds_is_that_start(string start)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();

        var answer = await PostAsync(instance.Client, Body(workshop, start));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await JsonAsync(answer)).GetProperty("start").GetString().ShouldBe(Nine);
    }

    [Theory, BothDatabases]
    public async Task The_loser_gets_409_with_alternatives(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await PostAsync(instance.Client, Body(workshop, Nine));

        var answer = await PostAsync(instance.Client, Body(workshop, Nine));

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await JsonAsync(answer);
        problem.GetProperty("type").GetString().ShouldBe("/problems/slot-taken");
        var alternatives = problem.GetProperty("alternatives").EnumerateArray().ToList();
        alternatives.Count.ShouldBe(3);
        alternatives[0].GetProperty("start").GetString().ShouldBe(Ten);
        alternatives[0].GetProperty("remaining").GetInt32().ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Sixteen_clients_on_one_slot_over_http_make_one_booking_each_round(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(5, 0, 0, 60, 0));
        for (var round = 0; round < 40; round++)
        {
            var start = Instant.FromUtc(2027, 3, 2, 8, 0) + Duration.FromDays(round / 30) + Duration.FromMinutes(5 * (round % 30));
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync(instance.Client, Body(workshop, start.ToString()))));

            answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
            answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(15);
        }

        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(40);
    }

    [Theory, BothDatabases]
    public async Task The_same_key_gives_the_same_answer_and_another_body_is_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 3);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(instance.Client, Body(workshop, Nine), "double-clic")));
        var other = await PostAsync(instance.Client, Body(workshop, Ten), "double-clic");

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created);
        (await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()))).Distinct().Count().ShouldBe(1);
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await JsonAsync(other)).GetProperty("type").GetString().ShouldBe("/problems/idempotency-key-reused");
    }

    [Theory]
    [InlineData("{", 400, "/problems/malformed")]
    [InlineData("[]", 400, "/problems/malformed")]
    [InlineData("""{"serviceId":12}""", 400, "/problems/malformed")]
    [InlineData("""{"contact":"Marie"}""", 400, "/problems/malformed")]
    [InlineData("{}", 422, "/problems/invalid")]
    [InlineData("""{"serviceId":"00000000000000000000000000000001","start":"demain"}""", 422, "/problems/invalid")]
    public async Task Nonsense_gets_a_problem_document_and_never_a_5xx(string body, int status, string type)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        var answer = await instance.Client.PostAsync("/api/v1/bookings", new StringContent(body, Encoding.UTF8, "application/json"));

        ((int)answer.StatusCode).ShouldBe(status);
        (await JsonAsync(answer)).GetProperty("type").GetString().ShouldBe(type);
    }

    [Fact]
    public async Task Everything_that_is_missing_is_named_at_once_in_french()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        var problem = await JsonAsync(await instance.Client.PostAsJsonAsync("/api/v1/bookings", new { }));

        var errors = problem.GetProperty("errors");
        errors.EnumerateObject().Select(e => e.Name).ShouldBe(["serviceId", "start", "contact.name", "contact.email", "item.category", "item.problem"], ignoreOrder: true);
        errors.GetProperty("contact.email")[0].GetString().ShouldBe("Donnez un e-mail ou un téléphone, pour que l’atelier puisse vous prévenir.");
    }

    [Fact]
    public async Task The_loser_of_the_last_slot_is_told_that_none_is_left()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var once = Given.Opening(OpeningDays.Tuesday, 9, 10) with { ValidFrom = new LocalDate(2027, 3, 2), ValidTo = new LocalDate(2027, 3, 2) };
        var workshop = await instance.Given.WorkshopAsync(openings: [once]);
        (await PostAsync(instance.Client, Body(workshop, Nine))).StatusCode.ShouldBe(HttpStatusCode.Created);

        var problem = await JsonAsync(await PostAsync(instance.Client, Body(workshop, Nine)));

        problem.GetProperty("type").GetString().ShouldBe("/problems/slot-taken");
        problem.GetProperty("title").GetString()!.ShouldEndWith("Aucun autre n’est libre pour le moment.");
        problem.GetProperty("alternatives").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("\u200b\ufeff", "Donnez un nom : un prénom suffit.")]
    [InlineData("A\nB", "Ce texte contient des signes invisibles ou qui ne s’écrivent pas. Retapez-le, sans le coller.")]
    [InlineData("a\0b", "Ce texte contient des signes invisibles ou qui ne s’écrivent pas. Retapez-le, sans le coller.")]
    public async Task A_name_that_is_none_is_said_to_be_what_it_is(string name, string why)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var body = new { serviceId = "00000000000000000000000000000001", start = Nine, contact = new { name, email = "m@exemple.fr" }, item = new { category = "mobile", problem = "Écran noir" } };

        var problem = await JsonAsync(await PostAsync(instance.Client, body));

        problem.GetProperty("errors").GetProperty("contact.name").EnumerateArray().Select(e => e.GetString()).ShouldBe([why]);
    }

    [Fact]
    public async Task Slots_of_no_commune_ask_for_one()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        var errors = (await JsonAsync(await instance.Client.GetAsync("/api/v1/slots"))).GetProperty("errors");

        errors.GetProperty("commune")[0].GetString().ShouldBe("Donnez une commune par son code INSEE, par exemple 38185.");
        errors.GetProperty("category")[0].GetString().ShouldBe("Donnez une catégorie d’objets, par exemple mobile.");
    }

    [Fact]
    public async Task An_unknown_service_or_secret_is_404_a_wrong_method_405_a_huge_body_413()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        (await PostAsync(instance.Client, Body("00000000000000000000000000000001", Nine))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(instance.Client, Body("nonsense", Nine))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.Client.GetAsync("/api/v1/bookings/nope")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.Client.DeleteAsync("/api/v1/bookings/nope")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        var huge = await instance.Client.PostAsync("/api/v1/bookings", new StringContent($$"""{"note":"{{new string('x', 600_000)}}"}""", Encoding.UTF8, "application/json"));
        huge.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory, BothDatabases]
    public async Task Moved_cancelled_and_too_late_over_the_api(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 0, 60, 60));
        var booking = await JsonAsync(await PostAsync(instance.Client, Body(workshop, Nine)));
        var url = "/api/v1/bookings/" + booking.GetProperty("secret").GetString();

        var moved = await instance.Client.PostAsJsonAsync(url + "/move", new { start = Ten });
        moved.StatusCode.ShouldBe(HttpStatusCode.OK);
        var view = await JsonAsync(moved);
        view.GetProperty("start").GetString().ShouldBe(Ten);
        view.GetProperty("secret").GetString().ShouldBe(booking.GetProperty("secret").GetString());
        view.GetProperty("reference").GetString().ShouldBe(booking.GetProperty("reference").GetString());
        (await instance.Client.PostAsJsonAsync(url + "/move", new { start = "2027-03-06T10:00:00+01:00" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await instance.Client.PostAsJsonAsync(url + "/move", new { })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        instance.Clock.Now = Instant.FromUtc(2027, 3, 2, 8, 30);
        var late = await instance.Client.PostAsync(url + "/cancel", null);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await JsonAsync(late);
        problem.GetProperty("type").GetString().ShouldBe("/problems/too-late");
        problem.GetProperty("phone").GetString().ShouldBe("+33476000000");

        instance.Clock.Now = Instant.FromUtc(2027, 3, 2, 7, 0);
        (await JsonAsync(await instance.Client.PostAsync(url + "/cancel", null))).GetProperty("status").GetString().ShouldBe("cancelled");
    }

    [Theory, BothDatabases]
    public async Task The_workshop_sees_its_agenda_and_notes_with_a_token_others_get_401_403_404(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var reference = (await JsonAsync(await PostAsync(instance.Client, Body(workshop, Nine)))).GetProperty("reference").GetString();
        var agenda = $"/api/v1/places/{workshop.Place.Id}/agenda?from=2027-03-02&to=2027-03-02";
        var checkIn = $"/api/v1/bookings/by-reference/{reference}/check-in";
        var member = await instance.BearerFor(workshop.Member);
        var stranger = await instance.BearerFor(other.Member);
        var nobody = await instance.BearerFor(Given.SignedIn);

        (await instance.Client.GetAsync(agenda)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await nobody.GetAsync(agenda)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await stranger.GetAsync(agenda)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.Client.PostAsync(checkIn, null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stranger.PostAsync(checkIn, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await JsonAsync(await member.GetAsync(agenda))).GetProperty("items")[0].GetProperty("item").GetProperty("category").GetString().ShouldBe("mobile");
        (await member.PostAsync(checkIn, null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        instance.Clock.Now = Instant.FromUtc(2027, 3, 2, 7, 0);
        (await JsonAsync(await member.PostAsync(checkIn, null))).GetProperty("status").GetString().ShouldBe("arrived");

        // Noted on the wrong line, it is taken back, once or twice; not by others.
        (await instance.Client.DeleteAsync(checkIn)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await nobody.DeleteAsync(checkIn)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await stranger.DeleteAsync(checkIn)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await member.DeleteAsync(checkIn)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await instance.ReadAsync(db => db.Bookings.SingleAsync())).Status.ShouldBe(BookingStatus.Confirmed);
        (await member.DeleteAsync(checkIn)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // Once something came of it, it stands.
        (await member.PostAsync(checkIn, null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await member.PostAsJsonAsync("/api/v1/repairs", new { bookingReference = reference, outcome = "fixed" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var stands = await member.DeleteAsync(checkIn);
        stands.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await JsonAsync(stands)).GetProperty("type").GetString().ShouldBe("/problems/arrival-stands");
    }

    internal static object Body(Workshop workshop, string start) => Body(workshop.Service.Id.ToString(), start);

    internal static object Body(string service, string start) => new
    {
        serviceId = service,
        start,
        contact = new { name = "Marie Blanc", email = "marie.blanc@exemple.fr" },
        item = new { category = "mobile", brand = "Fairphone", problem = "L’écran reste noir." },
    };

    internal static async Task<HttpResponseMessage> PostAsync(HttpClient client, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bookings") { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    internal static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
}
