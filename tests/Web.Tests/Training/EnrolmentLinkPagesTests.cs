using System.Net;
using NodaTime;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Training;

/// <summary>The centre replaces someone's link from the desk of a session.</summary>
public sealed class EnrolmentLinkPagesTests
{
    [Theory, BothDatabases]
    public async Task Replaced_at_the_desk_the_old_link_and_the_page_already_open_are_dead(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var centre = await instance.Given.WorkshopAsync("Le Geste juste", OrganisationKinds.TrainingCentre);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer", "À l’établi.", "beginner", "on-site", 180, 0m)), centre.Manager)).AsT0.Id;
        await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
        var session = (await instance.SendAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, [new Meeting(new LocalDate(2027, 3, 22), new LocalTime(9, 0), new LocalTime(12, 0))], 3, AcceptsAtOnce: true)), centre.Manager)).AsT0.Ids.Single();
        var nora = (await instance.SendAsync(new Enrol(session, "Nora", "nora@exemple.fr", null, null, "fr"))).AsT0;
        var browser = instance.NewClient();
        using var opened = await browser.GetAsync($"/inscription/{nora.Secret}");
        var own = opened.Headers.Location!.OriginalString;
        (await browser.PageAsync(own)).QuerySelector("h1")!.TextContent.ShouldBe("Votre place est confirmée");

        // The centre asked nothing any more when the answer came.
        var token = (await browser.PageAsync(own)).QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using (var late = await browser.PostAsync(own + "?handler=Reply", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("texte", "Oui, un <peu>.")])))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await late.PageAsync()).QuerySelectorAll(".errors dd").Select(d => d.TextContent).ShouldBe(["Oui, un <peu>."]);
        }

        using var desk = await instance.SignInAs(centre.Member);
        var page = $"/pro/formations/session/{session}";

        // Someone of no session, then someone who is not listed: nothing is replaced.
        foreach (var wrong in new[] { "", "x", EnrolmentId.New().ToString() })
        {
            using var refused = await desk.SendFormAsync(page, [new("qui", wrong)], "handler=Link");
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, wrong);
        }

        using var renewed = await desk.SendFormAsync(page, [new("qui", nora.Id.ToString())], "handler=Link");

        renewed.Headers.Location!.OriginalString.ShouldEndWith("?fait=lien");
        (await desk.PageAsync(page + "?fait=lien")).QuerySelector("main")!.TextContent.ShouldContain("Un nouveau lien est parti.");
        using var stale = await browser.GetAsync(own);
        stale.StatusCode.ShouldBe(HttpStatusCode.NotFound, "the pass made from the old link");
        using var dead = await instance.NewClient().GetAsync($"/inscription/{nora.Secret}");
        dead.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var reader = await instance.SignInAs(Given.Of(OrganisationRole.Reader, centre.Organisation.Id));
        (await reader.PageAsync(page)).QuerySelector("form[action*='handler=Link']").ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task An_answer_that_was_being_written_when_the_link_was_replaced_is_given_back(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var centre = await instance.Given.WorkshopAsync("Le Geste juste", OrganisationKinds.TrainingCentre);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer", "À l’établi.", "beginner", "on-site", 180, 0m)), centre.Manager)).AsT0.Id;
        await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
        var session = (await instance.SendAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, [new Meeting(new LocalDate(2027, 3, 22), new LocalTime(9, 0), new LocalTime(12, 0))], 3)), centre.Manager)).AsT0.Ids.Single();
        var nora = (await instance.SendAsync(new Enrol(session, "Nora", "nora@exemple.fr", null, null, "fr"))).AsT0;
        (await instance.SendAsync(new DecideEnrolment(nora.Id, EnrolmentDecision.Ask, "Avez-vous déjà soudé ?"), centre.Manager)).IsT0.ShouldBeTrue();
        var browser = instance.NewClient();
        using var opened = await browser.GetAsync($"/inscription/{nora.Secret}");
        var own = opened.Headers.Location!.OriginalString;
        var token = (await browser.PageAsync(own)).QuerySelector("main form[action*=Reply] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await instance.SendAsync(new RenewEnrolmentLink(nora.Id), centre.Manager)).IsT0.ShouldBeTrue();

        using var answer = await browser.PostAsync(own + "?handler=Reply", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("texte", "Un <peu>."), new("choix", "x")]));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var main = (await answer.PageAsync()).QuerySelector("main")!;
        main.QuerySelector("h1")!.TextContent.ShouldBe("Ce lien n’ouvre rien ici.");
        main.QuerySelectorAll("dd").Select(d => d.TextContent).ShouldBe(["Un <peu>."]);

        using var pressed = await browser.PostAsync(own + "?handler=Withdraw", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
        pressed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await pressed.PageAsync()).QuerySelectorAll("main dd").ShouldBeEmpty("nothing was written");
    }
}
