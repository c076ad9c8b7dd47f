using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Agenda;

public class ServiceSlotsTests
{
    [Theory, BothDatabases]
    public async Task From_today_and_for_thirty_days_unless_said(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        var found = (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id))).AsT0;

        found.From.ShouldBe(new LocalDate(2027, 3, 1));
        found.To.ShouldBe(new LocalDate(2027, 3, 31));
        // 23 working days of six hours; Easter Monday is 29 March.
        found.Slots.Count.ShouldBe(22 * 6);
        found.Slots[0].Start.ShouldBe(instance.Clock.Now);
    }

    [Theory, BothDatabases]
    public async Task Today_is_asked_of_the_place(DatabaseKind kind)
    {
        // 22:30 on 1 March in Paris is already 2 March in Nouméa.
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Now = Instant.FromUtc(2027, 3, 1, 21, 30) });
        var workshop = await instance.Given.WorkshopAsync(communeCode: "98818", epciCode: null, lat: -22.27, lon: 166.45, timeZone: "Pacific/Noumea");
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id))).AsT0.From.ShouldBe(new LocalDate(2027, 3, 2));
    }

    [Theory, BothDatabases]
    public async Task The_spring_night_has_no_hour_from_two_to_three(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await NightWorkshopAsync(instance);
        (await StartsAsync(instance, workshop, new LocalDate(2027, 3, 28))).ShouldBe(["00:00+01", "00:30+01", "01:00+01", "01:30+01", "03:00+02", "03:30+02", "04:00+02", "04:30+02"]);
    }

    [Theory, BothDatabases]
    public async Task The_autumn_night_has_the_hour_from_two_to_three_twice(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Now = Instant.FromUtc(2027, 10, 1, 8, 0) });
        var workshop = await NightWorkshopAsync(instance);
        (await StartsAsync(instance, workshop, new LocalDate(2027, 10, 31))).ShouldBe(
            ["00:00+02", "00:30+02", "01:00+02", "01:30+02", "02:00+02", "02:30+02", "02:00+01", "02:30+01", "03:00+01", "03:30+01", "04:00+01", "04:30+01"]);
    }

    [Theory, BothDatabases]
    public async Task A_service_kept_for_the_workshop_shows_its_times_to_the_workshop_only(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(publicBooking: false);
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id))).AsT0.Slots.ShouldBeEmpty();
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id), workshop.Member)).AsT0.Slots.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Four_hundred_days_are_given_and_one_more_is_refused()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 0, 400, 0));
        var day = new LocalDate(2027, 3, 1);
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, day, day.PlusDays(399)))).AsT0.Slots[^1].Start.ShouldBeGreaterThan(Instant.FromUtc(2028, 4, 1, 0, 0));
        await RefusesAsync(day, day.PlusDays(400));
        await RefusesAsync(day, day.PlusDays(-1));

        // Far from today there is nothing, and nothing breaks.
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, new LocalDate(9999, 12, 1), new LocalDate(9999, 12, 31)))).AsT0.Slots.ShouldBeEmpty();
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, new LocalDate(9999, 12, 25)))).AsT0.Slots.ShouldBeEmpty();
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, new LocalDate(1, 1, 1), new LocalDate(1, 1, 31)))).AsT0.Slots.ShouldBeEmpty();
        (await instance.SendAsync(new GetServiceSlots(ServiceId.New()))).IsT1.ShouldBeTrue();

        async Task RefusesAsync(LocalDate from, LocalDate to) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GetServiceSlots(workshop.Service.Id, from, to)))).Errors.Keys.ShouldBe(["to"]);
    }

    private static Task<Workshop> NightWorkshopAsync(TestInstance instance) =>
        instance.Given.WorkshopAsync(terms: new BookingTerms(30, 0, 0, 60, 0), openings: [Given.Opening(OpeningDays.Sunday, 0, 5)]);

    private static async Task<IReadOnlyList<string>> StartsAsync(TestInstance instance, Workshop workshop, LocalDate day)
    {
        var found = (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, day, day))).AsT0;
        return [.. found.Slots.Select(s => s.Start.InZone(found.Zone)).Select(z => $"{z.Hour:00}:{z.Minute:00}+{z.Offset.Seconds / 3600:00}")];
    }
}
