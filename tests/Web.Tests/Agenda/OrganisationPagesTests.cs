using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Agenda;

/// <summary>A repair café set up by page alone, then looked after: organisation, place, members.</summary>
public sealed class OrganisationPagesTests : IAsyncLifetime
{
    private const string Register = "/pro/organisation/nouvelle";

    private TestInstance instance = null!;

    public async ValueTask InitializeAsync() => instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    [Fact]
    public async Task Someone_signed_in_sets_up_a_repair_cafe_that_waits_for_its_commune()
    {
        var someone = await instance.SignInAs(Given.SignedIn);

        using var registered = await someone.SendFormAsync(Register, Form(("nom", "Repair-café du Parc"), ("genres", "repair-cafe"), ("genres", "reuse-workshop"), ("commune", "38130"), ("telephone", "04 76 00 00 01")));
        registered.Headers.Location!.ToString().ShouldBe("/pro/organisation?organisation=repair-cafe-du-parc&fait=1");
        var overview = await someone.PageAsync("/pro/organisation?organisation=repair-cafe-du-parc&fait=1");
        overview.QuerySelector("[role=status]")!.TextContent.ShouldBe("C’est enregistré.");
        overview.QuerySelector(".status")!.TextContent.ShouldBe("Pas encore ouverte aux réservations");
        overview.QuerySelectorAll(".steps li").Length.ShouldBe(3);

        const string NewPlace = "/pro/organisation/lieu?organisation=repair-cafe-du-parc";
        (await someone.PageAsync(NewPlace)).QuerySelector<IHtmlInputElement>("[name=commune]")!.Value.ShouldBe("Échirolles");
        using var added = await someone.SendFormAsync(NewPlace, Form(("nom", "Salle du Parc"), ("adresse", "3 rue du Parc"), ("commune", "Échirolles"), ("etablis", "2"), ("feries", "true"), ("fuseau", "")));
        added.Headers.Location!.ToString().ShouldBe("/pro/atelier?lieu=salle-du-parc&fait=1");
        using var service = await someone.SendFormAsync(
            "/pro/atelier/service?lieu=salle-du-parc",
            Form(("Name", "Petits appareils"), ("Duration", "45"), ("Buffer", "0"), ("Mode", "workshop"), ("PublicBooking", "true"), ("NoticeHours", "0"), ("AheadDays", "60"), ("CancelHours", "0"), ("Categories", "toaster")));
        service.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var o = await instance.ReadAsync(db => db.Organisations.SingleAsync());
        (o.Status, o.CommuneCode, o.Kinds, o.Phone).ShouldBe((OrganisationStatus.Pending, Given.Echirolles, OrganisationKinds.RepairCafe | OrganisationKinds.ReuseWorkshop, "+33476000001"));
        var place = await instance.ReadAsync(db => db.Places.SingleAsync());
        (place.CommuneCode, place.Benches, place.TimeZone, place.ClosedOnHolidays).ShouldBe((Given.Echirolles, 2, "Europe/Paris", true));
        var done = await someone.PageAsync("/pro/organisation");
        done.QuerySelector("h1")!.TextContent.ShouldBe("Repair-café du Parc");
        done.Body!.TextContent.ShouldContain("Salle du Parc");
        done.Body!.TextContent.ShouldContain("2 établis, 1 service");
        (await instance.NewClient().GetAsync("/lieux/salle-du-parc")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Several_communes_of_one_name_are_told_apart_and_everything_typed_stays()
    {
        var someone = await instance.SignInAs(Given.SignedIn);

        using var wrong = await someone.SendFormAsync(Register, Form(("nom", "Chez Denis"), ("commune", "saint-denis"), ("email", "denis"), ("siret", "12"), ("telephone", "12"), ("site", "ftp://x"), ("presentation", "Deux\nlignes <b>")));

        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.PageAsync();
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#genres", "#communeChoisie", "#email", "#telephone", "#site", "#siret"]);
        page.QuerySelector("#genres-erreur")!.TextContent.ShouldBe("Dites ce qu’elle fait\u00A0: cochez une réponse au moins.");
        foreach (var (name, typed) in new[] { ("nom", "Chez Denis"), ("commune", "saint-denis"), ("email", "denis"), ("siret", "12"), ("telephone", "12"), ("site", "ftp://x") })
        {
            page.QuerySelector<IHtmlInputElement>($"[name={name}]")!.Value.ShouldBe(typed);
        }

        page.QuerySelector<IHtmlTextAreaElement>("textarea")!.Value.ReplaceLineEndings("\n").ShouldBe("Deux\nlignes <b>");
        var choices = page.QuerySelectorAll<IHtmlInputElement>("[name=communeChoisie]").Select(i => i.Value).ToList();
        choices.ShouldContain("93066");
        choices.Count.ShouldBeGreaterThan(1);

        using var chosen = await someone.SendFormAsync(Register, Form(("nom", "Chez Denis"), ("genres", "repairer"), ("commune", "saint-denis"), ("communeChoisie", "93066")));
        chosen.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Organisations.SingleAsync())).CommuneCode.ShouldBe("93066");

        using var elsewhere = await someone.SendFormAsync(Register, Form(("nom", "Ailleurs"), ("genres", "repairer"), ("commune", "Échirolles"), ("communeChoisie", "93066")));
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Organisations.SingleAsync(o => o.Name == "Ailleurs"))).CommuneCode.ShouldBe(Given.Echirolles, "a choice made for other words does not count");
    }

    /// <summary>The smallest of the forty-six that share a postcode: the form offered the twelve largest, and took no other.</summary>
    [Fact]
    public async Task Of_many_communes_with_one_postcode_each_can_be_chosen()
    {
        var smallest = (await instance.ReadAsync(db => db.Communes.AsNoTracking().Where(c => c.DepartementCode == "51").ToListAsync())).Where(c => c.Postcodes.Contains("51300")).MinBy(c => c.Population)!;
        var someone = await instance.SignInAs(Given.SignedIn);

        using var wrong = await someone.SendFormAsync(Register, Form(("nom", "Chez nous"), ("genres", "repairer"), ("commune", "51300")));

        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.PageAsync();
        var options = page.QuerySelector<IHtmlSelectElement>("select[name=communeChoisie]")!.Options;
        options.Length.ShouldBe(47);
        (options[0].Value, options[0].IsSelected).ShouldBe(("", true));
        options.Select(o => o.Value).ShouldContain(smallest.Code);
        page.All.Length.ShouldBeLessThanOrEqualTo(300);
        using var chosen = await someone.SendFormAsync(Register, Form(("nom", "Chez nous"), ("genres", "repairer"), ("commune", "51300"), ("communeChoisie", smallest.Code)));
        chosen.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.Organisations.SingleAsync())).CommuneCode.ShouldBe(smallest.Code);
    }

    [Theory]
    [InlineData("", "Donnez la commune")]
    [InlineData("Trifouilly-les-Oies", "Nous ne trouvons pas cette commune")]
    public async Task A_commune_nobody_knows_is_told(string typed, string told)
    {
        var someone = await instance.SignInAs(Given.SignedIn);

        using var wrong = await someone.SendFormAsync(Register, Form(("nom", "Le Parc"), ("genres", "repairer"), ("commune", typed)));

        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.PageAsync()).QuerySelectorAll(".error").ShouldHaveSingleItem().TextContent.ShouldStartWith(told);
        (await instance.ReadAsync(db => db.Organisations.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task A_form_sent_twice_registers_and_adds_once()
    {
        var someone = await instance.SignInAs(Given.SignedIn);
        var form = Hidden(await someone.PageAsync(Register)).Concat(Form(("nom", "Le Parc"), ("genres", "repairer"), ("commune", "38130"))).ToList();

        var first = await someone.PostAsync(Register, new FormUrlEncodedContent(form));
        var second = await someone.PostAsync(Register, new FormUrlEncodedContent(form));

        second.Headers.Location.ShouldBe(first.Headers.Location);
        (await instance.ReadAsync(db => db.Organisations.CountAsync())).ShouldBe(1);

        const string NewPlace = "/pro/organisation/lieu?organisation=le-parc";
        var place = Hidden(await someone.PageAsync(NewPlace)).Concat(Form(("nom", "Le Parc"), ("adresse", "3 rue du Parc"), ("commune", "38130"), ("etablis", "1"))).ToList();
        await someone.PostAsync(NewPlace, new FormUrlEncodedContent(place));
        var again = await someone.PostAsync(NewPlace, new FormUrlEncodedContent(place));
        again.Headers.Location!.ToString().ShouldBe("/pro/atelier?lieu=le-parc&fait=1");
        (await instance.ReadAsync(db => db.Places.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task An_operator_registers_one_without_becoming_its_manager_and_finds_it_again()
    {
        var client = await instance.SignInAs(Given.Operator);

        using var registered = await client.SendFormAsync(Register, Form(("nom", "Le Parc"), ("genres", "repairer"), ("commune", "38130")));

        (await client.PageAsync(registered.Headers.Location!.ToString())).QuerySelector("h1")!.TextContent.ShouldBe("Le Parc");
        (await instance.ReadAsync(db => db.OrganisationMemberships.AnyAsync())).ShouldBeFalse();
        var o = await instance.ReadAsync(db => db.Organisations.SingleAsync());
        (await client.PageAsync($"/mairie/agrements/{o.Id}?territoire=epci:200040715")).QuerySelector("a[href='/pro/organisation?organisation=le-parc']").ShouldNotBeNull();
        var agent = await instance.SignInAs(Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)));
        (await agent.PageAsync($"/mairie/agrements/{o.Id}?territoire=commune:38151")).QuerySelector("a[href^='/pro/organisation']").ShouldBeNull();
    }

    [Fact]
    public async Task Each_role_finds_its_own_and_no_other()
    {
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var stranger = (await instance.Given.WorkshopAsync()).Manager;
        string[] pages = ["", "/lieu", "/modifier", "/membres"];
        (Actor Actor, HttpStatusCode Shown, HttpStatusCode Managed)[] roles =
        [
            (workshop.Manager, HttpStatusCode.OK, HttpStatusCode.OK),
            (Given.Operator, HttpStatusCode.OK, HttpStatusCode.OK),
            (workshop.Member, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (stranger, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            (workshop.Agent, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            (Given.SignedIn, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
        ];
        foreach (var (actor, shown, managed) in roles)
        {
            var client = await instance.SignInAs(actor);
            foreach (var page in pages)
            {
                var expected = page == "" ? shown : managed;
                (await client.GetAsync($"/pro/organisation{page}?organisation=mille-vis")).StatusCode.ShouldBe(expected, $"{page} for {actor}");
                if (page != "" && expected != HttpStatusCode.OK)
                {
                    using var post = await client.PostAsync($"/pro/organisation{page}?organisation=mille-vis", new FormUrlEncodedContent(Hidden(await client.PageAsync("/compte")).Concat(Form(("nom", "Volé"), ("email", "x@exemple.fr")))));
                    post.StatusCode.ShouldBe(expected, $"post to {page} for {actor}");
                }
            }
        }

        (await instance.NewClient().GetAsync("/pro/organisation?organisation=mille-vis")).Headers.Location!.AbsolutePath.ShouldBe("/connexion");
        (await (await instance.SignInAs(workshop.Manager)).GetAsync("/pro/organisation?organisation=rien")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.ReadAsync(db => db.Organisations.AnyAsync(o => o.Name == "Volé"))).ShouldBeFalse();
        (await instance.ReadAsync(db => db.Outbox.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task The_details_come_filled_and_wrong_ones_stay_as_typed()
    {
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var manager = await instance.SignInAs(workshop.Manager);
        const string Edit = "/pro/organisation/modifier?organisation=mille-vis";
        var form = await manager.PageAsync(Edit);
        form.QuerySelector<IHtmlInputElement>("[name=telephone]")!.Value.Where(char.IsDigit).ShouldBe("0476000000");
        form.QuerySelector<IHtmlInputElement>("[name=nom]")!.Value.ShouldBe("Mille Vis");

        using var wrong = await manager.SendFormAsync(Edit, Form(("nom", ""), ("email", "a@b"), ("telephone", "peu"), ("site", "x y"), ("siret", "1")));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.PageAsync();
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldContain("#nom");
        page.QuerySelector<IHtmlInputElement>("[name=telephone]")!.Value.ShouldBe("peu");
        page.QuerySelector<IHtmlInputElement>("[name=site]")!.Value.ShouldBe("x y");

        using var saved = await manager.SendFormAsync(Edit, Form(("nom", "Les Vis"), ("email", "vis@exemple.fr")));
        saved.Headers.Location!.ToString().ShouldBe("/pro/organisation?organisation=mille-vis&fait=1");
        (await instance.ReadAsync(db => db.Organisations.SingleAsync())).Name.ShouldBe("Les Vis");
    }

    [Fact]
    public async Task Places_are_in_the_hands_of_managers_and_nobody_else_sees_the_buttons()
    {
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var member = await instance.SignInAs(workshop.Member);
        var manager = await instance.SignInAs(workshop.Manager);
        const string Edit = "/pro/atelier/lieu?lieu=mille-vis";
        foreach (var page in new[] { "/pro/atelier?lieu=mille-vis", "/pro/organisation?organisation=mille-vis" })
        {
            (await manager.PageAsync(page)).QuerySelectorAll("main a[href*='/lieu?']").ShouldNotBeEmpty(page);
            (await member.PageAsync(page)).QuerySelectorAll("main a[href*='/lieu?']").ShouldBeEmpty(page);
        }

        (await manager.GetAsync(Edit)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await member.GetAsync(Edit)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var fields = Hidden(await member.PageAsync("/compte")).Concat(Form(("nom", "Volé"), ("adresse", "2 rue Neuve"), ("etablis", "9"), ("commune", "38130"))).ToList();
        foreach (var page in new[] { Edit, "/pro/organisation/lieu?organisation=mille-vis" })
        {
            (await member.PostAsync(page, new FormUrlEncodedContent(fields))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, page);
        }

        (await instance.ReadAsync(db => db.Places.SingleAsync())).Name.ShouldBe("Mille Vis");

        await instance.ReadAsync(db => db.OpeningRules.ExecuteDeleteAsync());
        await instance.ReadAsync(db => db.Services.ExecuteDeleteAsync());
        await instance.ReadAsync(db => db.Places.ExecuteDeleteAsync());
        (await manager.PageAsync("/pro/atelier")).QuerySelectorAll("main a[href*='/lieu?']").ShouldNotBeEmpty();
        var without = await member.PageAsync("/pro/atelier");
        without.QuerySelectorAll("main a[href*='/lieu?']").ShouldBeEmpty();
        without.QuerySelector("main")!.TextContent.ShouldContain("Demandez à qui tient la fiche d’ajouter un lieu.");
    }

    [Fact]
    public async Task A_place_is_changed_and_a_bench_someone_is_expected_at_stays()
    {
        var workshop = await instance.Given.WorkshopAsync("Mille Vis", benches: 2);
        var manager = await instance.SignInAs(workshop.Manager);
        var stranger = await instance.SignInAs((await instance.Given.WorkshopAsync()).Manager);
        const string Edit = "/pro/atelier/lieu?lieu=mille-vis";
        (await stranger.GetAsync(Edit)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await manager.GetAsync("/pro/atelier/lieu?lieu=rien")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        for (var i = 0; i < 2; i++)
        {
            await instance.SendAsync(
                new BookSlot(workshop.Service.Id, Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Marie Blanc", null, "0465712299"), new ItemDetails("mobile", null, null, "Écran fendu"), null, BookingChannel.Desk, null, "fr"),
                workshop.Member);
        }

        using var kept = await manager.SendFormAsync(Edit, Form(("nom", "La Halle"), ("adresse", "2 rue Neuve"), ("etablis", "1"), ("acces", "Bus 3")));
        kept.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await kept.PageAsync();
        page.QuerySelector("#etablis-erreur")!.TextContent.ShouldBe("Un rendez-vous est déjà donné sur les établis que vous retirez, jusqu’au 2 mars 2027. Déplacez-le ou annulez-le d’abord.");
        page.QuerySelector<IHtmlInputElement>("[name=adresse]")!.Value.ShouldBe("2 rue Neuve");
        page.QuerySelector<IHtmlInputElement>("[name=etablis]")!.Value.ShouldBe("1");

        using var wrong = await manager.SendFormAsync(Edit, Form(("nom", "La Halle"), ("adresse", ""), ("etablis", "deux")));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.PageAsync()).QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#adresse", "#etablis"]);

        using var saved = await manager.SendFormAsync(Edit, Form(("nom", "La Halle"), ("adresse", "2 rue Neuve"), ("etablis", "3"), ("acces", "Bus 3")));
        saved.Headers.Location!.ToString().ShouldBe("/pro/atelier?lieu=mille-vis&fait=1");
        var place = await instance.ReadAsync(db => db.Places.SingleAsync(p => p.Id == workshop.Place.Id));
        (place.Name, place.Address, place.Benches, place.Access, place.ClosedOnHolidays).ShouldBe(("La Halle", "2 rue Neuve", 3, "Bus 3", false));
    }

    [Fact]
    public async Task A_manager_invites_and_takes_back_and_the_open_session_and_the_token_lose_it_at_once()
    {
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var manager = await instance.SignInAs(workshop.Manager);
        var member = await instance.SignInAs(workshop.Member);
        var program = await instance.BearerFor(workshop.Member);
        const string Members = "/pro/organisation/membres?organisation=mille-vis";
        var agenda = $"/api/v1/places/{workshop.Place.Id}/agenda?from=2027-03-01&to=2027-03-02";
        (await member.GetAsync("/pro/atelier?lieu=mille-vis")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync(agenda)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var invited = await InviteAsync("ami@exemple.fr");
        invited.Headers.Location!.ToString().ShouldBe(Members + "&fait=invite");
        (await instance.ReadAsync(db => db.OrganisationMemberships.CountAsync())).ShouldBe(3);
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(1);

        var address = People.AddressOf(workshop.Member.Account!.Value);
        using var removed = await RemoveAsync(address);
        removed.Headers.Location!.ToString().ShouldBe(Members + "&fait=retire");

        (await member.GetAsync("/pro/atelier?lieu=mille-vis")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await program.GetAsync(agenda)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await manager.PageAsync(Members)).Body!.TextContent.ShouldNotContain(address);

        async Task<HttpResponseMessage> InviteAsync(string email)
        {
            var page = await manager.PageAsync(Members);
            var form = page.QuerySelectorAll<IHtmlFormElement>("main form").Single(f => f.QuerySelector("[name=email]") is not null);
            return await manager.PostAsync(Members, new FormUrlEncodedContent(Hidden(form).Concat(Form(("email", email), ("role", "member")))));
        }

        async Task<HttpResponseMessage> RemoveAsync(string email)
        {
            var page = await manager.PageAsync(Members);
            var form = page.QuerySelectorAll<IHtmlFormElement>("main form").Single(f => f.GetAttribute("action")!.Contains("handler=Remove", StringComparison.Ordinal) && f.TextContent.Contains(email));
            var button = form.QuerySelector<IHtmlButtonElement>("button")!;
            return await manager.PostAsync(form.GetAttribute("action")!, new FormUrlEncodedContent(Hidden(form).Append(KeyValuePair.Create(button.Name!, button.Value))));
        }
    }

    [Fact]
    public async Task The_last_manager_is_told_so_and_a_wrong_address_stays_typed()
    {
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var manager = await instance.SignInAs(workshop.Manager);
        const string Members = "/pro/organisation/membres?organisation=mille-vis";
        var page = await manager.PageAsync(Members);
        page.Body!.TextContent.ShouldContain("Seul à tenir la fiche");
        page.QuerySelectorAll("button.danger").ShouldBeEmpty();

        using var last = await manager.PostAsync(Members + "&handler=Remove", new FormUrlEncodedContent(Hidden(page).Append(KeyValuePair.Create("compte", workshop.Manager.Account!.Value.ToString()))));
        last.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await last.PageAsync()).QuerySelector(".errors")!.TextContent.ShouldContain("seule à tenir la fiche");
        using var nobody = await manager.PostAsync(Members + "&handler=Remove", new FormUrlEncodedContent(Hidden(page).Append(KeyValuePair.Create("compte", "rien"))));
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var wrong = await manager.SendFormAsync(Members, Form(("email", "ami.exemple.fr"), ("role", "manager")));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await wrong.PageAsync();
        again.QuerySelector<IHtmlInputElement>("[name=email]")!.Value.ShouldBe("ami.exemple.fr");
        again.QuerySelector<IHtmlInputElement>("[name=role][value=manager]")!.IsChecked.ShouldBeTrue();
        (await instance.ReadAsync(db => db.OrganisationMemberships.SingleAsync())).Role.ShouldBe(OrganisationRole.Manager);
    }

    [Fact]
    public async Task The_fourth_letter_in_an_hour_waits()
    {
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");
        var manager = await instance.SignInAs(workshop.Manager);
        const string Members = "/pro/organisation/membres?organisation=mille-vis";
        var form = Hidden(await manager.PageAsync(Members)).Concat(Form(("email", "ami@exemple.fr"), ("role", "member"))).ToList();
        for (var i = 0; i < 3; i++)
        {
            (await manager.PostAsync(Members, new FormUrlEncodedContent(form))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        using var fourth = await manager.PostAsync(Members, new FormUrlEncodedContent(form));

        fourth.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await fourth.PageAsync()).QuerySelector("#email-erreur")!.TextContent.ShouldStartWith("Trois messages sont déjà partis");
        (await instance.ReadAsync(db => db.Outbox.CountAsync())).ShouldBe(3);
    }

    [Fact]
    public async Task Whoever_belongs_nowhere_is_shown_the_way()
    {
        var someone = await instance.SignInAs(Given.SignedIn);

        foreach (var page in new[] { "/compte", "/pro" })
        {
            (await someone.PageAsync(page)).QuerySelector($"main a[href='{Register}']").ShouldNotBeNull(page);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Form(params (string Name, string Value)[] fields) => fields.Select(f => KeyValuePair.Create(f.Name, f.Value));

    /// <summary>The hidden fields of the first form that posts in the page's own part, proof of origin included.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Hidden(IParentNode page) =>
        (page as IHtmlFormElement ?? page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").First())
            .QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").Where(i => i.Name != "communeChoisie").Select(i => KeyValuePair.Create(i.Name!, i.Value));
}
