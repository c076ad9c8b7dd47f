using System.Text.Json;
using Microsoft.Playwright;
using RepairNet.Browser.Tests.Support;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Pages;

/// <summary>Pages as people set their browsers: large letters, letters spaced out, colours of their own, no style sheet, no movement, no mouse.</summary>
public sealed class ReadingConditionsTests(Chromium chromium, SmallTown town)
{
    /// <summary>Values of WCAG 1.4.12.</summary>
    private const string Spaced = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }";

    public static TheoryData<string> Pages => PublicPagesTests.Pages;

    [Theory, MemberData(nameof(Pages))]
    public async Task It_reads_at_twice_the_size(string page)
    {
        await using var visitor = await ComeAsync(page, Visitor.Desktop);
        await visitor.Page.EvaluateAsync("() => { document.documentElement.style.fontSize = '200%'; }");
        await visitor.ShouldFitAsync($"{page}, letters twice as large");
        (await CutAsync(visitor)).ShouldBeEmpty(page);

        // The zoom of a browser makes the window half as wide; a telephone on its side is low.
        await visitor.Page.EvaluateAsync("() => { document.documentElement.style.fontSize = ''; }");
        foreach (var (width, height) in new[] { (640, 450), (780, 320) })
        {
            await visitor.Page.SetViewportSizeAsync(width, height);
            await visitor.ShouldFitAsync($"{page}, {width} × {height}");
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Its_letters_may_be_spaced_out(string page)
    {
        foreach (var width in new[] { 320, Visitor.Desktop })
        {
            await using var visitor = await ComeAsync(page, width);
            await visitor.Page.EvaluateAsync("css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }", Spaced);
            (await visitor.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('h1')).letterSpacing")).ShouldNotBe("normal");
            await visitor.ShouldFitAsync($"{page} at {width}, letters spaced out");
            (await CutAsync(visitor)).ShouldBeEmpty($"{page} at {width}");
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task It_reads_in_the_readers_own_colours(string page)
    {
        await using var visitor = await ComeAsync(page, Visitor.Phone);
        await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        await visitor.ShouldFitAsync($"{page}, forced colours");
        await visitor.ShouldBeAccessibleAsync($"{page}, forced colours");
        var invisible = await visitor.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea')].filter(e => e.checkVisibility() && !e.closest('.hidden') && e.getBoundingClientRect().width > 2 && parseFloat(getComputedStyle(e).borderTopWidth) === 0 && getComputedStyle(e).appearance === 'none').map(e => e.outerHTML.slice(0, 120))");
        invisible.ShouldBeEmpty($"{page}: without its background, nothing shows where this is");
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task It_says_the_same_without_its_sheet(string page)
    {
        await using var visitor = await ComeAsync(page, Visitor.Desktop);
        var dressed = Words(await visitor.Page.Locator("body").InnerTextAsync());
        dressed.Length.ShouldBeGreaterThan(10);
        await visitor.Page.EvaluateAsync("() => { for (const sheet of document.styleSheets) sheet.disabled = true; }");
        var bare = string.Concat(Words(await visitor.Page.Locator("body").InnerTextAsync()));

        // Blocks that stand apart with the sheet may follow each other without a blank: what counts is that each word is there.
        dressed.Where(w => !bare.Contains(w, StringComparison.Ordinal)).ShouldBeEmpty($"{page}: lost without the style sheet");
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Nothing_moves_for_whoever_asked_for_rest(string page)
    {
        await using var visitor = await ComeAsync(page, Visitor.Phone);
        (await visitor.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e); return s.animationName !== 'none' || s.transitionDuration.split(', ').some(d => parseFloat(d) > 0) || s.scrollBehavior === 'smooth'; }).map(e => e.tagName)"))
            .ShouldBeEmpty(page);
        (await visitor.Page.EvaluateAsync<int>("() => document.getAnimations().length")).ShouldBe(0, page);
    }

    [Fact]
    public async Task A_booking_is_read_in_the_order_it_is_filled_in()
    {
        await using var visitor = await ComeAsync("booking", Visitor.Desktop);
        var page = visitor.Page;
        (await page.EvaluateAsync<int>("() => document.querySelectorAll('[tabindex]:not([tabindex=\"0\"]):not([tabindex=\"-1\"])').length")).ShouldBe(0, "no order but that of the source");
        foreach (var (field, purpose) in new[] { ("nom", "name"), ("email", "email"), ("tel", "tel") })
        {
            (await page.Locator("#" + field).GetAttributeAsync("autocomplete")).ShouldBe(purpose);
        }

        // As a screen reader goes: the heading, then each field under its label, then the button.
        var tree = await page.Locator("main").AriaSnapshotAsync();
        var order = new[] { "heading \"Vos coordonnées et l’objet\"", "textbox \"Votre nom\"", "E-mail", "Téléphone", "button \"Vérifier mes réponses\"" }.Select(words => tree.IndexOf(words, StringComparison.Ordinal)).ToList();
        order.ShouldAllBe(at => at >= 0, tree);
        order.SequenceEqual(order.Order()).ShouldBeTrue(tree);
        tree.ShouldNotContain("Laissez ce champ vide", Case.Sensitive, "the field for programs is for nobody");

        // The focus goes down the page and never back up, shows, and leaves by the other end.
        var tops = new List<double>();
        foreach (var target in new[] { "#nom", "#email", "#tel", "#panne" })
        {
            if (await page.Locator(target).CountAsync() > 0)
            {
                await visitor.TabToAsync(page.Locator(target));
                tops.Add(await page.Locator(target).EvaluateAsync<double>("e => e.getBoundingClientRect().top + scrollY"));
            }
        }

        tops.Count.ShouldBeGreaterThan(2);
        await visitor.TabToAsync(page.Locator("footer a").Last);
    }

    /// <summary>Forms sent empty: what is wrong is said to everyone, at the top and on each field.</summary>
    [Theory]
    [InlineData("anyone", "/rendez-vous/nouveau?service=SERVICE&debut=2027-03-02T09:00:00%2B01:00&objet=mobile")]
    [InlineData("anyone", "/attente?commune=38185&objet=mobile")]
    [InlineData("anyone", "/connexion")]
    [InlineData("anyone", "/connexion/lien")]
    [InlineData("anyone", "/mot-de-passe-oublie")]
    [InlineData("manager", "/pro/passage")]
    [InlineData("manager", "/pro/inscrire?service=SERVICE&debut=2027-03-02T14:00:00%2B01:00")]
    [InlineData("manager", "/pro/organisation/nouvelle")]
    [InlineData("manager", "/pro/organisation/lieu?organisation=HOUSE")]
    [InlineData("manager", "/pro/atelier/personne?lieu=SLUG")]
    [InlineData("manager", "/pro/atelier/service?lieu=SLUG")]
    [InlineData("manager", "/pro/atelier/fermer?lieu=SLUG")]
    [InlineData("manager", "/pro/atelier/seance?lieu=SLUG")]
    [InlineData("manager", "/pro/atelier/calendriers?lieu=SLUG")]
    [InlineData("manager", "/pro/objets-laisses/nouveau")]
    [InlineData("manager", "/pro/organisation/membres?organisation=HOUSE")]
    [InlineData("agent", "/mairie/imports")]
    public async Task Its_errors_are_accessible(string who, string path)
    {
        var workshop = town.Workshops[0];
        path = path.Replace("SERVICE", workshop.Service.Id.ToString(), StringComparison.Ordinal).Replace("SLUG", workshop.Place.Slug, StringComparison.Ordinal).Replace("HOUSE", workshop.Organisation.Slug, StringComparison.Ordinal);
        await using var visitor = await Visitor.ReadAsync(chromium, town.Instance, who switch { "anyone" => null, "agent" => workshop.Agent, _ => workshop.Manager }, Visitor.Phone);
        var page = visitor.Page;
        var first = await page.GotoAsync(path);
        first!.Status.ShouldBe(200);
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync("() => { const form = document.querySelector('main form[method=post]'); for (const f of form.querySelectorAll('input:not([type=hidden]), textarea')) { if (f.type !== 'checkbox' && f.type !== 'radio' && f.type !== 'file') f.value = ''; } form.noValidate = true; form.querySelector('button:not([name=retirer])').click(); }"),
            response => response.Request.Method == "POST");
        answer.Status.ShouldBeOneOf([200, 400, 409, 422], path);
        await page.WaitForLoadStateAsync();
        await Expect(page.Locator("h1")).ToHaveCountAsync(1);

        if (answer.Status == 422)
        {
            await Expect(page.Locator(".errors, .error").First).ToBeVisibleAsync();
            (await page.TitleAsync()).ShouldStartWith("Erreur");
        }

        foreach (var width in new[] { 320, Visitor.Desktop })
        {
            await page.SetViewportSizeAsync(width, 800);
            await visitor.ShouldFitAsync($"{path} at {width}, in error");
        }

        await visitor.ShouldBeAccessibleByDayAndByNightAsync(path);
    }

    private async Task<Visitor> ComeAsync(string page, int width)
    {
        var visitor = await Visitor.ReadAsync(chromium, town.Instance, width: width);
        (await visitor.Page.GotoAsync(PublicPagesTests.Address(page, town)))!.Status.ShouldBe(200);
        return visitor;
    }

    /// <summary>Texts of which a part is out of sight in their box; what is hidden on purpose measures a pixel.</summary>
    private static async Task<IEnumerable<string?>> CutAsync(Visitor visitor) => (await visitor.Page.EvaluateAsync<JsonElement>("""
        () => [...document.querySelectorAll('body *')].filter(e => {
            if (e.closest('svg') || e.clientWidth <= 1 || e.clientHeight <= 1 || ![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) return false;
            const s = getComputedStyle(e), clips = v => v === 'hidden' || v === 'clip';
            return (clips(s.overflowX) && e.scrollWidth > e.clientWidth + 1) || (clips(s.overflowY) && e.scrollHeight > e.clientHeight + 1);
        }).map(e => e.outerHTML.slice(0, 150))
        """)).EnumerateArray().Select(e => e.GetString());

    private static string[] Words(string text) => text.ToLowerInvariant().Split([' ', '\n', '\t', '\u00a0', '\u202f'], StringSplitOptions.RemoveEmptyEntries);
}
