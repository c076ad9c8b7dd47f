using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Directory;

/// <summary>Who takes apprentices, and what is told of who came to a course.</summary>
public sealed class ApprenticesTests
{
    private static Organisation Organisation(OrganisationKinds kinds) => new(OrganisationId.New(), "Mille Vis", "mille-vis", kinds, "38185", null, Instant.FromUtc(2027, 3, 1, 9, 0));

    [Theory]
    [InlineData(OrganisationKinds.Repairer, true)]
    [InlineData(OrganisationKinds.RepairCafe, true)]
    [InlineData(OrganisationKinds.ReuseWorkshop | OrganisationKinds.TrainingCentre, true)]
    [InlineData(OrganisationKinds.TrainingCentre, false)]
    public void Apprentices_are_taken_where_something_is_repaired(OrganisationKinds kinds, bool may)
    {
        var organisation = Organisation(kinds);

        organisation.MayTakeApprentices.ShouldBe(may);
        if (may)
        {
            organisation.TakeApprentices(true);
        }
        else
        {
            Should.Throw<ArgumentException>(() => organisation.TakeApprentices(true));
        }

        organisation.TakesApprentices.ShouldBe(may);
        organisation.TakeApprentices(false);
        organisation.TakesApprentices.ShouldBeFalse();
    }

    [Fact]
    public void Without_benches_any_more_it_takes_none()
    {
        var organisation = Organisation(OrganisationKinds.RepairCafe);
        organisation.TakeApprentices(true);

        organisation.ChangeKinds(OrganisationKinds.Repairer);
        organisation.TakesApprentices.ShouldBeTrue();
        organisation.ChangeKinds(OrganisationKinds.TrainingCentre);
        organisation.TakesApprentices.ShouldBeFalse();
    }

    [Fact]
    public void A_training_is_proved_once_and_no_more_are_told_than_are_read()
    {
        var person = new Person(PersonId.New(), PlaceId.New(), "Nora", null, ["fr"], agreesToBeNamed: false);
        var session = CourseSessionId.New();
        person.Prove(session, "Réparer", "Le Geste juste", new LocalDate(2027, 3, 22));
        person.Prove(session, "Réparer", "Le Geste juste", new LocalDate(2027, 3, 22));
        person.Trainings.Count.ShouldBe(1);

        while (person.MayProveMore)
        {
            person.Prove(CourseSessionId.New(), "Réparer", "Le Geste juste", new LocalDate(2027, 3, 22));
        }

        person.Trainings.Count.ShouldBe(Person.MaxTrainings);
        Should.Throw<InvalidOperationException>(() => person.Prove(CourseSessionId.New(), "Réparer", "Le Geste juste", new LocalDate(2027, 3, 22)));
        person.Prove(session, "Réparer", "Le Geste juste", new LocalDate(2027, 3, 22));
        person.ForgetTraining(session);
        person.Trainings.Count.ShouldBe(Person.MaxTrainings - 1);
    }

    [Fact]
    public void A_title_of_a_course_is_kept_whole() => ProvedTraining.MaxTitle.ShouldBe(Course.MaxTitle);
}
