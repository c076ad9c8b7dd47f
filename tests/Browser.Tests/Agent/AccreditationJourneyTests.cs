using Microsoft.Playwright;
using NodaTime;
using RepairNet.Application.Repairs;
using RepairNet.Browser.Tests.Support;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Agent;

/// <summary>An agent of a town opens it to an organisation, then takes its figures home.</summary>
public sealed class AccreditationJourneyTests(Chromium chromium)
{
    private const string Email = "agente@ville.example";

    [Theory, ClassData(typeof(Ways))]
    public async Task Once_accredited_residents_book_there_and_its_repairs_are_in_the_table(DatabaseKind kind, bool scripts)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Atelier du Pont", decision: null);
        await instance.AccountAsync(Email, ["commune:38185"], []);
        await instance.SendAsync(
            new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(new LocalDate(2027, 2, 10), new RepairedItem("kettle"), "fixed", WeighedKg: 1.5m)),
            workshop.Member);
        await using var resident = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, scripts);
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, javaScript: scripts);
        var page = visitor.Page;
        await resident.Page.GotoAsync("/reparer?commune=commune:38185&objet=mobile");
        await resident.CrossAsync("Téléphone mobile à réparer, près de Grenoble");
        await Expect(resident.Page.Locator(".slot")).ToHaveCountAsync(0);

        await visitor.SignInAsync(Email, Appointments.Password);
        await visitor.CrossAsync("Grenoble");
        await visitor.FollowAsync("Atelier du Pont");
        await visitor.CrossAsync("Atelier du Pont");
        await Expect(page.Locator(".status")).ToHaveTextAsync("Pas encore ouverte aux réservations");
        await page.CheckAsync("input[name=decision][value=approved]");
        await visitor.PressAsync("Enregistrer la décision");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Votre décision est enregistrée. L’organisation la reçoit par e-mail.");
        await Expect(page.Locator(".status")).ToHaveTextAsync("Ouverte aux réservations");
        await visitor.CrossAsync("Atelier du Pont");

        await resident.Page.ReloadAsync();
        await resident.Page.Locator(".place .slot").First.ClickAsync();
        await resident.CrossAsync("Vos coordonnées et l’objet");

        await page.Locator(".masthead").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Bilan" }).ClickAsync();
        await visitor.CrossAsync("Bilan 2027 : Grenoble");
        await Expect(page.Locator("section", new PageLocatorOptions { HasTextString = "Atelier par atelier" }).Last).ToContainTextAsync("Atelier du Pont");
        var download = await page.RunAndWaitForDownloadAsync(() => visitor.FollowAsync("par atelier"));
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        lines.Length.ShouldBe(2);
        lines[1].ShouldStartWith("commune:38185,2027-01-01,2027-12-31,rn-2026,");
        lines[1].ShouldContain(",Atelier du Pont,1,1,0,0,0,1.5,1.5,1.5,1.5,");
    }
}
