using System.Net;
using System.Text;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Training;

/// <summary>A file of courses sent by the page of a centre, read in the background, and what its report says.</summary>
public sealed class CourseImportPagesTests
{
    private const string File = """
        <?xml version="1.0" encoding="UTF-8"?>
        <lheo xmlns="http://lheo.gouv.fr/2.3"><offres>
        <formation numero="A"><domaine-formation><code-FORMACODE>24340</code-FORMACODE><code-FORMACODE>99999</code-FORMACODE><code-ROME>I1402</code-ROME></domaine-formation><intitule-formation>Réparer un grille-pain</intitule-formation><objectif-formation>Savoir réparer.</objectif-formation><action><nombre-heures-total>7</nombre-heures-total></action><organisme-formation-responsable><nom-organisme>Le Geste juste</nom-organisme></organisme-formation-responsable></formation>
        <formation numero="B"><domaine-formation><code-ROME>ZZ999</code-ROME></domaine-formation><intitule-formation>Autre chose</intitule-formation><objectif-formation>Rien.</objectif-formation><organisme-formation-responsable><nom-organisme>Le Geste juste</nom-organisme></organisme-formation-responsable></formation>
        </offres></lheo>
        """;

    [Theory, BothDatabases]
    public async Task A_manager_sends_a_file_and_reads_what_it_came_to(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Background = true });
        var centre = await instance.Given.WorkshopAsync("Le Geste juste", kinds: OrganisationKinds.TrainingCentre);
        var manager = await instance.SignInAs(centre.Manager);
        var address = "/pro/formations/imports?organisation=" + centre.Organisation.Slug;
        (await manager.PageAsync("/pro/formations?organisation=" + centre.Organisation.Slug)).QuerySelectorAll("main a").ShouldContain(a => a.GetAttribute("href")!.Contains("/pro/formations/imports", StringComparison.Ordinal));

        using var sent = await SendAsync(manager, address, Encoding.UTF8.GetBytes(File));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var report = sent.Headers.Location!.OriginalString;
        for (var i = 0; i < 100 && (await manager.PageAsync(report)).QuerySelector("progress") is { } bar; i++)
        {
            bar.GetAttribute("max").ShouldBe("2");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        var page = await manager.PageAsync(report);
        page.QuerySelector("h1")!.TextContent.ShouldContain("formations.xml");
        page.QuerySelectorAll("#refus ~ .scroll tbody tr").ShouldHaveSingleItem().TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("4"), t => t.ShouldContain("Autre chose"), t => t.ShouldContain("ZZ999"));
        page.QuerySelector("#remarques ~ .scroll")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("Formacode inconnu de notre liste"), t => t.ShouldContain("99999"));
        (await manager.PageAsync("/pro/formations?organisation=" + centre.Organisation.Slug)).Body!.TextContent.ShouldContain("Réparer un grille-pain");
        (await manager.PageAsync(address)).Body!.TextContent.ShouldContain("Terminé");
        (await manager.PageAsync("/en" + report)).Body!.TextContent.ShouldContain("There is no ROME code");
        (await (await instance.SignInAs(Given.Operator)).PageAsync("/pro/formations/imports")).Body!.TextContent.ShouldContain("Le Geste juste");

        var other = await instance.Given.WorkshopAsync("L’Établi", kinds: OrganisationKinds.TrainingCentre);
        var stranger = await instance.SignInAs(other.Manager);
        foreach (var mine in new[] { report, address })
        {
            using var hidden = await stranger.GetAsync(mine);
            hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_refused_with_a_sentence_on_its_field()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var centre = await instance.Given.WorkshopAsync("Le Geste juste", kinds: OrganisationKinds.TrainingCentre);
        var manager = await instance.SignInAs(centre.Manager);
        foreach (var (file, reason) in new (byte[]? File, string Reason)[]
        {
            (null, "Choisissez un fichier."),
            ([], "vide"),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], "n’est pas un fichier LHÉO"),
            (Encoding.UTF8.GetBytes(File[..^40]), "Ligne 4 : Le fichier est abîmé"),
            (Encoding.UTF8.GetBytes("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + File[40..]), "DOCTYPE"),
            (new byte[50_000_000], "40 Mo"),
        })
        {
            using var answer = await SendAsync(manager, "/pro/formations/imports?organisation=" + centre.Organisation.Slug, file);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, reason);
            var page = await answer.PageAsync();
            page.QuerySelector("#fichier-erreur")!.TextContent.Replace('\u00A0', ' ').ShouldContain(reason);
            page.Body!.TextContent.ShouldContain("Aucun import");
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string address, byte[]? file)
    {
        var page = await client.PageAsync(address);
        var content = new MultipartFormDataContent { { new StringContent(page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" } };
        if (file is not null)
        {
            content.Add(new ByteArrayContent(file), "fichier", "formations.xml");
        }

        return await client.PostAsync(address, content);
    }
}
