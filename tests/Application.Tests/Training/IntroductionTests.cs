using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Training;

/// <summary>From who came to a course to who repairs somewhere: introduced with consent, welcomed or not, and a training that is proved.</summary>
public sealed class IntroductionTests
{
    private static PersonDescription Described(string first = "Nora", bool named = false) => new(first, "Lambert", ["fr"], named, [new SkillDescription("mobile", "learning")]);

    private static async Task<Workshop> TakingAsync(TestInstance instance, string name = "Mille Vis", double lat = 45.19, double lon = 5.72, AccreditationStatus? decision = AccreditationStatus.Approved, bool takes = true)
    {
        var workshop = await instance.Given.WorkshopAsync(name, OrganisationKinds.RepairCafe, decision, lat: lat, lon: lon);
        if (takes)
        {
            await instance.SendAsync(new ChangeOrganisation(workshop.Organisation.Id, name, null, "atelier@exemple.fr", null, null, null, TakesApprentices: true), workshop.Manager);
        }

        return workshop;
    }

    /// <summary>Nora came and agrees; a workshop takes apprentices.</summary>
    private static async Task<(Workshop Centre, CourseSessionId Session, Enrolled Nora, Workshop Taking)> ReadyAsync(TestInstance instance)
    {
        var (centre, session) = await instance.TaughtAsync();
        var nora = await instance.EnrolledAsync(session, "Nora Lambert", agrees: true);
        await instance.CameAsync(centre, session, nora);
        return (centre, session, nora, await TakingAsync(instance));
    }

    private static async Task<IReadOnlyList<IntroducedPerson>> SeenByAsync(TestInstance instance, Workshop workshop) =>
        (await instance.SendAsync(new GetIntroductions(workshop.Organisation.Id), workshop.Member)).AsT0;

    private static Task<int> LettersAsync(TestInstance instance, MessageKind kind) => instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == kind));

    [Theory, BothDatabases]
    public async Task Whoever_gave_a_telephone_alone_is_called_about_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await instance.TaughtAsync();
        var nora = await instance.EnrolledAsync(session, "Nora Lambert", agrees: true, byMail: false);
        await instance.CameAsync(centre, session, nora);
        var taking = await TakingAsync(instance);
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();

        (await CallsAsync()).ShouldBe([(MessageKind.Introduced, "Mille Vis", false)]);
        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Disagree))).IsT0.ShouldBeTrue();
        (await CallsAsync()).ShouldBeEmpty("they changed their mind");

        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Agree))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DeclineIntroduction(nora.Id, taking.Organisation.Id), taking.Member)).IsT0.ShouldBeTrue();
        (await CallsAsync()).ShouldBe([(MessageKind.IntroductionAnswered, "Mille Vis", false)]);

        async Task<IEnumerable<(MessageKind, string?, bool)>> CallsAsync() => (await instance.SendAsync(new GetEnrolmentCalls(), centre.Member)).Calls
            .Where(c => c.Kind is MessageKind.Introduced or MessageKind.IntroductionAnswered).Select(c => (c.Kind, c.IntroducedTo, c.IsWelcome));
    }

    [Theory, BothDatabases]
    public async Task Someone_who_came_and_agrees_is_introduced_welcomed_and_their_training_is_told(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session, nora, taking) = await ReadyAsync(instance);
        (await SeenByAsync(instance, taking)).ShouldBeEmpty();

        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();

        var seen = (await SeenByAsync(instance, taking)).ShouldHaveSingleItem();
        (seen.Contact.Name, seen.Contact.Email, seen.CourseTitle, seen.CentreName, seen.Waits).ShouldBe(("Nora Lambert", "nora@exemple.fr", "Réparer le petit électroménager", "Le Geste juste", true));
        seen.CertificateNumber.ShouldNotBeNull();
        var told = (await instance.LetterAsync(MessageKind.IntroductionWaits, nora.Id.Value, 1)).ShouldNotBeNull();
        told.To.ShouldBe("atelier@exemple.fr");
        told.Text.ShouldContain("Réparer le petit électroménager");
        told.Text.ShouldContain($"/pro/presentations?organisation={taking.Organisation.Slug}");
        told.Text.ShouldNotContain("Nora", customMessage: "a letter cannot be taken back");
        told.Text.ShouldNotContain("nora@");
        var own = (await instance.LetterAsync(MessageKind.Introduced, nora.Id.Value, 1)).ShouldNotBeNull();
        (own.To, own.Subject).ShouldBe(("nora@exemple.fr", "Votre présentation à Mille Vis"));
        own.Text.ShouldContain($"/inscription/{nora.Secret}\n");
        (await instance.SendAsync(new GetEnrolment(nora.Secret))).AsT0.Introduction!.State.ShouldBe(Introduction.Waiting);

        (await instance.SendAsync(new WelcomePerson(nora.Id, taking.Place.Id, Described(named: true)), taking.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new WelcomePerson(nora.Id, taking.Place.Id, Described(named: true)), taking.Member)).IsT0.ShouldBeTrue("pressed twice");

        (await instance.LetterAsync(MessageKind.IntroductionAnswered, nora.Id.Value, 1)).ShouldNotBeNull().Subject.ShouldBe("Mille Vis vous accueille");
        (await instance.LetterAsync(MessageKind.IntroductionWaits, nora.Id.Value, 1)).ShouldBeNull("answered");
        (await SeenByAsync(instance, taking)).ShouldHaveSingleItem().Waits.ShouldBeFalse();
        var person = (await instance.SendAsync(new GetPlace(taking.Place.Id))).AsT0.People.ShouldHaveSingleItem();
        (person.FirstName, person.LastName, person.Skills.Single().Category).ShouldBe(("Nora", null, "mobile"));
        person.Trainings.ShouldBe([new TrainingBadge(session, "Réparer le petit électroménager", "Le Geste juste", TaughtCourses.Day)]);

        // Who leaves the place takes the training along.
        (await instance.SendAsync(new RemovePerson(taking.Place.Id, person.Id), taking.Member)).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Set<ProvedTraining>().CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Why_someone_is_not_introduced_is_said(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await instance.TaughtAsync();
        var nora = await instance.EnrolledAsync(session, "Nora", agrees: true);
        var absent = await instance.EnrolledAsync(session, "Olivier", agrees: true);
        var unwilling = await instance.EnrolledAsync(session, "Paul");
        var taking = await TakingAsync(instance);
        var other = await TakingAsync(instance, "Les Granges");
        var none = await TakingAsync(instance, "Seul", takes: false);
        var pending = await TakingAsync(instance, "Nouveau", decision: null);
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).AsT2.ShouldBeOfType<DidNotCome>("the session is to come");
        await instance.CameAsync(centre, session, nora, unwilling);

        (await instance.SendAsync(new IntroducePerson(absent.Id, taking.Organisation.Id), centre.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new IntroducePerson(unwilling.Id, taking.Organisation.Id), centre.Member)).IsT1.ShouldBeTrue();
        foreach (var wrong in new[] { none.Organisation.Id, pending.Organisation.Id, OrganisationId.New() })
        {
            (await instance.SendAsync(new IntroducePerson(nora.Id, wrong), centre.Member)).IsT3.ShouldBeTrue();
        }

        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new IntroducePerson(nora.Id, other.Organisation.Id), centre.Member)).IsT4.ShouldBeTrue("one at a time");

        // After a no, another one; not the same again.
        (await instance.SendAsync(new DeclineIntroduction(nora.Id, taking.Organisation.Id), taking.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DeclineIntroduction(nora.Id, taking.Organisation.Id), taking.Member)).IsT0.ShouldBeTrue("pressed twice");
        (await instance.SendAsync(new WelcomePerson(nora.Id, taking.Place.Id, Described()), taking.Member)).IsT1.ShouldBeTrue("it said no");
        (await SeenByAsync(instance, taking)).ShouldBeEmpty("who said no no longer sees who it was");
        (await instance.LetterAsync(MessageKind.IntroductionAnswered, nora.Id.Value, 1)).ShouldNotBeNull().Subject.ShouldBe("La réponse de Mille Vis");
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT4.ShouldBeTrue("it has just said no");
        (await instance.SendAsync(new IntroducePerson(nora.Id, other.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();
        (await LettersAsync(instance, MessageKind.IntroductionWaits)).ShouldBe(2);
        (await instance.LetterAsync(MessageKind.IntroductionAnswered, nora.Id.Value, 1)).ShouldBeNull("the next one waits");
    }

    [Theory, BothDatabases]
    public async Task Introduced_twice_at_once_it_is_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, nora, taking) = await ReadyAsync(instance);
        var other = await TakingAsync(instance, "Les Granges");

        var same = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => instance.SendAsync(new IntroducePerson(nora.Id, n % 2 == 0 ? taking.Organisation.Id : other.Organisation.Id), centre.Member))));

        same.Count(a => a.IsT0).ShouldBe(4, "one organisation, pressed four times");
        same.Count(a => a.IsT4).ShouldBe(4);
        (await LettersAsync(instance, MessageKind.IntroductionWaits)).ShouldBe(1);
        (await instance.ReadAsync(db => db.Enrolments.SingleAsync())).Introductions.ShouldBe(1);
        var to = (await instance.ReadAsync(db => db.Enrolments.SingleAsync())).IntroducedTo == taking.Organisation.Id ? taking : other;

        // Welcomed by two at once, they are one person.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => instance.SendAsync(new WelcomePerson(nora.Id, to.Place.Id, Described()), to.Member))));
        (await instance.ReadAsync(db => db.People.CountAsync())).ShouldBe(1);
        (await LettersAsync(instance, MessageKind.IntroductionAnswered)).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Consent_taken_back_hides_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, nora, taking) = await ReadyAsync(instance);
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Disagree))).AsT0.Introduction.ShouldBeNull();

        (await SeenByAsync(instance, taking)).ShouldBeEmpty();
        (await instance.SendAsync(new WelcomePerson(nora.Id, taking.Place.Id, Described()), taking.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new DeclineIntroduction(nora.Id, taking.Organisation.Id), taking.Member)).IsT2.ShouldBeTrue();
        foreach (var letter in new[] { MessageKind.IntroductionWaits, MessageKind.Introduced })
        {
            (await instance.LetterAsync(letter, nora.Id.Value, 1)).ShouldBeNull("a letter still to leave does not");
        }

        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Agree))).IsT0.ShouldBeTrue();
        (await SeenByAsync(instance, taking)).ShouldBeEmpty("agreeing again introduces to nobody");
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();

        // Taken back after a welcome: the contact goes, and the person of the place stays with it.
        (await instance.SendAsync(new WelcomePerson(nora.Id, taking.Place.Id, Described()), taking.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Disagree))).IsT0.ShouldBeTrue();
        (await SeenByAsync(instance, taking)).ShouldBeEmpty();
        (await instance.ReadAsync(db => db.People.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Only_the_centre_introduces_and_only_the_organisation_answers(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, nora, taking) = await ReadyAsync(instance);
        var other = await TakingAsync(instance, "Les Granges");
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), other.Manager)).IsT5.ShouldBeTrue();
        (await instance.SendAsync(new IntroducePerson(EnrolmentId.New(), taking.Organisation.Id), centre.Member)).IsT5.ShouldBeTrue();
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new GetIntroductions(taking.Organisation.Id), other.Manager)).IsT1.ShouldBeTrue();
        (await SeenByAsync(instance, other)).ShouldBeEmpty();
        (await instance.SendAsync(new WelcomePerson(nora.Id, other.Place.Id, Described()), other.Manager)).IsT2.ShouldBeTrue("introduced to another");
        (await instance.SendAsync(new WelcomePerson(nora.Id, taking.Place.Id, Described()), other.Manager)).IsT2.ShouldBeTrue("not their place");
        (await instance.SendAsync(new DeclineIntroduction(nora.Id, other.Organisation.Id), other.Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new DeclineIntroduction(nora.Id, taking.Organisation.Id), other.Manager)).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new WelcomePerson(nora.Id, taking.Place.Id, new PersonDescription(" ", null, null, false, null)), taking.Member));
        (await instance.ReadAsync(db => db.Enrolments.SingleAsync())).Introduction.ShouldBe(Introduction.Waiting);
    }

    [Theory, BothDatabases]
    public async Task Workshops_nearby_are_listed_nearest_first_and_no_farther_than_people_go(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session, nora, _) = await ReadyAsync(instance);
        await TakingAsync(instance, "Loin", lat: 45.19 + (51 / 111.2), lon: 5.7245);
        await TakingAsync(instance, "Voiron", lat: 45.36, lon: 5.59);
        await TakingAsync(instance, "Seul", takes: false);
        await TakingAsync(instance, "Nouveau", decision: null);
        for (var n = 0; n < 14; n++)
        {
            await TakingAsync(instance, $"Atelier {n:00}", lat: 45.30 + (n / 1000.0));
        }

        var desk = (await instance.SendAsync(new GetSessionDesk(session), centre.Member)).AsT0;

        desk.Workshops.Count.ShouldBe(12);
        desk.Workshops[0].Name.ShouldBe("Mille Vis");
        desk.Workshops.Select(w => w.DistanceKm).ShouldBeInOrder();
        desk.Workshops.ShouldAllBe(w => w.DistanceKm <= 50);
        desk.Workshops.Select(w => w.Name).ShouldNotContain("Loin");
        (await instance.SendAsync(new IntroducePerson(nora.Id, desk.Workshops[0].Id), centre.Member)).IsT0.ShouldBeTrue();
        var after = (await instance.SendAsync(new GetSessionDesk(session), centre.Member)).AsT0;
        after.Workshops.ShouldBeEmpty("nobody is left to introduce");
        after.Willing.ShouldHaveSingleItem().IntroducedToName.ShouldBe("Mille Vis");
    }

    [Theory, BothDatabases]
    public async Task A_certificate_shown_proves_a_training_once_and_an_invented_one_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await instance.TaughtAsync();
        var nora = await instance.EnrolledAsync(session, "Nora");
        await instance.CameAsync(centre, session, nora);
        var number = (await instance.SendAsync(new GetEnrolment(nora.Secret))).AsT0.CertificateNumber!;
        var workshop = await instance.Given.WorkshopAsync();
        var person = await instance.Given.PersonAsync(workshop, "Nora", SkillLevel.Learning, "mobile");

        (await ProveAsync("2222-2222-2222")).IsT1.ShouldBeTrue();
        (await Should.ThrowAsync<InvalidRequestException>(() => ProveAsync("7K3P"))).Errors.Keys.ShouldBe(["number"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => ProveAsync(" "))).Errors.Keys.ShouldBe(["number"]);
        var twice = await Task.WhenAll(Task.Run(() => ProveAsync(number.ToLowerInvariant())), Task.Run(() => ProveAsync(number.Replace('-', ' '))));
        twice.ShouldAllBe(a => a.IsT0);
        (await BadgesAsync()).ShouldHaveSingleItem().EndedOn.ShouldBe(TaughtCourses.Day);
        var stranger = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(new ProveTraining(workshop.Place.Id, person.Id, number), stranger.Manager)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new ProveTraining(stranger.Place.Id, person.Id, number), stranger.Manager)).IsT3.ShouldBeTrue("of another place");
        (await instance.SendAsync(new ForgetTraining(workshop.Place.Id, person.Id, session), stranger.Manager)).IsT1.ShouldBeTrue();

        // Forgotten by the centre, the certificate proves nothing any more; what was shown before stays, and names nobody.
        await instance.ForgottenAsync(nora);
        (await ProveAsync(number)).IsT1.ShouldBeTrue();
        (await BadgesAsync()).Count.ShouldBe(1);
        (await instance.SendAsync(new ForgetTraining(workshop.Place.Id, person.Id, session), workshop.Member)).IsT0.ShouldBeTrue();
        (await BadgesAsync()).ShouldBeEmpty();

        Task<OneOf<Done, UnknownCertificate, TooManyTrainings, NotFound>> ProveAsync(string typed) => instance.SendAsync(new ProveTraining(workshop.Place.Id, person.Id, typed), workshop.Member);

        async Task<IReadOnlyList<TrainingBadge>> BadgesAsync() => (await instance.SendAsync(new GetPlace(workshop.Place.Id), workshop.Member)).AsT0.People.Single().Trainings;
    }

    [Theory, BothDatabases]
    public async Task Who_is_forgotten_is_introduced_to_nobody_and_still_counted(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, nora, taking) = await ReadyAsync(instance);
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new WelcomePerson(nora.Id, taking.Place.Id, Described()), taking.Member)).IsT0.ShouldBeTrue();

        await instance.ForgottenAsync(nora);

        (await SeenByAsync(instance, taking)).ShouldBeEmpty();
        var kept = await instance.ReadAsync(db => db.Enrolments.SingleAsync());
        (kept.IntroducedTo, kept.AgreesToIntroduction, kept.Introductions, kept.WelcomedAt is not null).ShouldBe((null, false, 1, true));
        (await instance.ReadAsync(db => db.Set<ProvedTraining>().SingleAsync())).CourseTitle.ShouldBe("Réparer le petit électroménager");
        var figures = (await instance.SendAsync(new GetTrainingFigures("commune:38185", new LocalDate(2027, 1, 1), new LocalDate(2027, 12, 31)), centre.Agent)).AsT0.Whole.Figures;
        (figures.Introduced, figures.Welcomed).ShouldBe((1, 1));
    }
}
