using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>An appointment is found by what someone says at the desk: a reference or a name.</summary>
public sealed class FindBookingsTests
{
    [Theory, BothDatabases]
    public async Task It_is_found_by_reference_or_by_name_however_it_is_typed(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var noel = await BookAsync(instance, workshop, 9, "Noël Lefèbvre-Œillet");
        var second = await BookAsync(instance, workshop, 10, "Élise LEFEBVRE");
        (await instance.SendAsync(new ChangeBookingByReference(second.Reference, WorkshopNote.Cancel), workshop.Member)).IsT0.ShouldBeTrue();
        var compact = noel.Reference.Replace("-", "", StringComparison.Ordinal);

        foreach (var text in new[] { noel.Reference, compact.ToLowerInvariant(), $" {compact[..3]} {compact[3..]} ", "noel", "LEFÈBVRE NO", "oeillet", "Œillet noël", "lefebvre-oei", "NOE\u0308L" })
        {
            (await ReferencesAsync(instance, workshop, text)).ShouldBe([noel.Reference], text);
        }

        foreach (var text in new[] { "", "  ", "-", null, "\ud800", "fevre", "noel elise", "%", "ZZZ-2222" })
        {
            (await ReferencesAsync(instance, workshop, text)).ShouldBeEmpty(text);
        }

        var both = (await instance.SendAsync(new FindBookings("lefebvre"), workshop.Member)).Lines;
        both.Select(l => (l.Reference, l.Status)).ShouldBe([(second.Reference, BookingStatus.Cancelled), (noel.Reference, BookingStatus.Confirmed)]);
        (both[1].Start.Hour, both[1].ContactName, both[1].PlaceName).ShouldBe((9, "Noël Lefèbvre-Œillet", workshop.Place.Name));
    }

    [Theory, BothDatabases]
    public async Task Nobody_finds_the_appointments_of_another_organisation(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, other) = (await instance.Given.WorkshopAsync(), await instance.Given.WorkshopAsync());
        var theirs = await BookAsync(instance, other, 9, "Paul Roux");

        (await ReferencesAsync(instance, workshop, theirs.Reference)).ShouldBeEmpty();
        (await ReferencesAsync(instance, workshop, "Roux")).ShouldBeEmpty();
        (await ReferencesAsync(instance, other, "Roux")).ShouldBe([theirs.Reference]);
    }

    [Theory, BothDatabases]
    public async Task The_operator_finds_any_by_its_reference_and_none_by_name(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var theirs = await BookAsync(instance, workshop, 9, "Paul Roux");

        var found = await instance.SendAsync(new FindBookings(theirs.Reference.ToLowerInvariant()), Given.Operator);
        (found.Total, found.Lines.Single().Reference, found.Lines.Single().PlaceName, found.IsByReferenceOnly).ShouldBe((1, theirs.Reference, workshop.Place.Name, true));
        found = await instance.SendAsync(new FindBookings("Roux"), Given.Operator);
        (found.Total, found.IsByReferenceOnly).ShouldBe((0, true));
        (await instance.SendAsync(new FindBookings("Roux"), workshop.Member)).IsByReferenceOnly.ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task There_are_twenty_on_a_page_the_newest_first(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 7);
        var made = new List<string>();
        for (var i = 0; i < 21; i++)
        {
            made.Add((await BookAsync(instance, workshop, 9 + (i / 7), $"Roux {i}")).Reference);
        }

        var first = await instance.SendAsync(new FindBookings("roux"), workshop.Member);
        var second = await instance.SendAsync(new FindBookings("roux", 2), workshop.Member);
        (first.Total, first.IsPartial, first.Lines.Count, second.Lines.Count).ShouldBe((21, false, FindBookings.PageSize, 1));
        first.Lines.Select(l => l.Start.ToInstant()).ShouldBeInOrder(SortDirection.Descending);
        first.Lines.Concat(second.Lines).Select(l => l.Reference).ShouldBe(made, ignoreOrder: true);
        (await instance.SendAsync(new FindBookings("roux", 3), workshop.Member)).Lines.ShouldBeEmpty();
    }

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop, int hour, string name) =>
        (await instance.SendAsync(Request(workshop, At(Tuesday, hour)) with { Contact = new ContactDetails(name, $"{Guid.CreateVersion7():N}@exemple.fr", null) })).Made();

    private static async Task<IEnumerable<string>> ReferencesAsync(TestInstance instance, Workshop workshop, string? text) =>
        (await instance.SendAsync(new FindBookings(text), workshop.Member)).Lines.Select(l => l.Reference);
}
