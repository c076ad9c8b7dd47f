using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>Two programs of their own on one PostgreSQL: neither knows of the other but through the database.</summary>
public sealed class TwoProcessesTests(TwoProcesses two) : IClassFixture<TwoProcesses>
{
    private const int Clients = 16;
    private const int Rounds = 200;

    /// <summary>Fewer for the moves: two hundred are played on each database without the processes.</summary>
    private const int Moves = 40;

    [Fact]
    public async Task Two_web_processes_on_one_database_never_give_one_bench_twice()
    {
        var workshop = await two.Instance.Given.WorkshopAsync(terms: new BookingTerms(5, 0, 0, 60, 0));
        var (first, second) = (two.First, two.Second);

        for (var round = 0; round < Rounds; round++)
        {
            var start = Start(round);
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i =>
                BookingsApiTests.PostAsync(i % 2 == 0 ? first : second, BookingsApiTests.Body(workshop, start))));

            answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
            answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(Clients - 1);
        }

        (await two.Instance.ReadAsync(db => db.Occupancies.CountAsync(o => o.PlaceId == workshop.Place.Id))).ShouldBe(Rounds);

        // Then one of those booked moves, round after round, to a start that fifteen others book.
        var secret = (await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(first, BookingsApiTests.Body(workshop, Start(Rounds))))).GetProperty("secret").GetString();
        var (at, moves) = (Start(Rounds), 0);
        for (var round = 0; round < Moves; round++)
        {
            var start = Start(Rounds + 1 + round);
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i =>
            {
                var client = (i + round) % 2 == 0 ? first : second;
                return i == round % Clients
                    ? client.PostAsJsonAsync($"/api/v1/bookings/{secret}/move", new { start })
                    : BookingsApiTests.PostAsync(client, BookingsApiTests.Body(workshop, start));
            }));

            answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
            answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(Clients - 1);
            if (answers[round % Clients].IsSuccessStatusCode)
            {
                (at, moves) = (start, moves + 1);
            }

            var kept = (await BookingsApiTests.JsonAsync(await second.GetAsync($"/api/v1/bookings/{secret}"))).GetProperty("start").GetDateTimeOffset();
            Instant.FromDateTimeOffset(kept).ToString().ShouldBe(at);
        }

        (await two.Instance.ReadAsync(db => db.Occupancies.CountAsync(o => o.PlaceId == workshop.Place.Id))).ShouldBe(Rounds + 1 + Moves - moves);
    }

    [Fact]
    public async Task A_link_and_a_key_given_by_one_process_are_good_on_the_other()
    {
        var workshop = await two.Instance.Given.WorkshopAsync(benches: 3);
        var (first, second) = (two.First, two.Second);
        var body = BookingsApiTests.Body(workshop, "2027-03-02T09:00:00+01:00");

        var booked = await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(first, body, "cle"));
        var retried = await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(second, body, "cle"));

        retried.GetProperty("secret").GetString().ShouldBe(booked.GetProperty("secret").GetString());
        (await second.GetAsync("/rendez-vous/" + booked.GetProperty("secret").GetString())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_replaced_on_one_process_is_dead_on_the_other_at_once()
    {
        var workshop = await two.Instance.Given.WorkshopAsync(benches: 3);
        var (first, second) = (two.First, two.Second);
        var booked = await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(first, BookingsApiTests.Body(workshop, "2027-03-02T09:00:00+01:00"), "autre cle"));
        var (secret, own) = (booked.GetProperty("secret").GetString()!, "/rendez-vous/" + booked.GetProperty("reference").GetString());

        // The pass given by one is good on the other, as long as the link is.
        using var given = await first.GetAsync("/rendez-vous/" + secret);
        given.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.GetAsync("/rendez-vous/" + secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await first.SendFormAsync(own, [], "handler=Renew")).StatusCode.ShouldBe(HttpStatusCode.OK);

        foreach (var node in new[] { first, second })
        {
            (await node.GetAsync("/rendez-vous/" + secret)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await node.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await node.GetAsync("/api/v1/bookings/" + secret)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var current = (await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(node, BookingsApiTests.Body(workshop, "2027-03-02T09:00:00+01:00"), "autre cle"))).GetProperty("secret").GetString();
            current.ShouldNotBe(secret, "a retry gets the link of today");
            (await node.GetAsync("/api/v1/bookings/" + current)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    /// <summary>Starts of five minutes in the mornings and afternoons of the test workshops, working day after working day.</summary>
    private static string Start(int number)
    {
        var (day, inDay) = (number / 60, number % 60);
        var date = new LocalDate(2027, 3, 2).PlusDays(day + (2 * ((day + 1) / 5)));
        var at = new LocalTime(inDay < 30 ? 9 : 14, 0).PlusMinutes(5 * (inDay % 30));
        return (date + at).InZoneStrictly(DateTimeZoneProviders.Tzdb["Europe/Paris"]).ToInstant().ToString();
    }
}
