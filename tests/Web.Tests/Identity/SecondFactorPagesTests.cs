using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Hosting;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>The second factor, the link by e-mail and the sessions, on pages.</summary>
public sealed class SecondFactorPagesTests
{
    private const string Email = "marie.blanc@exemple.fr";
    private const string Password = "un grille-pain par jour";
    private const string SetUpPage = "/compte/second-facteur";

    private static readonly TestOptions Required = new() { Settings = new Dictionary<string, string?> { ["Identity:SecondFactor"] = "Required" } };

    [Theory, BothDatabases]
    public async Task An_agent_reaches_nothing_before_it_is_set_up_and_everything_after(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind, Required);
        await PersonAsync(instance, "commune:38151");
        var browser = instance.NewClient();
        using (var entered = await SignInAsync(browser))
        {
            entered.Headers.Location!.ToString().ShouldBe("/mairie");
        }

        foreach (var path in new[] { "/mairie", "/compte", "/", "/pro/agenda", "/mairie/bilan", "/reparer", "/en/mairie" })
        {
            using var led = await browser.GetAsync(path);
            led.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            led.Headers.Location!.ToString().ShouldEndWith(SetUpPage, Case.Sensitive, path);
        }

        using (var content = new FormUrlEncodedContent([]))
        using (var posted = await browser.PostAsync("/compte?handler=CloseOthers", content))
        {
            posted.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        var page = await browser.PageAsync(SetUpPage);
        page.QuerySelector("svg.qr path").ShouldNotBeNull();
        page.QuerySelector("details code")!.TextContent.ShouldMatch("^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$");
        using (var wrong = await browser.SendFormAsync(SetUpPage, Fields(("code", "000000")), "handler=SetUp"))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelector(".field.wrong .error")!.TextContent.ShouldContain("Vérifiez l’heure de votre téléphone");
        }

        var (_, codes) = await SetUpAsync(instance, browser);
        codes.Count.ShouldBe(10);
        (await browser.PageAsync("/mairie")).Body!.TextContent.ShouldContain("Échirolles");
        (await browser.PageAsync(SetUpPage)).Body!.TextContent.ShouldNotContain(codes[0]);
        (await browser.PageAsync("/compte")).Body!.TextContent.ShouldContain("10 codes de secours");
    }

    [Fact]
    public async Task A_form_that_names_no_act_of_the_page_is_refused()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await PersonAsync(instance, "commune:38151");
        var browser = instance.NewClient();
        (await SignInAsync(browser)).Dispose();
        var token = ((IHtmlInputElement)(await browser.PageAsync(SetUpPage)).QuerySelector("input[name=__RequestVerificationToken]")!).Value;
        foreach (var query in new[] { "", "?handler=", "?handler=Nothing" })
        {
            using var content = new FormUrlEncodedContent(Fields(("code", "000000"), ("__RequestVerificationToken", token)));
            using var answer = await browser.PostAsync(SetUpPage + query, content);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, query);
        }
    }

    [Fact]
    public async Task It_is_asked_of_operators_and_agents_and_never_of_tokens()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, Required);
        var workshop = await instance.Given.WorkshopAsync();
        var boss = Given.Operator;

        (await LedAsync(await instance.SignInAs(boss), "/admin")).ShouldBeTrue();
        (await LedAsync(await instance.SignInAs(workshop.Agent), "/mairie")).ShouldBeTrue();
        (await LedAsync(await instance.SignInAs(boss, withSecondFactor: true), "/admin")).ShouldBeFalse();
        (await LedAsync(await instance.SignInAs(workshop.Manager), "/pro/agenda")).ShouldBeFalse("a workshop is offered it");
        using var called = await (await instance.BearerFor(workshop.Agent)).GetAsync($"/api/v1/places/{workshop.Place.Id}/agenda?from=2027-03-01&to=2027-03-02");
        called.StatusCode.ShouldBe(HttpStatusCode.OK);

        // The way out stays open.
        using var left = await (await instance.SignInAs(boss)).SendFormAsync("/deconnexion", []);
        left.Headers.Location!.ToString().ShouldBe("/");

        static async Task<bool> LedAsync(HttpClient client, string path)
        {
            using var answer = await client.GetAsync(path);
            return answer.Headers.Location?.ToString().EndsWith(SetUpPage, StringComparison.Ordinal) == true;
        }
    }

    [Theory]
    [InlineData("Development", null, false)]
    [InlineData("Staging", null, true)]
    [InlineData("Development", "Required", true)]
    [InlineData("Staging", "offered", false)]
    public void It_is_required_everywhere_but_in_development_unless_said(string environment, string? setting, bool required)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Identity:SecondFactor"] = setting };
        var host = new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = environment };

        Web.Identity.SecondFactorRule.Read(configuration, host).IsRequired.ShouldBe(required);
        configuration["Identity:SecondFactor"] = "peut-être";
        Should.Throw<StartupException>(() => Web.Identity.SecondFactorRule.Read(configuration, host));
    }

    [Theory, BothDatabases]
    public async Task The_code_is_asked_on_a_second_page_and_leads_where_one_was_going(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await PersonAsync(instance);
        var first = instance.NewClient();
        (await SignInAsync(first)).Dispose();
        var (key, codes) = await SetUpAsync(instance, first);

        var browser = instance.NewClient();
        using (var nothing = await browser.GetAsync("/connexion/code"))
        {
            nothing.Headers.Location!.ToString().ShouldBe("/connexion");
        }

        using (var half = await browser.SendFormAsync("/connexion?returnUrl=%2Fcompte%3Fa%3D1", Fields(("email", Email), ("motDePasse", Password))))
        {
            half.Headers.Location!.ToString().ShouldBe("/connexion/code");
        }

        using (var closed = await browser.GetAsync("/compte"))
        {
            closed.Headers.Location!.AbsolutePath.ShouldBe("/connexion", "the password alone opens nothing");
        }

        using (var wrong = await browser.SendFormAsync("/connexion/code", Fields(("code", "000 000"))))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelector(".field.wrong .error")!.TextContent.ShouldContain("Ce code n’est pas le bon");
        }

        using (var entered = await browser.SendFormAsync("/connexion/code", Fields(("code", Now(instance, key)))))
        {
            entered.Headers.Location!.ToString().ShouldBe("/compte?a=1");
        }

        (await browser.PageAsync("/compte")).Body!.TextContent.ShouldContain(Email);
        using (var over = await browser.GetAsync("/connexion/code"))
        {
            over.Headers.Location!.ToString().ShouldBe("/connexion");
        }

        var third = instance.NewClient();
        (await SignInAsync(third)).Dispose();
        using var recovered = await third.SendFormAsync("/connexion/code", Fields(("code", codes[4])));
        recovered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await third.PageAsync("/compte")).Body!.TextContent.ShouldContain("9 codes de secours");

        var late = instance.NewClient();
        (await SignInAsync(late)).Dispose();
        instance.Clock.AdvanceMinutes(11);
        using var lapsed = await late.GetAsync("/connexion/code");
        lapsed.Headers.Location!.ToString().ShouldBe("/connexion");
    }

    [Theory, BothDatabases]
    public async Task The_page_makes_other_codes_and_takes_it_away(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await PersonAsync(instance);
        var browser = instance.NewClient();
        (await SignInAsync(browser)).Dispose();
        var (key, codes) = await SetUpAsync(instance, browser);

        using (var renewed = await browser.SendFormAsync(SetUpPage, Fields(("code", Now(instance, key))), "handler=Renew"))
        {
            var shown = (await renewed.PageAsync()).QuerySelectorAll("ol code").Select(c => c.TextContent).ToList();
            shown.Count.ShouldBe(10);
            shown.Intersect(codes).ShouldBeEmpty();
        }

        instance.Clock.Advance(Duration.FromSeconds(30));
        using (var refused = await browser.SendFormAsync(SetUpPage, Fields(("motDePasse", "non"), ("codeOuSecours", Now(instance, key))), "handler=Remove"))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using (var removed = await browser.SendFormAsync(SetUpPage, Fields(("motDePasse", Password), ("codeOuSecours", Now(instance, key))), "handler=Remove"))
        {
            removed.Headers.Location!.ToString().ShouldBe(SetUpPage);
        }

        (await browser.PageAsync(SetUpPage)).QuerySelector("svg.qr").ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_link_by_mail_acts_only_when_its_button_is_pressed(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var account = await PersonAsync(instance);
        var bodies = new List<string>();
        foreach (var address in new[] { Email, "inconnue@exemple.fr" })
        {
            using var asked = await instance.NewClient().SendFormAsync("/connexion/lien", Fields(("email", address)));
            asked.StatusCode.ShouldBe(HttpStatusCode.OK);
            bodies.Add((await asked.PageAsync()).QuerySelector("main")!.InnerHtml);
        }

        bodies.Distinct().ShouldHaveSingleItem();
        using (var wrong = await instance.NewClient().SendFormAsync("/connexion/lien", Fields(("email", "marie"))))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        var link = await instance.ReadAsync(db => db.SignInLinks.SingleAsync());
        link.AccountId.ShouldBe(account);
        var page = "/connexion/lien/" + instance.Services.GetRequiredService<IAccountLinkTokens>().TokenOf(link.Id);
        var browser = instance.NewClient();
        await browser.PageAsync(page);
        await browser.PageAsync(page);
        (await instance.ReadAsync(db => db.SignInLinks.SingleAsync())).ClosedAt.ShouldBeNull();
        using (var entered = await browser.SendFormAsync(page, []))
        {
            entered.Headers.Location!.ToString().ShouldBe("/compte");
        }

        (await browser.PageAsync("/compte")).Body!.TextContent.ShouldContain(Email);
        using var again = await browser.GetAsync(page);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases]
    public async Task Sessions_are_listed_and_a_copied_cookie_dies_with_its_session(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await PersonAsync(instance);
        var here = instance.NewClient();
        var there = instance.NewClient();
        there.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0");
        (await SignInAsync(here)).Dispose();
        (await SignInAsync(there)).Dispose();

        // Two that nothing tells apart are numbered.
        var page = await here.PageAsync("/compte");
        page.QuerySelectorAll("[aria-labelledby=sessions] dt").Select(d => d.TextContent.Replace(" (ici)", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ShouldBe(["Appareil inconnu", "Appareil inconnu (2)", "Téléphone, Firefox"]);
        page.QuerySelector("[aria-labelledby=sessions]")!.TextContent.ShouldContain("127.0.0…");
        var other = page.QuerySelectorAll("[aria-labelledby=sessions] dl > div").Single(d => d.TextContent.Contains("Firefox", StringComparison.Ordinal)).QuerySelector("button")!.GetAttribute("value")!;
        using (var ended = await here.SendFormAsync("/compte", Fields(("session", other)), "handler=Close"))
        {
            ended.Headers.Location!.ToString().ShouldBe("/compte?ferme=true");
        }

        using (var over = await there.GetAsync("/compte"))
        {
            over.Headers.Location!.AbsolutePath.ShouldBe("/connexion");
        }

        // Signed out by a browser, a copy of its cookie opens nothing.
        var (name, value) = await instance.SessionOf(Given.SignedIn);
        using var one = Carrying(instance, name, value);
        using var copy = Carrying(instance, name, value);
        (await one.SendFormAsync("/deconnexion", [])).Dispose();
        using var stolen = await copy.GetAsync("/compte");
        stolen.Headers.Location!.AbsolutePath.ShouldBe("/connexion");
    }

    [Fact]
    public async Task A_session_ended_on_one_node_is_over_on_the_other()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var one = await TestInstance.ServeAsync(database);
        await using var two = await TestInstance.ServeAsync(database, new TestOptions { Clock = one.Clock });
        var (name, value) = await one.SessionOf(Given.SignedIn);
        using var here = Carrying(one, name, value);
        using var there = Carrying(two, name, value);
        await there.PageAsync("/compte");

        (await here.SendFormAsync("/deconnexion", [])).Dispose();

        using var over = await there.GetAsync("/compte");
        over.Headers.Location!.AbsolutePath.ShouldBe("/connexion");
    }

    [Theory, BothDatabases]
    public async Task The_log_is_read_by_whom_it_concerns_filtered_and_taken_away(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        await PersonAsync(instance, "commune:38185");
        await instance.SendAsync(new InviteMember(workshop.Organisation.Id, "=cmd@exemple.fr", OrganisationRole.Member), workshop.Manager);
        foreach (var (actor, path) in new[] { (Given.Operator, "/admin/journal"), (workshop.Agent, "/mairie/journal"), (workshop.Manager, $"/pro/organisation/journal?organisation={workshop.Organisation.Slug}") })
        {
            var client = await instance.SignInAs(actor);
            (await client.PageAsync(path)).QuerySelector("tbody")!.TextContent.ShouldContain("Accès à l’organisation donné", Case.Sensitive, path);
            (await client.PageAsync("/en" + path)).QuerySelector("tbody")!.TextContent.ShouldContain("Access to the organisation given", Case.Sensitive, path);
            var and = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
            (await client.PageAsync(path + and + "sujet=tokens")).QuerySelector("tbody").ShouldBeNull(path);
            using (var wrong = await client.GetAsync(path + and + "du=hier"))
            {
                wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, path);
            }

            (await client.PageAsync(path + and + "du=0001-01-01&au=9999-12-31")).QuerySelector("tbody")!.TextContent.ShouldContain("Accès à l’organisation donné", Case.Sensitive, path);
            using var file = await client.SendFormAsync(path + and + "sujet=permissions", [], path.Split('?')[0]);
            file.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
            var csv = await file.Content.ReadAsStringAsync();
            csv.ShouldContain("member-added");
            csv.ShouldContain(",'=cmd@exemple.fr,", Case.Sensitive, "no formula");
        }

        using var member = await (await instance.SignInAs(workshop.Member)).GetAsync($"/pro/organisation/journal?organisation={workshop.Organisation.Slug}");
        member.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = await (await instance.SignInAs((await instance.Given.WorkshopAsync()).Manager)).GetAsync($"/pro/organisation/journal?organisation={workshop.Organisation.Slug}");
        stranger.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases]
    public async Task Agents_invite_and_withdraw_and_people_hand_over_on_pages(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var agent = await instance.SignInAs(workshop.Agent);
        using (var wrong = await agent.SendFormAsync("/mairie/agents?territoire=commune:38185", Fields(("email", "collegue"))))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            ((IHtmlInputElement)(await wrong.PageAsync()).QuerySelector("[name=email]")!).Value.ShouldBe("collegue");
        }

        using (var invited = await agent.SendFormAsync("/mairie/agents?territoire=commune:38185", Fields(("email", "collegue@exemple.fr"))))
        {
            invited.Headers.Location!.ToString().ShouldContain("fait=invite");
        }

        var page = await agent.PageAsync("/mairie/agents?territoire=commune:38185");
        page.Body!.TextContent.ShouldContain("collegue@exemple.fr");
        using (var foreign = await agent.GetAsync("/mairie/agents?territoire=commune:38151"))
        {
            foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        var button = page.QuerySelectorAll("dl > div").Single(d => d.TextContent.Contains("collegue@", StringComparison.Ordinal)).QuerySelector("button")!;
        using (var withdrawn = await agent.SendFormAsync("/mairie/agents?territoire=commune:38185", Fields(("compte", button.GetAttribute("value")!)), "handler=Remove"))
        {
            withdrawn.Headers.Location!.ToString().ShouldContain("fait=retire");
        }

        var manager = await instance.SignInAs(workshop.Manager);
        var member = await instance.AccountOf(workshop.Member);
        var leave = $"/pro/organisation/depart?organisation={workshop.Organisation.Slug}&compte={workshop.Manager.Account}";
        (await manager.PageAsync(leave)).Body!.TextContent.ShouldContain("Son accès à Mille Vis est retiré.");
        using (var nobody = await manager.SendFormAsync(leave, Fields(("suite", ""))))
        {
            nobody.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using (var done = await manager.SendFormAsync(leave, Fields(("suite", member.ToString()))))
        {
            done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await instance.ReadAsync(db => db.OrganisationMemberships.SingleAsync())).AccountId.ShouldBe(member);
        using var gone = await (await instance.SignInAs(Given.Operator)).GetAsync($"/admin/comptes/{member}/depart");
        gone.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothDatabases]
    public async Task A_departure_that_is_confirmed_twice_is_done_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var (leaver, heir) = (await instance.AccountOf(workshop.Member), await instance.AccountOf(workshop.Manager));
        await instance.AccountOf(workshop.Agent);
        foreach (var (who, path, to) in new[]
        {
            (workshop.Manager, $"/pro/organisation/depart?organisation={workshop.Organisation.Slug}&compte={leaver}", heir),
            (Given.Operator, $"/admin/comptes/{workshop.Agent.Account}/depart", await instance.AccountOf(workshop.AgentReader)),
        })
        {
            var browser = await instance.SignInAs(who);
            var hidden = (await browser.PageAsync(path)).QuerySelectorAll("form.stack input[type=hidden]").OfType<IHtmlInputElement>().Select(input => (input.Name!, input.Value));
            var fields = Fields([.. hidden, ("suite", to.ToString())]).ToList();
            for (var press = 0; press < 2; press++)
            {
                using var content = new FormUrlEncodedContent(fields);
                using var done = await browser.PostAsync(path, content);
                done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
                done.Headers.Location!.ToString().ShouldContain("fait=");
            }
        }
    }

    private static HttpClient Carrying(TestInstance instance, string name, string value)
    {
        var client = instance.NewClient();
        client.DefaultRequestHeaders.Add("Cookie", $"{name}={value}");
        return client;
    }

    private static async Task<AccountId> PersonAsync(TestInstance instance, string? territory = null)
    {
        var token = (await instance.SendAsync(new CreateAccount(Email, false, territory is null ? [] : [territory], []), Actor.System)).AsT0.LinkToken;
        return (await instance.SendAsync(new ChoosePassword(token, Password))).AsT0.Account;
    }

    /// <summary>Sets the factor up on the page, and waits until another code is shown.</summary>
    private static async Task<(SecondFactorId Key, IReadOnlyList<string> Codes)> SetUpAsync(TestInstance instance, HttpClient browser)
    {
        var offered = ((IHtmlInputElement)(await browser.PageAsync(SetUpPage)).QuerySelector("[name=cle]")!).Value;
        var key = SecondFactorId.From(Guid.Parse(offered));
        using var ready = await browser.SendFormAsync(SetUpPage, Fields(("cle", offered), ("code", Now(instance, key))), "handler=SetUp");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        var codes = (await ready.PageAsync()).QuerySelectorAll("ol code").Select(c => c.TextContent).ToList();
        instance.Clock.Advance(Duration.FromSeconds(30));
        return (key, codes);
    }

    private static string Now(TestInstance instance, SecondFactorId key)
    {
        using var scope = instance.Services.CreateScope();
        var account = scope.ServiceProvider.GetRequiredService<IAccounts>().FindAsync(EmailAddress.From(Email), CancellationToken.None).GetAwaiter().GetResult()!.Id;
        return TimeCode.At(instance.Services.GetRequiredService<ISecondFactorKeys>().KeyOf(account, key), TimeCode.StepAt(instance.Clock.Now));
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser) =>
        browser.SendFormAsync("/connexion", Fields(("email", Email), ("motDePasse", Password)));

    private static List<KeyValuePair<string, string>> Fields(params IEnumerable<(string Name, string Value)> fields) =>
        [.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))];
}
