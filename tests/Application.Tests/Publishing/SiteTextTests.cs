using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Application.Publishing;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Publishing;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Publishing;

/// <summary>Texts of pages: whose they are, who writes them, their versions, and what their marks can do.</summary>
public sealed class SiteTextTests
{
    private const string Town = "commune:" + Given.Grenoble;

    [Theory, BothDatabases]
    public async Task The_smallest_territory_speaks_first_and_goes_back_when_it_is_emptied(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = Given.AgentOf(TerritoryKey.Commune(Given.Grenoble));
        var epci = Given.AgentOf(TerritoryKey.From("epci:" + Given.MetropoleGrenoble));
        (await FindAsync(instance, Town, "fr")).ShouldBeNull();
        (await instance.SendAsync(new SaveSiteText(SitePage.Legal, null, "fr", "L’instance."), Given.Operator)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new SaveSiteText(SitePage.Legal, "epci:" + Given.MetropoleGrenoble, "fr", "La métropole."), epci)).IsT0.ShouldBeTrue();
        (await FindAsync(instance, Town, "fr")).ShouldBe("La métropole.");
        instance.Clock.AdvanceMinutes(1);
        (await instance.SendAsync(new SaveSiteText(SitePage.Legal, Town, "fr", "La ville."), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new SaveSiteText(SitePage.Legal, Town, "en", "The town."), agent)).IsT0.ShouldBeTrue();

        (await FindAsync(instance, Town, "fr")).ShouldBe("La ville.");
        (await FindAsync(instance, Town, "en")).ShouldBe("The town.");
        (await FindAsync(instance, null, "fr")).ShouldBe("L’instance.");
        (await FindAsync(instance, null, "en")).ShouldBe("L’instance.", "French where nobody wrote the English");
        (await FindAsync(instance, "commune:99999", "fr")).ShouldBe("L’instance.");
        (await FindAsync(instance, Town, "fr", SitePage.Terms)).ShouldBeNull();

        // Saved twice, it is one version; emptied, the métropole speaks again.
        await instance.SendAsync(new SaveSiteText(SitePage.Legal, Town, "fr", " La ville.\n"), agent);
        instance.Clock.AdvanceMinutes(1);
        await instance.SendAsync(new SaveSiteText(SitePage.Legal, Town, "fr", ""), agent);
        (await FindAsync(instance, Town, "fr")).ShouldBe("La métropole.");
        var draft = (await instance.SendAsync(new GetSiteText(SitePage.Legal, Town, "fr"), agent)).AsT0;
        draft.Versions.Select(v => v.IsDefault).ShouldBe([true, false]);
        (await instance.SendAsync(new GetSiteText(SitePage.Legal, Town, "fr", draft.Versions[1].Id), agent)).AsT0.Body.ShouldBe("La ville.");
        (await instance.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditAct.PageTextChanged))).ShouldBe(5);
    }

    [Theory, BothDatabases]
    public async Task Others_texts_do_not_exist(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = Given.AgentOf(TerritoryKey.Commune(Given.Echirolles));
        (await instance.SendAsync(new SaveSiteText(SitePage.Legal, Town, "fr", "Ailleurs."), agent)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new SaveSiteText(SitePage.Legal, null, "fr", "Tout."), agent)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetSiteText(SitePage.Legal, Town, "fr"), agent)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetSiteText(SitePage.Legal, "", "fr"), agent)).AsT0.Territory.ShouldBe("commune:" + Given.Echirolles, "one’s own, never those of the instance");
        (await instance.SendAsync(new SaveSiteText((SitePage)99, null, "fr", "x"), Given.Operator)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new SaveSiteText(SitePage.Legal, null, "de", "x"), Given.Operator)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ListSiteTexts(null), agent)).AsT0.Territory.ShouldBe("commune:" + Given.Echirolles);
        (await instance.SendAsync(new ListSiteTexts(Town), agent)).IsT1.ShouldBeTrue();
        await Should.ThrowAsync<RepairNet.Application.Identity.Contract.NotAllowedException>(() => instance.SendAsync(new SaveSiteText(SitePage.Legal, null, "fr", "x")));
        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SaveSiteText(SitePage.Legal, null, "fr", new string('a', SiteText.MaxBody + 1)), Given.Operator));
        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SaveSiteText(SitePage.Legal, null, "fr", "a\0b"), Given.Operator));
    }

    [Fact]
    public void Marks_make_headings_lists_and_links_and_nothing_else()
    {
        var blocks = PageMarks.Read("### Petit\n\n## Titre\nUn [lien](https://exemple.fr/a?b=c) et\nla suite.\n- un\n- [écrire](mailto:a@exemple.fr)\n\n<script>alert(1)</script>\n[x](javascript:alert(1)) [y](http://exemple.fr) [z](https://u:p@exemple.fr)");
        blocks.Select(b => b.Kind).ShouldBe([PageBlockKind.Heading, PageBlockKind.Heading, PageBlockKind.Paragraph, PageBlockKind.List, PageBlockKind.Paragraph]);
        blocks[2].Lines[0].Select(w => (w.Text, w.Href)).ShouldBe([("Un ", null), ("lien", "https://exemple.fr/a?b=c"), (" et la suite.", null)]);
        blocks[3].Lines[1].ShouldHaveSingleItem().Href.ShouldBe("mailto:a@exemple.fr");
        blocks[4].Lines[0].ShouldHaveSingleItem().Href.ShouldBeNull();
        PageMarks.Read("").ShouldBeEmpty();
    }

    private static async Task<string?> FindAsync(TestInstance instance, string? territory, string language, SitePage page = SitePage.Legal)
    {
        await using var scope = instance.Scope();
        return (await scope.ServiceProvider.GetRequiredService<ISiteTexts>().FindAsync(page, territory, language, CancellationToken.None))?.Blocks[0].Lines[0][0].Text;
    }
}
