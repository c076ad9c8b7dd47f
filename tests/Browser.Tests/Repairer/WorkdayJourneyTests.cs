using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NodaTime;
using RepairNet.Application.Repairs;
using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Repairer;

/// <summary>A repairer's Tuesday, telephone in hand, and what the town reads of it.</summary>
public sealed class WorkdayJourneyTests(Chromium chromium)
{
    private const string Email = "nadia@atelier.example";

    [Theory, ClassData(typeof(Ways))]
    public async Task One_object_weighed_and_repaired_is_one_object_and_its_kilograms_more(DatabaseKind kind, bool scripts)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("L’Établi");
        await instance.AccountAsync(Email, [], [workshop.Organisation.Id]);
        await instance.SendAsync(
            new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(new LocalDate(2027, 2, 10), new RepairedItem("kettle"), "fixed", WeighedKg: 2m)),
            workshop.Member);
        var comes = await instance.BookedByAsync("Marie Blanc", workshop, "2027-03-02T09:00:00+01:00", "small-kitchen-item");
        var staysAway = await instance.BookedByAsync("Paul Roux", workshop, "2027-03-02T10:00:00+01:00");
        instance.Clock.Now = Instant.FromUtc(2027, 3, 2, 8, 5);
        await ShouldReadAsync(instance, items: "1", brought: "Sur 1 objet apporté", kg: "2,0");
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, scripts);
        var page = visitor.Page;

        await visitor.SignInAsync(Email, Appointments.Password);
        await visitor.CrossAsync("Mardi 2 mars");
        await Expect(page.Locator(".booked")).ToHaveCountAsync(2);
        await visitor.FollowAsync("Semaine");
        await visitor.CrossAsync("Semaine du lundi 1er au dimanche 7 mars");
        await Expect(page.Locator(".booked")).ToHaveCountAsync(2);
        await visitor.FollowAsync("Jour");
        await visitor.CrossAsync("Mardi 2 mars");

        await page.ClickAsync($"a[href='/pro/rendez-vous/{comes}']");
        await visitor.CrossAsync("Petit appareil de cuisine, Marie Blanc");
        await visitor.PressAsync("Noter l’arrivée");
        await Expect(page.Locator(".status")).ToHaveTextAsync("Sur place");
        await page.CheckAsync("input[name=issue][value=fixed]");
        await page.FillAsync("#kg", "1,3");
        await visitor.PressAsync("Enregistrer");
        await visitor.CrossAsync("Mardi 2 mars");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1,3 kg");
        await ShouldReadAsync(instance, items: "2", brought: "Sur 2 objets apportés", kg: "3,3");

        await visitor.FollowAsync("Passage sans rendez-vous");
        await visitor.CrossAsync("Passage sans rendez-vous");
        await page.SelectOptionAsync("#objet", "kettle");
        await page.CheckAsync("input[name=issue][value=repairable]");
        await visitor.PressAsync("Enregistrer");
        await visitor.CrossAsync("Mardi 2 mars");
        await Expect(page.Locator("#passages ~ ul")).ToContainTextAsync("Bouilloire");

        instance.Clock.Now = Instant.FromUtc(2027, 3, 2, 9, 30);
        await page.ClickAsync($"a[href='/pro/rendez-vous/{staysAway}']");
        await visitor.CrossAsync("Téléphone mobile, Paul Roux");
        await visitor.PressAsync("Noter l’absence");
        await visitor.CrossAsync("Mardi 2 mars");
        await Expect(page.Locator(".booked", new PageLocatorOptions { HasTextString = "Paul Roux" })).ToContainTextAsync("Absence");

        // Neither the walk-in that is not repaired nor who stayed away adds anything.
        await ShouldReadAsync(instance, items: "2", brought: "Sur 3 objets apportés", kg: "3,3");
        (await instance.ReadAsync(db => db.Bookings.OrderBy(b => b.Start).Select(b => b.Status).ToListAsync())).ShouldBe([BookingStatus.Completed, BookingStatus.NoShow]);
    }

    [Fact]
    public async Task On_a_wide_screen_what_is_at_the_same_hour_is_at_the_same_height()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync("L’Établi", benches: 2);
        await instance.AccountAsync(Email, [], [workshop.Organisation.Id]);
        foreach (var (who, hour) in new[] { ("Marie Blanc", 9), ("Paul Roux", 10), ("Ana Lima", 10), ("Jean-Baptiste de la Roche-Guyon du Vercors", 11), ("Lou Petit", 14) })
        {
            await instance.BookedByAsync(who, workshop, $"2027-03-02T{hour:00}:00:00+01:00", "small-kitchen-item");
        }

        // What was free is past, and is shown no more.
        instance.Clock.Now = Instant.FromUtc(2027, 3, 2, 16, 30);
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, Visitor.Desktop);
        await visitor.SignInAsync(Email, Appointments.Password);
        await visitor.CrossAsync("Mardi 2 mars");

        var times = await visitor.Page.Locator(".booked time").AllAsync();
        var tops = new List<(string Hour, double Top)>();
        foreach (var time in times)
        {
            tops.Add(((await time.TextContentAsync())!, (await time.BoundingBoxAsync())!.Y));
        }

        tops.Count(t => t.Hour.StartsWith("10", StringComparison.Ordinal)).ShouldBe(2);
        tops.GroupBy(t => t.Hour).ShouldAllBe(hour => hour.Max(t => t.Top) - hour.Min(t => t.Top) < 1);
        tops.DistinctBy(t => t.Hour).OrderBy(t => t.Hour.Length).ThenBy(t => t.Hour).Select(t => t.Top).ShouldBeInOrder();
    }

    /// <summary>What anybody reads of the whole Métropole, with a browser of their own.</summary>
    private async Task ShouldReadAsync(TestInstance instance, string items, string brought, string kg)
    {
        await using var anyone = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, javaScript: false);
        await anyone.Page.GotoAsync("/territoires/epci:200040715?annee=2027");
        await anyone.CrossAsync("Ce que nous avons fait durer en 2027");
        var figures = anyone.Page.Locator(".figures > div");
        await Expect(figures.Nth(0).Locator(".big")).ToHaveTextAsync(items);
        await Expect(figures.Nth(0)).ToContainTextAsync(brought);
        await Expect(figures.Nth(1).Locator(".big")).ToHaveTextAsync(kg + " kg");
    }
}
