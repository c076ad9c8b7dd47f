using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Training;

/// <summary>A file of courses: whose they are, and what becomes of it when two come at once or the program dies.</summary>
public sealed class CourseImportTests
{
    [Theory, BothDatabases]
    public async Task A_centre_imports_its_own_courses_and_never_changes_those_of_another(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var own = await instance.Given.WorkshopAsync("Le Geste juste", kinds: OrganisationKinds.TrainingCentre);
        var other = await instance.Given.WorkshopAsync("L’Établi", kinds: OrganisationKinds.TrainingCentre);
        (await ImportAsync(instance, other.Organisation.Slug, other.Manager, Formation("A", "L’Établi"))).Added.ShouldBe(1);

        var report = await ImportAsync(instance, own.Organisation.Slug, own.Manager, Formation("A", "L’Établi", title: "Volée"), Formation("A", "LE GESTE JUSTE"), Formation("B", "Inconnu"));

        (report.Done, report.Added, report.Refused, report.Centres).ShouldBe((3, 1, 2, 0));
        report.Refusals.Select(r => (r.Line, r.Number, Plain(r.Reason))).ShouldBe(
            [(3, "A", "Cette formation est d’un autre centre : « L’Établi »."), (5, "B", "Cette formation est d’un autre centre : « Inconnu ».")]);
        var courses = await instance.ReadAsync(db => db.Courses.AsNoTracking().ToListAsync());
        courses.Select(c => (c.OrganisationId, c.ImportedNumber, c.Title, c.Status)).ShouldBe(
            [(own.Organisation.Id, "A", "Réparer", CourseStatus.Draft), (other.Organisation.Id, "A", "Réparer", CourseStatus.Draft)], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task Only_managers_of_the_centre_and_operators_import_and_read_what_it_came_to(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var own = await instance.Given.WorkshopAsync("Le Geste juste", kinds: OrganisationKinds.TrainingCentre);
        var other = await instance.Given.WorkshopAsync("L’Établi", kinds: OrganisationKinds.TrainingCentre);
        var repairer = await instance.Given.WorkshopAsync("Dépann’tout");
        var slug = own.Organisation.Slug;
        var id = (await instance.SendAsync(Start(slug, Formation("A", "Le Geste juste")), own.Manager)).AsT0.Id;

        (await instance.SendAsync(Start(slug, Formation("A", "Le Geste juste")), other.Manager)).IsT2.ShouldBeTrue("another's centre");
        (await instance.SendAsync(Start(null, Formation("A", "Le Geste juste")), own.Manager)).IsT2.ShouldBeTrue("of any centre");
        (await instance.SendAsync(Start(repairer.Organisation.Slug, Formation("A", "Dépann’tout")), repairer.Manager)).IsT2.ShouldBeTrue("no centre");
        foreach (var refused in new[] { own.Member, own.Reader, Given.SignedIn, Actor.Anonymous })
        {
            await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(Start(slug, Formation("A", "Le Geste juste")), refused));
        }

        (await instance.SendAsync(new GetCourseImport(id), own.Manager)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetCourseImport(id), Given.Operator)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetCourseImport(id), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetCourseImports(slug), own.Manager)).AsT0.Imports.ShouldHaveSingleItem().Id.ShouldBe(id);
        (await instance.SendAsync(new GetCourseImports(slug), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetCourseImports(null), other.Manager)).AsT0.Imports.ShouldBeEmpty();
        (await instance.SendAsync(new GetCourseImports(null), Given.Operator)).AsT0.Imports.ShouldHaveSingleItem().CentreName.ShouldBe("Le Geste juste");
    }

    [Theory, BothDatabases]
    public async Task Read_again_the_same_is_the_same_and_what_changed_is_changed_but_where_people_sit(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var own = await instance.Given.WorkshopAsync("Le Geste juste", kinds: OrganisationKinds.TrainingCentre);
        var slug = own.Organisation.Slug;
        string[] file = [Formation("A", "Le Geste juste"), Formation("B", "Le Geste juste")];
        await ImportAsync(instance, slug, own.Manager, file);

        var again = await ImportAsync(instance, slug, own.Manager, file);
        (again.Added, again.Changed, again.Unchanged, again.Refused).ShouldBe((0, 0, 2, 0));
        var session = await instance.ReadAsync(db => db.CourseSessions.SingleAsync(s => s.ImportedNumber == "A1"));
        var seated = new Enrolment(EnrolmentId.New(), session.Id, "hash", new Domain.Bookings.Contact("Nora", null, "+33612345678"), null, "fr", instance.Clock.Now);
        seated.Accept(1, instance.Clock.Now);
        await instance.AddAsync(seated);

        var later = await ImportAsync(instance, slug, own.Manager, Formation("A", "Le Geste juste", from: "20270323"), Formation("B", "Le Geste juste", from: "20270323"), Formation("A", "Le Geste juste", title: "Encore"));
        (later.Added, later.Changed, later.Unchanged, later.Refused).ShouldBe((0, 1, 1, 1));
        later.Refusals.Single().Reason.ShouldBe("Ce numéro est déjà celui d’une autre formation du fichier.");
        later.Doubts.Single(d => d.Message.Contains("ont une place", StringComparison.Ordinal)).Examples.Select(Plain).ShouldBe(["ligne 3, formation A : A1"]);
        (await instance.ReadAsync(db => db.CourseSessions.Select(s => s.StartsOn.Day).ToListAsync())).ShouldBe([22, 23], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task Killed_half_way_it_is_taken_up_once_its_lease_is_over_and_the_dead_writes_no_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var own = await instance.Given.WorkshopAsync("Le Geste juste", kinds: OrganisationKinds.TrainingCentre);
        var holder = Guid.CreateVersion7();
        string[] file = [.. Enumerable.Range(1, 70).Select(i => Formation(i.ToString(CultureInfo.InvariantCulture), "Le Geste juste")), Formation("7", "Le Geste juste", title: "Encore")];
        var id = (await instance.SendAsync(Start(own.Organisation.Slug, file) with { Holder = holder }, own.Manager)).AsT0.Id;

        // Asleep after its first batch, for longer than its lease; meanwhile another takes it up.
        var slept = false;
        await instance.SendAsync(
            new RunCourseImport(id, holder, new Tell(_ =>
            {
                if (!slept)
                {
                    slept = true;
                    SweepAsync(instance).GetAwaiter().GetResult();
                    instance.SendAsync(new GetCourseImport(id), Given.Operator).GetAwaiter().GetResult().AsT0.Done.ShouldBe(25, "Held, it is left alone.");
                    instance.Clock.Advance(FileImport.Lease);
                    SweepAsync(instance).GetAwaiter().GetResult();
                }
            })),
            Given.Operator);

        var done = (await instance.SendAsync(new GetCourseImport(id), own.Manager)).AsT0;
        (done.State, done.Done, done.Added, done.Unchanged, done.Refused).ShouldBe((ImportState.Done, 71, 70, 0, 1));
        (await instance.ReadAsync(db => db.Courses.CountAsync())).ShouldBe(70);
        (await instance.ReadAsync(db => db.CourseSessions.CountAsync())).ShouldBe(70);
        System.IO.Directory.EnumerateFiles(instance.Database.Folder, "*.lheo.xml", SearchOption.AllDirectories).ShouldBeEmpty("read, the file is gone");
    }

    [Theory, BothDatabases]
    public async Task Two_imports_at_once_write_each_course_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var own = await instance.Given.WorkshopAsync("Le Geste juste", kinds: OrganisationKinds.TrainingCentre);
        string[] file = [.. Enumerable.Range(1, 60).Select(i => Formation(i.ToString(CultureInfo.InvariantCulture), "Le Geste juste"))];

        var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => ImportAsync(instance, own.Organisation.Slug, Given.Operator, file))));

        reports.ShouldAllBe(r => r.State == ImportState.Done && r.Refused == 0 && r.Changed == 0);
        reports.Sum(r => r.Added).ShouldBe(60);
        (await instance.ReadAsync(db => db.Courses.CountAsync())).ShouldBe(60);
    }

    private static StartCourseImport Start(string? organisation, params IReadOnlyList<string> formations) => new(
        organisation, "formations.xml", new MemoryStream(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>\n" + string.Join('\n', formations) + "\n</offres></lheo>")));

    private static string Formation(string number, string centre, string title = "Réparer", string from = "20270322") =>
        $"<formation numero=\"{number}\"><domaine-formation><code-ROME>I1402</code-ROME></domaine-formation><intitule-formation>{title}</intitule-formation><objectif-formation>Savoir réparer.</objectif-formation>"
        + $"<action><nombre-heures-total>14</nombre-heures-total><modalites-enseignement>0</modalites-enseignement><session numero=\"{number}1\"><periode><debut>{from}</debut><fin>20270324</fin></periode><adresse-inscription><adresse><ligne>1 rue</ligne><codepostal>38000</codepostal><ville>Grenoble</ville><code-INSEE-commune>38185</code-INSEE-commune></adresse></adresse-inscription></session></action>"
        + $"<organisme-formation-responsable><nom-organisme>{centre}</nom-organisme></organisme-formation-responsable></formation>";

    private static async Task<CourseImportReport> ImportAsync(TestInstance instance, string? organisation, Actor actor, params string[] formations)
    {
        var holder = Guid.CreateVersion7();
        var started = (await instance.SendAsync(Start(organisation, formations) with { Holder = holder }, actor)).AsT0;
        return (await instance.SendAsync(new RunCourseImport(started.Id, holder), Given.Operator)).AsT0;
    }

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CourseImportSweep>().SweepAsync(CancellationToken.None);
    }

    private sealed class Tell(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
