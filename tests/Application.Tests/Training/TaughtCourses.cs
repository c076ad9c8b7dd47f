using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Application.Tests.Training;

/// <summary>A centre with a published course and a session of one day, and people who come to it.</summary>
internal static class TaughtCourses
{
    public static readonly LocalDate Day = new(2027, 3, 22);

    /// <summary>Once the session is over.</summary>
    public static readonly Instant Over = Instant.FromUtc(2027, 3, 22, 17, 0);

    public static async Task<(Workshop Centre, CourseSessionId Session)> TaughtAsync(this TestInstance instance, int seats = 4)
    {
        var centre = await instance.Given.WorkshopAsync("Le Geste juste", kinds: OrganisationKinds.TrainingCentre);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer le petit électroménager", "Un jour à l’établi.", "beginner", "on-site", 360, 0m)), centre.Manager)).AsT0.Id;
        await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
        Meeting[] meetings = [new(Day, new LocalTime(9, 0), new LocalTime(12, 0)), new(Day, new LocalTime(14, 0), new LocalTime(17, 0))];
        return (centre, (await instance.SendAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, meetings, seats, AcceptsAtOnce: true)), centre.Manager)).AsT0.Ids.Single());
    }

    public static async Task<Enrolled> EnrolledAsync(this TestInstance instance, CourseSessionId session, string name, bool agrees = false, bool byMail = true) =>
        (await instance.SendAsync(new Enrol(session, name, byMail ? $"{name.Split(' ')[0].ToLowerInvariant()}@exemple.fr" : null, byMail ? null : "04 65 71 20 10", null, "fr", AgreesToIntroduction: agrees))).AsT0;

    /// <summary>They came to the first half-day, the session is over, and they have their certificate.</summary>
    public static async Task CameAsync(this TestInstance instance, Workshop centre, CourseSessionId session, params IEnumerable<Enrolled> people)
    {
        instance.Clock.Now = Instant.Max(instance.Clock.Now, Over);
        await instance.SendAsync(new RecordAttendance(session, people.ToDictionary(p => p.Id, _ => 0b01L), Certify: true), centre.Member);
    }

    /// <summary>Their data are erased.</summary>
    public static async Task ForgottenAsync(this TestInstance instance, Enrolled person)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
            async () =>
            {
                await scope.ServiceProvider.GetRequiredService<IPersonEnrolments>().EraseAsync([person.Id], CancellationToken.None);
                return true;
            },
            _ => true,
            CancellationToken.None);
    }

    /// <summary>A letter as it would leave now; null where there is nothing to tell any more.</summary>
    public static async Task<Letter?> LetterAsync(this TestInstance instance, MessageKind kind, Guid subject, int occurrence)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(kind)).WriteAsync(kind, subject, occurrence, CancellationToken.None);
    }
}
