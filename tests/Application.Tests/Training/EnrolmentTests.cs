using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging;
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

/// <summary>From a course found to a seat, a place in line, a sheet and a certificate.</summary>
public sealed class EnrolmentTests
{
    private const int Clients = 16;
    private const int Rounds = 200;
    private static readonly LocalDate Day = new(2027, 3, 22);

    private static CourseDetails Details => new("training", "repair", "Réparer le petit électroménager", "Trois jours à l’établi.", "beginner", "on-site", 1260, 0m);

    private static SessionDetails Dates(PlaceId place, int seats, bool atOnce) =>
        new(place, [new Meeting(Day, new LocalTime(9, 0), new LocalTime(12, 0)), new Meeting(Day, new LocalTime(14, 0), new LocalTime(17, 0))], seats, AcceptsAtOnce: atOnce);

    private static async Task<(Workshop Centre, CourseId Course, CourseSessionId Session)> OpenAsync(TestInstance instance, int seats = 2, bool atOnce = false)
    {
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, Details), centre.Manager)).AsT0.Id;
        (await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager)).IsT0.ShouldBeTrue();
        var session = (await instance.SendAsync(new PlanSessions(course, Dates(centre.Place.Id, seats, atOnce)), centre.Manager)).AsT0.Ids.Single();
        return (centre, course, session);
    }

    private static async Task<Enrolled> EnrolAsync(TestInstance instance, CourseSessionId session, string name) =>
        (await instance.SendAsync(new Enrol(session, name, $"{name.ToLowerInvariant()}@exemple.fr", null, null, "fr"))).AsT0;

    [Theory, BothDatabases]
    public async Task The_centre_answers_and_the_last_seat_goes_to_who_is_answered_first(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, session) = await OpenAsync(instance, seats: 1);
        var nora = await EnrolAsync(instance, session, "Nora");
        var olivier = await EnrolAsync(instance, session, "Olivier");
        nora.Status.ShouldBe(EnrolmentStatus.Requested);

        (await instance.SendAsync(new DecideEnrolment(olivier.Id, EnrolmentDecision.Ask, "Savez-vous souder ?"), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ActOnEnrolment(olivier.Secret, EnrolmentAct.Reply, "Un peu."))).AsT0.Status.ShouldBe(EnrolmentStatus.Requested);
        (await instance.SendAsync(new DecideEnrolment(nora.Id, EnrolmentDecision.Accept), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DecideEnrolment(nora.Id, EnrolmentDecision.Accept), centre.Member)).IsT0.ShouldBeTrue("pressed twice");
        (await instance.SendAsync(new DecideEnrolment(olivier.Id, EnrolmentDecision.Accept), centre.Member)).IsT1.ShouldBeTrue("full");
        (await instance.SendAsync(new DecideEnrolment(nora.Id, EnrolmentDecision.Refuse, "Trop tard.", OnlyUndecided: true), centre.Member)).AsT2.Status.ShouldBe(EnrolmentStatus.Accepted, "refused from a page that was read before");
        (await instance.SendAsync(new DecideEnrolment(olivier.Id, EnrolmentDecision.Wait), centre.Member)).IsT0.ShouldBeTrue();
        (await EnrolAsync(instance, session, "Paul")).Status.ShouldBe(EnrolmentStatus.Waiting);

        // Nora gives up: the seat is held for Olivier, who came first; without a word it goes to Paul.
        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Withdraw))).IsT0.ShouldBeTrue();
        var held = (await instance.SendAsync(new GetEnrolment(olivier.Secret))).AsT0;
        (held.Status, held.HeldUntil).ShouldBe((EnrolmentStatus.Offered, instance.Clock.Now + Duration.FromHours(2)));
        instance.Clock.Now += Duration.FromHours(2);
        (await instance.SendAsync(new ActOnEnrolment(olivier.Secret, EnrolmentAct.Take))).IsT1.ShouldBeTrue("too late, to the second");
        await SweepAsync(instance);
        (await instance.SendAsync(new GetEnrolment(olivier.Secret))).AsT0.Status.ShouldBe(EnrolmentStatus.Waiting);
        (await instance.ReadAsync(db => db.Enrolments.SingleAsync(e => e.Status == EnrolmentStatus.Offered))).Contact.Name.ShouldBe("Paul");
    }

    [Theory, BothDatabases]
    public async Task Sixteen_people_on_the_last_seat_one_has_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, course, _) = await OpenAsync(instance);
        for (var round = 0; round < Rounds; round++)
        {
            var session = (await instance.SendAsync(new PlanSessions(course, Dates(centre.Place.Id, 1, atOnce: true)), centre.Manager)).AsT0.Ids.Single();
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => Task.Run(() => EnrolAsync(instance, session, $"Personne{n}"))));

            answers.Count(a => a.Status == EnrolmentStatus.Accepted).ShouldBe(1, $"round {round}");
            answers.Count(a => a.Status == EnrolmentStatus.Waiting).ShouldBe(Clients - 1, $"round {round}");
        }

        (await instance.ReadAsync(db => db.Enrolments.CountAsync(e => e.Seat != null))).ShouldBe(Rounds);
        (await instance.ReadAsync(db => db.Enrolments.CountAsync())).ShouldBe(Rounds * Clients);
    }

    [Theory, BothDatabases]
    public async Task Two_desks_that_accept_at_once_give_no_seat_twice(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, course, _) = await OpenAsync(instance);
        for (var round = 0; round < 20; round++)
        {
            var session = (await instance.SendAsync(new PlanSessions(course, Dates(centre.Place.Id, 3, atOnce: false)), centre.Manager)).AsT0.Ids.Single();
            var people = new List<Enrolled>();
            for (var n = 0; n < 8; n++)
            {
                people.Add(await EnrolAsync(instance, session, $"Personne{n}"));
            }

            var answers = await Task.WhenAll(people.Select(p => Task.Run(() => instance.SendAsync(new DecideEnrolment(p.Id, EnrolmentDecision.Accept), centre.Member))));
            answers.Count(a => a.IsT0).ShouldBe(3, $"round {round}");
            answers.Count(a => a.IsT1).ShouldBe(5, $"round {round}");
            (await instance.ReadAsync(db => db.Enrolments.Where(e => e.SessionId == session && e.Seat != null).Select(e => e.Seat!.Value).OrderBy(s => s).ToListAsync())).ShouldBe([1, 2, 3]);
        }
    }

    [Theory, BothDatabases]
    public async Task The_database_itself_refuses_a_seat_that_is_not_there_or_taken(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, _, session) = await OpenAsync(instance, seats: 1, atOnce: true);
        (await EnrolAsync(instance, session, "Nora")).Status.ShouldBe(EnrolmentStatus.Accepted);

        foreach (var seat in new[] { 1, 2, 0 })
        {
            var intruder = new Enrolment(EnrolmentId.New(), session, $"hash{seat}", new Domain.Bookings.Contact("Intrus", $"intrus{seat}@exemple.fr", null), null, "fr", instance.Clock.Now);
            intruder.Accept(seat, instance.Clock.Now);
            await Should.ThrowAsync<DbUpdateException>(() => instance.AddAsync(intruder), $"seat {seat}");
        }

        await Should.ThrowAsync<Exception>(() => instance.ReadAsync(db => db.CourseSessions.Where(s => s.Id == session).ExecuteUpdateAsync(s => s.SetProperty(x => x.Seats, 0))));
    }

    [Theory, BothDatabases]
    public async Task Seats_added_are_held_for_who_waits_and_none_goes_while_someone_has_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, session) = await OpenAsync(instance, seats: 2, atOnce: true);
        var nora = await EnrolAsync(instance, session, "Nora");
        var olivier = await EnrolAsync(instance, session, "Olivier");
        var paul = await EnrolAsync(instance, session, "Paul");
        (await instance.SendAsync(new ChangeCourseSession(session, Dates(centre.Place.Id, 1, true)), centre.Member)).AsT1.Taken.ShouldBe(2);

        // Nora sat on the first seat: Olivier moves to it, and the second may go.
        (await instance.SendAsync(new ActOnEnrolment(paul.Secret, EnrolmentAct.Withdraw))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Withdraw))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ChangeCourseSession(session, Dates(centre.Place.Id, 1, true)), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Enrolments.SingleAsync(e => e.Id == olivier.Id))).Seat.ShouldBe(1);

        var rosa = await EnrolAsync(instance, session, "Rosa");
        rosa.Status.ShouldBe(EnrolmentStatus.Waiting);
        (await instance.SendAsync(new ChangeCourseSession(session, Dates(centre.Place.Id, 3, true)), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ActOnEnrolment(rosa.Secret, EnrolmentAct.Take))).AsT0.Status.ShouldBe(EnrolmentStatus.Accepted);
    }

    [Theory, BothDatabases]
    public async Task One_person_asks_once_and_a_form_sent_twice_is_one_request(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, _, session) = await OpenAsync(instance);
        var request = new Enrol(session, "Nora", "Nora@Exemple.fr", null, null, "fr", EnrolmentId.New());
        var twice = await Task.WhenAll(Task.Run(() => instance.SendAsync(request)), Task.Run(() => instance.SendAsync(request)));
        twice[0].AsT0.Secret.ShouldBe(twice[1].AsT0.Secret);
        (await instance.SendAsync(new Enrol(session, "Nora", "nora@exemple.fr", null, null, "fr"))).IsT2.ShouldBeTrue("the same address, whatever its case");
        (await instance.ReadAsync(db => db.Enrolments.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task What_was_done_is_written_once_however_often_it_is_asked_for(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, _, session) = await OpenAsync(instance, seats: 1, atOnce: true);
        var nora = await EnrolAsync(instance, session, "Nora");
        (await LettersAsync()).ShouldBe(1);

        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Take))).IsT0.ShouldBeTrue("it is theirs already");
        (await LettersAsync()).ShouldBe(1);
        for (var n = 0; n < 3; n++)
        {
            (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Withdraw))).IsT0.ShouldBeTrue("twice is once");
        }

        (await LettersAsync()).ShouldBe(2);

        Task<int> LettersAsync() => instance.ReadAsync(db => db.Outbox.CountAsync(m => (m.Kind == MessageKind.EnrolmentNews || m.Kind == MessageKind.SeatGone) && m.SubjectId == nora.Id.Value));
    }

    [Theory, BothDatabases]
    public async Task Attendance_is_written_from_the_first_day_and_the_certificate_proves_itself(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, session) = await OpenAsync(instance, atOnce: true);
        var nora = await EnrolAsync(instance, session, "Nora");
        var absent = await EnrolAsync(instance, session, "Olivier");
        var sheet = new Dictionary<EnrolmentId, long> { [nora.Id] = 0b01, [absent.Id] = 0 };
        (await instance.SendAsync(new RecordAttendance(session, sheet, Certify: false), centre.Member)).IsT1.ShouldBeTrue("nobody came yet");

        instance.Clock.Now = Instant.FromUtc(2027, 3, 22, 12, 0);
        (await instance.SendAsync(new RecordAttendance(session, sheet, Certify: true), centre.Member)).IsT1.ShouldBeTrue("before the end");
        (await instance.SendAsync(new RecordAttendance(session, sheet, Certify: false), centre.Member)).IsT0.ShouldBeTrue();
        instance.Clock.Now = Instant.FromUtc(2027, 3, 22, 16, 0);
        (await instance.SendAsync(new RecordAttendance(session, sheet, Certify: true), centre.Member)).AsT0.Certificates.ShouldBe(1);
        (await instance.SendAsync(new RecordAttendance(session, sheet, Certify: true), centre.Member)).AsT0.Certificates.ShouldBe(0, "given once");

        var number = (await instance.SendAsync(new GetEnrolment(nora.Secret))).AsT0.CertificateNumber!;
        var certificate = (await instance.SendAsync(new GetCertificate(number.ToLowerInvariant().Replace('-', ' ')))).AsT0;
        (certificate.Name, certificate.Minutes, certificate.Meetings.Count).ShouldBe(("Nora", 180, 1));
        (await instance.SendAsync(new GetCertificate("2222-2222-2222"))).IsT1.ShouldBeTrue();

        // Six months later, one question, asked once.
        instance.Clock.Now += TrainingSweep.FollowUpAfter + Duration.FromDays(1);
        await SweepAsync(instance);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.EnrolmentFollowUp))).ShouldBe(1, "nobody asks who did not come");
        (await instance.SendAsync(new AnswerFollowUp(absent.Secret, FollowUp.Volunteers))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new AnswerFollowUp(nora.Secret, FollowUp.Volunteers))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetEnrolment(nora.Secret))).AsT0.FollowUp.ShouldBe(FollowUp.Volunteers);
    }

    [Theory, BothDatabases]
    public async Task What_was_attended_stays_with_its_half_day_when_others_are_added_or_removed(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, course, _) = await OpenAsync(instance);
        var session = (await instance.SendAsync(new PlanSessions(course, Mornings(0, 7, 14)), centre.Manager)).AsT0.Ids.Single();
        var nora = await EnrolAsync(instance, session, "Nora");
        instance.Clock.Now = Instant.FromUtc(2027, 3, 29, 12, 0);
        (await instance.SendAsync(new RecordAttendance(session, new Dictionary<EnrolmentId, long> { [nora.Id] = 0b011 }, Certify: false), centre.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new ChangeCourseSession(session, Mornings(0, 3, 7, 14)), centre.Member)).IsT0.ShouldBeTrue();
        (await AttendedAsync()).ShouldBe(0b101);

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ChangeCourseSession(session, Mornings(0, 3, 14)), centre.Member))).Errors.Keys.ShouldBe(["meetings"]);
        (await AttendedAsync()).ShouldBe(0b101);

        (await instance.SendAsync(new ChangeCourseSession(session, Mornings(0, 7)), centre.Member)).IsT0.ShouldBeTrue();
        (await AttendedAsync()).ShouldBe(0b011);

        SessionDetails Mornings(params int[] days) => new(centre.Place.Id, [.. days.Select(d => new Meeting(Day.PlusDays(d), new LocalTime(9, 0), new LocalTime(12, 0)))], 4, AcceptsAtOnce: true);

        Task<long> AttendedAsync() => instance.ReadAsync(db => db.Enrolments.Where(e => e.Id == nora.Id).Select(e => e.Attended).SingleAsync());
    }

    [Theory, BothDatabases]
    public async Task People_are_reminded_once_two_days_before_within_decent_hours(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, _, session) = await OpenAsync(instance, atOnce: true);
        await EnrolAsync(instance, session, "Nora");
        instance.Clock.Now = Instant.FromUtc(2027, 3, 20, 3, 0);
        await SweepAsync(instance);
        (await RemindersAsync()).ShouldBe(0, "at four in the morning, and more than two days before");
        instance.Clock.Now = Instant.FromUtc(2027, 3, 20, 9, 0);
        await SweepAsync(instance);
        await SweepAsync(instance);
        (await RemindersAsync()).ShouldBe(1);

        Task<int> RemindersAsync() => instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.EnrolmentReminder));
    }

    [Theory, BothDatabases]
    public async Task After_a_restore_what_was_due_since_the_backup_is_not_said_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, _, session) = await OpenAsync(instance, atOnce: true);
        await EnrolAsync(instance, session, "Nora");
        (await instance.SendAsync(new Enrol(session, "Paul", null, "06 12 34 56 78", null, "fr"))).IsT0.ShouldBeTrue();
        var calls = await CallsAsync();
        instance.Clock.Now = Instant.FromUtc(2027, 3, 20, 9, 0);
        (await instance.SendAsync(new SkipDueReminders(), Given.Operator)).ShouldBe(1);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.EnrolmentReminder))).ShouldBe(0);
        (await CallsAsync()).ShouldBe(calls + 1, "to be called rings nowhere by itself");

        Task<int> CallsAsync() => instance.ReadAsync(db => db.EnrolmentCalls.CountAsync());
    }

    [Theory, BothDatabases]
    public async Task What_is_no_more_is_struck_in_the_calendars_of_those_who_had_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, session) = await OpenAsync(instance, seats: 3, atOnce: true);
        var nora = await EnrolAsync(instance, session, "Nora");
        var olivier = await EnrolAsync(instance, session, "Olivier");
        var paul = await EnrolAsync(instance, session, "Paul");
        var quentin = await EnrolAsync(instance, session, "Quentin");
        quentin.Status.ShouldBe(EnrolmentStatus.Waiting);
        var before = await SequenceAsync(paul);
        instance.Clock.Advance(Duration.FromMinutes(1));

        (await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Withdraw))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DecideEnrolment(olivier.Id, EnrolmentDecision.Refuse, "Trop loin."), centre.Member)).IsT0.ShouldBeTrue();
        (await CalendarAsync(nora)).ShouldBe(["1 CANCELLED", "2 CANCELLED"]);
        (await CalendarAsync(olivier)).ShouldBe(["1 CANCELLED", "2 CANCELLED"]);

        // The second half-day stays, and is the first now.
        var left = Dates(centre.Place.Id, 3, true) with { Meetings = [new Meeting(Day, new LocalTime(14, 0), new LocalTime(17, 0))] };
        (await instance.SendAsync(new ChangeCourseSession(session, left), centre.Member)).IsT0.ShouldBeTrue();
        (await CalendarAsync(paul)).ShouldBe(["1 CONFIRMED", "2 CANCELLED"]);
        (await CalendarAsync(quentin)).ShouldBeEmpty("a seat is held for them, not theirs");
        (await SequenceAsync(paul)).ShouldBeGreaterThan(before);

        (await instance.SendAsync(new CancelCourseSession(session, "Le formateur est malade."), centre.Member)).IsT0.ShouldBeTrue();
        (await CalendarAsync(paul)).ShouldBe(["1 CANCELLED"]);
        (await CalendarAsync(quentin)).ShouldBeEmpty();

        async Task<string[]> LinesAsync(Enrolled person)
        {
            // Of all that was told, only the latest is still to be said.
            foreach (var message in await instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.SubjectId == person.Id.Value).ToListAsync()))
            {
                if (await instance.LetterAsync(message.Kind, message.SubjectId, message.Occurrence) is { } letter)
                {
                    return letter.Calendar?.ReplaceLineEndings("\n").Split('\n') ?? [];
                }
            }

            throw new InvalidOperationException($"Nothing is told to {person.Id}.");
        }

        async Task<IReadOnlyList<string>> CalendarAsync(Enrolled person)
        {
            var lines = await LinesAsync(person);
            var places = lines.Where(l => l.StartsWith("UID:", StringComparison.Ordinal)).Select(l => l.Split('@')[0].Split('-')[^1]);
            return [.. places.Zip(lines.Where(l => l.StartsWith("STATUS:", StringComparison.Ordinal)), (place, status) => $"{place} {status["STATUS:".Length..]}").Order(StringComparer.Ordinal)];
        }

        async Task<int> SequenceAsync(Enrolled person) =>
            int.Parse((await LinesAsync(person)).First(l => l.StartsWith("SEQUENCE:", StringComparison.Ordinal))["SEQUENCE:".Length..], CultureInfo.InvariantCulture);
    }

    [Theory, BothDatabases]
    public async Task A_session_that_moves_is_told_as_such_to_all_who_asked_and_reminded_of_anew(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, session) = await OpenAsync(instance, seats: 1, atOnce: true);
        var nora = await EnrolAsync(instance, session, "Nora");
        var olivier = await EnrolAsync(instance, session, "Olivier");
        (nora.Status, olivier.Status).ShouldBe((EnrolmentStatus.Accepted, EnrolmentStatus.Waiting));
        instance.Clock.Now = Instant.FromUtc(2027, 3, 20, 9, 0);
        await SweepAsync(instance);
        (await instance.LetterAsync(MessageKind.EnrolmentReminder, nora.Id.Value, 1)).ShouldNotBeNull();

        (await instance.SendAsync(new ChangeCourseSession(session, Dates(centre.Place.Id, 1, true).Later(30)), centre.Member)).IsT0.ShouldBeTrue();

        var told = await instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == MessageKind.SessionMoved).ToListAsync());
        told.Select(m => m.SubjectId).ShouldBe([nora.Id.Value, olivier.Id.Value], ignoreOrder: true);
        foreach (var message in told)
        {
            var letter = (await instance.LetterAsync(message.Kind, message.SubjectId, message.Occurrence)).ShouldNotBeNull();
            letter.Subject.ShouldBe("Votre session a changé : Réparer le petit électroménager");
            letter.Text.ShouldSatisfyAllConditions(t => t.ShouldContain("ont changé"), t => t.ShouldContain("avril"));
        }

        (await instance.LetterAsync(MessageKind.EnrolmentReminder, nora.Id.Value, 1)).ShouldBeNull("of a day that it no longer is");
        await SweepAsync(instance);
        (await RemindersAsync()).ShouldBe(1, "a month before");
        instance.Clock.Now = Instant.FromUtc(2027, 4, 19, 9, 0);
        await SweepAsync(instance);
        await SweepAsync(instance);
        (await RemindersAsync()).ShouldBe(2);

        Task<int> RemindersAsync() => instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.EnrolmentReminder));
    }

    [Theory, BothDatabases]
    public async Task Two_desks_that_write_from_the_same_page_both_write_and_a_form_sent_twice_writes_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, session) = await OpenAsync(instance, atOnce: true);
        await EnrolAsync(instance, session, "Nora");
        WriteToSession[] forms = [new(session, 1, "La salle", "La salle a changé."), new(session, 1, "Vos mains", "Apportez des gants.")];
        foreach (var form in forms.Concat(forms))
        {
            (await instance.SendAsync(form, centre.Member)).AsT0.ShouldBe(new LettersWritten(1, 0));
        }

        (await instance.ReadAsync(db => db.SessionNotes.OrderBy(n => n.Number).Select(n => n.Text).ToListAsync())).ShouldBe(["La salle a changé.", "Apportez des gants."]);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.SessionMessage))).ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task A_session_called_off_tells_everyone_and_ends_every_request(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, _, session) = await OpenAsync(instance, seats: 1, atOnce: true);
        var nora = await EnrolAsync(instance, session, "Nora");
        var olivier = await EnrolAsync(instance, session, "Olivier");
        (await instance.SendAsync(new CancelCourseSession(session, "Le formateur est malade."), centre.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CancelCourseSession(session, "Encore."), centre.Member)).IsT0.ShouldBeTrue("pressed twice");

        foreach (var secret in new[] { nora.Secret, olivier.Secret })
        {
            var view = (await instance.SendAsync(new GetEnrolment(secret))).AsT0;
            (view.Status, view.Session.State, view.Session.CancelReason).ShouldBe((EnrolmentStatus.Expired, SessionState.Cancelled, "Le formateur est malade."));
        }

        (await instance.SendAsync(new Enrol(session, "Paul", "paul@exemple.fr", null, null, "fr"))).AsT1.State.ShouldBe(SessionState.Cancelled);
    }

    [Theory, BothDatabases]
    public async Task A_search_finds_by_words_trade_distance_and_price_and_not_what_is_hidden(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, course, _) = await OpenAsync(instance);
        (await FoundAsync(new FindCourses(Text: "electromenager repar"))).ShouldBe(1);
        (await FoundAsync(new FindCourses(Text: "menager"))).ShouldBe(0, "the beginning of a word");
        (await FoundAsync(new FindCourses(Trade: Trade.Reuse))).ShouldBe(0);
        (await FoundAsync(new FindCourses(Near: Given.Grenoble, RadiusKm: 10, Trade: Trade.Repair))).ShouldBe(1);
        (await FoundAsync(new FindCourses(Near: "75056", RadiusKm: 25))).ShouldBe(0);
        (await FoundAsync(new FindCourses(Territory: "epci:" + Given.MetropoleGrenoble, Funding: CourseFunding.Free))).ShouldBe(1);
        (await FoundAsync(new FindCourses(Territory: "departement:38"))).ShouldBe(1);
        (await FoundAsync(new FindCourses(Territory: "region:84"))).ShouldBe(1);
        (await FoundAsync(new FindCourses(Territory: "region:11"))).ShouldBe(0);
        (await FoundAsync(new FindCourses(Funding: CourseFunding.Cpf))).ShouldBe(0);
        (await FoundAsync(new FindCourses(From: Day))).ShouldBe(1);
        (await FoundAsync(new FindCourses(From: Day.PlusDays(1)))).ShouldBe(0);
        (await instance.SendAsync(new FindCourses(Territory: "commune:99999"))).IsT1.ShouldBeTrue();

        await instance.Given.RefusedByAsync(centre, "departement:38");
        (await FoundAsync(new FindCourses(Territory: "departement:38"))).ShouldBe(0, "its centre is refused there");
        (await FoundAsync(new FindCourses(Near: Given.Grenoble, RadiusKm: 10))).ShouldBe(0);
        (await FoundAsync(new FindCourses(Territory: "region:84"))).ShouldBe(1);
        (await instance.SendAsync(new GetSessionsToCome("departement:38"))).AsT0.Sessions.ShouldBeEmpty();
        (await instance.SendAsync(new GetSessionsToCome("region:84"))).AsT0.Sessions.Count.ShouldBe(1);
        (await FoundAsync(new FindCourses())).ShouldBe(1);

        var elsewhere = (await instance.ReadAsync(db => db.CourseSessions.SingleAsync())).Id;
        await instance.ReadAsync(db => db.CourseSessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.CommuneCode, "69123")));
        (await FoundAsync(new FindCourses(Territory: "departement:69"))).ShouldBe(1, "held there");
        (await instance.SendAsync(new CancelCourseSession(elsewhere, "Le formateur est malade."), centre.Member)).IsT0.ShouldBeTrue();
        (await FoundAsync(new FindCourses(Territory: "departement:69"))).ShouldBe(0, "nothing is held there any more");

        (await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Draft), centre.Manager)).IsT0.ShouldBeTrue();
        (await FoundAsync(new FindCourses())).ShouldBe(0);
        (await instance.SendAsync(new GetCourse(course))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetCourse(course), centre.Member)).IsT0.ShouldBeTrue();

        async Task<int> FoundAsync(FindCourses search) => (await instance.SendAsync(search)).AsT0.Items.Count;
    }

    [Theory, BothDatabases]
    public async Task Of_many_sessions_the_next_one_is_told(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, course, first) = await OpenAsync(instance);
        for (var more = 1; more <= 2; more++)
        {
            (await instance.SendAsync(new PlanSessions(course, Dates(centre.Place.Id, 4, false).Later(26 * more), Times: PlanSessions.MostAtOnce, EveryDays: 1), centre.Manager)).IsT0.ShouldBeTrue();
        }

        (await instance.SendAsync(new FindCourses(Take: 1))).AsT0.Items.Single().Next!.Id.ShouldBe(first);
        (await instance.SendAsync(new GetCourse(course))).AsT0.Sessions[0].Id.ShouldBe(first);
    }

    [Theory, BothDatabases]
    public async Task What_contradicts_itself_is_refused_on_its_field(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (centre, course, _) = await OpenAsync(instance);
        (await RefusedAsync(new AddCourse(centre.Organisation.Id, Details with { TakesCpf = true }))).ShouldBe(["takesCpf"]);
        (await RefusedAsync(new AddCourse(centre.Organisation.Id, Details with { CertificationCode = "RNCP37098", CertifiedUntil = new LocalDate(2026, 12, 31) }))).ShouldBe(["certifiedUntil"]);
        (await RefusedAsync(new AddCourse(centre.Organisation.Id, Details with { Title = " ", Minutes = 5, Rome = ["Z9999"], Trade = "magic" }))).ShouldBe(["minutes", "rome", "title", "trade"]);
        (await RefusedAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, [new Meeting(Day, new LocalTime(17, 0), new LocalTime(9, 0))], 0)))).ShouldBe(["meetings", "minimum", "seats"]);
        (await RefusedAsync(new PlanSessions(course, new SessionDetails(PlaceId.New(), [new Meeting(Day, new LocalTime(9, 0), new LocalTime(12, 0))], 4)))).ShouldBe(["place"]);
        (await RefusedAsync(new PlanSessions(course, Dates(centre.Place.Id, 4, false).Later(-60)))).ShouldBe(["meetings"]);
        (await instance.SendAsync(new AddCourse(centre.Organisation.Id, Details), Given.Of(Domain.Identity.OrganisationRole.Manager, OrganisationId.New()))).Match(_ => "added", _ => "no centre", _ => "404").ShouldBe("404");

        async Task<IEnumerable<string>> RefusedAsync<T>(MediatR.IRequest<T> request) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request, centre.Manager))).Errors.Keys.Order(StringComparer.Ordinal);
    }

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<TrainingSweep>().SweepAsync(CancellationToken.None);
    }
}
