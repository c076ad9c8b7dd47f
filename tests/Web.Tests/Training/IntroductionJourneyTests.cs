using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using NodaTime;
using RepairNet.Application.Directory;
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

/// <summary>By the pages, without a script: an organisation says it takes apprentices, a centre introduces who came, it welcomes them, and their training is told where they repair.</summary>
public sealed class IntroductionJourneyTests
{
    private static readonly Instant Over = Instant.FromUtc(2027, 3, 22, 17, 0);

    /// <summary>A session that is over: Nora came and agrees, Olivier came and does not. A workshop takes apprentices.</summary>
    private static async Task<(Workshop Centre, CourseSessionId Session, Enrolled Nora, Enrolled Olivier, Workshop Taking)> ReadyAsync(TestInstance instance, bool takes = true)
    {
        var centre = await instance.Given.WorkshopAsync("Le Geste juste", OrganisationKinds.TrainingCentre);
        var taking = await instance.Given.WorkshopAsync("Mille Vis", OrganisationKinds.RepairCafe);
        if (takes)
        {
            await instance.SendAsync(new ChangeOrganisation(taking.Organisation.Id, "Mille Vis", null, "atelier@exemple.fr", null, null, null, TakesApprentices: true), taking.Manager);
        }

        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer le petit électroménager", "À l’établi.", "beginner", "on-site", 180, 0m)), centre.Manager)).AsT0.Id;
        await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
        var session = (await instance.SendAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, [new Meeting(new LocalDate(2027, 3, 22), new LocalTime(9, 0), new LocalTime(12, 0))], 3, AcceptsAtOnce: true)), centre.Manager)).AsT0.Ids.Single();
        var nora = (await instance.SendAsync(new Enrol(session, "Nora <i>Lambert</i>", "nora@exemple.fr", null, null, "fr", AgreesToIntroduction: true))).AsT0;
        var olivier = (await instance.SendAsync(new Enrol(session, "Olivier", null, "06 12 34 56 78", null, "fr"))).AsT0;
        instance.Clock.Now = Over;
        await instance.SendAsync(new RecordAttendance(session, new Dictionary<EnrolmentId, long> { [nora.Id] = 1, [olivier.Id] = 1 }, Certify: true), centre.Member);
        return (centre, session, nora, olivier, taking);
    }

    [Theory, BothDatabases]
    public async Task From_having_come_to_a_badge_on_the_public_page(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (centre, session, nora, _, taking) = await ReadyAsync(instance, takes: false);
        var (desk, sheet) = (await instance.SignInAs(centre.Member), $"/pro/formations/session/{session}");
        (await desk.PageAsync(sheet)).QuerySelector("#presenter")!.ParentElement!.TextContent.ShouldContain("Aucun atelier agréé");

        // The workshop says that it takes apprentices: the public reads it, and programs.
        var workshop = await instance.SignInAs(taking.Manager);
        var fiche = $"/pro/organisation/modifier?organisation={taking.Organisation.Slug}";
        (await workshop.PageAsync($"/lieux/{taking.Place.Slug}")).QuerySelector("main")!.TextContent.ShouldNotContain("apprentis");
        using (var said = await workshop.SendFormAsync(fiche, [new("nom", "Mille Vis"), new("email", "atelier@exemple.fr"), new("apprentis", "true")]))
        {
            said.StatusCode.ShouldBe(HttpStatusCode.Redirect, await said.Content.ReadAsStringAsync());
        }

        (await workshop.PageAsync($"/lieux/{taking.Place.Slug}")).QuerySelector("main")!.TextContent.ShouldContain("Prend des apprentis et des débutants.");
        JsonNode.Parse(await instance.Client.GetStringAsync($"/api/v1/organisations/{taking.Organisation.Id}"))!["takesApprentices"]!.GetValue<bool>().ShouldBeTrue();

        // The centre introduces Nora, who alone agreed.
        var form = await desk.PageAsync(sheet);
        form.QuerySelectorAll("select[name=presentee] option").Select(o => o.TextContent).ShouldBe(["Nora <i>Lambert</i>"]);
        form.QuerySelector("select[name=atelier] option")!.TextContent.ShouldStartWith("Mille Vis, Grenoble (");
        using var introduced = await desk.SendFormAsync(sheet, [new("presentee", nora.Id.ToString()), new("atelier", taking.Organisation.Id.ToString())], "handler=Introduce");
        introduced.Headers.Location!.OriginalString.ShouldEndWith("?fait=presentee");
        (await desk.PageAsync(sheet)).QuerySelector("#presenter")!.ParentElement!.TextContent.ShouldContain("présentée à Mille Vis, sans réponse pour l’instant");

        // The workshop sees who, and welcomes her; the first name is filled in, naming in public is not.
        var list = $"/pro/presentations?organisation={taking.Organisation.Slug}";
        (await workshop.PageAsync($"/pro/atelier?lieu={taking.Place.Slug}")).QuerySelector($"a[href='{list}']").ShouldNotBeNull();
        var seen = await workshop.PageAsync(list);
        seen.QuerySelector("h3")!.TextContent.ShouldBe("Nora <i>Lambert</i>", "written, not run");
        seen.QuerySelector("a[href^='mailto:']")!.TextContent.ShouldBe("nora@exemple.fr");
        seen.QuerySelector("a[href*='/attestations/']").ShouldNotBeNull();
        var welcome = seen.QuerySelector("a.button[href*='accueillir']")!.GetAttribute("href")!;
        var blank = await workshop.PageAsync(welcome);
        ((IHtmlInputElement)blank.QuerySelector("#FirstName")!).Value.ShouldBe("Nora");
        ((IHtmlInputElement)blank.QuerySelector("#AgreesToBeNamed")!).IsChecked.ShouldBeFalse();
        using (var wrong = await workshop.SendFormAsync(welcome, [new("FirstName", ""), new("LastName", "Lambert"), new("Languages", "françois"), new("Levels[mobile]", "learning")]))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var again = await wrong.PageAsync();
            again.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#FirstName", "#Languages"], ignoreOrder: true);
            ((IHtmlInputElement)again.QuerySelector("#LastName")!).Value.ShouldBe("Lambert");
            ((IHtmlSelectElement)again.QuerySelector("#niveau-mobile")!).Value.ShouldBe("learning");
        }

        using (var welcomed = await workshop.SendFormAsync(welcome, [new("FirstName", "Nora"), new("LastName", "Lambert"), new("Languages", "fr"), new("Levels[mobile]", "learning"), new("AgreesToBeNamed", "true")]))
        {
            welcomed.Headers.Location!.OriginalString.ShouldEndWith("&fait=accueillie");
        }

        (await workshop.PageAsync(list + "&fait=accueillie")).QuerySelector("#accueillies")!.ParentElement!.TextContent.ShouldContain("nora@exemple.fr");
        var place = (await instance.NewClient().PageAsync($"/lieux/{taking.Place.Slug}")).QuerySelector("#gens")!.ParentElement!.TextContent;
        place.ShouldContain("Formation suivie\u00A0: Réparer le petit électroménager · Le Geste juste · mars 2027");
        place.ShouldNotContain("Lambert");

        // On her own page she reads it, and takes her consent back: the contact is gone at once.
        var own = instance.NewClient();
        using var opened = await own.GetAsync($"/inscription/{nora.Secret}");
        var mine = opened.Headers.Location!.OriginalString;
        (await own.PageAsync(mine)).QuerySelector("#presentation")!.TextContent.ShouldBe("Mille Vis vous accueille");
        using var back = await own.SendFormAsync(mine, [], "handler=Disagree");
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await workshop.PageAsync(list)).QuerySelector("main")!.TextContent.ShouldNotContain("nora@exemple.fr");
        (await own.PageAsync(mine)).QuerySelector("form[action*='handler=Agree']").ShouldNotBeNull("she may change her mind again");
    }

    [Fact]
    public async Task Not_this_time_is_told_and_what_cannot_be_done_is_said()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (centre, session, nora, olivier, taking) = await ReadyAsync(instance);
        using var desk = await instance.SignInAs(centre.Member);
        var sheet = $"/pro/formations/session/{session}";
        foreach (var (who, where, status) in new[]
        {
            ("", taking.Organisation.Id.ToString(), HttpStatusCode.NotFound), ("x", "y", HttpStatusCode.NotFound), (nora.Id.ToString(), "", HttpStatusCode.NotFound), (EnrolmentId.New().ToString(), taking.Organisation.Id.ToString(), HttpStatusCode.NotFound),
            (olivier.Id.ToString(), taking.Organisation.Id.ToString(), HttpStatusCode.Conflict), (nora.Id.ToString(), OrganisationId.New().ToString(), HttpStatusCode.Conflict),
        })
        {
            using var refused = await desk.SendFormAsync(sheet, [new("presentee", who), new("atelier", where)], "handler=Introduce");
            refused.StatusCode.ShouldBe(status, $"{who} {where}");
        }

        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();
        var list = $"/pro/presentations?organisation={taking.Organisation.Slug}";
        var welcome = $"/pro/presentations/accueillir?organisation={taking.Organisation.Slug}&personne={nora.Id}";
        using var other = await instance.SignInAs((await instance.Given.WorkshopAsync()).Manager);
        using var reader = await instance.SignInAs(Given.Of(OrganisationRole.Reader, taking.Organisation.Id));
        foreach (var address in new[] { list, welcome })
        {
            using var strange = await other.GetAsync(address);
            strange.StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
            using var unable = await reader.GetAsync(address);
            unable.StatusCode.ShouldBe(HttpStatusCode.Forbidden, address);
        }

        using var workshop = await instance.SignInAs(taking.Member);
        using var nobody = await workshop.GetAsync(welcome.Replace(nora.Id.ToString(), olivier.Id.ToString(), StringComparison.Ordinal));
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound, "introduced to nobody");
        using var declined = await workshop.SendFormAsync(list, [new("personne", nora.Id.ToString())], "handler=Decline");
        declined.Headers.Location!.OriginalString.ShouldEndWith("&fait=non");
        (await workshop.PageAsync(list + "&fait=non")).QuerySelector("main")!.TextContent.ShouldNotContain("nora@exemple.fr");
        using var late = await workshop.GetAsync(welcome);
        late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await desk.PageAsync(sheet)).QuerySelector("#presenter")!.ParentElement!.TextContent.ShouldContain("Mille Vis ne peut pas cette fois");
    }

    [Fact]
    public async Task The_number_of_a_certificate_is_typed_on_the_page_of_a_person()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (_, _, nora, _, taking) = await ReadyAsync(instance);
        var number = (await instance.SendAsync(new GetEnrolment(nora.Secret))).AsT0.CertificateNumber!;
        var person = await instance.Given.PersonAsync(taking, "Hugo", SkillLevel.Confident, "mobile");
        using var workshop = await instance.SignInAs(taking.Member);
        var page = $"/pro/atelier/personne?lieu={taking.Place.Slug}&id={person.Id}";
        foreach (var (typed, why) in new[] { ("", "Donnez le numéro"), ("7K3P", "n’est pas complet"), ("2222-2222-2222", "Aucune attestation") })
        {
            using var wrong = await workshop.SendFormAsync(page, [new("attestation", typed)], "handler=Prove");
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, typed);
            var again = await wrong.PageAsync();
            again.QuerySelector("#attestation-erreur")!.TextContent.ShouldContain(why);
            ((IHtmlInputElement)again.QuerySelector("#attestation")!).Value.ShouldBe(typed);
            ((IHtmlInputElement)again.QuerySelector("#FirstName")!).Value.ShouldBe("Hugo", "the other form stays as it is known");
            again.QuerySelector("#FirstName")!.Closest("form")!.GetAttribute("action").ShouldBe(page, "the other form is not sent to the act that was refused");
        }

        using (var proved = await workshop.SendFormAsync(page, [new("attestation", number.ToLowerInvariant())], "handler=Prove"))
        {
            proved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await workshop.PageAsync(page)).QuerySelector("#suivies")!.ParentElement!.TextContent.ShouldContain("Réparer le petit électroménager · Le Geste juste · mars 2027");
        (await workshop.PageAsync($"/pro/atelier?lieu={taking.Place.Slug}")).QuerySelector("main")!.TextContent.ShouldContain("Le Geste juste · mars 2027");

        // The skills they had are still there, and the badge goes when asked.
        using (var saved = await workshop.SendFormAsync(page, [new("FirstName", "Hugo"), new("Languages", "fr"), new("Levels[mobile]", "expert")]))
        {
            saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        var button = (await workshop.PageAsync(page)).QuerySelector("button[name=session]")!;
        using var nothing = await workshop.SendFormAsync(page, [new("session", "x")], "handler=ForgetTraining");
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var forgotten = await workshop.SendFormAsync(page, [new("session", button.GetAttribute("value")!)], "handler=ForgetTraining");
        forgotten.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await workshop.PageAsync(page)).QuerySelector("button[name=session]").ShouldBeNull();
    }
}
