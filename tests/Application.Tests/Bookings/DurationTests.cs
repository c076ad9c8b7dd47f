using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>A coffee machine takes longer than a kettle: slots, bookings, moves and searches count the time of the object.</summary>
public sealed class DurationTests
{
    [Theory, BothDatabases]
    public async Task Slots_and_bookings_take_the_time_of_the_object(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await MorningAsync(instance);
        (await StartsAsync(instance, workshop, null)).ShouldBe([At(Tuesday, 9), At(Tuesday, 10), At(Tuesday, 11)]);
        (await StartsAsync(instance, workshop, "mobile")).ShouldBe([At(Tuesday, 9), At(Tuesday, 10), At(Tuesday, 11)]);
        (await StartsAsync(instance, workshop, "small-kitchen-item")).ShouldBe([At(Tuesday, 9), At(Tuesday, 10, 30)]);

        var long1 = (await instance.SendAsync(Of(workshop, At(Tuesday, 10, 30)))).Made();
        long1.Booking.DurationMinutes.ShouldBe(90);
        (await StartsAsync(instance, workshop, null)).ShouldBe([At(Tuesday, 9)]);
        (await instance.SendAsync(Request(workshop, At(Tuesday, 11)))).IsT1.ShouldBeTrue("its bench is taken until noon");
        (await instance.SendAsync(Of(workshop, At(Tuesday, 10)))).IsT1.ShouldBeTrue("not where it would not fit");

        (await instance.SendAsync(new MoveBooking(long1.Secret, At(Tuesday, 9)))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetBooking(long1.Secret))).AsT0.End.ShouldBe(At(Tuesday, 10, 30));
        var offer = (await instance.SendAsync(new GetSlotOffer(workshop.Service.Id, At(Tuesday, 10, 30), ["mobile"]))).AsT0;
        (offer.DurationMinutes, offer.IsFree).ShouldBe((60, true));
    }

    [Theory, BothDatabases]
    public async Task A_change_of_duration_is_seen_at_once_and_leaves_what_was_booked(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await MorningAsync(instance);
        var booked = (await instance.SendAsync(Of(workshop, At(Tuesday, 9)))).Made();

        await ChangeAsync(instance, workshop, new Dictionary<string, int?> { ["small-kitchen-item"] = 45 });
        (await StartsAsync(instance, workshop, "small-kitchen-item")).ShouldBe([At(Tuesday, 10, 30), At(Tuesday, 11, 15)]);
        (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0.End.ShouldBe(At(Tuesday, 10, 30));

        await ChangeAsync(instance, workshop, null);
        (await StartsAsync(instance, workshop, "small-kitchen-item")).ShouldBe([At(Tuesday, 10, 30)]);
    }

    [Theory]
    [InlineData("small-kitchen-item", 0)]
    [InlineData("small-kitchen-item", 721)]
    [InlineData("small-kitchen-item", null)]
    [InlineData("laptop", 30)]
    public async Task A_duration_is_of_what_the_service_takes_and_within_a_day(string category, int? minutes)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await MorningAsync(instance);

        (await Should.ThrowAsync<InvalidRequestException>(() => ChangeAsync(instance, workshop, new Dictionary<string, int?> { [category] = minutes }))).Errors.Keys.ShouldBe(["durations"]);
        (await StartsAsync(instance, workshop, "small-kitchen-item")).ShouldBe([At(Tuesday, 9), At(Tuesday, 10, 30)]);
    }

    private static async Task<Workshop> MorningAsync(TestInstance instance)
    {
        instance.Clock.Now = At(Tuesday.PlusDays(-1), 8);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 0, 6, 0), openings: [Given.Opening(OpeningDays.Tuesday, 9, 12)]);
        await ChangeAsync(instance, workshop, new Dictionary<string, int?> { ["small-kitchen-item"] = 90 });
        return workshop;
    }

    private static async Task ChangeAsync(TestInstance instance, Workshop workshop, IReadOnlyDictionary<string, int?>? durations) =>
        (await instance.SendAsync(new ChangeService(workshop.Service.Id, new ServiceTerms("Diagnostic", ["mobile", "small-kitchen-item"], 60, MaxAheadDays: 6, Durations: durations)), workshop.Manager)).IsT0.ShouldBeTrue();

    private static BookSlot Of(Workshop workshop, Instant start) => Request(workshop, start) with { Item = new ItemDetails("small-kitchen-item", "Seb", null, "Ne chauffe plus.") };

    private static async Task<IReadOnlyList<Instant>> StartsAsync(TestInstance instance, Workshop workshop, string? category) =>
        [.. (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Categories: category is null ? null : [category]))).AsT0.Slots.Select(s => s.Start)];
}
