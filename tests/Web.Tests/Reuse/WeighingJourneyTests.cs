using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Reuse;

/// <summary>A day at the scales by the pages, without a script: in, out, too much, a mistake taken away, the balance and its declaration.</summary>
public sealed class WeighingJourneyTests
{
    private const string Page = "/pro/pesee";

    private static readonly KeyValuePair<string, string>[] Left = [new("sens", "in"), new("apport", "drop-off"), new("contenant", "0"), new("jour", "2027-03-01"), new("origine", ""), new("filiere", "")];

    /// <summary>Sends the form with what a browser sends of choices left as they are.</summary>
    private static Task<HttpResponseMessage> WeighAsync(HttpClient tablet, IReadOnlyList<KeyValuePair<string, string>> fields) =>
        tablet.SendFormAsync(Page, [.. fields, .. Left.Where(left => fields.All(f => f.Key != left.Key))]);

    private static Task<Workshop> ReuseAsync(TestInstance instance) => instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop);

    [Fact]
    public async Task Whoever_comes_by_the_menu_from_another_kind_of_organisation_is_told_what_it_is_for()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var repairer = await instance.Given.WorkshopAsync();
        var client = await instance.SignInAs(repairer.Member);

        (await client.PageAsync(Page)).QuerySelector(".lead")!.TextContent.ShouldStartWith("Les pesées sont pour les ressourceries.");
        (await client.PageAsync("/pro/stock")).QuerySelector(".lead")!.TextContent.ShouldStartWith("Les pesées sont pour les ressourceries.");
        (await client.PageAsync("/pro/formations")).QuerySelector(".lead")!.TextContent.ShouldStartWith("Les formations sont pour les centres de formation.");
        using var named = await client.GetAsync($"{Page}?organisation={repairer.Organisation.Slug}");
        named.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases]
    public async Task From_the_scales_to_the_declaration(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await ReuseAsync(instance);
        var tablet = await instance.SignInAs(workshop.Member);
        (await tablet.PageAsync(Page)).QuerySelector("nav a[aria-current='page']")!.TextContent.ShouldBe("Pesées");

        // Keys, one press a page; then a second line: what was typed stays.
        using var seven = await WeighAsync(tablet, [new("kg", "1"), new("touche", ","), new("categorie", "kettle"), new("nombre", "2"), new("commune", "Échirolles"), new("note", "Deux cartons")]);
        seven.StatusCode.ShouldBe(HttpStatusCode.OK);
        var pressed = await seven.PageAsync();
        pressed.QuerySelector("#kg")!.GetAttribute("value").ShouldBe("1,");
        pressed.QuerySelector("#note")!.GetAttribute("value").ShouldBe("Deux cartons");
        pressed.QuerySelector("input[name=categorie][checked]")!.GetAttribute("value").ShouldBe("kettle");

        using var added = await WeighAsync(tablet, [new("kg", "2,85"), new("categorie", "kettle"), new("nombre", "2"), new("tare", "0,35"), new("commune", "Échirolles"), new("faire", "ajouter")]);
        var second = await added.PageAsync();
        added.StatusCode.ShouldBe(HttpStatusCode.OK, second.QuerySelector("main")!.TextContent);
        var carried = second.QuerySelector("input[name=lignes]")!.GetAttribute("value")!;
        second.QuerySelector("#lignes")!.TextContent.ShouldBe("Déjà pesé : 1 ligne".Replace(" :", "\u00A0:", StringComparison.Ordinal));
        second.QuerySelector("#kg")!.GetAttribute("value").ShouldBeNullOrEmpty();
        second.QuerySelector("#commune")!.GetAttribute("value").ShouldBe("Échirolles");

        using var recorded = await WeighAsync(tablet, [new("lignes", carried), new("kg", "10"), new("quoi", "vieille armoire"), new("commune", "Échirolles"), new("faire", "enregistrer")]);
        recorded.StatusCode.ShouldBe(HttpStatusCode.Redirect, await recorded.Content.ReadAsStringAsync());
        var told = await tablet.PageAsync(recorded.Headers.Location!.ToString());
        told.QuerySelector("[role=status]")!.TextContent.ShouldContain("12,50\u00A0kg");
        told.QuerySelector("input[name=sens][checked]")!.GetAttribute("value").ShouldBe("in");
        var slip = told.QuerySelector("[role=status] a")!.GetAttribute("href")!;
        var printed = await tablet.PageAsync(slip);
        printed.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        printed.QuerySelector("main")!.TextContent.ShouldContain("2,500");
        printed.QuerySelector("dl")!.TextContent.ShouldContain("Échirolles");

        // Out: what is there; not more, and the form keeps what was typed.
        using var sold = await WeighAsync(tablet, [new("sens", "sold"), new("kg", "1"), new("categorie", "kettle"), new("faire", "enregistrer")]);
        sold.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sold.Content.ReadAsStringAsync());
        using var tooMuch = await WeighAsync(tablet, [new("sens", "donated"), new("kg", "1,501"), new("categorie", "kettle"), new("faire", "enregistrer")]);
        tooMuch.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var refused = await tooMuch.PageAsync();
        refused.QuerySelector(".errors")!.TextContent.ShouldContain("1,50\u00A0kg");
        refused.QuerySelector("#kg")!.GetAttribute("value").ShouldBe("1,501");

        // What came in and partly left is not taken away, and says what to do; what left is, and then the rest.
        using var early = await tablet.SendFormAsync(slip, [new("motif", "Pesé deux fois")]);
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await early.PageAsync()).QuerySelector(".errors")!.TextContent.ShouldContain("Annulez d’abord la sortie");
        var soldSlip = (await tablet.PageAsync(sold.Headers.Location!.ToString())).QuerySelector("[role=status] a")!.GetAttribute("href")!;
        using var noReason = await tablet.SendFormAsync(soldSlip, [new("motif", "")]);
        noReason.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await noReason.PageAsync()).QuerySelector(".errors a")!.GetAttribute("href").ShouldBe("#motif");
        using var undone = await tablet.SendFormAsync(soldSlip, [new("motif", "Vente annulée")]);
        undone.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await tablet.PageAsync(undone.Headers.Location!.ToString())).QuerySelector("dl")!.TextContent.ShouldContain("Vente annulée");
        (await tablet.PageAsync(soldSlip)).QuerySelector("form[method=post] button.danger").ShouldBeNull("once only");

        using var recycled = await WeighAsync(tablet, [new("sens", "recycled"), new("filiere", "furniture"), new("kg", "4"), new("categorie", "furniture"), new("faire", "enregistrer")]);
        recycled.StatusCode.ShouldBe(HttpStatusCode.Redirect, await recycled.Content.ReadAsStringAsync());
        using var adjusted = await tablet.SendFormAsync("/pro/stock", [new("famille", "furniture"), new("compte", "5,5"), new("motif", "Inventaire")], "handler=Adjust");
        adjusted.StatusCode.ShouldBe(HttpStatusCode.Redirect, await adjusted.Content.ReadAsStringAsync());
        var adjustment = await instance.ReadAsync(db => db.Weighings.SingleAsync(w => w.Direction == WeighingDirection.Adjustment));
        (await tablet.PageAsync($"/pro/pesee/{adjustment.Id}")).QuerySelector("tfoot td.n")!.TextContent.StartsWith('−').ShouldBe(adjustment.Sign < 0);
        using var badCount = await tablet.SendFormAsync("/pro/stock", [new("famille", "furniture"), new("compte", "beaucoup"), new("motif", "Inventaire")], "handler=Adjust");
        badCount.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await badCount.PageAsync()).QuerySelector("#compte")!.GetAttribute("value").ShouldBe("beaucoup");

        using var noJobs = await tablet.SendFormAsync("/pro/stock", [new("etp", "sept"), new("heures", "1,5")], "handler=Work");
        noJobs.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var mistyped = await noJobs.PageAsync();
        mistyped.QuerySelector("#etp")!.GetAttribute("value").ShouldBe("sept");
        mistyped.QuerySelector("#heures-erreur").ShouldNotBeNull();
        using var jobs = await tablet.SendFormAsync("/pro/stock", [new("etp", "7,25"), new("heures", "1 400")], "handler=Work");
        jobs.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var declared = await tablet.PageAsync("/pro/stock");
        declared.QuerySelector("#emplois ~ dl")!.TextContent.ShouldContain("7,25");
        declared.QuerySelector("#etp")!.GetAttribute("value").ShouldBe("7,25");

        var stock = await tablet.PageAsync("/pro/stock");
        var facts = stock.QuerySelector("dl.facts")!.TextContent;
        facts.ShouldContain("12,50");
        facts.ShouldContain("8,00");
        facts.ShouldContain("Taux de réemploi");
        stock.QuerySelector("svg[role=img] title")!.TextContent.ShouldContain("kilogrammes");
        var csv = await tablet.GetStringAsync(stock.QuerySelector("a[href*='.csv']")!.GetAttribute("href"));
        csv.ShouldContain(",in,drop-off,,,kettle,");
        csv.ShouldContain(",38151,Échirolles,2.500,2");
        csv.ShouldContain(",out,,recycled,furniture,furniture,");
        csv.ShouldContain(",adjustment,,,,furniture,");
        csv.ShouldNotContain("sold", Case.Sensitive, "taken away");
    }

    [Fact]
    public async Task Bad_input_is_told_on_its_field_and_what_was_typed_stays()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await ReuseAsync(instance);
        var tablet = await instance.SignInAs(workshop.Member);
        (KeyValuePair<string, string>[] Sent, string Field)[] wrong =
        [
            ([new("kg", ""), new("categorie", "kettle")], "kg"),
            ([new("kg", "-3"), new("categorie", "kettle")], "kg"),
            ([new("kg", "douze"), new("categorie", "kettle")], "kg"),
            ([new("kg", "1200"), new("categorie", "kettle"), new("nombre", "1")], "kg"),
            ([new("kg", "99999999"), new("categorie", "kettle")], "kg"),
            ([new("kg", "1"), new("tare", "1"), new("categorie", "kettle")], "tare"),
            ([new("kg", "1"), new("nombre", "0"), new("categorie", "kettle")], "nombre"),
            ([new("kg", "1"), new("nombre", "1e9"), new("categorie", "kettle")], "nombre"),
            ([new("kg", "1")], "categorie"),
            ([new("kg", "1"), new("quoi", "zzzzqqq")], "quoi"),
            ([new("kg", "1"), new("categorie", "unknown"), new("commune", "Nulle-Part-les-Oies")], "commune"),
            ([new("kg", "1"), new("categorie", "unknown"), new("jour", "2031-01-01")], "jour"),
            ([new("kg", "1"), new("categorie", "unknown"), new("jour", "hier")], "jour"),
            ([new("kg", "1"), new("categorie", "unknown"), new("sens", "burnt")], "sens"),
            ([new("kg", "1"), new("categorie", "unknown"), new("sens", "recycled")], "filiere"),
            ([new("kg", "1"), new("categorie", "unknown"), new("note", "06 12 34 56 78")], "note"),
        ];
        foreach (var (sent, field) in wrong)
        {
            using var answer = await WeighAsync(tablet, [.. sent, new("faire", "enregistrer")]);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, string.Join(' ', sent));
            var page = await answer.PageAsync();
            page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")!.Split('-')[0]).ShouldContain("#" + field);
            (page.QuerySelector("#kg")!.GetAttribute("value") ?? "").ShouldBe(sent[0].Value);
        }

        // Looked at again and confirmed, an odd weight is written; a line that somebody changed on the way is not.
        using var sure = await WeighAsync(tablet, [new("kg", "1200"), new("categorie", "kettle"), new("nombre", "1"), new("confirme", "1200"), new("faire", "enregistrer")]);
        sure.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var forged = await WeighAsync(tablet, [new("lignes", "kettle;-5;<b>;x"), new("faire", "enregistrer")]);
        forged.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var reader = await instance.SignInAs(workshop.Reader);
        (await reader.PageAsync(Page)).QuerySelector("form.scale").ShouldBeNull();
        foreach (var nowhere in new[] { "/pro/pesee/xyz", "/pro/pesee/019a2b3c4d5e6f708192a3b4c5d6e7f8", "/pro/stock?annee=2027&trimestre=5", "/pro/stock?annee=x", "/pro/stock.csv", "/pro/pesee?organisation=ailleurs" })
        {
            using var answer = await tablet.GetAsync(nowhere);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, nowhere);
        }
    }

    [Fact]
    public async Task What_was_declared_of_jobs_stays_in_its_form_when_a_count_is_refused()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var tablet = await instance.SignInAs((await ReuseAsync(instance)).Member);
        using var jobs = await tablet.SendFormAsync("/pro/stock", [new("etp", "7,25"), new("heures", "1 400")], "handler=Work");
        jobs.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        foreach (var count in new[] { "beaucoup", "-1" })
        {
            using var refused = await tablet.SendFormAsync("/pro/stock", [new("famille", "furniture"), new("compte", count), new("motif", "Inventaire")], "handler=Adjust");
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, count);
            var page = await refused.PageAsync();
            (page.QuerySelector("#etp")!.GetAttribute("value"), page.QuerySelector("#heures")!.GetAttribute("value")).ShouldBe(("7,25", "1400"), count);
        }
    }

    [Theory, BothDatabases]
    public async Task Report_page_and_api_say_the_same_of_reuse(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await ReuseAsync(instance);
        var id = workshop.Organisation.Id;
        var day = new NodaTime.LocalDate(2027, 2, 1);
        (await instance.SendAsync(new RecordWeighing(id, null, new WeighingFields(WeighingDirection.In, day, [new("furniture", 1_234.5m)], Channel: "drop-off")), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RecordWeighing(id, null, new WeighingFields(WeighingDirection.Out, day, [new("furniture", 800m)], Destination: "sold")), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RecordWeighing(id, null, new WeighingFields(WeighingDirection.Out, day, [new("furniture", 100.25m)], Destination: "discarded")), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DeclareWorkforce(id, 2026, 4, 7.25m, 1_400), workshop.Member)).IsT0.ShouldBeTrue();

        var api = (await instance.Client.GetFromJsonAsync<JsonElement>("/api/v1/impact?territory=commune:38185&from=2027-01-01&to=2027-12-31")).GetProperty("reuse");
        var csv = TableFile.Rows(await instance.Client.GetStringAsync("/territoires/commune:38185/rapport/2027.csv"));
        decimal Value(string key, string year) => decimal.Parse(csv.Single(r => r["section"] == "reuse" && r["key"] == key && r["measure"] == year)["value"], System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (key, name) in new[] { ("reuse_intake_t", "intakeKg"), ("reuse_reused_t", "reusedKg"), ("reuse_discarded_t", "discardedKg"), ("reuse_stock_t", "stockKg"), ("reuse_recycled_t", "recycledKg") })
        {
            Value(key, "year").ShouldBe(api.GetProperty(name).GetDecimal() / 1000, key);
        }

        (Value("reuse_intake_t", "year"), Value("reuse_stock_t", "year"), Value("reuse_insertion_hours", "previous_year"), Value("reuse_jobs_fte", "previous_year")).ShouldBe((1.2345m, 0.33425m, 1_400m, 7.25m));
        (await instance.Client.PageAsync("/territoires/commune:38185/rapport/2027")).QuerySelectorAll("h2").Select(h => h.TextContent).ShouldContain("Réemploi");
        (await instance.Client.PageAsync("/territoires/commune:38185?annee=2027")).QuerySelectorAll("#reemploi ~ ul li")[0].TextContent.ShouldBe("Entré\u00A0: 1\u202F235\u00A0kg");
    }

    [Theory, BothDatabases]
    public async Task By_the_api_what_comes_in_may_leave_once_and_no_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await ReuseAsync(instance);
        using var program = await instance.BearerFor(workshop.Member);
        var path = $"/api/v1/organisations/{workshop.Organisation.Id}";
        async Task<(HttpStatusCode, JsonElement)> SendAsync(string call, object body, string? key = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path + call) { Content = JsonContent.Create(body) };
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            using var answer = await program.SendAsync(request);
            return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).Clone());
        }

        var intake = new { date = "2027-03-01", communeCode = "38151", lines = new object[] { new { category = "kettle", count = 2, weighedKg = 2.4 }, new { count = 1, weighedKg = 3 } } };
        var (created, first) = await SendAsync("/intakes", intake, "lundi-1");
        (created, first.GetProperty("netKg").GetDecimal()).ShouldBe((HttpStatusCode.Created, 5.4m));
        (await SendAsync("/intakes", intake, "lundi-1")).Item2.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        (await SendAsync("/intakes", intake with { date = "2027-02-28" }, "lundi-1")).Item1.ShouldBe(HttpStatusCode.UnprocessableEntity);

        (await SendAsync("/outflows", new { date = "2027-03-01", destination = "recycled", lines = new[] { new { category = "kettle", weighedKg = 0.4 } } })).Item1.ShouldBe(HttpStatusCode.Created);
        var (status, problem) = await SendAsync("/outflows", new { date = "2027-03-01", destination = "sold", lines = new[] { new { category = "kettle", weighedKg = 2.001 } } });
        (status, problem.GetProperty("type").GetString(), problem.GetProperty("stockKg").GetDecimal()).ShouldBe((HttpStatusCode.Conflict, "/problems/not-in-stock", 2m));
        var (wrong, errors) = await SendAsync("/outflows", new { date = "2027-03-01", destination = "sold", lines = new[] { new { category = "kettle", weighedKg = -1 } } });
        (wrong, errors.GetProperty("errors").TryGetProperty("lines[0].weighedKg", out _)).ShouldBe((HttpStatusCode.UnprocessableEntity, true));
        using var reader = await instance.BearerFor(workshop.Reader);
        using var forbidden = await reader.PostAsJsonAsync(path + "/intakes", intake);
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var impact = await instance.Client.GetFromJsonAsync<JsonElement>("/api/v1/impact?territory=epci:200040715&from=2027-01-01&to=2027-12-31");
        var reuse = impact.GetProperty("reuse");
        (reuse.GetProperty("intakeKg").GetDecimal(), reuse.GetProperty("recycledKg").GetDecimal(), reuse.GetProperty("reusedKg").GetDecimal(), reuse.GetProperty("stockKg").GetDecimal()).ShouldBe((5.4m, 0.4m, 0m, 5m));
        var elsewhere = await instance.Client.GetFromJsonAsync<JsonElement>("/api/v1/impact?territory=commune:69123");
        elsewhere.GetProperty("reuse").GetProperty("stockKg").GetDecimal().ShouldBe(0m);
    }

    [Fact]
    public async Task By_the_api_a_weight_is_refused_when_it_is_absurd_and_not_when_it_is_unusual()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await ReuseAsync(instance);
        using var program = await instance.BearerFor(workshop.Member);
        var path = $"/api/v1/organisations/{workshop.Organisation.Id}";
        object Of(object line, string? destination = null) => new { date = "2027-03-01", communeCode = "38151", destination, lines = new[] { line } };

        // Two bicycles of children, and one that was sold.
        (await StatusAsync("/intakes", Of(new { category = "bicycle", count = 2, weighedKg = 5 }))).ShouldBe(HttpStatusCode.Created);
        (await StatusAsync("/outflows", Of(new { category = "bicycle", count = 1, weighedKg = 2.5 }, "sold"))).ShouldBe(HttpStatusCode.Created);

        // Grams written as kilograms.
        (await StatusAsync("/intakes", Of(new { category = "kettle", count = 1, weighedKg = 1200 }))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await StatusAsync("/intakes", Of(new { category = "kettle", count = 1, weighedKg = 1200, sure = true }))).ShouldBe(HttpStatusCode.Created);

        async Task<HttpStatusCode> StatusAsync(string call, object body)
        {
            using var answer = await program.PostAsJsonAsync(path + call, body);
            return answer.StatusCode;
        }
    }
}
