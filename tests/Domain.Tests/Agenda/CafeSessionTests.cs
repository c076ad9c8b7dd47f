using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Agenda;

public sealed class CafeSessionTests
{
    private static readonly PlaceId Place = PlaceId.New();
    private static readonly ServiceId Service = ServiceId.New();
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly LocalDate Saturday = new(2027, 3, 6);
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 8, 0);
    private static readonly PersonId Ali = PersonId.New();
    private static readonly PersonId Jeanne = PersonId.New();

    [Fact]
    public void A_session_says_all_that_is_wrong_with_its_terms()
    {
        Terms().Errors().ShouldBeEmpty();
        Terms(from: 18, to: 14).Errors().ShouldBe([CafeSessionError.ToNotAfterFrom]);
        Terms(from: 14, to: 14).Errors().ShouldBe([CafeSessionError.ToNotAfterFrom]);
        Terms(from: 14, to: 0).Errors().ShouldBeEmpty("midnight is the end of the day");
        Terms(benches: 0).Errors().ShouldBe([CafeSessionError.BenchesOutOfRange]);
        Terms(benches: 51, title: new string('x', 400)).Errors().ShouldBe([CafeSessionError.TitleTooLong, CafeSessionError.BenchesOutOfRange]);
        foreach (var (minutes, isRight) in new (int?, bool)[] { (null, true), (5, true), (240, true), (4, false), (0, false), (-5, false), (241, false) })
        {
            (Terms() with { MinutesPerPlace = minutes }).Errors().Contains(CafeSessionError.MinutesOutOfRange).ShouldBe(!isRight);
        }

        CafeSession.TryPlan(CafeSessionId.New(), Place, Terms(benches: 0), out var none, out _).ShouldBeFalse();
        none.ShouldBeNull();

        var session = CafeSession.Plan(CafeSessionId.New(), Place, Terms());
        Should.Throw<ArgumentException>(() => session.Change(Terms(from: 18, to: 14)));
        session.From.ShouldBe(new LocalTime(14, 0));
    }

    [Fact]
    public void Who_withdraws_leaves_the_list_and_may_come_back()
    {
        var session = CafeSession.Plan(CafeSessionId.New(), Place, Terms(volunteers: [Ali, Jeanne, Ali]));
        session.Volunteers.Select(v => v.PersonId).ShouldBe([Ali, Jeanne]);

        session.Withdraw(Ali).ShouldBeTrue();
        session.Withdraw(Ali).ShouldBeFalse();
        session.Volunteers.Select(v => v.PersonId).ShouldBe([Jeanne]);
        session.Change(Terms(volunteers: [Ali, Jeanne]));
        session.Volunteers.Select(v => v.PersonId).ShouldBe([Jeanne, Ali]);

        session.Cancel(Now).ShouldBeTrue();
        session.Cancel(Now + Duration.FromHours(1)).ShouldBeFalse();
        session.CancelledAt.ShouldBe(Now);
    }

    [Fact]
    public void A_session_stands_in_for_the_hours_of_its_day_and_for_a_holiday()
    {
        var easterMonday = new LocalDate(2027, 3, 29);
        Starts(Saturday, ["lamp"]).ShouldBe([9, 10, 11], "the weekly rule");
        Starts(Saturday, ["lamp"], Hours(Saturday)).ShouldBe([14, 15, 16, 17]);
        Starts(easterMonday, ["lamp"], Hours(easterMonday)).ShouldBe([14, 15, 16, 17]);

        var shut = DayOverride.Create(Place, Saturday, []);
        Starts(Saturday, ["lamp"], Hours(Saturday), shut).ShouldBe([14, 15, 16, 17]);
    }

    [Fact]
    public void It_is_offered_only_for_what_someone_present_repairs()
    {
        Starts(Saturday, ["lamp"], Hours(Saturday, "toaster")).ShouldBeEmpty();
        Starts(Saturday, ["lamp", "toaster"], Hours(Saturday, "toaster")).ShouldBe([14, 15, 16, 17]);
        Starts(Saturday, null, Hours(Saturday)).ShouldBe([14, 15, 16, 17], "whatever it is: the agenda of the workshop");
        Starts(Saturday.PlusWeeks(1), ["lamp"], Hours(Saturday, "toaster")).ShouldBe([9, 10, 11], "another day is as it was");
    }

    [Fact]
    public void A_day_called_off_stays_shut_until_it_is_given_hours_again()
    {
        var off = Hours(Saturday) with { IsCalledOff = true };
        Starts(Saturday, null, off).ShouldBeEmpty();
        Place9To12([off], null).SessionOn(Saturday).ShouldBeNull();
        Starts(Saturday, null, off, DayOverride.Create(Place, Saturday, [new DayOverrideOpening(new LocalTime(10, 0), new LocalTime(11, 0))])).ShouldBe([10]);

        var again = Hours(Saturday, "lamp");
        new SlotCalculator(Place9To12([off, again], null), new SlotTerms(Service, 60), [], Now).Slots(Saturday, Saturday).Count().ShouldBe(4);
    }

    [Fact]
    public void A_session_holds_what_keeps_its_time_and_its_bench()
    {
        var hours = Hours(Saturday) with { Benches = 2 };
        hours.Holds(Saturday.At(new LocalTime(14, 0)), Saturday.At(new LocalTime(15, 0)), 2).ShouldBeTrue();
        hours.Holds(Saturday.At(new LocalTime(17, 0)), Saturday.At(new LocalTime(18, 0)), 1).ShouldBeTrue();
        hours.Holds(Saturday.At(new LocalTime(17, 30)), Saturday.At(new LocalTime(18, 30)), 1).ShouldBeFalse();
        hours.Holds(Saturday.At(new LocalTime(14, 0)), Saturday.At(new LocalTime(15, 0)), 3).ShouldBeFalse();
        hours.Holds(Saturday.PlusDays(7).At(new LocalTime(14, 0)), Saturday.PlusDays(7).At(new LocalTime(15, 0)), 1).ShouldBeFalse();
        (hours with { To = LocalTime.Midnight }).Holds(Saturday.At(new LocalTime(23, 0)), Saturday.PlusDays(1).AtMidnight(), 1).ShouldBeTrue();
    }

    [Fact]
    public void Places_left_are_counted_bench_by_bench()
    {
        Instant At(int hour) => Now + Duration.FromHours(hour);
        var starts = new[] { At(0), At(1), At(2), At(3) };
        var hour = Duration.FromHours(1);
        SessionPlaces.Left([[new TimeRange(At(0), At(4))], [new TimeRange(At(0), At(1)), new TimeRange(At(2), At(4))]], starts, hour, hour).ShouldBe(7);
        SessionPlaces.Left([[new TimeRange(At(0), At(4))]], starts, hour, hour + hour).ShouldBe(2, "the buffer keeps the bench");
        SessionPlaces.Left([[]], starts, hour, hour).ShouldBe(0);
        SessionPlaces.Left([[new TimeRange(At(0), At(4))]], [], hour, hour).ShouldBe(0);
    }

    private static CafeSessionTerms Terms(int from = 14, int to = 18, int benches = 2, string? title = null, IReadOnlyList<PersonId>? volunteers = null) =>
        new(title, Saturday, new LocalTime(from, 0), new LocalTime(to, 0), benches, volunteers ?? [Ali]);

    private static SessionHours Hours(LocalDate date, string category = "lamp") =>
        new(CafeSessionId.New(), date, new LocalTime(14, 0), new LocalTime(18, 0), 1, new HashSet<string> { category });

    /// <summary>A place open on Saturdays from 9 h to 12 h.</summary>
    private static PlaceHours Place9To12(IEnumerable<SessionHours> sessions, DayOverride? day) => new(
        Paris, 1, "38", closedOnHolidays: true,
        [OpeningRule.Create(Place, new OpeningTerms(OpeningDays.Saturday, new LocalTime(9, 0), new LocalTime(12, 0), new LocalDate(2025, 1, 1)))],
        [], day is null ? [] : [day], sessions);

    private static IReadOnlyList<int> Starts(LocalDate date, IReadOnlyCollection<string>? categories, SessionHours? session = null, DayOverride? day = null) =>
        [.. new SlotCalculator(Place9To12(session is null ? [] : [session], day), new SlotTerms(Service, 60, categories: categories), [], Now)
            .Slots(date, date).Select(s => s.Start.InZone(Paris).Hour)];
}
