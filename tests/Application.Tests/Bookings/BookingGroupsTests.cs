using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Infrastructure.Bookings;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Infrastructure.Persistence.Postgres;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>On PostgreSQL, bookings that wait together are written together, and each is what it would have been alone.</summary>
public sealed class BookingGroupsTests
{
    private static readonly Instant Nine = At(Tuesday, 9);

    [Fact]
    public async Task Those_who_wait_are_written_in_one_transaction()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var workshops = await WorkshopsAsync(instance, 6);
        var answers = await TogetherAsync(instance, workshops.Select((workshop, i) => Request(workshop, Nine, key: $"key {i}")));

        answers.ShouldAllBe(answer => answer.IsT0);
        (await TransactionsAsync(instance, workshops)).Distinct().ShouldHaveSingleItem();
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => answers.Select(a => a.Made().Id.Value).Contains(m.SubjectId)))).ShouldBe(6);
        (await instance.ReadAsync(db => db.IdempotentRequests.CountAsync(r => answers.Select(a => a.Made().Id).Contains(r.BookingId)))).ShouldBe(6);
        (await instance.SendAsync(Request(workshops[4], Nine, key: "key 4"))).Made().Reference.ShouldBe(answers[4].Made().Reference);
    }

    [Fact]
    public async Task Each_is_refused_or_made_by_itself()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres, new TestOptions { Limits = true });
        var workshops = await WorkshopsAsync(instance, 7);
        (await instance.SendAsync(Request(workshops[0], At(Tuesday, 10)))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Request(workshops[1], Nine) with { Contact = new ContactDetails("Autre", "autre@exemple.fr", null) })).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Request(workshops[2], At(Tuesday, 10), key: "used"))).IsT0.ShouldBeTrue();
        var requests = new[]
        {
            Request(workshops[0], Nine, key: "same item"),
            Request(workshops[1], Nine, key: "taken"),
            Request(workshops[2], Nine, key: "used"),
            Request(workshops[3], Nine) with { Item = new ItemDetails("bicycle", null, null, "Ne roule plus.") },
            Request(workshops[4], Nine),
            Request(workshops[5], Nine),
            Request(workshops[6], Nine) with { Service = ServiceId.New() },
        };
        var ended = await EndedTogetherAsync(instance, requests);

        (await ended[0]).AsT4.SameItem.ShouldBeTrue();
        (await ended[1]).IsT1.ShouldBeTrue();
        (await ended[2]).IsT3.ShouldBeTrue();
        ended[3].Exception!.InnerException.ShouldBeOfType<InvalidRequestException>();
        (await ended[4]).IsT0.ShouldBeTrue();
        (await ended[5]).IsT0.ShouldBeTrue();
        (await ended[6]).IsT2.ShouldBeTrue();
        (await TransactionsAsync(instance, [workshops[4], workshops[5]])).Distinct().ShouldHaveSingleItem();
        (await instance.ReadAsync(db => db.IdempotentRequests.CountAsync())).ShouldBe(1, "whoever was refused claimed no key");
    }

    /// <summary>Whoever somebody outside stands in the way of waits alone; the others do not wait with them.</summary>
    [Fact]
    public async Task Nobody_waits_for_what_only_one_of_them_needs()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres, new TestOptions { Limits = true });
        var workshops = await WorkshopsAsync(instance, 5);
        await using var changing = await OpenAsync(instance);
        await RunAsync(changing, "BEGIN");
        await RunAsync(changing, $"SELECT 1 FROM places WHERE id = '{workshops[1].Place.Id.Value}' FOR UPDATE");
        await RunAsync(changing, $"SELECT pg_advisory_xact_lock(hashtextextended('books:{workshops[2].Place.Id}:marie.blanc@exemple.fr', 0))");
        var answers = await StartTogetherAsync(instance, workshops.Select(workshop => Request(workshop, Nine)));
        await Task.WhenAll(answers[0], answers[3], answers[4]);
        answers[1].IsCompleted.ShouldBeFalse();
        answers[2].IsCompleted.ShouldBeFalse();

        await RunAsync(changing, "COMMIT");
        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer.IsT0);
        (await TransactionsAsync(instance, [workshops[0], workshops[3], workshops[4]])).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Who_loses_a_bench_meanwhile_gets_the_next_one_and_the_others_keep_theirs()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var workshops = await WorkshopsAsync(instance, 3, benches: 2);
        await using var other = await OpenAsync(instance);
        await TakeAsync(other, workshops[1]);
        var answers = await StartTogetherAsync(instance, workshops.Select((workshop, i) => Request(workshop, Nine, $"key {i}")));
        await WaitersAsync(instance, 1);
        await RunAsync(other, "COMMIT");

        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer.IsT0);
        (await instance.ReadAsync(db => db.Bookings.Where(b => b.PlaceId == workshops[1].Place.Id).Select(b => b.Bench).SingleAsync())).ShouldBe(2);
        (await TransactionsAsync(instance, [workshops[0], workshops[2]])).Distinct().ShouldHaveSingleItem();
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(3 + Holders);
        (await instance.ReadAsync(db => db.IdempotentRequests.CountAsync())).ShouldBe(3);
    }

    /// <summary>Two groups that took the same two benches in two orders would wait for each other.</summary>
    [Fact]
    public async Task Benches_are_taken_in_one_order_whoever_came_first()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var inOrder = (await WorkshopsAsync(instance, 3)).OrderBy(w => w.Place.Id.Value).ToList();
        await using var other = await OpenAsync(instance);
        await TakeAsync(other, inOrder[1]);
        var answers = await StartTogetherAsync(instance, Enumerable.Reverse(inOrder).Select(workshop => Request(workshop, Nine)));
        await WaitersAsync(instance, 1);

        await using var probe = await OpenAsync(instance);
        await TakeAsync(probe, inOrder[2]);
        await RunAsync(probe, "ROLLBACK");
        await RunAsync(probe, "BEGIN; SET LOCAL lock_timeout = '100ms'");
        (await Should.ThrowAsync<PostgresException>(() => TakeAsync(probe, inOrder[0]))).SqlState.ShouldBe(PostgresErrorCodes.LockNotAvailable);
        await RunAsync(probe, "ROLLBACK");
        await RunAsync(other, "ROLLBACK");
        (await Task.WhenAll(answers)).ShouldAllBe(answer => answer.IsT0);
    }

    /// <summary>Whoever takes the same bench ends soon, or does not: the others are not made to wait for it.</summary>
    [Fact]
    public async Task A_bench_that_is_being_taken_holds_up_the_others_for_some_seconds_only()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var workshops = await WorkshopsAsync(instance, 3);
        await using var other = await OpenAsync(instance);
        await TakeAsync(other, workshops[1]);
        var answers = await StartTogetherAsync(instance, workshops.Select(workshop => Request(workshop, Nine)));

        (await Task.WhenAll(answers[0], answers[2]).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).ShouldAllBe(answer => answer.IsT0);
        answers[1].IsCompleted.ShouldBeFalse();
        await RunAsync(other, "ROLLBACK");
        (await answers[1]).IsT0.ShouldBeTrue();
    }

    /// <summary>Then nobody knows whether it is written: to book again by itself might take a second bench for one person. Who asked sends it again, and is known by its key.</summary>
    [Fact]
    public async Task A_connection_that_ends_in_the_COMMIT_has_nobody_booked_twice()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        await using var other = await OpenAsync(instance);
        await RunAsync(other, "SELECT pg_advisory_lock(42)");
        await RunAsync(other, "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END'");
        await RunAsync(other, "CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON bookings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold()");
        var answer = Task.Run(() => instance.SendAsync(Request(workshop, Nine, key: "key")));
        await WaitersAsync(instance, 1);

        await RunAsync(other, $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '{PostgresSource.GroupsName}' AND datname = current_database()");
        while (!answer.IsCompleted && await CountWaitersAsync(instance) == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        answer.IsCompleted.ShouldBeTrue("it does not book again by itself");
        (await Should.ThrowAsync<NpgsqlException>(answer)).IsTransient.ShouldBeTrue("the page says to try again");
        await RunAsync(other, "SELECT pg_advisory_unlock(42)");
        var made = (await instance.SendAsync(Request(workshop, Nine, key: "key"))).Made();
        (await instance.SendAsync(Request(workshop, Nine, key: "key"))).Made().Id.ShouldBe(made.Id);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task What_the_server_refuses_of_one_of_them_is_told_to_that_one_alone()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var workshops = await WorkshopsAsync(instance, 4);
        await using (var connection = await OpenAsync(instance))
        {
            await RunAsync(connection, "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no room for it''; END'");
            await RunAsync(connection, "CREATE TRIGGER refuse BEFORE INSERT ON bookings FOR EACH ROW WHEN (NEW.note = 'refuse me') EXECUTE FUNCTION refuse()");
        }

        var ended = await EndedTogetherAsync(instance, workshops.Select((workshop, i) => Request(workshop, Nine) with { Note = i == 2 ? "refuse me" : null }));
        ended[2].Exception!.InnerException.ShouldBeOfType<PostgresException>().MessageText.ShouldBe("no room for it");
        foreach (var made in ended.Where((_, i) => i != 2))
        {
            (await made).IsT0.ShouldBeTrue();
        }

        (await instance.ReadAsync(db => db.Occupancies.CountAsync(o => o.PlaceId == workshops[2].Place.Id))).ShouldBe(0);
    }

    /// <summary>As after a restart of the server.</summary>
    [Fact]
    public async Task A_connection_that_died_costs_nobody_a_booking()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var workshops = await WorkshopsAsync(instance, 2);
        (await instance.SendAsync(Request(workshops[0], Nine))).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Database.SqlQueryRaw<bool>(
            $"SELECT pg_terminate_backend(pid, 5000) AS \"Value\" FROM pg_stat_activity WHERE application_name = '{PostgresSource.GroupsName}' AND datname = current_database()").ToListAsync())).ShouldBe([true]);
        (await instance.SendAsync(Request(workshops[1], Nine))).IsT0.ShouldBeTrue();
    }

    [Fact]
    public async Task At_one_place_each_knows_of_the_one_before()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres, new TestOptions { Limits = true });
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        BookSlot Of(string brand, Instant start) => Request(workshop, start) with { Item = new ItemDetails("mobile", brand, null, "L’écran reste noir.") };
        (await instance.SendAsync(Of("A", At(Tuesday, 10)))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Of("B", At(Tuesday, 10)))).IsT0.ShouldBeTrue();

        var answers = await TogetherAsync(instance, [Of("C", Nine), Of("D", At(Tuesday.PlusDays(7), 9))]);
        (answers.Count(a => a.IsT0), answers.Count(a => a.IsT4)).ShouldBe((1, 1), "one person has three appointments to come at one place");
    }

    [Fact]
    public async Task Of_one_network_each_knows_of_the_one_before()
    {
        var network = new Network();
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres, new TestOptions
        {
            Limits = true,
            Settings = new Dictionary<string, string?> { ["Limits:BookingsBeforeConfirmation"] = "1" },
            Replace = services => services.AddSingleton<ICallerNetwork>(network),
        });
        var workshops = await WorkshopsAsync(instance, 2);
        var answers = await Task.WhenAll(await StartTogetherAsync(instance, workshops.Select(workshop => Request(workshop, Nine)), () => network.Current = "198.51.100.7"));

        answers.Select(a => a.Made().Booking.Status).ShouldBe([BookingStatus.Confirmed, BookingStatus.ToConfirm], ignoreOrder: true);
    }

    [Fact]
    public async Task Who_decides_too_late_is_left_behind_and_books_alone()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var workshop = await instance.Given.WorkshopAsync();
        await using var scope = instance.Scope();
        var slow = new GroupedBooking(
            scope.ServiceProvider.GetRequiredService<RepairNetDb>(), workshop.Place.Id, Nine, Nine, new BookingCandidate(BookingReferences.New("Grenoble", 0), null, Nine), key: null);
        (await instance.Services.GetRequiredService<BookingGroups>().HoldAsync(slow)).ShouldNotBeNull();

        (await slow.Decided.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeNull("the group went on without it");
        Should.Throw<LeftGroupException>(() => slow.BookAsync(new NewBooking(null!, null, null, null)));
        (await instance.SendAsync(Request(workshop, Nine))).IsT0.ShouldBeTrue("nobody waits for it");
    }

    /// <summary>Bookings that hold up the groups under way, so that others have to wait.</summary>
    private const int Holders = 2;

    private static async Task<List<Workshop>> WorkshopsAsync(TestInstance instance, int count, int benches = 1)
    {
        var workshops = new List<Workshop>();
        for (var i = 0; i < count; i++)
        {
            workshops.Add(await instance.Given.WorkshopAsync($"Atelier {i}", benches: benches));
        }

        return workshops;
    }

    private static async Task<BookingAnswer[]> TogetherAsync(TestInstance instance, IEnumerable<BookSlot> requests) => await Task.WhenAll(await StartTogetherAsync(instance, requests));

    private static async Task<Task<BookingAnswer>[]> EndedTogetherAsync(TestInstance instance, IEnumerable<BookSlot> requests)
    {
        var answers = await StartTogetherAsync(instance, requests);
        await Task.WhenAll(answers).ContinueWith(_ => { }, TaskScheduler.Default);
        return answers;
    }

    /// <summary>Sends these while every group is under way, so that they wait for the next one; then lets it begin.</summary>
    private static async Task<Task<BookingAnswer>[]> StartTogetherAsync(TestInstance instance, IEnumerable<BookSlot> requests, Action? first = null)
    {
        var all = requests.ToList();
        var held = await WorkshopsAsync(instance, Holders);
        await using var holder = await OpenAsync(instance);
        foreach (var workshop in held)
        {
            await TakeAsync(holder, workshop);
        }

        var holders = new List<Task<BookingAnswer>>();
        foreach (var workshop in held)
        {
            holders.Add(Task.Run(() => instance.SendAsync(Request(workshop, Nine))));
            await WaitersAsync(instance, holders.Count);
        }

        first?.Invoke();

        var groups = instance.Services.GetRequiredService<BookingGroups>();
        var answers = new List<Task<BookingAnswer>>();
        foreach (var request in all)
        {
            answers.Add(Task.Run(() => instance.SendAsync(request)));
            while (answers.Count(a => a.IsCompleted) + groups.Waiting < answers.Count)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }

        await RunAsync(holder, "ROLLBACK");
        (await Task.WhenAll(holders)).ShouldAllBe(answer => answer.IsT0);
        return [.. answers];
    }

    /// <summary>Takes the first bench of this workshop, without a COMMIT.</summary>
    private static async Task TakeAsync(NpgsqlConnection connection, Workshop workshop)
    {
        await using var command = new NpgsqlCommand("INSERT INTO occupancies (booking_id, place_id, bench, start, \"end\") VALUES ($1, $2, 1, $3, $4)", connection)
        {
            Parameters = { new() { Value = BookingId.New().Value }, new() { Value = workshop.Place.Id.Value }, new() { Value = Nine }, new() { Value = Nine + Duration.FromMinutes(30) } },
        };
        await RunAsync(connection, "BEGIN");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until so many wait for somebody's lock.</summary>
    private static async Task WaitersAsync(TestInstance instance, int count)
    {
        while (await CountWaitersAsync(instance) < count)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static Task<int> CountWaitersAsync(TestInstance instance) => instance.ReadAsync(db => db.Database.SqlQueryRaw<int>(
        "SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()").SingleAsync());

    /// <summary>Which transaction wrote the booking at each of these.</summary>
    private static async Task<List<string>> TransactionsAsync(TestInstance instance, IReadOnlyList<Workshop> workshops)
    {
        var places = workshops.Select(w => w.Place.Id.Value).ToArray();
        var written = await instance.ReadAsync(db => db.Database.SqlQuery<string>($"SELECT xmin::text AS \"Value\" FROM bookings WHERE place_id = ANY({places})").ToListAsync());
        written.Count.ShouldBe(workshops.Count);
        return written;
    }

    private static async Task<NpgsqlConnection> OpenAsync(TestInstance instance) => await instance.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Network : ICallerNetwork
    {
        public string? Current { get; set; }
    }
}
