using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NodaTime;
using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Resident;

/// <summary>Someone who wants to learn to repair, from the search to the certificate, and the centre that answers.</summary>
public sealed class CourseJourneyTests(Chromium chromium)
{
    private const string Title = "Réparer le petit électroménager";

    [Theory, ClassData(typeof(Ways))]
    public async Task A_course_is_found_a_seat_asked_for_and_given_and_attendance_proved(DatabaseKind kind, bool scripts)
    {
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Background = true });
        var centre = await instance.Given.WorkshopAsync("Le Geste juste", OrganisationKinds.TrainingCentre | OrganisationKinds.RepairCafe);
        var teaching = await Teaching.BeginAsync(instance, centre);
        var sent = await instance.ReadAsync(db => db.Outbox.CountAsync());
        await using var visitor = await Visitor.ArriveAsync(chromium, instance, Visitor.Phone, scripts);
        var page = visitor.Page;

        await page.GotoAsync("/formations");
        await visitor.CrossAsync("Se former");
        await page.GetByLabel("Votre commune ou code postal").FillAsync("grenoble");
        await page.GetByLabel("Métier").SelectOptionAsync("repair");
        await visitor.PressAsync("Voir les formations");
        await visitor.CrossAsync("Se former");
        await visitor.FollowAsync(Title);
        await visitor.CrossAsync(Title);

        // Nothing filled in; then a wrong address: what was typed stays. The first session is chosen already.
        await visitor.PressAsync("Demander une place");
        await visitor.CrossAsync(Title);
        await Expect(page.Locator(".errors a")).ToHaveCountAsync(2);
        await page.FillAsync("#nom", "Marie Blanc");
        await page.FillAsync("#email", "marie.blanc@exemple");
        await page.FillAsync("#but", "Aider au repair-café.");
        await visitor.PressAsync("Demander une place");
        await visitor.CrossAsync(Title);
        await Expect(page.Locator(".errors a")).ToHaveCountAsync(1);
        await Expect(page.Locator("#nom")).ToHaveValueAsync("Marie Blanc");
        await Expect(page.Locator("#but")).ToHaveValueAsync("Aider au repair-café.");
        await page.FillAsync("#email", "marie.blanc@exemple.fr");
        await visitor.PressAsync("Demander une place");
        await visitor.CrossAsync("Votre demande est bien arrivée");
        var asked = await instance.ReadAsync(db => db.Enrolments.SingleAsync(e => e.Contact.Name == "Marie Blanc"));
        (asked.SessionId, asked.Status).ShouldBe((teaching.Open, EnrolmentStatus.Requested));
        await visitor.PictureAsync("inscription" + (scripts ? "" : "-sans-script"));

        await using (var desk = await Visitor.ArriveSignedInAsync(chromium, instance, centre.Member, Visitor.Phone, scripts))
        {
            await desk.Page.GotoAsync($"/pro/formations/session/{teaching.Open}");
            await desk.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Marie Blanc", Exact = true }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Accepter" }).ClickAsync();
            await Expect(desk.Page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
            await desk.CrossAsync("Du lundi 22 au mercredi 24 mars");
        }

        // The letter is all that is left once the page is closed.
        var letter = (await instance.LettersAsync(sent + 2)).Last(l => l.To.ToString().Contains("marie.blanc@exemple.fr", StringComparison.Ordinal));
        letter.Subject!.ShouldStartWith("Votre place est confirmée");
        await page.GotoAsync("about:blank");
        await page.GotoAsync(letter.LinkIn(instance));
        await visitor.CrossAsync("Votre place est confirmée");
        new Uri(page.Url).AbsolutePath.ShouldBe($"/inscription/{asked.Id}", "the secret is shown once, and leaves the address");

        // The session is over: the centre ticks who came, and gives the certificate.
        instance.Clock.Now = Instant.FromUtc(2027, 3, 24, 20, 30);
        await using (var desk = await Visitor.ArriveSignedInAsync(chromium, instance, centre.Member, Visitor.Phone, scripts))
        {
            await desk.Page.GotoAsync($"/pro/formations/session/{teaching.Open}");
            await desk.CrossAsync("Du lundi 22 au mercredi 24 mars");
            var ticks = desk.Page.GetByRole(AriaRole.Row, new PageGetByRoleOptions { Name = "Marie Blanc" }).GetByRole(AriaRole.Checkbox);
            await Expect(ticks).ToHaveCountAsync(3);
            foreach (var tick in await ticks.AllAsync())
            {
                await tick.CheckAsync();
            }

            await desk.PressAsync("Enregistrer et donner les attestations");
            await Expect(desk.Page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
            await desk.CrossAsync("Du lundi 22 au mercredi 24 mars");
        }

        (await instance.ReadAsync(db => db.Enrolments.SingleAsync(e => e.Id == asked.Id))).AttendedCount.ShouldBe(3);
        await page.GotoAsync(letter.LinkIn(instance));
        await visitor.CrossAsync("Vous avez suivi cette formation");
        await visitor.FollowAsync("Lire et imprimer mon attestation");
        await visitor.CrossAsync("Attestation de présence");
        await Expect(page.Locator("main")).ToContainTextAsync("Marie Blanc");
        await visitor.PictureAsync("attestation" + (scripts ? "" : "-sans-script"));
    }
}
