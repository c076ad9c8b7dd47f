using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>The operator gives and takes back the rights of one account.</summary>
public sealed class AccountRightsTests : IAsyncLifetime
{
    private TestInstance instance = null!;
    private Workshop workshop = null!;
    private HttpClient operatorClient = null!;

    public async ValueTask InitializeAsync()
    {
        instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        workshop = await instance.Given.WorkshopAsync("Mille Vis");
        operatorClient = await instance.SignInAs(Given.Operator);
    }

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    [Fact]
    public async Task An_agent_is_named_by_the_name_of_a_territory_asked_which_and_dismissed_at_once()
    {
        var person = Given.SignedIn;
        var client = await instance.SignInAs(person);
        var token = await instance.BearerFor(person);
        var page = $"/admin/comptes/{person.Account}";
        (await client.GetAsync("/mairie")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var which = await operatorClient.SendFormAsync(page, Form(("territoire", "Grenoble")), "handler=Name");
        which.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var asked = await which.PageAsync();
        asked.QuerySelector<IHtmlInputElement>("[name=territoire]")!.Value.ShouldBe("Grenoble");
        asked.QuerySelectorAll<IHtmlInputElement>("[name=territoireChoisi]").Select(i => i.Value).ShouldBe(["epci:200040715", "commune:38185"]);
        (await instance.ReadAsync(db => db.TerritoryMemberships.AnyAsync())).ShouldBeFalse();

        for (var time = 0; time < 2; time++)
        {
            using var named = await operatorClient.SendFormAsync(page, Form(("territoire", "Grenoble"), ("territoireChoisi", "commune:38185")), "handler=Name");
            named.Headers.Location!.ToString().ShouldBe(page + "?fait=true");
        }

        (await instance.ReadAsync(db => db.TerritoryMemberships.SingleAsync())).Territory.ShouldBe("commune:38185");
        (await client.GetAsync("/mairie")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var accreditation = $"/api/v1/organisations/{workshop.Organisation.Id}/accreditations/commune:38185";
        (await PutAsync()).ShouldBe(HttpStatusCode.OK);

        for (var time = 0; time < 2; time++)
        {
            using var dismissed = await PostAsync(page, "Dismiss", ("cle", "commune:38185"));
            dismissed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await client.GetAsync("/mairie")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PutAsync()).ShouldBe(HttpStatusCode.Forbidden);

        async Task<HttpStatusCode> PutAsync()
        {
            using var answer = await token.PutAsync(accreditation, new StringContent("{\"status\":\"approved\"}", null, "application/json"));
            return answer.StatusCode;
        }
    }

    /// <summary>Arzay was merged into Porte-des-Bonnevaux; rights do not follow by themselves.</summary>
    [Fact]
    public async Task The_right_of_a_merged_commune_opens_nothing_says_why_and_is_changed_all_the_same()
    {
        var arzay = TerritoryKey.Commune("38016");
        foreach (var (role, page) in new[] { (TerritoryRole.Editor, "/mairie"), (TerritoryRole.Mediator, "/mairie/lieux") })
        {
            var client = await instance.SignInAs(Given.ActingIn(role, arzay));
            var text = (await client.PageAsync(page)).QuerySelector("main")!.TextContent;
            text.ShouldContain("Arzay n’est plus une commune");
            text.ShouldContain("c’est maintenant Porte-des-Bonnevaux");
            (await client.PageAsync("/en" + page)).QuerySelector("main")!.TextContent.ShouldContain("Your rights did not follow");
        }

        var agent = Given.ActingIn(TerritoryRole.Editor, arzay);
        var browser = await instance.SignInAs(agent);
        foreach (var other in new[] { "/mairie/agrements", "/mairie/agents", "/mairie/entraide", "/mairie/lieux?territoire=commune:38016" })
        {
            using var answer = await browser.GetAsync(other);
            answer.StatusCode.ShouldBe(other.StartsWith("/mairie/lieux", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Redirect, other);
        }

        using (var changed = await PostAsync($"/admin/comptes/{agent.Account}", "TerritoryRole", ("cle", "commune:38016"), ("roleTerritoire", "reader")))
        {
            changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await instance.ReadAsync(db => db.TerritoryMemberships.SingleAsync(m => m.AccountId == agent.Account))).Role.ShouldBe(TerritoryRole.Reader);

        // With a territory of today beside it, that one is shown.
        var both = await instance.SignInAs(Given.AgentOf(arzay, TerritoryKey.Commune(Given.Grenoble)));
        (await both.PageAsync("/mairie")).QuerySelector("h1")!.TextContent.ShouldBe("Grenoble");
    }

    [Fact]
    public async Task The_right_to_run_the_instance_is_taken_back_but_from_the_last()
    {
        var person = Given.Operator;
        var client = await instance.SignInAs(person);
        var bearer = await instance.BearerFor(person);
        var page = $"/admin/comptes/{person.Account}";
        (await client.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.OK);

        for (var time = 0; time < 2; time++)
        {
            using var withdrawn = await PostAsync(page, "Withdraw");
            withdrawn.Headers.Location!.ToString().ShouldBe(page + "?fait=true");
        }

        (await client.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var seen = await (await operatorClient.GetAsync(page)).PageAsync();
        seen.QuerySelector("form[action*='handler=Withdraw']").ShouldBeNull();

        var token = seen.QuerySelector<IHtmlInputElement>("form[action*='handler=Revoke'] [name=jeton]")!.Value;
        (await bearer.GetAsync("/api/v1/bookings/0")).StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized);
        using var revoked = await PostAsync(page, "Revoke", ("jeton", token));
        revoked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await operatorClient.GetAsync(page)).PageAsync()).QuerySelector("form[action*='handler=Revoke']").ShouldBeNull();

        var own = $"/admin/comptes/{await instance.ReadAsync(db => db.Set<RepairNet.Infrastructure.Identity.Account>().Where(a => a.IsOperator).Select(a => AccountId.From(a.Id)).SingleAsync())}";
        using var last = await PostAsync(own, "Withdraw");
        last.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var told = await last.PageAsync();
        told.QuerySelector("[role=alert]")!.TextContent.ShouldContain("Personne d’autre n’administre l’instance");
        (await operatorClient.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_membership_is_given_by_the_name_of_the_organisation_and_taken_back()
    {
        await instance.Given.WorkshopAsync("Mille Clous");
        var person = Given.SignedIn;
        var client = await instance.SignInAs(person);
        var page = $"/admin/comptes/{person.Account}";

        using var which = await operatorClient.SendFormAsync(page, Form(("organisation", "mille"), ("role", "manager")), "handler=Add");
        which.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var asked = await which.PageAsync();
        asked.QuerySelectorAll("[name=organisationChoisie]").Length.ShouldBe(2);
        asked.QuerySelector<IHtmlInputElement>("[name=organisation]")!.Value.ShouldBe("mille");
        asked.QuerySelector<IHtmlOptionElement>("select[name=role] option[value=manager]")!.IsSelected.ShouldBeTrue();

        using var added = await operatorClient.SendFormAsync(page, Form(("organisation", "mille"), ("organisationChoisie", workshop.Organisation.Id.ToString()), ("role", "manager")), "handler=Add");
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.OrganisationMemberships.SingleAsync())).Role.ShouldBe(OrganisationRole.Manager);
        (await client.GetAsync("/pro/organisation/membres?organisation=mille-vis")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var removed = await PostAsync(page, "Remove", ("cle", workshop.Organisation.Id.ToString()));
        removed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetAsync("/pro/organisation/membres?organisation=mille-vis")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await instance.ReadAsync(db => db.OrganisationMemberships.AnyAsync())).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Name", "territoire", "Trifouilly-les-Oies", "Ce territoire n’existe pas")]
    [InlineData("Name", "territoire", "", "Ce territoire n’existe pas")]
    [InlineData("Name", "territoire", "region:84", "Ce territoire n’existe pas")]
    [InlineData("Add", "organisation", "Rien de tel", "Aucune organisation ne porte ce nom")]
    [InlineData("Add", "organisation", "", "Aucune organisation ne porte ce nom")]
    public async Task Unknown_words_are_told_and_stay(string handler, string field, string typed, string told)
    {
        var account = await instance.AccountOf(Given.SignedIn);

        using var wrong = await operatorClient.SendFormAsync($"/admin/comptes/{account}", Form((field, typed)), "handler=" + handler);

        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.PageAsync();
        page.QuerySelector($"#{field}-erreur")!.TextContent.ShouldStartWith(told);
        page.QuerySelector<IHtmlInputElement>($"[name={field}]")!.Value.ShouldBe(typed);
    }

    [Fact]
    public async Task An_account_is_made_with_what_its_names_mean_and_not_where_they_mean_several_things()
    {
        const string Page = "/admin/comptes";
        await instance.Given.WorkshopAsync("Mille Clous");

        foreach (var (field, typed, told) in new[]
        {
            ("organisation", "mille", "Plusieurs organisations répondent"),
            ("organisation", "Rien de tel", "Aucune organisation ne porte ce nom"),
            ("territoire", "Grenoble", "Plusieurs territoires répondent"),
            ("territoire", "Trifouilly-les-Oies", "Ce territoire n’existe pas"),
        })
        {
            using var wrong = await operatorClient.SendFormAsync(Page, Form(("email", "lea@exemple.fr"), (field, typed)));
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelector($"#{field}-erreur")!.TextContent.ShouldStartWith(told);
        }

        (await instance.ReadAsync(db => db.OrganisationMemberships.AnyAsync())).ShouldBeFalse();
        using var made = await operatorClient.SendFormAsync(Page, Form(("email", "lea@exemple.fr"), ("organisation", "mille vis"), ("territoire", "commune:38185")));
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await made.PageAsync()).QuerySelector("[role=status]")!.TextContent.ShouldContain("lea@exemple.fr");
        (await instance.ReadAsync(db => db.OrganisationMemberships.SingleAsync())).OrganisationId.ShouldBe(workshop.Organisation.Id);
        (await instance.ReadAsync(db => db.TerritoryMemberships.SingleAsync())).Territory.ShouldBe("commune:38185");
    }

    [Fact]
    public async Task Only_the_operator_comes_here_and_only_for_accounts_there_are()
    {
        var account = await instance.AccountOf(Given.SignedIn);
        foreach (var refused in new[] { workshop.Manager, workshop.Member, workshop.Agent, Given.SignedIn })
        {
            var client = await instance.SignInAs(refused);
            (await client.GetAsync($"/admin/comptes/{account}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            using var post = await client.PostAsync($"/admin/comptes/{account}?handler=Name", new FormUrlEncodedContent(Form(("territoire", "commune:38185"))));
            post.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        (await instance.NewClient().GetAsync($"/admin/comptes/{account}")).Headers.Location!.AbsolutePath.ShouldBe("/connexion");
        (await operatorClient.GetAsync($"/admin/comptes/{AccountId.New()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await operatorClient.GetAsync("/admin/comptes/rien")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var nothing = await PostAsync($"/admin/comptes/{account}", "Remove", ("cle", "rien"));
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await operatorClient.PageAsync("/admin/comptes")).QuerySelector($"a[href='/admin/comptes/{account}']").ShouldNotBeNull();
    }

    private async Task<HttpResponseMessage> PostAsync(string page, string handler, params (string Name, string Value)[] fields)
    {
        var token = (await operatorClient.PageAsync(page)).QuerySelector<IHtmlInputElement>("main [name=__RequestVerificationToken]")!.Value;
        return await operatorClient.PostAsync($"{page}?handler={handler}", new FormUrlEncodedContent(Form([("__RequestVerificationToken", token), .. fields])));
    }

    private static IEnumerable<KeyValuePair<string, string>> Form(params (string Name, string Value)[] fields) => fields.Select(f => KeyValuePair.Create(f.Name, f.Value));
}
