using System.Globalization;
using System.Text;
using System.Xml.Linq;
using System.Xml.Schema;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Training;

/// <summary>LHÉO 2.3: what is written is valid, what is read goes in or is refused with its line, and a file comes back as it went.</summary>
public sealed class LheoTests
{
    private const string Territory = "/api/v1/courses.lheo.xml?territory=epci:" + Given.MetropoleGrenoble;
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private static string? Xsd => Environment.GetEnvironmentVariable("REPAIRNET_LHEO_XSD");

    private static string NeedXsd()
    {
        Assert.SkipUnless(File.Exists(Xsd), "REPAIRNET_LHEO_XSD does not name the file lheo-2.3.xsd: files are not validated here.");
        return Xsd!;
    }

    [Theory, BothDatabases]
    public async Task A_file_of_two_thousand_courses_is_valid_and_comes_back_as_it_went(DatabaseKind kind)
    {
        var xsd = NeedXsd();
        string first;
        await using (var instance = await TestInstance.ServeAsync(kind))
        {
            await ManyAsync(instance, 2000);
            first = await instance.Client.GetStringAsync(Territory);
        }

        Validate(first, xsd).ShouldBeEmpty();
        await using var empty = await TestInstance.ServeAsync(kind);
        var report = await ImportAsync(empty, first);
        (report.Done, report.Added, report.Refused, report.Centres).ShouldBe((2000, 2000, 0, 1), string.Join('\n', report.Refusals));
        var second = await empty.Client.GetStringAsync(Territory);
        second.ShouldBe(first.Replace(AddressOf(first), AddressOf(second), StringComparison.Ordinal));
        var again = await ImportAsync(empty, second);
        (again.Added, again.Changed, again.Refused).ShouldBe((0, 0, 0), "read twice, nothing changes");
    }

    [Theory, BothDatabases]
    public async Task The_sample_goes_in_and_says_what_is_to_be_looked_at(DatabaseKind kind)
    {
        var sample = Path.Combine(Path.GetDirectoryName(NeedXsd())!, "exemple-repairnet.xml");
        await using var instance = await TestInstance.ServeAsync(kind);
        var report = await ImportAsync(instance, await File.ReadAllTextAsync(sample));

        (report.Done, report.Added, report.Refused).ShouldBe((1, 1, 0), string.Join('\n', report.Refusals));
        report.Doubts.ShouldNotBeEmpty();
        report.Doubts.SelectMany(d => d.Examples).ShouldAllBe(e => e.StartsWith("ligne 4, formation RN-2026-0001", StringComparison.Ordinal));
        var course = await instance.ReadAsync(db => db.Courses.SingleAsync());
        (course.Title, course.Status, course.ImportedNumber, course.Trade).ShouldBe(("Diagnostic et réparation du petit électroménager", CourseStatus.Draft, "RN-2026-0001", Trade.Repair));
        var session = await instance.ReadAsync(db => db.CourseSessions.SingleAsync());
        (session.StartsOn, session.EndsOn, session.CommuneCode).ShouldBe((new LocalDate(2026, 10, 5), new LocalDate(2026, 10, 9), "38151"));
    }

    [Fact]
    public async Task What_is_wrong_is_refused_with_its_line_and_the_rest_goes_in()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var file = Declaration + "<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>\n"
            + Formation("A", rome: "I1402") + "\n" + Formation("B", rome: "ZZ999") + "\n" + Formation("C", rome: "M1805") + "\n" + Formation("D", rome: "I1402", from: "20270330", to: "20270322") + "\n"
            + Formation("E", rome: "I1402", commune: "99999") + "\n" + Formation("A", rome: "I1402") + "\n" + Formation("F", rome: "I1402", extra: "<certification><code-RNCP>37098</code-RNCP></certification>", own: "<extra info=\"certification-jusqu-au\">20260101</extra>") + "\n</offres></lheo>";
        var report = await ImportAsync(instance, file);

        (report.Done, report.Added, report.Refused).ShouldBe((7, 1, 6));
        report.Refusals.Select(r => (r.Line, r.Number, Plain(r.Reason))).ShouldBe(
        [
            (4, "B", "Le code ROME « ZZ999 » n’existe pas. Cette formation n’est d’aucun de nos métiers."),
            (5, "C", "Cette formation n’est d’aucun de nos métiers."),
            (6, "D", "Une session finit avant de commencer, ou sa date n’existe pas."),
            (7, "E", "La commune 99999 n’existe pas."),
            (8, "A", "Ce numéro est déjà celui d’une autre formation du fichier."),
            (9, "F", "Cette certification n’est plus enregistrée : elle ne peut pas être montrée."),
        ]);
    }

    [Theory]
    [InlineData("<!DOCTYPE lheo [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>&a;</offres></lheo>", 1, "DOCTYPE")]
    [InlineData("<!DOCTYPE lheo [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>&c;</offres></lheo>", 1, "DOCTYPE")]
    [InlineData("<html><body>formation</body></html>", 0, "n’est pas un fichier LHÉO")]
    [InlineData("<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres><formation", 2, "abîmé")]
    [InlineData("<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres></offres></lheo>", 0, "aucune formation")]
    [InlineData("pas du XML", 0, "n’est pas un fichier LHÉO")]
    public async Task What_is_no_such_file_or_means_harm_is_refused_whole(string content, int line, string reason)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var refusal = await RefusedAsync(instance, Encoding.UTF8.GetBytes(Declaration + content));

        refusal.Line.ShouldBe(line);
        refusal.Reason.ShouldContain(reason);
    }

    [Fact]
    public async Task Of_a_file_that_breaks_off_that_is_empty_or_too_large_nothing_goes_in()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var begun = Declaration + "<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>\n" + Formation("A", rome: "I1402") + "\n<formation numero=\"B\">";

        (await RefusedAsync(instance, [])).Reason.ShouldContain("vide");
        (await RefusedAsync(instance, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D])).Reason.ShouldContain("n’est pas un fichier LHÉO");
        (await RefusedAsync(instance, Encoding.UTF8.GetBytes(begun + new string('x', 50_000_000)))).Reason.ShouldContain("40 Mo");
        (await RefusedAsync(instance, Encoding.UTF8.GetBytes(begun + new string('x', 30_000_000)))).ShouldBe(new UnreadableCourses(4, "Le fichier est abîmé à partir d’ici."));
        (await RefusedAsync(instance, Encoding.UTF8.GetBytes(begun + new string('y', 10) + string.Concat(Enumerable.Repeat("<a/>", 60_000)) + "</formation></offres></lheo>"))).Reason.ShouldContain("démesurée");
        (await instance.ReadAsync(db => db.Courses.CountAsync())).ShouldBe(0);
        (await instance.ReadAsync(db => db.CourseImports.CountAsync())).ShouldBe(0);
        Directory.EnumerateFiles(instance.Database.Folder, "*.lheo.xml", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_centre_of_its_own_and_a_territory_without_courses_are_valid_or_say_so()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var centre = await ManyAsync(instance, 3);
        XDocument.Parse(await instance.Client.GetStringAsync("/api/v1/courses.lheo.xml?centre=" + centre.Organisation.Id)).Descendants(XName.Get("formation", "http://lheo.gouv.fr/2.3")).Count().ShouldBe(3);

        // Signs of two halves across the fiftieth, where a name and a line of an address end.
        var astride = new string('x', 49) + "🔧 réparer";
        await instance.ReadAsync(db => db.Places.ExecuteUpdateAsync(set => set.SetProperty(p => p.Address, astride)));
        await instance.ReadAsync(db => db.Organisations.ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, astride)));
        XDocument.Parse(await instance.Client.GetStringAsync(Territory)).Descendants(XName.Get("formation", "http://lheo.gouv.fr/2.3")).Count().ShouldBe(3);
        XDocument.Parse(await instance.Client.GetStringAsync("/api/v1/courses.lheo.xml?territory=commune:75056")).Root!.Name.LocalName.ShouldBe("lheo");
        (await instance.Client.GetAsync("/api/v1/courses.lheo.xml?territory=commune:99999")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_session_is_held_where_its_action_says_and_else_where_one_enrols_which_is_said()
    {
        const string Elsewhere = "<lieu-de-formation><coordonnees><adresse><denomination>L’Établi</denomination><ligne>2 rue</ligne><codepostal>38130</codepostal><ville>Échirolles</ville><code-INSEE-commune>38151</code-INSEE-commune></adresse></coordonnees></lieu-de-formation>";
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var report = await ImportAsync(instance, Lheo(Formation("A", rome: "I1402", action: Elsewhere), Formation("B", rome: "I1402")));

        (report.Added, report.Refused, report.Centres).ShouldBe((2, 0, 1), string.Join('\n', report.Refusals));
        (await instance.ReadAsync(db => db.CourseSessions.OrderBy(s => s.ImportedNumber).Select(s => s.CommuneCode).ToListAsync())).ShouldBe(["38151", "38185"]);
        (await instance.ReadAsync(db => db.Places.OrderBy(p => p.CommuneCode).Select(p => p.Name).ToListAsync())).ShouldBe(["L’Établi", "Le Geste juste"]);
        report.Doubts.Single(d => d.Message.Contains("adresse d’inscription", StringComparison.Ordinal)).Examples.Select(Plain).ShouldBe(["ligne 4, formation B : Grenoble"]);
    }

    [Fact]
    public async Task A_place_that_all_sessions_share_is_written_at_their_action()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var centre = await ManyAsync(instance, 3);
        XNamespace ns = "http://lheo.gouv.fr/2.3";

        // The third is at a distance.
        var places = XDocument.Parse(await instance.Client.GetStringAsync(Territory)).Descendants(ns + "lieu-de-formation").Select(p => p.Descendants(ns + "denomination").Single().Value);
        places.ShouldBe([centre.Place.Name, centre.Place.Name]);
    }

    [Theory]
    [InlineData("20270104", "20271231", "20271231", "2027-01-04 2027-12-31 2027-12-31 60", "59 premiers")]
    [InlineData("20270306", "20270307", "", "2027-03-06 2027-03-07 2027-03-05 2", "horaires")]
    [InlineData("20270301", "20270307", "20270307", "2027-03-01 2027-03-05 2027-03-05 5", "horaires")]
    [InlineData("20270300", "20270300", "20270200", "2027-03-01 2027-03-31 2027-02-28 23", "au mois")]
    [InlineData("20270000", "20270000", "", "2027-01-01 2027-12-31 2026-12-31 60", "au mois")]
    public async Task The_dates_of_a_session_are_read_to_the_last_day_whatever_their_form(string from, string to, string until, string expected, string doubt)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var enrolment = until.Length == 0 ? "" : $"<periode-inscription><periode><debut>00000000</debut><fin>{until}</fin></periode></periode-inscription>";
        var report = await ImportAsync(instance, Lheo(Formation("A", rome: "I1402", from: from, to: to, session: enrolment)));

        (report.Added, report.Refused).ShouldBe((1, 0), string.Join('\n', report.Refusals));
        var session = await instance.ReadAsync(db => db.CourseSessions.SingleAsync());
        string.Join(' ', new[] { session.StartsOn, session.EndsOn, session.EnrolUntil }.Select(d => d.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)).Append(session.Meetings.Count.ToString(CultureInfo.InvariantCulture))).ShouldBe(expected);
        report.Doubts.ShouldContain(d => d.Message.Contains(doubt, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("20270322", "99999999")]
    [InlineData("00000000", "20270322")]
    public async Task A_session_whose_dates_nobody_knows_is_left_aside_and_its_course_goes_in(string from, string to)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var report = await ImportAsync(instance, Lheo(Formation("A", rome: "I1402", from: from, to: to, own: "<extra info=\"minutes\">420</extra>")));

        (report.Added, report.Refused).ShouldBe((1, 0), string.Join('\n', report.Refusals));
        (await instance.ReadAsync(db => db.CourseSessions.CountAsync())).ShouldBe(0);
        report.Doubts.Single(d => d.Message.Contains("sans date", StringComparison.Ordinal)).Examples.Select(Plain).ShouldBe(["ligne 3, formation A : A1"]);
    }

    [Fact]
    public async Task A_date_that_is_no_date_of_a_course_refuses_this_course_alone()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var report = await ImportAsync(instance, Lheo(Formation("A", rome: "I1402", from: "99991231", to: "99991231"), Formation("B", rome: "I1402")));

        (report.State, report.Done, report.Added).ShouldBe((ImportState.Done, 2, 1));
        report.Refusals.Select(r => (r.Line, r.Number, r.Reason)).ShouldBe([(3, "A", "Une session se prévoit cinq ans à l’avance au plus.")]);
    }

    [Fact]
    public async Task Sessions_of_all_actions_go_in_whatever_their_numbers_and_what_is_cut_is_said()
    {
        const string End = "<organisme-formation-responsable>";
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var other = Between(Formation("A", "I1402", "20270405", "20270407", action: "<prix-total-TTC>90</prix-total-TTC>"), "<action>", End);
        var many = Formation("B", "I1402");
        var file = Lheo(
            Formation("A", "I1402").Replace(End, other + End, StringComparison.Ordinal),
            many.Replace("</action>", string.Concat(Enumerable.Repeat(Between(many, "<session", "</action>"), 60)) + "</action>", StringComparison.Ordinal));

        var report = await ImportAsync(instance, file);
        (report.Added, report.Refused).ShouldBe((2, 0), string.Join('\n', report.Refusals));
        report.Doubts.Single(d => d.Message.Contains("actions", StringComparison.Ordinal)).Examples.Select(Plain).ShouldBe(["ligne 3, formation A"]);
        report.Doubts.Single(d => d.Message.Contains("laissées de côté", StringComparison.Ordinal)).Examples.Select(Plain).ShouldBe(["ligne 4, formation B : 61"]);
        var again = await ImportAsync(instance, file);

        (again.Added, again.Changed, again.Unchanged).ShouldBe((0, 0, 2), "read twice, nothing changes");
        var sessions = await instance.ReadAsync(db => db.CourseSessions.AsNoTracking().ToListAsync());
        sessions.Count.ShouldBe(62);
        sessions.Where(s => s.ImportedNumber!.StartsWith('A')).Select(s => (s.ImportedNumber, s.StartsOn)).ShouldBe([("A1", new LocalDate(2027, 3, 22)), ("A1-2", new LocalDate(2027, 4, 5))], ignoreOrder: true);

        static string Between(string text, string from, string to) => text[text.IndexOf(from, StringComparison.Ordinal)..text.IndexOf(to, StringComparison.Ordinal)];
    }

    private static string Lheo(params IEnumerable<string> formations) => Declaration + "<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>\n" + string.Join('\n', formations) + "\n</offres></lheo>";

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');

    private static string Formation(string number, string rome, string from = "20270322", string to = "20270324", string commune = "38185", string extra = "", string own = "", string action = "", string session = "") =>
        $"<formation numero=\"{number}\"><domaine-formation><code-ROME>{rome}</code-ROME></domaine-formation><intitule-formation>Réparer</intitule-formation><objectif-formation>Savoir réparer.</objectif-formation><resultats-attendus>-</resultats-attendus><contenu-formation>-</contenu-formation><certifiante>0</certifiante>{extra}"
        + $"<action><rythme-formation>-</rythme-formation><modalites-enseignement>0</modalites-enseignement>{action}<session numero=\"{number}1\"><periode><debut>{from}</debut><fin>{to}</fin></periode><adresse-inscription><adresse><ligne>1 rue</ligne><codepostal>38000</codepostal><ville>Grenoble</ville><code-INSEE-commune>{commune}</code-INSEE-commune></adresse></adresse-inscription>{session}</session></action>"
        + $"<organisme-formation-responsable><nom-organisme>Le Geste juste</nom-organisme></organisme-formation-responsable><extras info=\"repairnet\">{own}</extras></formation>";

    private static async Task<CourseImportReport> ImportAsync(TestInstance instance, string file)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var holder = Guid.CreateVersion7();
        var started = (await instance.SendAsync(new StartCourseImport(null, "formations.xml", content, holder), Actor.System)).AsT0;
        return (await instance.SendAsync(new RunCourseImport(started.Id, holder), Actor.System)).AsT0;
    }

    private static async Task<UnreadableCourses> RefusedAsync(TestInstance instance, byte[] file)
    {
        using var content = new MemoryStream(file);
        return (await instance.SendAsync(new StartCourseImport(null, "formations.xml", content), Actor.System)).AsT1;
    }

    /// <summary>A centre with so many published courses, of every trade, with and without dates.</summary>
    private static async Task<Workshop> ManyAsync(TestInstance instance, int count)
    {
        var centre = await instance.Given.WorkshopAsync("Le Geste juste & fils", kinds: OrganisationKinds.TrainingCentre);
        var (now, zone) = (instance.Clock.Now, DateTimeZoneProviders.Tzdb["Europe/Paris"]);
        var rows = new List<object>();
        for (var i = 0; i < count; i++)
        {
            var title = string.Create(CultureInfo.InvariantCulture, $"Formation {i:0000} : scier, coller & visser");
            var certification = i % 5 == 0 ? new Certification(i % 10 == 0 ? "RNCP37098" : "RS5802", new LocalDate(2028, 1, 1)) : null;
            var course = new Course(CourseId.New(), centre.Organisation.Id, Slug.From(title), new CourseTerms(
                (CourseKind)(i % 2), (Trade)(i % 4), title, "Une phrase, « entre guillemets » <et> des signes.", (CourseLevel)(i % 3), (TeachingMode)(i % 3), 30 + i, i % 3 == 0 ? null : i / 2m, i % 2 == 0 ? "Tarif réduit." : null, "Tous", null,
                i % 2 == 0 ? ["Scier droit.", "Coller."] : [], i % 2 == 0 ? "Jour 1\nJour 2" : null, null, "Le soir", "De plain-pied", certification, certification is not null, certification is not null, ["I1402"], i % 7 == 0 ? ["24021"] : []), now);
            course.SetStatus(CourseStatus.Published, now);
            rows.Add(course);
            if (i % 4 != 3)
            {
                var meetings = Enumerable.Range(0, 1 + (i % 3)).Select(d => new Meeting(new LocalDate(2027, 4, 1).PlusDays(d + (i % 200)), new LocalTime(9, 0), new LocalTime(12, 30))).ToList();
                rows.Add(new CourseSession(CourseSessionId.New(), course.Id, centre.Organisation.Id, Given.Grenoble, zone, new SessionTerms(i % 3 == 2 ? null : centre.Place.Id, meetings, 1 + (i % 20), 1, i % 2 == 0 ? new LocalDate(2027, 2, 1) : null, null, (SessionEntry)(i % 2), i % 2 == 0)));
            }
        }

        await instance.AddAsync([.. rows.OfType<Course>()]);
        await instance.AddAsync([.. rows.OfType<CourseSession>()]);
        return centre;
    }

    private static string AddressOf(string file) => file.Split("<urlweb>")[1].Split("/formations/")[0];

    private static List<string> Validate(string file, string xsd)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add("http://lheo.gouv.fr/2.3", xsd);
        var errors = new List<string>();
        XDocument.Parse(file, LoadOptions.SetLineInfo).Validate(schemas, (_, e) => errors.Add($"{e.Exception?.LineNumber}: {e.Message}"));
        return [.. errors.Take(10)];
    }
}
