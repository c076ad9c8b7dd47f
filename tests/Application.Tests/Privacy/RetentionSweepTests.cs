using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Identity;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Application.Repairs;
using RepairNet.Application.Tests.Bookings;
using RepairNet.Application.Tests.Identity;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Messaging;
using RepairNet.Infrastructure.Identity;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Privacy;

/// <summary>What is past its delay goes at night, and nothing sooner; what was counted stays.</summary>
public sealed class RetentionSweepTests
{
    private static readonly string[] Traces = ["marie", "Blanc"];

    [Theory, BothDatabases]
    public async Task A_year_after_the_appointment_its_person_is_forgotten_and_every_gram_stays(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Bookings.Bookings.Request(workshop, Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9), key: "a-key"))).Made();
        instance.Clock.Now = Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9);
        (await instance.SendAsync(new RecordRepair(booked.Reference, null, null, new RepairFields(null, new RepairedItem("mobile", Problem: "L’écran de Marie Blanc"), "fixed", WeighedKg: 0.187m)), workshop.Member)).IsT0.ShouldBeTrue();
        var before = await ImpactAsync(instance);

        instance.Clock.Now = Instant.FromUtc(2028, 3, 2, 8, 0);
        await SweepAsync(instance);
        (await EveryText.WithAsync(instance, Traces)).ShouldNotBeEmpty("an hour is still missing");
        instance.Clock.AdvanceDays(2);
        await SweepAsync(instance);

        (await EveryText.WithAsync(instance, Traces)).ShouldBeEmpty();
        (await ImpactAsync(instance)).ShouldBe(before);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
        var row = await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync());
        (row.Reference, row.Contact.Name, row.Item.Category).ShouldBe((booked.Reference, "Effacé", "mobile"));
        (await instance.ReadAsync(db => db.Repairs.AsNoTracking().SingleAsync())).Problem.ShouldBe("L’écran de […]");
        (await instance.ReadAsync(db => db.IdempotentRequests.AnyAsync())).ShouldBeFalse();
        (await instance.ReadAsync(db => db.Outbox.AnyAsync())).ShouldBeTrue("a message that nobody sent is not settled");

        // Again, and on two nodes at once: nothing changes.
        instance.Clock.AdvanceDays(2);
        await Task.WhenAll(SweepAsync(instance), SweepAsync(instance));
        (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync())).ErasedAt.ShouldBe(row.ErasedAt);
    }

    [Theory, BothDatabases]
    public async Task What_is_still_at_the_workshop_keeps_its_owner(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Marie Blanc", "marie.blanc@exemple.fr", null, "mobile", null, "Noir."), null, ItemLeftId.New(), "fr"), workshop.Member)).AsT0.Slip;
        var today = instance.Clock.Now.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).Date;
        var own = (await instance.ReadAsync(db => db.ItemsLeft.AsNoTracking().SingleAsync())).OwnRepair;
        (await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(today, new RepairedItem("mobile", Problem: "Appeler Marie Blanc"), "fixed"), OnceId: own), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.AdvanceDays(800);
        await SweepAsync(instance);
        (await EveryText.WithAsync(instance, Traces)).ShouldNotBeEmpty();
        (await instance.SendAsync(new CollectItem(slip), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.AdvanceDays(364);
        await SweepAsync(instance);
        (await EveryText.WithAsync(instance, Traces)).ShouldNotBeEmpty();
        instance.Clock.AdvanceDays(3);
        await SweepAsync(instance);
        (await EveryText.WithAsync(instance, Traces)).ShouldBeEmpty("in its repair neither");
    }

    [Theory, BothDatabases]
    public async Task More_than_a_batch_goes_in_one_night(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var old = instance.Clock.Now - Duration.FromDays(400);
        await instance.AddAsync(Enumerable.Range(0, 450).Select(_ =>
        {
            var message = new OutboxMessage(OutboxMessageId.New(), MessageKind.BookingReminder, BookingId.New().Value, 0, old);
            message.MarkSent(old);
            return (object)message;
        }));
        await instance.AddAsync(
            new SignInLink(SignInLinkId.New(), AccountId.New(), new string('A', 64), old),
            new AccountLink(AccountLinkId.New(), AccountId.New(), new string('B', 64), old, Duration.FromDays(1)),
            new ApiToken(ApiTokenId.New(), AccountId.New(), new string('C', 64), old, old + Duration.FromDays(1)),
            new ApiToken(ApiTokenId.New(), AccountId.New(), new string('D', 64), old, instance.Clock.Now + Duration.FromDays(1)),
            new BrowserSession(BrowserSessionId.New(), AccountId.New(), old, DeviceKind.Phone, null, null, false),
            new AddressTries(new string('E', 64), old));
        var import = new Import(ImportId.New(), ImportKind.Ords, null, null, "marie blanc.csv", 10, 1, [new WarningCount(OrdsWarning.NotUtf8, 1, [new ImportExample(1, "Marie Blanc")])], old);
        import.Finish(old);
        await instance.AddAsync(import);
        await SweepAsync(instance);

        (await instance.ReadAsync(async db => new[] { await db.Outbox.CountAsync(), await db.SignInLinks.CountAsync(), await db.AccountLinks.CountAsync(), await db.ApiTokens.CountAsync(), await db.BrowserSessions.CountAsync(), await db.AddressTries.CountAsync() }))
            .ShouldBe([0, 0, 0, 1, 0, 0]);
        (await EveryText.WithAsync(instance, Traces)).ShouldBeEmpty();
        (await instance.ReadAsync(db => db.Imports.AsNoTracking().SingleAsync())).Warnings.Single().Count.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task An_idle_account_is_warned_once_then_goes_unless_it_is_used(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var idle = await Codes.PersonAsync(instance, "dort@exemple.fr");
        var awake = await Codes.PersonAsync(instance, "veille@exemple.fr");
        var robot = await Codes.PersonAsync(instance, "robot@exemple.fr");
        await instance.AddAsync(new ApiToken(ApiTokenId.New(), robot, new string('A', 64), instance.Clock.Now, instance.Clock.Now + Duration.FromDays(2000)));

        // Two years less thirty days: both are warned, once.
        instance.Clock.Now = instance.Clock.Now.InUtc().LocalDateTime.PlusMonths(24).PlusDays(-29).InUtc().ToInstant();
        await SweepAsync(instance);
        instance.Clock.AdvanceDays(2);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == MessageKind.AccountIdle).Select(m => m.SubjectId).ToListAsync())).ShouldBe([idle.Value, awake.Value], ignoreOrder: true);
        var letter = await LetterAsync(instance, idle);
        letter.ShouldNotBeNull().Text.ShouldContain("dort@exemple.fr");
        letter.Text.ShouldContain("30 jours");

        // One comes back.
        await instance.SendAsync(new RecordSignIn("veille@exemple.fr", awake));
        (await LetterAsync(instance, awake)).ShouldBeNull("whoever is back is not warned any more");
        instance.Clock.AdvanceDays(31);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.Set<Account>().Select(a => a.Email).ToListAsync())).ShouldBe(["veille@exemple.fr", "robot@exemple.fr"], ignoreOrder: true);
        (await EveryText.WithAsync(instance, "dort@")).ShouldBeEmpty();
    }

    private static async Task<Letter?> LetterAsync(TestInstance instance, AccountId account)
    {
        var message = await instance.ReadAsync(db => db.Outbox.AsNoTracking().SingleAsync(m => m.Kind == MessageKind.AccountIdle && m.SubjectId == account.Value));
        await using var scope = instance.Scope();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None);
    }

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RetentionSweep>().SweepAsync(CancellationToken.None);
    }

    private static async Task<string> ImpactAsync(TestInstance instance) => (await instance.ImpactAsync("commune:" + Given.Grenoble)).Figures.ToString();

    [Fact]
    public void A_clock_set_back_does_not_wait_for_the_wrong_day()
    {
        var rounds = new RetentionRounds();
        rounds.Done(Instant.FromUtc(2030, 1, 1, 3, 0));
        rounds.IsDue(Instant.FromUtc(2027, 3, 2, 12, 0), isNight: false).ShouldBeTrue();
        rounds.Done(Instant.FromUtc(2027, 3, 2, 12, 0));
        rounds.IsDue(Instant.FromUtc(2027, 3, 2, 12, 1), isNight: false).ShouldBeFalse();
    }
}
