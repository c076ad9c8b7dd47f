using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Training;

public sealed class CourseRulesTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 9, 0);
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly LocalDate Monday = new(2027, 3, 22);

    private static CourseTerms Terms => new(CourseKind.Training, Trade.Repair, "Réparer l’électroménager", "Trois jours à l’établi.", CourseLevel.Beginner, TeachingMode.OnSite, 1260);

    private static Meeting Morning(LocalDate date) => new(date, new LocalTime(9, 0), new LocalTime(12, 0));

    private static CourseSession Session(SessionTerms terms) => new(CourseSessionId.New(), CourseId.New(), OrganisationId.New(), "38151", Paris, terms);

    private static Enrolment Enrolment() => new(EnrolmentId.New(), CourseSessionId.New(), "hash", new Contact("Nora", "nora@exemple.fr", null), null, "fr", Now);

    [Theory]
    [InlineData("rncp 37098", "RNCP37098")]
    [InlineData("RS-5802", "RS5802")]
    [InlineData("RNCP", null)]
    [InlineData("RNCP0", null)]
    [InlineData("RNCP1234567", null)]
    [InlineData("ROME1402", null)]
    [InlineData("", null)]
    public void The_code_of_a_certification_is_read_however_it_is_typed(string typed, string? code)
    {
        Certification.TryReadCode(typed, out var read).ShouldBe(code is not null);
        read.ShouldBe(code);
    }

    [Fact]
    public void A_certification_that_expired_is_shown_no_more_and_pays_for_nothing()
    {
        var course = new Course(CourseId.New(), OrganisationId.New(), "a", Terms with { Certification = new Certification("RNCP37098", Monday), IsQualiopi = true, TakesCpf = true }, Now);

        course.CertificationOn(Monday).ShouldNotBeNull();
        course.TakesCpfOn(Monday).ShouldBeTrue();
        course.CertificationOn(Monday.PlusDays(1)).ShouldBeNull();
        course.TakesCpfOn(Monday.PlusDays(1)).ShouldBeFalse();
    }

    [Fact]
    public void The_cpf_pays_only_for_what_is_certified_at_a_centre_that_is()
    {
        Should.Throw<ArgumentException>(() => new Course(CourseId.New(), OrganisationId.New(), "a", Terms with { TakesCpf = true, IsQualiopi = true }, Now));
        Should.Throw<ArgumentException>(() => new Course(CourseId.New(), OrganisationId.New(), "a", Terms with { TakesCpf = true, Certification = new Certification("RS5802", Monday) }, Now));
    }

    [Fact]
    public void All_that_is_wrong_with_a_session_is_said()
    {
        new SessionTerms(null, [], 8).Errors().ShouldBe([SessionError.NoMeeting]);
        new SessionTerms(null, [new Meeting(Monday, new LocalTime(12, 0), new LocalTime(12, 0))], 8).Errors().ShouldBe([SessionError.EndsBeforeItStarts]);
        new SessionTerms(null, [Morning(Monday), new Meeting(Monday, new LocalTime(11, 59), new LocalTime(13, 0))], 8).Errors().ShouldBe([SessionError.MeetingsOverlap]);
        new SessionTerms(null, [Morning(Monday), new Meeting(Monday, new LocalTime(12, 0), new LocalTime(13, 0))], 8).Errors().ShouldBeEmpty("one begins as the other ends");
        new SessionTerms(null, [Morning(Monday)], 0, 1).Errors().ShouldBe([SessionError.SeatsOutOfRange, SessionError.MinimumOutOfRange]);
        new SessionTerms(null, [Morning(Monday)], 4, 5).Errors().ShouldBe([SessionError.MinimumOutOfRange]);
        new SessionTerms(null, [Morning(Monday)], 4, 1, Monday.PlusDays(-1), Monday.PlusDays(-2)).Errors().ShouldBe([SessionError.EnrolmentUpsideDown]);
        new SessionTerms(null, [Morning(Monday)], 4, 1, null, Monday.PlusDays(1)).Errors().ShouldBe([SessionError.EnrolmentAfterTheEnd]);
        new SessionTerms(null, [Morning(Monday), Morning(Monday.PlusDays(801))], 4).Errors().ShouldBe([SessionError.TooLong]);
    }

    [Fact]
    public void A_session_says_when_one_may_come_in()
    {
        var session = Session(new SessionTerms(null, [Morning(Monday.PlusDays(1)), Morning(Monday)], 2, 1, Monday.PlusDays(-10)));

        session.EnrolUntil.ShouldBe(Monday.PlusDays(-1), "the day before it begins");
        session.Meetings.ShouldBe([Morning(Monday), Morning(Monday.PlusDays(1))]);
        session.Minutes.ShouldBe(360);
        (session.Start, session.End).ShouldBe((Instant.FromUtc(2027, 3, 22, 8, 0), Instant.FromUtc(2027, 3, 23, 11, 0)));
        State(Monday.PlusDays(-11)).ShouldBe(SessionState.NotYet);
        State(Monday.PlusDays(-10)).ShouldBe(SessionState.Open);
        State(Monday.PlusDays(-1), taken: 2).ShouldBe(SessionState.Full);
        State(Monday).ShouldBe(SessionState.Closed);
        session.StateAt(0, session.End, Paris).ShouldBe(SessionState.Done, "half-open");
        session.Cancel("Trop peu de monde", Now).ShouldBeTrue();
        session.Cancel("Encore", Now).ShouldBeFalse();
        State(Monday.PlusDays(-5)).ShouldBe(SessionState.Cancelled);

        SessionState State(LocalDate day, int taken = 0) => session.StateAt(taken, day.At(new LocalTime(10, 0)).InZoneLeniently(Paris).ToInstant(), Paris);
    }

    [Fact]
    public void Hours_keep_their_wall_clock_over_the_night_when_clocks_change()
    {
        // Clocks go forward on the night of 28 March 2027.
        var session = Session(new SessionTerms(null, [Morning(new LocalDate(2027, 3, 27)), Morning(new LocalDate(2027, 3, 29))], 2));

        (session.Start, session.End).ShouldBe((Instant.FromUtc(2027, 3, 27, 8, 0), Instant.FromUtc(2027, 3, 29, 10, 0)));
        session.Minutes.ShouldBe(360);
    }

    [Fact]
    public void Permanent_entry_lasts_as_long_as_the_session() =>
        Session(new SessionTerms(null, [Morning(Monday), Morning(Monday.PlusDays(30))], 2, Entry: SessionEntry.Permanent)).EnrolUntil.ShouldBe(Monday.PlusDays(30));

    [Fact]
    public void Only_who_is_accepted_or_offered_has_a_seat()
    {
        var enrolment = Enrolment();
        enrolment.Ask("Savez-vous souder ?", Now);
        Should.Throw<InvalidOperationException>(() => enrolment.TakeOffer(Now));
        enrolment.Reply("Un peu", Now);
        (enrolment.Status, enrolment.Answer, enrolment.Seat).ShouldBe((EnrolmentStatus.Requested, "Un peu", null));
        enrolment.Accept(3, Now);
        (enrolment.Status, enrolment.Seat).ShouldBe((EnrolmentStatus.Accepted, 3));
        Should.Throw<InvalidOperationException>(() => enrolment.Accept(4, Now));
        enrolment.Withdraw(Now).ShouldBeTrue();
        (enrolment.Status, enrolment.Seat).ShouldBe((EnrolmentStatus.Withdrawn, null));
        enrolment.Withdraw(Now).ShouldBeFalse();
    }

    [Fact]
    public void A_held_seat_is_taken_in_time_or_goes_and_twice_without_a_word_ends_the_wait()
    {
        var enrolment = Enrolment();
        enrolment.Wait(Now);
        enrolment.Offer(1, Now + Duration.FromHours(2), Now);
        Should.Throw<InvalidOperationException>(() => enrolment.TakeOffer(Now + Duration.FromHours(2)), "half-open");
        enrolment.LetGo(Now).ShouldBeTrue();
        (enrolment.Status, enrolment.Seat, enrolment.HeldUntil).ShouldBe((EnrolmentStatus.Waiting, null, null));
        enrolment.Offer(1, Now + Duration.FromHours(2), Now);
        enrolment.LetGo(Now).ShouldBeFalse();
        enrolment.Status.ShouldBe(EnrolmentStatus.Expired);
    }

    [Fact]
    public void A_certificate_is_given_once_to_who_came()
    {
        var enrolment = Enrolment();
        enrolment.Accept(1, Now);
        Should.Throw<InvalidOperationException>(() => enrolment.Certify(new byte[12], Now), "nobody came");
        enrolment.Attend(0b101);
        (enrolment.HasAttended(0), enrolment.HasAttended(1), enrolment.AttendedCount).ShouldBe((true, false, 2));
        enrolment.Certify([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255], Now);
        enrolment.CertificateNumber.ShouldBe("23456789ABCH");
        enrolment.Certify(new byte[12], Now);
        enrolment.CertificateNumber.ShouldBe("23456789ABCH");
    }

    [Fact]
    public void What_was_attended_stays_with_its_meeting()
    {
        var session = Session(new SessionTerms(null, [Morning(Monday), Morning(Monday.PlusDays(7)), Morning(Monday.PlusDays(14))], 2));
        var enrolment = Enrolment();
        enrolment.Accept(1, Now);
        enrolment.Attend(0b1011);

        var later = new Meeting(Monday.PlusDays(7), new LocalTime(10, 0), new LocalTime(13, 0));
        var places = session.PlacesAmong([later, Morning(Monday.PlusDays(3)), Morning(Monday)]);
        places.ShouldBe([0, 2, null]);
        enrolment.Follow(places).ShouldBeTrue("the last one was attended by nobody");
        enrolment.Attended.ShouldBe(0b101, "without what stands for no meeting");

        enrolment.Follow([0, null, 2]).ShouldBeTrue();
        enrolment.Follow([0, 1, null]).ShouldBeFalse("they came to the third");
        enrolment.Attended.ShouldBe(0b101);

        // Of two at other hours, nobody knows which one it is.
        var evening = new Meeting(Monday, new LocalTime(18, 0), new LocalTime(20, 0));
        session.PlacesAmong([new Meeting(Monday, new LocalTime(8, 0), new LocalTime(10, 0)), evening]).ShouldBe([null, null, null]);
        session.PlacesAmong([Morning(Monday), evening]).ShouldBe([0, null, null]);
    }

    [Fact]
    public void Who_is_forgotten_leaves_the_count_of_what_they_attended()
    {
        var enrolment = Enrolment();
        enrolment.Accept(1, Now);
        enrolment.Attend(1);
        enrolment.Certify(new byte[12], Now);
        enrolment.Erase(Now);

        (enrolment.Contact, enrolment.CertificateNumber, enrolment.AttendedCount, enrolment.Status).ShouldBe((Contact.Erased, null, 1, EnrolmentStatus.Accepted));
        enrolment.SecretHash.ShouldNotBe("hash");
    }

    [Fact]
    public void A_link_is_replaced_by_another_one()
    {
        var enrolment = Enrolment();

        enrolment.RenewLink("other");

        (enrolment.SecretHash, enrolment.SecretGeneration).ShouldBe(("other", 1));
        Should.Throw<ArgumentException>(() => enrolment.RenewLink("other"));
        Should.Throw<ArgumentException>(() => enrolment.RenewLink(""));
        enrolment.SecretGeneration.ShouldBe(1);
    }

    [Fact]
    public void One_is_introduced_to_one_organisation_at_a_time_as_long_as_one_agrees()
    {
        var (first, second) = (OrganisationId.New(), OrganisationId.New());
        var enrolment = Enrolment();
        enrolment.Agree(true);
        Should.Throw<InvalidOperationException>(() => enrolment.Introduce(first, Now), "without a seat");
        enrolment.Accept(1, Now);
        Should.Throw<InvalidOperationException>(() => enrolment.Introduce(first, Now), "without coming");
        enrolment.Attend(1);
        enrolment.Agree(false);
        Should.Throw<InvalidOperationException>(() => enrolment.Introduce(first, Now), "without agreeing");
        enrolment.Agree(true);

        enrolment.Introduce(first, Now);

        (enrolment.Introduction, enrolment.IntroducedTo, enrolment.Introductions).ShouldBe((Introduction.Waiting, first, 1));
        Should.Throw<InvalidOperationException>(() => enrolment.Introduce(second, Now));
        enrolment.Decline();
        Should.Throw<InvalidOperationException>(() => enrolment.Introduce(first, Now), "it has just said no");
        Should.Throw<InvalidOperationException>(() => enrolment.Welcome(Now));
        enrolment.Introduce(second, Now);
        enrolment.Welcome(Now);
        Should.Throw<InvalidOperationException>(enrolment.Decline);
        (enrolment.Introduction, enrolment.Introductions, enrolment.WelcomedAt).ShouldBe((Introduction.Welcomed, 2, Now));

        enrolment.Agree(false);
        (enrolment.Introduction, enrolment.IntroducedTo, enrolment.WelcomedAt).ShouldBe((Introduction.None, null, Now));
    }

    [Fact]
    public void Who_is_forgotten_is_introduced_to_nobody()
    {
        var enrolment = Enrolment();
        enrolment.Agree(true);
        enrolment.Accept(1, Now);
        enrolment.Attend(1);
        enrolment.Introduce(OrganisationId.New(), Now);

        enrolment.Erase(Now);

        (enrolment.Introduction, enrolment.IntroducedTo, enrolment.AgreesToIntroduction, enrolment.IntroducedAt).ShouldBe((Introduction.None, null, false, Now));
    }
}
