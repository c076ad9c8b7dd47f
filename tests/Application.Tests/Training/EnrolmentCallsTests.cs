using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Training;

/// <summary>Whoever gave a telephone alone is called by the centre; whoever came to the town hall is enrolled by an agent.</summary>
public sealed class EnrolmentCallsTests
{
    private static readonly LocalDate Day = new(2027, 3, 22);
    private static readonly Actor Agent = Given.AgentOf(TerritoryKey.Commune(Given.Grenoble));

    [Theory, BothDatabases]
    public async Task What_the_centre_decides_is_told_by_telephone_to_who_gave_no_address(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await OpenAsync(instance, seats: 1);
        var nora = await ByPhoneAsync(instance, session, "Nora", "06 12 34 56 78");
        var paul = await ByPhoneAsync(instance, session, "Paul", "06 12 34 56 79");
        (await CallsAsync(instance, centre)).ShouldBeEmpty("they know what they just asked");

        (await instance.SendAsync(new DecideEnrolment(nora.Id, EnrolmentDecision.Ask, "Savez-vous souder ?"), centre.Member)).IsT0.ShouldBeTrue();
        (await CallsAsync(instance, centre)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(c => c.Status.ShouldBe(EnrolmentStatus.Asked), c => c.CentreWords.ShouldBe("Savez-vous souder ?"), c => c.Contact.Phone.ShouldBe("+33612345678"));
        (await instance.SendAsync(new DecideEnrolment(nora.Id, EnrolmentDecision.Accept), centre.Member)).IsT0.ShouldBeTrue();
        var call = (await CallsAsync(instance, centre)).ShouldHaveSingleItem("the question is no longer to be asked");
        call.Status.ShouldBe(EnrolmentStatus.Accepted);

        // Nobody answers, twice within the minute; later she is told, and it is over.
        (await instance.SendAsync(new NoteEnrolmentCall(call.Id, EnrolmentCallNote.Unanswered), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new NoteEnrolmentCall(call.Id, EnrolmentCallNote.Unanswered), centre.Member)).IsT0.ShouldBeTrue();
        (await CallsAsync(instance, centre)).Single().Tries.ShouldBe(1);
        var other = await instance.Given.WorkshopAsync("Ailleurs", kinds: OrganisationKinds.TrainingCentre);
        (await CallsAsync(instance, other)).ShouldBeEmpty();
        (await instance.SendAsync(new NoteEnrolmentCall(call.Id, EnrolmentCallNote.Told), other.Member)).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new NoteEnrolmentCall(call.Id, EnrolmentCallNote.Told), centre.Reader));
        (await instance.SendAsync(new NoteEnrolmentCall(call.Id, EnrolmentCallNote.Told), centre.Member)).IsT0.ShouldBeTrue();
        (await CallsAsync(instance, centre)).ShouldBeEmpty();

        // A message to all, then the session is called off: the message is no longer worth a call.
        (await instance.SendAsync(new WriteToSession(session, 1, "Prenez un tournevis", "Et vos lunettes."), centre.Member)).AsT0.ShouldBe(new LettersWritten(0, 1));
        (await CallsAsync(instance, centre)).Single().ShouldSatisfyAllConditions(c => c.Kind.ShouldBe(MessageKind.SessionMessage), c => c.Message.ShouldBe("Et vos lunettes."));
        (await instance.SendAsync(new CancelCourseSession(session, "Le formateur est malade."), centre.Member)).IsT0.ShouldBeTrue();
        (await CallsAsync(instance, centre)).Select(c => (c.Contact.Name, c.Session.CancelReason)).ShouldBe([("Nora", "Le formateur est malade."), ("Paul", "Le formateur est malade.")], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task A_seat_held_is_taken_or_left_by_telephone_and_a_session_to_come_is_reminded_of(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await OpenAsync(instance, seats: 1, atOnce: true);
        var nora = await ByPhoneAsync(instance, session, "Nora", "06 12 34 56 78");
        var paul = await ByPhoneAsync(instance, session, "Paul", "06 12 34 56 79");
        var olga = await ByPhoneAsync(instance, session, "Olga", "06 12 34 56 80");
        (nora.Status, paul.Status, olga.Status).ShouldBe((EnrolmentStatus.Accepted, EnrolmentStatus.Waiting, EnrolmentStatus.Waiting));

        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Withdraw))).IsT0.ShouldBeTrue();
        var offered = (await CallsAsync(instance, centre)).ShouldHaveSingleItem();
        (offered.Contact.Name, offered.Status).ShouldBe(("Paul", EnrolmentStatus.Offered));
        (await instance.SendAsync(new NoteEnrolmentCall(offered.Id, EnrolmentCallNote.Leaves), centre.Member)).IsT0.ShouldBeTrue();
        var next = (await CallsAsync(instance, centre)).ShouldHaveSingleItem();
        next.Contact.Name.ShouldBe("Olga");
        (await instance.SendAsync(new NoteEnrolmentCall(next.Id, EnrolmentCallNote.Takes), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new NoteEnrolmentCall(next.Id, EnrolmentCallNote.Takes), centre.Member)).IsT0.ShouldBeTrue("pressed twice");
        (await instance.ReadAsync(db => db.Enrolments.Select(e => new { e.Contact.Name, e.Status }).ToListAsync())).Select(e => (e.Name, e.Status))
            .ShouldBe([("Nora", EnrolmentStatus.Withdrawn), ("Paul", EnrolmentStatus.Withdrawn), ("Olga", EnrolmentStatus.Accepted)], ignoreOrder: true);

        instance.Clock.Now = new LocalDateTime(2027, 3, 20, 12, 0).InZoneStrictly(DateTimeZoneProviders.Tzdb["Europe/Paris"]).ToInstant();
        await SweepAsync(instance);
        await SweepAsync(instance);
        (await CallsAsync(instance, centre)).ShouldHaveSingleItem().Kind.ShouldBe(MessageKind.EnrolmentReminder);
        instance.Clock.Now += Duration.FromDays(3);
        (await CallsAsync(instance, centre)).ShouldBeEmpty("it began");
    }

    [Theory, BothDatabases]
    public async Task A_session_that_moves_is_told_by_telephone_and_the_reminder_of_its_old_day_is_not(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await OpenAsync(instance, seats: 1, atOnce: true);
        await ByPhoneAsync(instance, session, "Nora", "06 12 34 56 78");
        await ByPhoneAsync(instance, session, "Paul", "06 12 34 56 79");
        instance.Clock.Now = Instant.FromUtc(2027, 3, 20, 11, 0);
        await SweepAsync(instance);
        (await CallsAsync(instance, centre)).ShouldHaveSingleItem().Kind.ShouldBe(MessageKind.EnrolmentReminder);

        var later = new SessionDetails(centre.Place.Id, [new Meeting(Day.PlusDays(30), new LocalTime(9, 0), new LocalTime(12, 0))], 1, AcceptsAtOnce: true);
        (await instance.SendAsync(new ChangeCourseSession(session, later), centre.Member)).IsT0.ShouldBeTrue();

        (await CallsAsync(instance, centre)).Select(c => (c.Contact.Name, c.Kind)).ShouldBe([("Nora", MessageKind.SessionMoved), ("Paul", MessageKind.SessionMoved)], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task A_seat_held_too_long_ago_is_not_taken_by_telephone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await OpenAsync(instance, seats: 1, atOnce: true);
        var nora = await ByPhoneAsync(instance, session, "Nora", "06 12 34 56 78");
        await ByPhoneAsync(instance, session, "Paul", "06 12 34 56 79");
        await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Withdraw));
        var offered = (await CallsAsync(instance, centre)).Single();

        instance.Clock.Now = offered.HeldUntil!.Value;
        (await instance.SendAsync(new NoteEnrolmentCall(offered.Id, EnrolmentCallNote.Takes), centre.Member)).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Enrolments.CountAsync(e => e.Status == EnrolmentStatus.Accepted))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task An_agent_asks_for_a_seat_for_someone_and_alone_sees_the_answer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, session) = await OpenAsync(instance, seats: 1);
        await instance.AccountOf(Agent);
        var asked = new EnrolForSomeone(new Enrol(session, "Ahmed", null, "06 12 34 56 78", "Il répare des radios.", "fr", EnrolmentId.New()));

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new EnrolForSomeone(asked.Request with { Phone = null }), Agent))).Errors.Keys.ShouldBe(["email"]);
        var enrolled = (await instance.SendAsync(asked, Agent)).AsT0;
        (await instance.SendAsync(asked, Agent)).AsT0.Id.ShouldBe(enrolled.Id, "sent twice");
        (await instance.SendAsync(new EnrolForSomeone(asked.Request with { Id = EnrolmentId.New() }), Agent)).IsT2.ShouldBeTrue("the same telephone");
        (await instance.SendAsync(new EnrolForSomeone(asked.Request with { Name = "Ahmed B." }), Agent)).IsT2.ShouldBeTrue("other words for who has asked");
        (await instance.SendAsync(new DecideEnrolment(enrolled.Id, EnrolmentDecision.Refuse, "C’est complet."), centre.Member)).IsT0.ShouldBeTrue();

        var seat = (await instance.SendAsync(new GetMediatedEnrolments(), Agent)).ShouldHaveSingleItem();
        (seat.Contact.Name, seat.Status, seat.CentreWords).ShouldBe(("Ahmed", EnrolmentStatus.Refused, "C’est complet."));
        (await CallsAsync(instance, centre)).ShouldHaveSingleItem().Contact.Name.ShouldBe("Ahmed");
        (await instance.SendAsync(new GetMediatedEnrolments(), Given.AgentOf(TerritoryKey.Commune(Given.Grenoble)))).ShouldBeEmpty("a colleague");
        foreach (var refused in new[] { centre.Member, centre.Manager, Given.SignedIn, Actor.Anonymous })
        {
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(asked, refused));
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetMediatedEnrolments(), refused));
        }
    }

    [Theory, BothDatabases]
    public async Task The_next_person_is_enrolled_from_the_form_of_the_one_before(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, session) = await OpenAsync(instance, seats: 2);
        await instance.AccountOf(Agent);
        var form = new Enrol(session, "Ahmed", null, "06 12 34 56 78", null, "fr", EnrolmentId.New());

        var first = (await instance.SendAsync(new EnrolForSomeone(form), Agent)).AsT0;
        var next = (await instance.SendAsync(new EnrolForSomeone(form with { Name = "Brigitte", Phone = "06 12 34 56 79" }), Agent)).AsT0;

        next.Id.ShouldNotBe(first.Id);
        (await instance.SendAsync(new GetMediatedEnrolments(), Agent)).Select(e => e.Contact.Name).ShouldBe(["Ahmed", "Brigitte"], ignoreOrder: true);
    }

    private static async Task<(Workshop Centre, CourseSessionId Session)> OpenAsync(TestInstance instance, int seats, bool atOnce = false)
    {
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer le petit électroménager", "Un jour à l’établi.", "beginner", "on-site", 180, 0m)), centre.Manager)).AsT0.Id;
        (await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager)).IsT0.ShouldBeTrue();
        var dates = new SessionDetails(centre.Place.Id, [new Meeting(Day, new LocalTime(9, 0), new LocalTime(12, 0))], seats, AcceptsAtOnce: atOnce);
        return (centre, (await instance.SendAsync(new PlanSessions(course, dates), centre.Manager)).AsT0.Ids.Single());
    }

    private static async Task<Enrolled> ByPhoneAsync(TestInstance instance, CourseSessionId session, string name, string phone) => (await instance.SendAsync(new Enrol(session, name, null, phone, null, "fr"))).AsT0;

    private static async Task<IReadOnlyList<EnrolmentCallView>> CallsAsync(TestInstance instance, Workshop centre) => (await instance.SendAsync(new GetEnrolmentCalls(), centre.Member)).Calls;

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<TrainingSweep>().SweepAsync(CancellationToken.None);
    }
}
