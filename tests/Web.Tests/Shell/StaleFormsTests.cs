using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>Two tabs, or two people, on one form: the second to save is told what happened, and keeps what was typed.</summary>
public sealed class StaleFormsTests
{
    [Theory, BothDatabases]
    public async Task What_an_organisation_says_of_itself(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = await instance.SignInAs(workshop.Manager);

        await SecondIsToldAsync(browser, $"/pro/organisation/modifier?organisation={workshop.Organisation.Slug}", ("presentation", "Un texte neuf."), ("telephone", "04 76 11 11 11"));

        var now = await instance.ReadAsync(db => db.Organisations.SingleAsync());
        (now.Description, now.Phone).ShouldBe((null, "+33476111111"), "the form sent again is what they want, all of it");
    }

    [Theory, BothDatabases]
    public async Task A_service(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = await instance.SignInAs(workshop.Manager);

        await SecondIsToldAsync(browser, $"/pro/atelier/service?lieu={workshop.Place.Slug}&id={workshop.Service.Id}", ("Price", "12 €"), ("Duration", "45"));
    }

    [Theory, BothDatabases]
    public async Task A_person(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = await instance.SignInAs(workshop.Manager);
        var page = $"/pro/atelier/personne?lieu={workshop.Place.Slug}";
        using (var added = await browser.PostAsync(page, Form(await browser.PageAsync(page), "FirstName", [("FirstName", "Nadia"), ("Languages", "français")])))
        {
            added.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        var id = await instance.ReadAsync(db => db.People.Select(p => p.Id).SingleAsync());

        await SecondIsToldAsync(browser, $"{page}&id={id}", ("LastName", "Benali"), ("Languages", "français, arabe"), "FirstName");
    }

    /// <summary>A week saved meanwhile is told as such, not as an overlap that nobody made; sent again, the week is the one that was typed.</summary>
    [Theory, BothDatabases]
    public async Task A_week_of_hours(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = await instance.SignInAs(workshop.Member);
        var page = $"/pro/atelier/horaires?lieu={workshop.Place.Slug}";
        var stale = await browser.PageAsync(page);
        await SaveAsync(browser, page, Form(stale, "FirstDay", [("Lines[0].To", "11:00"), ("Scope", "all")]));

        (string, string)[] typed = [("Lines[0].To", "11:30"), ("Scope", "all")];
        foreach (var address in new[] { page, page + "&handler=More" })
        {
            using var two = await browser.PostAsync(address, Form(stale, "FirstDay", typed));
            two.StatusCode.ShouldBe(HttpStatusCode.Conflict, address);
            var told = await two.PageAsync();
            told.QuerySelector(".errors")!.TextContent.ShouldContain("Quelqu’un a changé cela");
            told.QuerySelector(".errors")!.TextContent.ShouldNotContain("chevauche");
            told.QuerySelector("[name='Lines[0].To']")!.GetAttribute("value").ShouldBe("11:30", "what was typed is kept");
            if (address != page)
            {
                await SaveAsync(browser, page, Form(told, "FirstDay", []));
            }
        }

        (await instance.ReadAsync(db => db.OpeningRules.OrderBy(r => r.From).Select(r => r.To).ToListAsync())).Select(to => to.ToString("HH:mm", null)).ShouldBe(["11:30", "17:00"]);

        static async Task SaveAsync(HttpClient browser, string page, FormUrlEncodedContent form)
        {
            using var shown = await browser.PostAsync(page, form);
            shown.StatusCode.ShouldBe(HttpStatusCode.OK, await shown.Content.ReadAsStringAsync());
            using var saved = await browser.PostAsync(page, Form(await shown.PageAsync(), "FirstDay", []));
            saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Who withdrew meanwhile does not come back with an old form.</summary>
    [Theory, BothDatabases]
    public async Task A_session(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        var session = await instance.Given.SessionAsync(workshop, volunteers: ali);
        using var browser = await instance.SignInAs(workshop.Member);
        var page = $"/pro/atelier/seance?lieu={workshop.Place.Slug}&id={session.Id}";
        var stale = await browser.PageAsync(page);
        (await instance.SendAsync(new WithdrawVolunteer(session.Id, ali.Id), workshop.Member)).IsT0.ShouldBeTrue();

        using var late = await browser.PostAsync(page, Form(stale, "Heading", [("Benches", "2")]));

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await instance.ReadAsync(db => db.CafeSessions.Include(s => s.Volunteers).SingleAsync())).Volunteers.ShouldBeEmpty();
        await SecondIsToldAsync(browser, page, ("Heading", "Spécial couture"), ("Benches", "3"));
    }

    /// <summary>The same form sent twice is not somebody else.</summary>
    [Theory, BothDatabases]
    public async Task A_day_apart(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = await instance.SignInAs(workshop.Member);
        var page = $"/pro/atelier/jour?lieu={workshop.Place.Slug}";
        var stale = await browser.PageAsync(page);
        foreach (var _ in new[] { 1, 2 })
        {
            using var shut = await browser.PostAsync(page, Form(stale, "Day", [("Day", "2027-03-10")]));
            shut.StatusCode.ShouldBe(HttpStatusCode.Redirect, await shut.Content.ReadAsStringAsync());
        }

        using var late = await browser.PostAsync(page, Form(stale, "Day", [("Day", "2027-03-10"), ("From[0]", "09:00"), ("To[0]", "11:00")]));

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var told = await late.PageAsync();
        told.QuerySelector(".errors")!.TextContent.ShouldContain("Quelqu’un a changé cela");
        (await instance.ReadAsync(db => db.DayOverrides.SingleAsync())).Openings.ShouldBeEmpty();
        using var again = await browser.PostAsync(page, Form(told, "Day", []));
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect, await again.Content.ReadAsStringAsync());
        (await instance.ReadAsync(db => db.DayOverrides.SingleAsync())).Openings.Count.ShouldBe(1);
    }

    /// <summary>A form given back names its answers as it did itself, and what is said of it is true at each step.</summary>
    [Fact]
    public async Task A_form_given_back_speaks_as_the_form_did()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var member = await instance.SignInAs(workshop.Member);
        var page = $"/pro/passage?lieu={workshop.Place.Id}";
        var shown = await member.PageAsync(page);
        using var visitor = instance.NewClient();

        using var ended = await visitor.PostAsync(page, Form(shown, "issue", [("objet", "coffee-maker"), ("date", "2027-03-01"), ("issue", "fixed"), ("poids", "weighed"), ("kg", "3,1"), ("panne", "Elle <b>coule</b>")]));

        ended.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var given = await ended.PageAsync();
        var answers = given.QuerySelectorAll("main dl > div").ToDictionary(d => d.QuerySelector("dt")!.TextContent.Replace('\u202f', ' '), d => d.QuerySelector("dd")!.TextContent);
        answers["Comment repart l’objet ?"].ShouldBe("Réparé");
        answers["Ce poids est"].ShouldBe("Pesé");
        answers["Poids, en kg"].ShouldBe("3,1");
        answers.Values.ShouldContain("Elle <b>coule</b>");
        given.QuerySelectorAll("main dd").Select(d => d.TextContent).ShouldNotContain("weighed");
        given.QuerySelectorAll("main dt.hidden").ShouldBeEmpty();

        // Signed in again, it is shown once more, and not for having stayed open too long.
        using var again = await member.PostAsync(page, Form(given, "issue", []));
        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var last = await again.PageAsync();
        last.QuerySelector("h1")!.TextContent.ShouldBe("Relisez avant d’envoyer.");
        last.QuerySelector("main")!.TextContent.ShouldNotContain("trop longtemps");
        (await instance.ReadAsync(db => db.Repairs.AnyAsync())).ShouldBeFalse();

        using var sent = await member.PostAsync(page, Form(last, "issue", []));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        (await instance.ReadAsync(db => db.Repairs.SingleAsync())).Weighed!.Value.Kilograms.ShouldBe(3.1m);

        // A form that this program never showed says what it knows.
        await using var other = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var fresh = await other.NewClient().PostAsync("/pro/passage", new FormUrlEncodedContent([new("issue", "fixed"), new("panne", "Elle coule")]));
        (await fresh.PageAsync()).QuerySelectorAll("main dt.hidden").Select(d => d.TextContent).ShouldBe(["Votre réponse", "Votre réponse"]);
    }

    [Theory, BothDatabases]
    public async Task A_place_what_its_house_does_and_the_words_of_a_territory(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var manager = await instance.SignInAs(workshop.Manager);
        using var agent = await instance.SignInAs(workshop.Agent);
        var territory = $"territoire=commune:{Given.Grenoble}";

        await SecondIsToldAsync(manager, $"/pro/atelier/lieu?lieu={workshop.Place.Slug}", ("acces", "Sonnez deux fois."), ("etablis", "3"));
        await SecondIsToldAsync(manager, $"/pro/organisation/activite?organisation={workshop.Organisation.Slug}", ("genres", "repair-cafe"), ("commune", "38100"));
        await SecondIsToldAsync(agent, $"/mairie/agrements/{workshop.Organisation.Id}/activite?{territory}", ("genres", "training-centre"), ("commune", "38000"));
        await SecondIsToldAsync(agent, $"/mairie/reglages?{territory}", ("accueil", "Bonjour."), ("nom", "Ville de Grenoble"));
    }

    [Theory, BothDatabases]
    public async Task A_decision(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(decision: null);
        using var browser = await instance.SignInAs(workshop.Agent);
        var page = $"/mairie/agrements/{workshop.Organisation.Id}?territoire=commune:{Given.Grenoble}";
        var stale = await browser.PageAsync(page);
        using var approved = await browser.PostAsync(page, Form(stale, "decision", [("decision", "approved")]));
        approved.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var refused = await browser.PostAsync(page, Form(stale, "decision", [("decision", "refused"), ("note", "Hors de la commune.")]));

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var shown = await refused.PageAsync();
        shown.QuerySelector(".errors")!.TextContent.ShouldContain("Quelqu’un a changé cela");
        shown.QuerySelector("textarea[name=note]")!.TextContent.Trim().ShouldBe("Hors de la commune.");
        (await instance.ReadAsync(db => db.Organisations.SingleAsync())).Status.ShouldBe(OrganisationStatus.Approved);
    }

    [Theory, BothDatabases]
    public async Task A_course_its_dates_and_a_job_offer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        var slug = centre.Organisation.Slug;
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer", "À l’établi.", "beginner", "on-site", 360, 0m)), centre.Manager)).AsT0.Id;
        var session = (await instance.SendAsync(
            new PlanSessions(course, new SessionDetails(centre.Place.Id, [new Meeting(new LocalDate(2027, 3, 22), new LocalTime(9, 0), new LocalTime(12, 0))], 3, AcceptsAtOnce: true)), centre.Manager)).AsT0.Ids.Single();
        var offer = (await instance.SendAsync(
            new AddJobOffer(
                centre.Organisation.Id,
                new JobOfferDetails("job", "repair", "I1402", "Réparatrice ou réparateur", "Réparer des cafetières.", 2100, Given.Grenoble, null, null, null, "1 900 € brut", null, "none", null, null, "atelier@exemple.fr", null, "fr")),
            centre.Manager)).AsT0.Id;
        using var browser = await instance.SignInAs(centre.Manager);

        await SecondIsToldAsync(browser, $"/pro/formations/fiche?organisation={slug}&id={course}", ("Title", "Réparer le petit électroménager"), ("Price", "12,50"));
        await SecondIsToldAsync(browser, $"/pro/formations/dates?id={session}", ("Seats", "5"), ("Minimum", "2"));
        await SecondIsToldAsync(browser, $"/pro/offres/fiche?organisation={slug}&id={offer}", ("Title", "Réparatrice ou réparateur de cafetières"), ("Pay", "2 000 € brut"));

        (await instance.ReadAsync(db => db.CourseSessions.Select(s => new { s.Seats, s.Minimum }).SingleAsync())).ShouldBe(new { Seats = 3, Minimum = 2 }, "the form sent again is what they want, all of it");
    }

    [Theory, BothDatabases]
    public async Task A_tool_an_item_and_its_price(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.ReuseWorkshop);
        var tool = (await instance.SendAsync(new AddTool(workshop.Organisation.Id, new ToolFields("Perceuse", null, null, 14, 50m)), workshop.Member)).AsT0.Id;
        var item = (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("kettle", "Bouilloire", null, null, 1m), null, "drop-off"), workshop.Member)).AsT0.Id;
        using var browser = await instance.SignInAs(workshop.Member);

        await SecondIsToldAsync(browser, $"/pro/outils/{tool}", ("retire", "true"), ("nom", "Perceuse à percussion"), ofForm: "nom", act: "?handler=Change");
        await SecondIsToldAsync(browser, $"/pro/objets/fiche?objet={item}", ("nom", "Bouilloire en verre"), ("marque", "Moulinex"));
        await SecondIsToldAsync(browser, $"/pro/objets/{item}", ("prix", "10"), ("prix", "12"), act: "?handler=Offer");
    }

    [Theory, BothDatabases]
    public async Task The_terms_of_collections_and_who_moderates(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.ReuseWorkshop);
        (await instance.SendAsync(new SetCollectionTerms(workshop.Organisation.Id, true, [Given.Grenoble], 10, 8, 400, true, null), workshop.Member)).IsT0.ShouldBeTrue();
        using var member = await instance.SignInAs(workshop.Member);
        using var agent = await instance.SignInAs(workshop.Agent);

        await SecondIsToldAsync(member, $"/pro/collectes/reglages?organisation={workshop.Organisation.Slug}", ("arrets", "6"), ("kg", "300"));
        var page = $"/mairie/entraide?territoire=commune:{Given.Grenoble}";
        var stale = await agent.PageAsync(page);
        using var before = await agent.PostAsync(page, Form(stale, "quand", [("quand", "avant")]));
        before.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var older = await agent.PostAsync(page, Form(stale, "quand", [("organisation", workshop.Organisation.Slug)]));
        older.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await older.PageAsync()).QuerySelector($"option[value='{workshop.Organisation.Slug}']")!.HasAttribute("selected").ShouldBeTrue("what was chosen is kept");
        (await instance.ReadAsync(db => db.HelpModerations.SingleAsync())).OrganisationId.ShouldBeNull();
        using var again = await agent.PostAsync(page, Form(await older.PageAsync(), "quand", []));
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory, BothDatabases]
    public async Task The_text_of_a_page_its_preview_too(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var agent = await instance.SignInAs(workshop.Agent);
        var page = $"/mairie/textes/mentions-legales/fr?territoire=commune:{Given.Grenoble}";
        var stale = await agent.PageAsync(page);
        using var one = await agent.PostAsync(page, Form(stale, "texte", [("texte", "Le texte d’une collègue."), ("acte", "enregistrer")]));
        one.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        foreach (var act in new[] { "apercu", "enregistrer", "origine" })
        {
            using var older = await agent.PostAsync(page, Form(stale, "texte", [("texte", "Un autre texte."), ("acte", act)]));
            older.StatusCode.ShouldBe(HttpStatusCode.Conflict, act);
            (await older.PageAsync()).QuerySelector("textarea[name=texte]")!.TextContent.Trim().ShouldBe("Un autre texte.");
        }

        (await instance.ReadAsync(db => db.SiteTexts.SingleAsync())).Body.ShouldBe("Le texte d’une collègue.");
        using var again = await agent.PostAsync(page, Form(await agent.PageAsync(page), "texte", [("texte", "Un autre texte."), ("acte", "enregistrer")]));
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    /// <summary>The figures of a year may be sent for another, of which nothing is set yet.</summary>
    [Theory, BothDatabases]
    public async Task Objectives_and_purchases(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var agent = await instance.SignInAs(workshop.Agent);
        var territory = $"territoire=commune:{Given.Grenoble}";
        var page = $"/mairie/objectifs?{territory}";
        foreach (var (year, items) in new[] { ("2027", "100"), ("2028", "120") })
        {
            using var set = await agent.PostAsync(page, Form(await agent.PageAsync(page), "objets", [("annee", year), ("objets", items)]));
            set.StatusCode.ShouldBe(HttpStatusCode.Redirect, year);
        }

        await SecondIsToldAsync(agent, page + "&annee=2027", ("objets", "200"), ("kilos", "500"));
        await SecondIsToldAsync(agent, page + "&annee=2029", ("objets", "200"), ("kilos", "500"));
        var unreadable = await agent.PageAsync(page + "&annee=2028");
        using (var wrong = await agent.PostAsync(page, Form(unreadable, "objets", [("annee", "l’an prochain")])))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            using var mended = await agent.PostAsync(page, Form(await wrong.PageAsync(), "objets", [("annee", "2028")]));
            mended.StatusCode.ShouldBe(HttpStatusCode.Redirect, "the form is still that of the year it showed");
        }

        var purchases = $"/mairie/achats?{territory}&annee=2026";
        var blank = await agent.PageAsync(purchases);
        var type = blank.QuerySelectorAll("select[name=type] option").Select(o => o.GetAttribute("value")!).First(v => v.Length > 0);
        using (var declared = await agent.PostAsync(purchases, Form(blank, "total", [("type", type), ("total", "1000")])))
        {
            declared.StatusCode.ShouldBe(HttpStatusCode.Redirect, await declared.Content.ReadAsStringAsync());
        }

        await SecondIsToldAsync(agent, $"{purchases}&type={type}", ("total", "2000"), ("reemploi", "300"));
        using (var older = await agent.PostAsync(purchases, Form(blank, "total", [("type", type), ("total", "7")])))
        {
            older.StatusCode.ShouldBe(HttpStatusCode.Conflict, "opened before anything was declared");
        }

        using (var named = await agent.PostAsync(purchases + "&handler=Buyer", Form(await agent.PageAsync(purchases), "nom", [("siret", "73282932000074"), ("nom", "Grenoble")])))
        {
            named.StatusCode.ShouldBe(HttpStatusCode.Redirect, await named.Content.ReadAsStringAsync());
        }

        await SecondIsToldAsync(agent, purchases, ("nom", "Ville de Grenoble"), ("nom", "Commune de Grenoble"), act: "&handler=Buyer");
    }

    /// <summary>Saved from an older sheet, ticks of a colleague would be gone, and hours of a certificate with them.</summary>
    [Theory, BothDatabases]
    public async Task A_sheet_of_who_came(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer", "À l’établi.", "beginner", "on-site", 360, 0m)), centre.Manager)).AsT0.Id;
        await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
        Meeting[] halves = [new(new LocalDate(2027, 3, 22), new LocalTime(9, 0), new LocalTime(12, 0)), new(new LocalDate(2027, 3, 22), new LocalTime(14, 0), new LocalTime(17, 0))];
        var session = (await instance.SendAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, halves, 3, AcceptsAtOnce: true)), centre.Manager)).AsT0.Ids.Single();
        var nora = (await instance.SendAsync(new Enrol(session, "Nora", "nora@exemple.fr", null, null, "fr"))).AsT0.Id;
        var olivier = (await instance.SendAsync(new Enrol(session, "Olivier", null, "06 12 34 56 78", null, "fr"))).AsT0.Id;
        instance.Clock.Now = Instant.FromUtc(2027, 3, 22, 17, 0);
        using var browser = await instance.SignInAs(centre.Manager);
        var page = $"/pro/formations/session/{session}";
        var stale = await browser.PageAsync(page);
        await instance.SendAsync(new RecordAttendance(session, new Dictionary<EnrolmentId, long> { [nora] = 0b11 }, Certify: false), centre.Member);

        using var older = await browser.PostAsync(page + "?handler=Attendance", Sheet(stale, $"{olivier}-0"));

        older.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var told = await older.PageAsync();
        told.QuerySelector(".errors")!.TextContent.ShouldContain("Quelqu’un a changé cela");
        told.QuerySelectorAll("input[name=venus][checked]").Select(b => b.GetAttribute("value")).ShouldBe([$"{olivier}-0"], "what was ticked is kept");
        (await AttendedAsync()).ShouldBe((0b11L, 0L));

        using var again = await browser.PostAsync(page + "?handler=Attendance", Sheet(told, $"{nora}-1", $"{olivier}-0"));
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await AttendedAsync()).ShouldBe((0b10L, 0b01L));

        static FormUrlEncodedContent Sheet(IHtmlDocument shown, params string[] ticked) => Form(shown, "inscrits", [.. ticked.Select(box => ("venus", box))]);

        async Task<(long Nora, long Olivier)> AttendedAsync()
        {
            var attended = await instance.ReadAsync(db => db.Enrolments.ToDictionaryAsync(e => e.Id, e => e.Attended));
            return (attended[nora], attended[olivier]);
        }
    }

    /// <summary>The page has two forms: what is wrong with one takes nothing out of the other.</summary>
    [Fact]
    public async Task A_question_that_is_refused_leaves_the_decision_as_it_is()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(decision: null);
        using var browser = await instance.SignInAs(workshop.Agent);
        var page = $"/mairie/agrements/{workshop.Organisation.Id}?territoire=commune:{Given.Grenoble}";
        using var suspended = await browser.PostAsync(page, Form(await browser.PageAsync(page), "decision", [("decision", "suspended"), ("note", "Le local est en travaux.")]));
        suspended.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var refused = await browser.PostAsync(page + "&handler=Ask", Form(await browser.PageAsync(page), "question", [("question", " ")]));

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var shown = await refused.PageAsync();
        shown.QuerySelector("textarea[name=note]")!.TextContent.Trim().ShouldBe("Le local est en travaux.");
        shown.QuerySelector("input[name=decision][checked]")!.GetAttribute("value").ShouldBe("suspended");
    }

    /// <summary>Oily fingers press twice: the answer that is seen is that of the second press, and what was typed is saved.</summary>
    [Theory, BothDatabases]
    public async Task A_button_pressed_twice_is_nobody_else_s_change(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var browser = await instance.SignInAs(workshop.Manager);
        var page = $"/pro/organisation/modifier?organisation={workshop.Organisation.Slug}";
        var shown = await browser.PageAsync(page);
        for (var press = 0; press < 2; press++)
        {
            using var pressed = await browser.PostAsync(page, Form(shown, "presentation", [("presentation", "Un texte neuf.")]));
            pressed.StatusCode.ShouldBe(HttpStatusCode.Redirect, $"press {press}");
        }

        using (var others = await browser.PostAsync(page, Form(shown, "presentation", [("presentation", "D’autres mots.")])))
        {
            others.StatusCode.ShouldBe(HttpStatusCode.Conflict, "other words are no second press");
        }

        instance.Clock.Now += Duration.FromSeconds(31);
        using var late = await browser.PostAsync(page, Form(shown, "presentation", [("presentation", "Un texte neuf.")]));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict, "from an old page");
    }

    private static async Task SecondIsToldAsync(HttpClient browser, string page, (string, string) first, (string Name, string Value) second, string? ofForm = null, string act = "")
    {
        var stale = await browser.PageAsync(page);
        using var one = await browser.PostAsync(page + act, Form(stale, ofForm ?? first.Item1, [first]));
        one.StatusCode.ShouldBe(HttpStatusCode.Redirect, await one.Content.ReadAsStringAsync());

        using var two = await browser.PostAsync(page + act, Form(stale, ofForm ?? first.Item1, [second]));

        two.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var told = await two.PageAsync();
        told.QuerySelector(".errors")!.TextContent.ShouldContain("Quelqu’un a changé cela");
        Form(told, second.Name, []);
        (told.QuerySelector($"[name={second.Name}]")!.Closest("details")?.HasAttribute("open") ?? true).ShouldBeTrue("what was typed is seen");
        told.QuerySelector($"[name={second.Name}]")!.GetAttribute("value").ShouldBe(second.Value, "what was typed is kept");
        using var again = await browser.PostAsync(page + act, Form(told, second.Name, []));
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect, await again.Content.ReadAsStringAsync());
    }

    /// <summary>The form that has a field of this name, as a browser sends it, with these fields changed.</summary>
    private static FormUrlEncodedContent Form(IHtmlDocument page, string field, (string Name, string Value)[] changed)
    {
        var form = page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().Single(f => f.QuerySelector($"[name='{field}']") is not null);
        var sent = new List<KeyValuePair<string, string>>();
        foreach (var element in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                    break;
                case IHtmlInputElement input:
                    sent.Add(new(input.Name!, input.Value));
                    break;
                case IHtmlTextAreaElement text:
                    sent.Add(new(text.Name!, text.Value));
                    break;
                case IHtmlSelectElement select:
                    sent.Add(new(select.Name!, select.Value ?? ""));
                    break;
            }
        }

        sent.RemoveAll(f => changed.Any(c => c.Name == f.Key));
        sent.AddRange(changed.Select(c => new KeyValuePair<string, string>(c.Name, c.Value)));
        return new FormUrlEncodedContent(sent);
    }
}
