using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>Two programs of their own on one PostgreSQL: neither knows of the other but through the database.</summary>
public sealed class TwoProcessesTests
{
    private const int Clients = 16;
    private const int Rounds = 200;

    /// <summary>Fewer for the moves: two hundred are played on each database without the processes.</summary>
    private const int Moves = 40;

    [Fact]
    public async Task Two_web_processes_on_one_database_never_give_one_bench_twice()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var instance = await TestInstance.BuildAsync(database);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(5, 0, 0, 60, 0));
        await using var first = await ServedProcess.StartAsync(database, instance.Clock.Now);
        await using var second = await ServedProcess.StartAsync(database, instance.Clock.Now);

        for (var round = 0; round < Rounds; round++)
        {
            var start = Start(round);
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i =>
                BookingsApiTests.PostAsync(i % 2 == 0 ? first.Client : second.Client, BookingsApiTests.Body(workshop, start))));

            answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
            answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(Clients - 1);
        }

        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(Rounds);

        // Then one of those booked moves, round after round, to a start that fifteen others book.
        var secret = (await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(first.Client, BookingsApiTests.Body(workshop, Start(Rounds))))).GetProperty("secret").GetString();
        var (at, moves) = (Start(Rounds), 0);
        for (var round = 0; round < Moves; round++)
        {
            var start = Start(Rounds + 1 + round);
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i =>
            {
                var client = (i + round) % 2 == 0 ? first.Client : second.Client;
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

            var kept = (await BookingsApiTests.JsonAsync(await second.Client.GetAsync($"/api/v1/bookings/{secret}"))).GetProperty("start").GetDateTimeOffset();
            Instant.FromDateTimeOffset(kept).ToString().ShouldBe(at);
        }

        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(Rounds + 1 + Moves - moves);
    }

    [Fact]
    public async Task A_link_and_a_key_given_by_one_process_are_good_on_the_other()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var instance = await TestInstance.BuildAsync(database);
        var workshop = await instance.Given.WorkshopAsync(benches: 3);
        await using var first = await ServedProcess.StartAsync(database, instance.Clock.Now);
        await using var second = await ServedProcess.StartAsync(database, instance.Clock.Now);
        var body = BookingsApiTests.Body(workshop, "2027-03-02T09:00:00+01:00");

        var booked = await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(first.Client, body, "cle"));
        var retried = await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(second.Client, body, "cle"));

        retried.GetProperty("secret").GetString().ShouldBe(booked.GetProperty("secret").GetString());
        (await second.Client.GetAsync("/rendez-vous/" + booked.GetProperty("secret").GetString())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_replaced_on_one_process_is_dead_on_the_other_at_once()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var instance = await TestInstance.BuildAsync(database);
        var workshop = await instance.Given.WorkshopAsync(benches: 3);
        await using var first = await ServedProcess.StartAsync(database, instance.Clock.Now);
        await using var second = await ServedProcess.StartAsync(database, instance.Clock.Now);
        var booked = await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(first.Client, BookingsApiTests.Body(workshop, "2027-03-02T09:00:00+01:00"), "cle"));
        var (secret, own) = (booked.GetProperty("secret").GetString()!, "/rendez-vous/" + booked.GetProperty("reference").GetString());

        // The pass given by one is good on the other, as long as the link is.
        using var given = await first.Client.GetAsync("/rendez-vous/" + secret);
        given.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.Client.GetAsync("/rendez-vous/" + secret)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.Client.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await first.Client.SendFormAsync(own, [], "handler=Renew")).StatusCode.ShouldBe(HttpStatusCode.OK);

        foreach (var node in new[] { first, second })
        {
            (await node.Client.GetAsync("/rendez-vous/" + secret)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await node.Client.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await node.Client.GetAsync("/api/v1/bookings/" + secret)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var current = (await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(node.Client, BookingsApiTests.Body(workshop, "2027-03-02T09:00:00+01:00"), "cle"))).GetProperty("secret").GetString();
            current.ShouldNotBe(secret, "a retry gets the link of today");
            (await node.Client.GetAsync("/api/v1/bookings/" + current)).StatusCode.ShouldBe(HttpStatusCode.OK);
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

    /// <summary>The built program, started as an operator would.</summary>
    private sealed class ServedProcess : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly DirectoryInfo _data;

        private ServedProcess(Process process, DirectoryInfo data, Uri address)
        {
            _process = process;
            _data = data;
            Client = new HttpClient { BaseAddress = address };
        }

        public HttpClient Client { get; }

        public static async Task<ServedProcess> StartAsync(TestDatabase database, Instant now)
        {
            var data = System.IO.Directory.CreateTempSubdirectory("repairnet-two-");
            var address = new Uri($"http://127.0.0.1:{FreePort()}");
            var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "repairnet.dll"), "serve", "--urls", address.ToString(), "--data", data.FullName, "--database", database.Connection!, "--now", now.ToString(), "--environment", "Testing" })
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["REPAIRNET__LIMITS__ENABLED"] = "false";
            var process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var served = new ServedProcess(process, data, address);
            for (var i = 0; i < 600; i++)
            {
                try
                {
                    if ((await served.Client.GetAsync("/sante")).IsSuccessStatusCode)
                    {
                        return served;
                    }
                }
                catch (HttpRequestException) when (!process.HasExited)
                {
                    // Not listening yet.
                }

                await Task.Delay(100);
            }

            throw new InvalidOperationException("The program did not answer within a minute.");
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
            _data.Delete(recursive: true);
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
