using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Bookings;
using RepairNet.Application.Messaging;
using RepairNet.Domain.Messaging;
using RepairNet.Infrastructure.Messaging;
using RepairNet.Infrastructure.Persistence;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Common;

public sealed class BackupsTests
{
    [Theory, BothDatabases]
    public async Task A_backup_put_back_brings_everything_back_with_its_links(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var kept = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var renewed = (await instance.SendAsync(new RenewBookingLink((await instance.SendAsync(Request(workshop, At(Tuesday, 11)))).Made().Secret))).AsT0.Booking;
        var file = Path.Combine(instance.Database.Folder, "sauvegarde.zip");
        await DoAsync(instance, backups => backups.WriteAsync(file, CancellationToken.None));
        var after = (await instance.SendAsync(new RenewBookingLink(renewed.Secret))).AsT0.Booking;
        var lost = (await instance.SendAsync(Request(workshop, At(Tuesday, 10)))).Made();

        await DoAsync(instance, backups => backups.ReadAsync(file, CancellationToken.None));

        (await instance.SendAsync(new GetBooking(kept.Secret))).AsT0.Reference.ShouldBe(kept.Reference);
        (await instance.SendAsync(new GetBooking(lost.Secret))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetBooking(renewed.Secret))).AsT0.Secret.ShouldBe(renewed.Secret, "the generation comes back with the key");
        (await instance.SendAsync(new GetBooking(after.Secret))).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(2);
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Request(workshop, At(Tuesday, 10)))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task What_is_no_backup_is_refused_and_changes_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.Given.WorkshopAsync();
        var file = Path.Combine(instance.Database.Folder, "autre.zip");
        await File.WriteAllTextAsync(file, "pas une archive");

        await Should.ThrowAsync<BackupException>(() => DoAsync(instance, backups => backups.ReadAsync(file, CancellationToken.None)));

        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(1);
    }

    /// <summary>An upgrade that went wrong is undone so: the newer tables point at those of the backup.</summary>
    [Theory, BothDatabases]
    public async Task A_backup_is_put_back_over_a_database_upgraded_since(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.Given.WorkshopAsync();
        var file = Path.Combine(instance.Database.Folder, "sauvegarde.zip");
        await DoAsync(instance, backups => backups.WriteAsync(file, CancellationToken.None));
        await RunAsync(instance, "CREATE TABLE later_things (id integer PRIMARY KEY, organisation_id " + (kind == DatabaseKind.Postgres ? "uuid" : "TEXT") + " NOT NULL REFERENCES organisations (id))");
        await RunAsync(instance, "INSERT INTO later_things SELECT 1, id FROM organisations");
        await RunAsync(instance, """INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Future', '10.0.0')""");

        await DoAsync(instance, backups => backups.ReadAsync(file, CancellationToken.None));

        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(1);
        await Should.ThrowAsync<System.Data.Common.DbException>(() => RunAsync(instance, "SELECT * FROM later_things"));
        await using var scope = instance.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<DatabaseState>().UnknownMigrationsAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_backup_of_a_later_version_is_refused_and_changes_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await RunAsync(instance, """INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Future', '10.0.0')""");
        var file = Path.Combine(instance.Database.Folder, "sauvegarde.zip");
        await DoAsync(instance, backups => backups.WriteAsync(file, CancellationToken.None));
        await instance.Given.WorkshopAsync();

        var refusal = await Should.ThrowAsync<BackupException>(() => DoAsync(instance, backups => backups.ReadAsync(file, CancellationToken.None)));

        refusal.Message.ShouldContain("version plus récente");
        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(1);
        System.IO.Directory.EnumerateFileSystemEntries(instance.Database.Folder, "*restor*").ShouldBeEmpty();
    }

    /// <summary>It may have left since the backup was written: whatever happens after, none leaves again.</summary>
    [Theory, BothDatabases]
    public async Task What_waited_to_leave_is_dropped_with_the_replacement(DatabaseKind kind)
    {
        await using var sink = new SmtpSink();
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Settings = sink.Settings });
        var workshop = await instance.Given.WorkshopAsync();
        await instance.ConfirmedAsync(workshop, 3);
        var file = Path.Combine(instance.Database.Folder, "sauvegarde.zip");
        await DoAsync(instance, backups => backups.WriteAsync(file, CancellationToken.None));

        await DoAsync(instance, backups => backups.ReadAsync(file, CancellationToken.None));
        var later = await instance.BookingAsync(workshop, 10);
        await instance.SayAsync(MessageKind.BookingConfirmed, later.Id.Value);
        await instance.Services.GetRequiredService<OutboxDispatcher>().SweepAsync(CancellationToken.None);

        sink.Mails.Select(m => m.Recipient).ShouldBe(["r10@example.org"]);
        var state = await instance.SendAsync(new OutboxState(), Given.Operator);
        state.Waiting.ShouldBe(0);
        state.LastSent.ShouldBe(instance.Clock.Now);
    }

    /// <summary>The case it is for: its log cannot be written into it any more.</summary>
    [Fact]
    public async Task A_backup_takes_the_place_of_a_damaged_database()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var database = Path.Combine(instance.Database.Folder, "repairnet.db");
        var file = Path.Combine(instance.Database.Folder, "sauvegarde.zip");
        await instance.Given.WorkshopAsync();
        await DoAsync(instance, backups => backups.WriteAsync(file, CancellationToken.None));
        await using (var damage = File.OpenWrite(database))
        {
            damage.Write(new byte[4096]);
        }

        IReadOnlyList<string> kept = [];
        await DoAsync(instance, async backups => kept = await backups.ReadAsync(file, CancellationToken.None));

        kept.Select(Path.GetFileName).ShouldContain("repairnet.db.before-restore-1");
        (await File.ReadAllBytesAsync(kept[0])).Take(4096).ShouldAllBe(b => b == 0);
        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(1);
    }

    /// <summary>A database shared with another program: what is in its schema is neither kept nor touched.</summary>
    [Fact]
    public async Task Schemas_of_others_are_left_alone()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        await instance.Given.WorkshopAsync();
        await RunAsync(instance, "CREATE SCHEMA autre; CREATE TABLE autre.choses (id integer PRIMARY KEY); INSERT INTO autre.choses VALUES (1)");
        var file = Path.Combine(instance.Database.Folder, "sauvegarde.zip");
        await DoAsync(instance, backups => backups.WriteAsync(file, CancellationToken.None));
        await RunAsync(instance, "INSERT INTO autre.choses VALUES (2)");
        await instance.Given.WorkshopAsync();

        await DoAsync(instance, backups => backups.ReadAsync(file, CancellationToken.None));

        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.Database.SqlQuery<int>($"SELECT id AS \"Value\" FROM autre.choses").CountAsync())).ShouldBe(2);
    }

    /// <summary>Else the links of the database that is kept would be dead.</summary>
    [Fact]
    public async Task What_was_there_is_kept_with_its_keys()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var keys = Path.Combine(instance.Database.Folder, "keys");
        var file = Path.Combine(instance.Database.Folder, "sauvegarde.zip");
        System.IO.Directory.CreateDirectory(keys);
        await File.WriteAllTextAsync(Path.Combine(keys, "of-both"), "then");
        await DoAsync(instance, backups => backups.WriteAsync(file, CancellationToken.None));
        await File.WriteAllTextAsync(Path.Combine(keys, "of-both"), "now");
        await File.WriteAllTextAsync(Path.Combine(keys, "of-today"), "now");
        await instance.Given.WorkshopAsync();

        IReadOnlyList<string> kept = [];
        await DoAsync(instance, async backups => kept = await backups.ReadAsync(file, CancellationToken.None));

        kept.Select(Path.GetFileName).ShouldBe(["repairnet.db.before-restore-1", "keys.before-restore-1"]);
        (await File.ReadAllTextAsync(Path.Combine(keys, "of-both"))).ShouldBe("then");
        (await File.ReadAllTextAsync(Path.Combine(keys, "of-today"))).ShouldBe("now");
        (await File.ReadAllTextAsync(Path.Combine(kept[1], "of-both"))).ShouldBe("now");
        await using var old = new SqliteConnection($"Data Source={kept[0]};Mode=ReadOnly;Pooling=False");
        await old.OpenAsync();
        await using var command = old.CreateCommand();
        command.CommandText = "SELECT count(*) FROM organisations";
        (await command.ExecuteScalarAsync()).ShouldBe(1L);
        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_changed_where_a_key_cannot_take_its_place()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var file = Path.Combine(instance.Database.Folder, "sauvegarde.zip");
        await DoAsync(instance, backups => backups.WriteAsync(file, CancellationToken.None));
        await instance.Given.WorkshopAsync();
        await File.WriteAllTextAsync(Path.Combine(instance.Database.Folder, "keys.restoring"), "in the way");

        await Should.ThrowAsync<IOException>(() => DoAsync(instance, backups => backups.ReadAsync(file, CancellationToken.None)));

        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(1);
        System.IO.Directory.EnumerateFileSystemEntries(instance.Database.Folder, "repairnet.db.*rest*").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_written_to_its_end_leaves_nothing()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        System.IO.Directory.CreateDirectory(Path.Combine(instance.Database.Folder, "keys"));
        // A key that is no file to read.
        File.CreateSymbolicLink(Path.Combine(instance.Database.Folder, "keys", "lost"), "/nowhere/at/all");
        var file = Path.Combine(instance.Database.Folder, "sauvegarde.zip");

        await Should.ThrowAsync<IOException>(() => DoAsync(instance, backups => backups.WriteAsync(file, CancellationToken.None)));

        System.IO.Directory.EnumerateFiles(instance.Database.Folder, "sauvegarde*").ShouldBeEmpty();
    }

    private static Task<int> RunAsync(TestInstance instance, string statement) => instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync(statement));

    private static async Task DoAsync(TestInstance instance, Func<Backups, Task> work)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<Backups>());
    }
}
