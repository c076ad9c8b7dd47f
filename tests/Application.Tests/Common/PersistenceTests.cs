using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Domain.Directory;
using RepairNet.Infrastructure.Persistence;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Hosting;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>What every use case stands on: what is written is read back the same on both databases, durably.</summary>
public sealed class PersistenceTests
{
    [Theory, BothDatabases]
    public async Task What_is_written_is_read_back_the_same(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var given = await instance.Given.WorkshopAsync(benches: 3);
        await instance.Given.ClosureAsync(given, Instant.FromUtc(2027, 3, 28, 0, 30), Instant.FromUtc(2027, 3, 28, 1, 30), "Changement d’heure");

        var (organisation, place, service, rules, closure) = await instance.ReadAsync(async db => (
            await db.Organisations.AsNoTracking().Include(o => o.Accreditations).SingleAsync(),
            await db.Places.AsNoTracking().SingleAsync(),
            await db.Services.AsNoTracking().Include(s => s.Categories).SingleAsync(),
            await db.OpeningRules.AsNoTracking().OrderBy(r => r.From).ToListAsync(),
            await db.Closures.AsNoTracking().SingleAsync()));

        organisation.Id.ShouldBe(given.Organisation.Id);
        organisation.Status.ShouldBe(OrganisationStatus.Approved);
        organisation.CreatedAt.ShouldBe(instance.Clock.Now);
        organisation.Accreditations.Single().Territory.ShouldBe("commune:38185");
        place.Benches.ShouldBe(3);
        place.TimeZone.ShouldBe("Europe/Paris");
        service.Terms.ShouldBe(given.Service.Terms);
        service.Categories.Select(c => c.Category).ShouldBe(["mobile", "small-kitchen-item"], ignoreOrder: true);
        rules.Select(r => (r.From, r.To)).ShouldBe([(new LocalTime(9, 0), new LocalTime(12, 0)), (new LocalTime(14, 0), new LocalTime(17, 0))]);
        rules.ShouldAllBe(r => r.OpensOn(new LocalDate(2027, 3, 1)) && !r.OpensOn(new LocalDate(2027, 3, 6)));
        closure.Range.ShouldBe(new(Instant.FromUtc(2027, 3, 28, 0, 30), Instant.FromUtc(2027, 3, 28, 1, 30)));
    }

    [Theory, BothDatabases]
    public async Task Each_test_has_a_database_of_its_own(DatabaseKind kind)
    {
        await using var one = await TestInstance.BuildAsync(kind);
        await using var other = await TestInstance.BuildAsync(kind);
        await one.Given.WorkshopAsync();

        (await one.ReadAsync(db => db.Places.CountAsync())).ShouldBe(1);
        (await other.ReadAsync(db => db.Places.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task The_embedded_database_survives_a_power_cut()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);

        (await instance.ReadAsync(db => db.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync())).ShouldBe("wal");
        // 2 is FULL: NORMAL may lose acknowledged transactions. The writer asks for less while it writes, and waits for the disk itself.
        (await instance.SendAsync(new Application.Bookings.Waiting.JoinWaitingList(
            Given.Grenoble, 25, new LocalDate(2027, 3, 30), new Application.Bookings.ContactDetails("Marie Blanc", "marie.blanc@exemple.fr", null), new Application.Bookings.ItemDetails("mobile", "Fairphone", null, "L’écran reste noir."), "fr"))).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Database.SqlQuery<int>($"SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task The_server_database_answers_once_durable()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);

        (await instance.ReadAsync(db => db.Database.SqlQuery<string>($"SELECT current_setting('synchronous_commit') AS \"Value\"").SingleAsync())).ShouldBe("on");
    }

    [Theory, BothDatabases]
    public async Task The_program_answers_over_http_and_runs_its_jobs(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Background = true });

        var answer = await instance.Client.GetAsync("/there-is-no-such-page");

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        // Jobs start after the first page may be asked for; one that cannot start stops the program.
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        instance.App.Lifetime.ApplicationStopping.IsCancellationRequested.ShouldBeFalse();
    }

    /// <summary>It would describe every table and compile a first query: a third of the time to the first page, which asks nothing of the embedded database.</summary>
    [Theory, BothDatabases]
    public async Task Neither_an_ordinary_start_nor_the_first_page_waits_for_the_framework(DatabaseKind kind)
    {
        const string Made = "initialized";
        await using (await TestInstance.BuildAsync(kind))
        {
            // The communes are held from here on: the next does not read them.
        }

        var lines = new LogLines();
        var options = new TestOptions
        {
            Settings = new Dictionary<string, string?> { ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Infrastructure"] = "Debug", ["Instance:HomeTerritory"] = "" },
            Replace = services => services.AddSingleton<ILoggerProvider>(lines),
        };

        // Keys of forms are in the database of several nodes, and are read as it starts to serve.
        await using var instance = kind == DatabaseKind.Sqlite ? await TestInstance.ServeAsync(kind, options) : await TestInstance.BuildAsync(kind, options);
        await instance.App.PrepareDatabaseAsync(TestContext.Current.CancellationToken);
        if (kind == DatabaseKind.Sqlite)
        {
            (await instance.Client.GetAsync("/")).EnsureSuccessStatusCode();
        }

        lines.All.ShouldNotContain(line => line.Contains(Made, StringComparison.Ordinal));
        (await instance.ReadAsync(db => db.Regions.CountAsync())).ShouldBeGreaterThan(0);
        lines.All.ShouldContain(line => line.Contains(Made, StringComparison.Ordinal), "what the framework makes is heard");
    }

    [Theory, BothDatabases]
    public async Task The_names_of_the_migrations_are_those_the_framework_finds(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await using var scope = instance.App.Services.CreateAsyncScope();

        var known = scope.ServiceProvider.GetRequiredService<DatabaseState>().KnownMigrations();

        known.Count.ShouldBeGreaterThan(20);
        known.ShouldBe(await instance.ReadAsync(db => Task.FromResult(db.Database.GetMigrations())));
    }

    [Fact]
    public async Task A_connection_that_reads_keeps_few_pages()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);

        for (var time = 0; time < 2; time++)
        {
            (await instance.ReadAsync(db => db.Database.SqlQueryRaw<long>("SELECT cache_size AS Value FROM pragma_cache_size").SingleAsync())).ShouldBe(-512);
        }
    }
}
