using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Bookings;
using RepairNet.Infrastructure.Persistence;
using RepairNet.TestSupport;
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

    private static async Task DoAsync(TestInstance instance, Func<Backups, Task> work)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<Backups>());
    }
}
