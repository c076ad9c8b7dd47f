using NodaTime;
using RepairNet.Application.Directory;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Browser.Tests.Support;

/// <summary>Courses of a workshop that teaches: one with seats left and requests to read, one that is full and waited for, one that began this morning.</summary>
/// <param name="Open">The first, and its session.</param>
/// <param name="Begun">The session of this morning, with people to tick; one of them is introduced to the workshop itself, which takes apprentices, the other to nobody yet.</param>
/// <param name="Introduced">Who is.</param>
/// <param name="Trained">Someone of the workshop, named in public, whose training is told.</param>
public sealed record Teaching(CourseId Course, CourseSessionId Open, CourseSessionId Begun, EnrolmentId Introduced, PersonId Trained)
{
    public static async Task<Teaching> BeginAsync(TestInstance instance, Workshop centre)
    {
        var open = await CourseAsync("Réparer le petit électroménager", "repair", Evenings(22), seats: 8, atOnce: false);
        await CourseAsync("Trier, tester, nettoyer", "reuse", Evenings(22), seats: 1, atOnce: true);
        var begun = await CourseAsync("Murs anciens", "old-buildings", [new Meeting(new LocalDate(2027, 3, 1), new LocalTime(8, 0), new LocalTime(12, 0)), new Meeting(new LocalDate(2027, 3, 2), new LocalTime(8, 0), new LocalTime(12, 0))], seats: 6, atOnce: true);
        var people = (await instance.SendAsync(new GetSessionDesk(begun.Session), centre.Member)).AsT0.Accepted.Select(p => p.Id).ToList();
        var taking = centre.Organisation;
        await instance.SendAsync(new RecordAttendance(begun.Session, people.ToDictionary(id => id, _ => 1L), Certify: false), centre.Member);
        await instance.SendAsync(new ChangeOrganisation(taking.Id, taking.Name, taking.Siret, taking.Email, taking.Phone, taking.Website, taking.Description, TakesApprentices: true), centre.Manager);
        (await instance.SendAsync(new IntroducePerson(people[0], taking.Id), centre.Member)).Switch(_ => { }, Wrong, Wrong, Wrong, Wrong, Wrong);
        var trained = new Person(PersonId.New(), centre.Place.Id, "Nora", "Lambert", ["fr"], agreesToBeNamed: true);
        trained.Knows("mobile", SkillLevel.Learning);
        trained.Prove(begun.Session, "Murs anciens", taking.Name, new LocalDate(2027, 3, 2));
        await instance.AddAsync(trained);
        return new Teaching(open.Course, open.Session, begun.Session, people[0], trained.Id);

        static void Wrong(object refusal) => throw new InvalidOperationException($"Nobody is introduced: {refusal}");

        async Task<(CourseId Course, CourseSessionId Session)> CourseAsync(string title, string trade, IReadOnlyList<Meeting> meetings, int seats, bool atOnce)
        {
            var details = new CourseDetails(
                "training", trade, title, "Trois jours à l’établi pour apprendre à ouvrir, mesurer, comprendre, et refermer.", "beginner", "on-site", 1260, 420, "Gratuit pour les demandeurs d’emploi.", "Toute personne qui veut réparer.", "Aucun diplôme.",
                ["Travailler en sécurité.", "Trouver une panne au multimètre.", "Remplacer un cordon, une résistance, un interrupteur.", "Dire qu’un objet ne se répare pas."], "Jour 1 : mesures.\nJour 2 : pannes.", "Une attestation.", "Trois soirs", "De plain-pied.", Rome: ["I1402"]);
            var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, details), centre.Manager)).AsT0.Id;
            await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
            var session = new SessionDetails(centre.Place.Id, meetings, seats, Entry: SessionEntry.Permanent, AcceptsAtOnce: atOnce);
            var ids = (await instance.SendAsync(new PlanSessions(course, session, Times: 2, EveryDays: 14), centre.Manager)).AsT0.Ids;
            foreach (var name in new[] { "Nora", "Olivier" })
            {
                await instance.SendAsync(new Enrol(ids[0], name, $"{name.ToLowerInvariant()}@exemple.fr", null, "Aider au repair-café.", "fr", AgreesToIntroduction: true));
            }

            return (course, ids[0]);
        }
    }

    private static Meeting[] Evenings(int from) => [.. Enumerable.Range(from, 3).Select(day => new Meeting(new LocalDate(2027, 3, day), new LocalTime(18, 0), new LocalTime(21, 0)))];
}
