using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

/// <summary>What courses came to: worked out by hand, and always the sum of its communes, of its days, of its trades and of its centres.</summary>
public sealed class TrainingFiguresTests
{
    private const string Metropole = "epci:200040715";
    private static readonly string[] Communes = [Given.Grenoble, Given.Echirolles, "38421"];
    private static readonly LocalDate First = new(2027, 1, 4);
    private static readonly LocalDate Last = new(2027, 2, 12);
    private static readonly Instant Long = Instant.FromUtc(2028, 1, 1, 0, 0);

    [Theory, BothDatabases]
    public async Task What_became_of_a_session_is_counted(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var centre = await instance.Given.WorkshopAsync("Le Geste juste", OrganisationKinds.TrainingCentre);
        var course = await CourseAsync(instance, centre, Trade.Repair);
        // Two meetings, of three hours and of two.
        var session = await SessionAsync(instance, centre, course, First, 6);
        await SeatsAsync(instance, session, (0b11, FollowUp.Works), (0b11, null), (0b10, FollowUp.NotYet), (0, null));

        // Two introduced, one of them welcomed; what became of it afterwards changes no count.
        var taking = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.RepairCafe);
        await IntroduceAsync(instance, session, taking, "p0", welcomed: true, forgotten: false);
        await IntroduceAsync(instance, session, taking, "p1", welcomed: false, forgotten: true);
        await instance.AddAsync([Enrolment(session, "refused")]);
        var empty = await SessionAsync(instance, centre, course, First, 4);
        await SeatsAsync(instance, empty, (0, null));

        // Not of a draft, not called off, not still to come, not of a centre nobody approved.
        await SeatsAsync(instance, await SessionAsync(instance, centre, await CourseAsync(instance, centre, Trade.Repair, CourseStatus.Draft), First, 9), (0b11, null));
        await SeatsAsync(instance, await SessionAsync(instance, centre, course, First, 9, cancelled: true), (0b11, null));
        await SeatsAsync(instance, await SessionAsync(instance, centre, course, new LocalDate(2027, 12, 1), 9), (0, null));
        var stranger = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre, decision: null);
        await SeatsAsync(instance, await SessionAsync(instance, stranger, await CourseAsync(instance, stranger, Trade.Repair), First, 9), (0b11, null));
        instance.Clock.Now = Instant.FromUtc(2027, 11, 1, 0, 0);

        var report = (await instance.SendAsync(new GetTrainingFigures("commune:38185", new LocalDate(2027, 1, 1), new LocalDate(2027, 12, 31)), centre.Agent)).AsT0;

        report.Whole.Figures.ShouldBe(new TrainingFigures(2, 1, 10, 5, 3, 2, 600, (2 * 300) + 120, 3, 3, 2, 2, 1));
        (report.Whole.Figures.CompletionOfTaken, report.Whole.Figures.CompletionOfCame).ShouldBe((2 / 5m, 2 / 3m));
        report.Whole.Answers.ShouldBe([(null, 2L)], "two people: which of them said what is not shown");
        report.Trades.Select(p => (p.Key, p.Figures)).ShouldBe([("repair", report.Whole.Figures)]);
        report.Centres.Select(p => (p.Key, p.Name)).ShouldBe([(centre.Organisation.Id.ToString(), "Le Geste juste")]);

        // Two days of meetings: it counts on the last.
        (await instance.SendAsync(new GetTrainingFigures("commune:38185", First, First), centre.Agent)).AsT0.Whole.Figures.ShouldBe(default);
        (await instance.SendAsync(new GetTrainingFigures("commune:38185", First.PlusDays(1), First.PlusDays(1)), centre.Agent)).AsT0.Whole.Figures.ShouldBe(report.Whole.Figures);
    }

    [Theory, BothDatabases]
    public async Task Any_territory_is_the_sum_of_its_communes_and_any_period_that_of_its_days(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var state = 20271u;
        foreach (var commune in Communes)
        {
            for (var n = 0; n < 2; n++)
            {
                var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre, communeCode: commune);
                foreach (var trade in Enum.GetValues<Trade>().Where(_ => Next(3) > 0))
                {
                    var session = await SessionAsync(instance, centre, await CourseAsync(instance, centre, trade), First.PlusDays(Next(Period.DaysBetween(First, Last))), 20);
                    await SeatsAsync(instance, session, [.. Enumerable.Range(0, Next(12)).Select(_ => ((long)Next(4), Next(2) == 0 ? (FollowUp?)Next(5) : null))]);
                    for (var person = Next(4); person > 0; person--)
                    {
                        await IntroduceAsync(instance, session, centre, $"p{person}", welcomed: Next(2) == 0, forgotten: Next(3) == 0);
                    }
                }
            }
        }

        instance.Clock.Now = Instant.FromUtc(2027, 11, 1, 0, 0);
        foreach (var territory in new[] { Metropole, "departement:38", "region:84", "country:FRA" })
        {
            var whole = await ReadAsync(territory, First, Last.PlusDays(2));
            whole.Whole.Figures.Taken.ShouldBeGreaterThan(20);
            whole.Whole.Figures.Welcomed.ShouldBeInRange(1, whole.Whole.Figures.Introduced - 1);
            var communes = await Task.WhenAll(Communes.Select(c => ReadAsync("commune:" + c, First, Last.PlusDays(2))));
            Sum(communes.Select(r => r.Whole)).ShouldBe(whole.Whole.Figures, territory);
            Sum(whole.Trades).ShouldBe(whole.Whole.Figures, territory);
            Sum(whole.Centres).ShouldBe(whole.Whole.Figures, territory);
            foreach (var cut in new[] { [whole.Whole], whole.Trades, whole.Centres })
            {
                ShouldHideTheRare(cut);
            }
        }

        var total = (await ReadAsync(Metropole, First, Last.PlusDays(2))).Whole.Figures;
        var days = default(TrainingFigures);
        for (var day = First; day <= Last.PlusDays(2); day = day.PlusDays(1))
        {
            days += (await ReadAsync(Metropole, day, day)).Whole.Figures;
        }

        days.ShouldBe(total);

        int Next(int below)
        {
            state = (state * 1664525u) + 1013904223u;
            return (int)((state >> 8) % (uint)below);
        }

        async Task<TrainingReport> ReadAsync(string territory, LocalDate from, LocalDate to) => (await instance.SendAsync(new GetTrainingFigures(territory, from, to), Given.Operator)).AsT0;

        static TrainingFigures Sum(IEnumerable<TrainingPart> parts) => parts.Aggregate(default(TrainingFigures), (sum, p) => sum + p.Figures);
    }

    [Theory, BothDatabases]
    public async Task The_figures_of_another_territory_are_not_told(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (from, to) = (new LocalDate(2027, 1, 1), new LocalDate(2027, 12, 31));
        var agent = Given.AgentOf(TerritoryKey.Commune(Given.Grenoble));

        (await instance.SendAsync(new GetTrainingFigures("commune:38151", from, to), agent)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetTrainingFigures("commune:99999", from, to), agent)).IsT1.ShouldBeTrue();
        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GetTrainingFigures("commune:38185", to, from), agent));
        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GetTrainingFigures("commune:38185", from.PlusYears(-30), to), agent));
    }

    /// <summary>No part tells an answer of one or two people, and none but those merged everywhere is missing: nothing can be subtracted.</summary>
    private static void ShouldHideTheRare(IReadOnlyList<TrainingPart> cut)
    {
        foreach (var part in cut)
        {
            part.Answers.Sum(a => a.People).ShouldBe(part.Figures.Answered);
            part.Answers.Where(a => a.Answer is not null).ShouldAllBe(a => a.People >= MergedAnswers.Fewest);
        }
    }

    private static async Task<Course> CourseAsync(TestInstance instance, Workshop centre, Trade trade, CourseStatus status = CourseStatus.Published)
    {
        var id = CourseId.New();
        var course = new Course(id, centre.Organisation.Id, "cours-" + id, new CourseTerms(CourseKind.Training, trade, "Réparer", "À l’établi.", CourseLevel.Beginner, TeachingMode.OnSite, 300), instance.Clock.Now);
        course.SetStatus(status, instance.Clock.Now);
        await instance.AddAsync([course]);
        return course;
    }

    /// <summary>Three hours on a day, two on the next.</summary>
    private static async Task<CourseSession> SessionAsync(TestInstance instance, Workshop centre, Course course, LocalDate day, int seats, bool cancelled = false)
    {
        var terms = new SessionTerms(centre.Place.Id, [new Meeting(day, new LocalTime(9, 0), new LocalTime(12, 0)), new Meeting(day.PlusDays(1), new LocalTime(14, 0), new LocalTime(16, 0))], seats);
        var session = new CourseSession(CourseSessionId.New(), course.Id, centre.Organisation.Id, centre.Place.CommuneCode, DateTimeZoneProviders.Tzdb["Europe/Paris"], terms);
        if (cancelled)
        {
            session.Cancel("Le centre déménage.", Instant.FromUtc(2026, 12, 1, 0, 0));
        }

        await instance.AddAsync([session]);
        return session;
    }

    /// <summary>People with a seat: who came has a certificate and was asked what became of it.</summary>
    private static async Task SeatsAsync(TestInstance instance, CourseSession session, params (long Attended, FollowUp? Answer)[] people)
    {
        var seat = 0;
        await instance.AddAsync(people.Select(person =>
        {
            var enrolment = Enrolment(session, $"p{seat}");
            enrolment.Accept(++seat, Long);
            enrolment.Attend(person.Attended);
            if (person.Attended != 0)
            {
                enrolment.Certify(enrolment.Id.Value.ToByteArray(bigEndian: true).AsSpan(4), Long);
                enrolment.AskFollowUp(Long);
                if (person.Answer is { } answer)
                {
                    enrolment.AnswerFollowUp(answer);
                }
            }

            return (object)enrolment;
        }));
    }

    /// <summary>Someone of the session who came, if there is one of this name, is introduced.</summary>
    private static async Task IntroduceAsync(TestInstance instance, CourseSession session, Workshop to, string name, bool welcomed, bool forgotten)
    {
        await using var scope = instance.Scope();
        var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
        if (await db.Enrolments.SingleOrDefaultAsync(e => e.SessionId == session.Id && e.ContactKey == name + "@exemple.fr" && e.Attended != 0) is not { } enrolment)
        {
            return;
        }

        enrolment.Agree(true);
        enrolment.Introduce(to.Organisation.Id, Long);
        if (welcomed)
        {
            enrolment.Welcome(Long);
        }

        if (forgotten)
        {
            enrolment.Erase(Long);
        }

        await db.SaveChangesAsync();
    }

    private static Enrolment Enrolment(CourseSession session, string name) =>
        new(EnrolmentId.New(), session.Id, $"{session.Id}-{name}", new Contact(name, $"{name}@exemple.fr", null), null, "fr", Long);
}
