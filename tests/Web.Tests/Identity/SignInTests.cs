using System.Diagnostics;
using System.Net;
using NodaTime;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>Signing in and out, on pages.</summary>
public sealed class SignInTests
{
    private const string Email = "marie.blanc@exemple.fr";
    private const string Password = "un grille-pain par jour";

    [Theory, BothDatabases]
    public async Task A_link_gives_a_password_and_the_password_a_session(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var token = await InviteAsync(instance);
        var browser = instance.NewClient();

        var page = await browser.PageAsync($"/compte/lien/{token}");
        page.Body!.TextContent.ShouldContain(Email);
        using (var chosen = await browser.SendFormAsync($"/compte/lien/{token}", Fields(("motDePasse", Password))))
        {
            chosen.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            chosen.Headers.Location!.ToString().ShouldBe("/mairie");
        }

        (await browser.PageAsync("/compte")).Body!.TextContent.ShouldContain(Email);

        var other = instance.NewClient();
        using var entered = await SignInAsync(other, Email, Password);
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.PageAsync("/compte")).Body!.TextContent.ShouldContain(Email);

        using (var left = await other.SendFormAsync("/deconnexion", []))
        {
            left.Headers.Location!.ToString().ShouldBe("/");
        }

        using var closed = await other.GetAsync("/compte");
        closed.Headers.Location!.PathAndQuery.ShouldBe("/connexion?returnUrl=%2Fcompte");
    }

    /// <summary>Somebody typed for a while, and their session ended meanwhile: they are shown it all, sign in beside it, and send it.</summary>
    [Fact]
    public async Task What_was_typed_is_kept_when_the_session_ended()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var visitor = instance.NewClient();
        const string Path = "/pro/atelier/fermer";
        var typed = Fields(("motif", "Congés « <b> » d’été"), ("id", "0123456789abcdef0123456789abcdef"), ("vu", "0123456789abcdef"), ("__RequestVerificationToken", "jeton"));

        using var answer = await visitor.PostAsync(Path + "?handler=Add", new FormUrlEncodedContent(typed));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
        var page = await answer.PageAsync();
        page.QuerySelector("h1")!.TextContent.ShouldBe("Votre session est terminée.");
        page.QuerySelectorAll("main dd").Select(d => d.TextContent).ShouldBe(["Congés « <b> » d’été"], "nothing that a program wrote");
        page.QuerySelector("main a.button")!.GetAttribute("href").ShouldBe("/connexion?returnUrl=" + Uri.EscapeDataString(Path + "?handler=Add"));
        var form = page.QuerySelector("main form")!;
        form.GetAttribute("action").ShouldBe(Path + "?handler=Add");
        form.QuerySelector("input[name=motif]")!.GetAttribute("value").ShouldBe("Congés « <b> » d’été");

        // Signed in, the same form is shown once more with a proof of origin of the new session, and no further.
        using var member = await instance.SignInAs(workshop.Member);
        using var again = await member.PostAsync(Path + "?handler=Add", new FormUrlEncodedContent(typed));
        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await again.PageAsync()).QuerySelector("main form input[name=motif]")!.GetAttribute("value").ShouldBe("Congés « <b> » d’été");
    }

    [Fact]
    public async Task A_secret_is_not_shown_when_the_session_ended_and_the_rest_is()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var visitor = instance.NewClient();

        using var answer = await visitor.PostAsync("/compte", new FormUrlEncodedContent(Fields(("nom", "Marie Blanc"), ("motDePasseActuel", "secret-un"), ("codeOuSecours", "123456"))));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("<dd>Marie Blanc</dd>");
        text.ShouldNotContain("secret-un");
        text.ShouldNotContain("123456");
        text.ShouldNotContain("Renvoyer mes réponses");

        // A code that names a thing is no secret: the longest forms have some.
        using var course = await visitor.PostAsync("/pro/formations/fiche", new FormUrlEncodedContent(Fields(("Title", "Réparer"), ("CertificationCode", "RS1234"), ("Formacodes", "24231"))));
        var given = await course.PageAsync();
        given.QuerySelectorAll("main dd").Select(d => d.TextContent).ShouldBe(["Réparer", "RS1234", "24231"]);
        given.QuerySelector("main form input[name=CertificationCode]").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example", "nom", "Marie")]
    [InlineData("Sec-Fetch-Site", "cross-site", "nom", "Marie")]
    [InlineData("Sec-Fetch-Site-None", "", "bouton", "Retirer")]
    public async Task A_form_from_elsewhere_or_without_an_answer_leads_to_where_one_signs_in(string header, string value, string name, string typed)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var visitor = instance.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/compte") { Content = new FormUrlEncodedContent(Fields((name, typed))) };
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await visitor.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.PathAndQuery.ShouldBe("/connexion?returnUrl=%2Fcompte&perdu=1");
    }

    [Theory, BothDatabases]
    public async Task A_link_serves_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var token = await InviteAsync(instance);
        var browser = instance.NewClient();

        // Looked at twice (a mail scanner first), it still serves; used, it serves no more.
        await browser.PageAsync($"/compte/lien/{token}");
        var tab = await browser.PageAsync($"/compte/lien/{token}");
        (await ChooseAsync(instance, token, Password)).IsT0.ShouldBeTrue();
        (await ChooseAsync(instance, token, "un autre grille-pain")).IsT2.ShouldBeTrue();

        using var again = await browser.GetAsync($"/compte/lien/{token}");
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var content = new FormUrlEncodedContent(Fields(("motDePasse", "un autre grille-pain"), ("__RequestVerificationToken", tab.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!)));
        using var posted = await browser.PostAsync($"/compte/lien/{token}", content);
        posted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var entered = await SignInAsync(instance.NewClient(), Email, Password);
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory, BothDatabases]
    public async Task Pressed_eight_times_at_once_a_link_serves_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var token = await InviteAsync(instance);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ChooseAsync(instance, token, $"un grille-pain par jour, essai {i}")));

        outcomes.Count(o => o.IsT0).ShouldBe(1);
    }

    [Fact]
    public async Task A_link_expires_and_the_last_one_used_closes_the_others()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var late = await InviteAsync(instance);
        instance.Clock.Advance(Duration.FromDays(7) - Duration.FromSeconds(1));
        (await instance.SendAsync(new OpenLink(late))).IsT0.ShouldBeTrue();
        instance.Clock.Advance(Duration.FromSeconds(1));
        (await instance.SendAsync(new OpenLink(late))).IsT1.ShouldBeTrue();
        (await ChooseAsync(instance, late, Password)).IsT2.ShouldBeTrue();

        var first = await InviteAsync(instance);
        var second = await InviteAsync(instance);
        (await ChooseAsync(instance, second, Password)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new OpenLink(first))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new OpenLink(first + "x"))).IsT1.ShouldBeTrue();
    }

    [Theory]
    [InlineData("court", "Choisissez au moins 12 signes")]
    [InlineData("motdepasse2026", "parmi les premiers")]
    [InlineData("Marie.Blanc1234", "parmi les premiers")]
    [InlineData("aaaaaaaaaaaaaaaa", "parmi les premiers")]
    [InlineData("azertyuiopqs", "parmi les premiers")]
    [InlineData("1234567890123", "parmi les premiers")]
    [InlineData("P@ssw0rdP@ssw0rd", "parmi les premiers")]
    [InlineData("RepairNet 2026!", "parmi les premiers")]
    [InlineData("Répar’Isère 38000", "parmi les premiers")]
    [InlineData("isère-isère-isère", "parmi les premiers")]
    public async Task A_weak_password_is_refused_with_what_to_do(string weak, string said)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:Name"] = "Répar’Isère" } });
        var token = await InviteAsync(instance);

        using var refused = await instance.NewClient().SendFormAsync($"/compte/lien/{token}", Fields(("motDePasse", weak)));

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await refused.PageAsync();
        page.QuerySelector(".field.wrong .error")!.TextContent.ShouldContain(said);
        page.Title!.ShouldStartWith("Erreur");
        (await instance.SendAsync(new OpenLink(token))).IsT0.ShouldBeTrue("a refused password must not use up the link");
    }

    [Theory, BothDatabases]
    public async Task Whatever_is_wrong_the_answer_is_the_same(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await ChooseAsync(instance, await InviteAsync(instance), Password);
        await InviteAsync(instance, "sans.mot.de.passe@exemple.fr");

        var bodies = new List<string>();
        foreach (var (email, password) in new[] { (Email, "pas le bon mot de passe"), ("inconnue@exemple.fr", Password), ("sans.mot.de.passe@exemple.fr", Password), ("sans.mot.de.passe@exemple.fr", "") })
        {
            using var refused = await SignInAsync(instance.NewClient(), email, password);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var page = await refused.PageAsync();
            page.QuerySelector(".errors")!.TextContent.ShouldContain("ne vont pas ensemble");
            bodies.Add(page.Body!.InnerHtml.Replace(email, "", StringComparison.Ordinal).Replace(TokenOf(page), "", StringComparison.Ordinal));
        }

        bodies.Distinct().ShouldHaveSingleItem();
    }

    [Theory, BothDatabases]
    public async Task An_unknown_address_costs_as_much_work_as_a_wrong_password(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await ChooseAsync(instance, await InviteAsync(instance), Password);
        await InviteAsync(instance, "sans.mot.de.passe@exemple.fr");
        await TryAsync("premier@exemple.fr");

        // Hashing takes a hundred times as long as all the rest: a quickest run ten times quicker would mean it was left out.
        var known = await QuickestAsync(Email);
        (await QuickestAsync("inconnue@exemple.fr")).ShouldBeInRange(known / 10, known * 10);
        (await QuickestAsync("sans.mot.de.passe@exemple.fr")).ShouldBeInRange(known / 10, known * 10);

        async Task<double> QuickestAsync(string email)
        {
            var quickest = double.MaxValue;
            for (var i = 0; i < 3; i++)
            {
                var watch = Stopwatch.StartNew();
                await TryAsync(email);
                quickest = Math.Min(quickest, watch.Elapsed.TotalMilliseconds);
            }

            return quickest;
        }

        Task<AccountId?> TryAsync(string email) => instance.SendAsync(new CheckPassword(email, "pas le bon mot de passe"));
    }

    [Theory, BothDatabases]
    public async Task After_ten_wrong_passwords_even_the_right_one_waits_five_minutes(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await ChooseAsync(instance, await InviteAsync(instance), Password);
        var browser = instance.NewClient();
        for (var i = 0; i < 10; i++)
        {
            await FailAsync(instance, Email);
        }

        using (var refused = await SignInAsync(browser, Email, Password))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        // A stranger who goes on does not prolong the pause.
        instance.Clock.Advance(Duration.FromMinutes(4));
        await FailAsync(instance, Email);
        instance.Clock.Advance(Duration.FromMinutes(1));
        using var entered = await SignInAsync(browser, Email.ToUpperInvariant(), Password);
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    /// <summary>In a browser left open, « Changer de mot de passe » is no place to guess at leisure.</summary>
    [Theory, BothDatabases]
    public async Task Wrong_passwords_given_to_change_it_count_too(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var id = (await ChooseAsync(instance, await InviteAsync(instance), Password)).AsT0.Account;
        var me = Actor.Anonymous with { Account = id };
        for (var i = 0; i < 10; i++)
        {
            (await instance.SendAsync(new ChangePassword("pas celui-là", "deux grille-pain par jour"), me)).IsT1.ShouldBeTrue();
        }

        (await instance.SendAsync(new ChangePassword(Password, "deux grille-pain par jour"), me)).IsT1.ShouldBeTrue("even the right one waits");
        using (var refused = await SignInAsync(instance.NewClient(), Email, Password))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        instance.Clock.Advance(Duration.FromMinutes(5));
        (await instance.SendAsync(new ChangePassword(Password, "deux grille-pain par jour"), me)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Wrong_passwords_at_the_same_moment_are_all_counted(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var id = (await ChooseAsync(instance, await InviteAsync(instance), Password)).AsT0.Account;

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => FailAsync(instance, Email)));

        (await instance.SendAsync(new RecordSignIn(Email, id))).IsT1.ShouldBeTrue();
    }

    [Fact]
    public async Task Nine_wrong_passwords_then_the_right_one_starts_the_count_again()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var id = (await ChooseAsync(instance, await InviteAsync(instance), Password)).AsT0.Account;
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 9; i++)
            {
                await FailAsync(instance, Email);
            }

            (await instance.SendAsync(new RecordSignIn(Email, id))).IsT0.ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("/compte?a=1", "/compte?a=1")]
    [InlineData("/en/compte", "/en/compte")]
    [InlineData("//evil.example", "/mairie")]
    [InlineData("/\\evil.example", "/mairie")]
    [InlineData("https://evil.example", "/mairie")]
    [InlineData("https:evil.example", "/mairie")]
    [InlineData("javascript:alert(1)", "/mairie")]
    [InlineData("/\tevil.example", "/mairie")]
    [InlineData("\t//evil.example", "/mairie")]
    [InlineData("~//evil.example", "/mairie")]
    [InlineData("/deconnexion", "/mairie")]
    [InlineData("", "/mairie")]
    public async Task Signing_in_leads_only_to_pages_of_this_site(string returnUrl, string expected)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await ChooseAsync(instance, await InviteAsync(instance), Password);

        using var entered = await instance.NewClient().SendFormAsync(
            $"/connexion?returnUrl={Uri.EscapeDataString(returnUrl)}", Fields(("email", Email), ("motDePasse", Password)));

        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        entered.Headers.Location!.OriginalString.ShouldBe(expected);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Proxy:KnownNetworks"] = "127.0.0.1/32" } });
        await ChooseAsync(instance, await InviteAsync(instance), Password);

        var plain = await CookieAsync(https: false);
        plain.ShouldStartWith("session=");
        plain.ShouldContain("httponly", Case.Insensitive);
        plain.ShouldContain("samesite=lax", Case.Insensitive);
        plain.ShouldContain("path=/", Case.Insensitive);
        plain.ShouldNotContain("secure", Case.Insensitive);
        plain.ShouldNotContain("domain", Case.Insensitive);

        var secure = await CookieAsync(https: true);
        secure.ShouldStartWith("__Host-session=");
        secure.ShouldContain("; secure", Case.Insensitive);
        secure.ShouldContain("httponly", Case.Insensitive);

        async Task<string> CookieAsync(bool https)
        {
            var browser = instance.NewClient();
            if (https)
            {
                browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
                browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
            }

            // A cookie set over https is not given back over the plain connection of this test: it is carried by hand.
            using var page = await browser.GetAsync("/connexion");
            var form = await page.PageAsync();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/connexion");
            request.Headers.Add("Cookie", page.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
            request.Content = new FormUrlEncodedContent(Fields(("email", Email), ("motDePasse", Password), ("__RequestVerificationToken", TokenOf(form))));
            using var bare = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = instance.Address };
            foreach (var header in browser.DefaultRequestHeaders)
            {
                bare.DefaultRequestHeaders.Add(header.Key, header.Value);
            }

            using var entered = await bare.SendAsync(request);
            entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            return entered.Headers.GetValues("Set-Cookie").Single(c => c.Contains("session=", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_session_lasts_eight_hours_from_its_last_use()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await ChooseAsync(instance, await InviteAsync(instance), Password);
        var browser = instance.NewClient();
        using var entered = await SignInAsync(browser, Email, Password);

        for (var i = 0; i < 3; i++)
        {
            instance.Clock.Advance(Duration.FromHours(5));
            await browser.PageAsync("/compte");
        }

        instance.Clock.Advance(Duration.FromHours(8) + Duration.FromSeconds(1));
        using var over = await browser.GetAsync("/compte");
        over.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory, BothDatabases]
    public async Task Changing_the_password_ends_the_other_sessions(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await ChooseAsync(instance, await InviteAsync(instance), Password);
        var here = instance.NewClient();
        var there = instance.NewClient();
        (await SignInAsync(here, Email, Password)).Dispose();
        (await SignInAsync(there, Email, Password)).Dispose();

        using (var wrong = await here.SendFormAsync("/compte", Fields(("motDePasseActuel", "pas celui-là"), ("motDePasse", "deux grille-pain par jour")), "Password"))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelector("#motDePasseActuel")!.GetAttribute("aria-invalid").ShouldBe("true");
        }

        using (var changed = await here.SendFormAsync("/compte", Fields(("motDePasseActuel", Password), ("motDePasse", "deux grille-pain par jour")), "Password"))
        {
            changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        await here.PageAsync("/compte");
        using var ended = await there.GetAsync("/compte");
        ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var old = await SignInAsync(instance.NewClient(), Email, Password);
        old.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_form_without_proof_of_origin_is_refused()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var token = await InviteAsync(instance);
        var signedIn = await instance.SignInAs(Given.Operator);
        foreach (var (client, path) in new[] { (instance.Client, "/connexion"), (instance.Client, "/mot-de-passe-oublie"), (instance.Client, $"/compte/lien/{token}"), (signedIn, "/deconnexion"), (signedIn, "/compte?handler=Password"), (signedIn, "/compte?handler=Revoke") })
        {
            using var content = new FormUrlEncodedContent(Fields(("email", Email), ("motDePasse", Password)));
            using var refused = await client.PostAsync(path, content);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
        }

        (await instance.SendAsync(new OpenLink(token))).IsT0.ShouldBeTrue();
    }

    [Fact]
    public async Task Demo_accounts_are_shown_in_development_only_and_only_those_that_exist()
    {
        foreach (var (environment, shown) in new[] { ("Development", true), ("Staging", false) })
        {
            await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Environment = environment });
            (await instance.NewClient().PageAsync("/connexion")).Body!.TextContent.ShouldNotContain(DemoAccounts.Operator);

            var invited = await instance.SendAsync(new CreateAccount(DemoAccounts.Operator, true, [], []), Actor.System);
            await ChooseAsync(instance, invited.AsT0.LinkToken, DemoAccounts.Password);
            var page = await instance.NewClient().PageAsync("/connexion");
            page.Body!.TextContent.Contains(DemoAccounts.Operator, StringComparison.Ordinal).ShouldBe(shown);
            page.Body!.TextContent.ShouldNotContain(DemoAccounts.Repairer);
        }
    }

    private static async Task<string> InviteAsync(TestInstance instance, string email = Email) =>
        (await instance.SendAsync(new CreateAccount(email, false, ["commune:38151"], []), Actor.System)).AsT0.LinkToken;

    private static Task<OneOf.OneOf<SignedIn, CodeNeeded, Application.Common.NotFound>> ChooseAsync(TestInstance instance, string token, string password) =>
        instance.SendAsync(new ChoosePassword(token, password));

    private static Task FailAsync(TestInstance instance, string email) => instance.SendAsync(new RecordSignIn(email, null));

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string email, string password) =>
        browser.SendFormAsync("/connexion", Fields(("email", email), ("motDePasse", password)));

    private static string TokenOf(AngleSharp.Dom.IDocument page) => page.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    private static List<KeyValuePair<string, string>> Fields(params IEnumerable<(string Name, string Value)> fields) =>
        [.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))];
}
