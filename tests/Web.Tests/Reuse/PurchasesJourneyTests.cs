using System.Net;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Reuse;

/// <summary>An agent declares the purchases of a year and the retired equipment, by the pages, and takes the file.</summary>
public sealed class PurchasesJourneyTests
{
    private const string Page = "/mairie/achats?annee=2026";

    [Theory, BothDatabases]
    public async Task From_the_first_amount_to_the_file_to_publish(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var agent = await instance.SignInAs(workshop.Agent);
        using var tooSoon = await agent.GetAsync("/mairie/achats.csv?annee=2026");
        tooSoon.StatusCode.ShouldBe(HttpStatusCode.Redirect, "nobody said who buys: the page asks for it");

        using var wrong = await agent.SendFormAsync(Page, [new("type", "informatique"), new("total", "mille"), new("reemploi", "2 500,50"), new("commentaire", "Ordinateurs du service jeunesse")], "/mairie/achats");
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await wrong.PageAsync();
        again.QuerySelector("#total")!.GetAttribute("value").ShouldBe("mille");
        again.QuerySelector("#reemploi")!.GetAttribute("value").ShouldBe("2 500,50");
        again.QuerySelector("#type option[selected]")!.GetAttribute("value").ShouldBe("informatique");
        using var above = await agent.SendFormAsync(Page, [new("type", "informatique"), new("total", "1 000"), new("reemploi", "2 500,50")]);
        (await above.PageAsync()).QuerySelector("#reemploi-erreur")!.TextContent.ShouldBe("La part issue du réemploi ne peut pas dépasser la dépense totale.");

        using var right = await agent.SendFormAsync(Page, [new("type", "informatique"), new("total", "10 000"), new("reemploi", "2 500,50"), new("commentaire", "Ordinateurs, « reconditionnés »")]);
        right.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var saved = await agent.PageAsync(right.Headers.Location!.ToString());
        saved.QuerySelector("[role=status]").ShouldNotBeNull();
        saved.QuerySelector("tbody tr")!.TextContent.ShouldContain("2\u202F500,50");
        using var named = await agent.SendFormAsync(Page, [new("siret", "21380185500015"), new("nom", "Commune d’Échirolles")], "handler=Buyer");
        named.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // The link of a line brings its amounts back to be changed.
        var line = await agent.PageAsync(saved.QuerySelector("tbody th a")!.GetAttribute("href")!);
        line.QuerySelector("#reemploi")!.GetAttribute("value").ShouldBe("2500,5");

        using var file = await agent.GetAsync("/mairie/achats.csv?annee=2026");
        file.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        var row = TableFile.Rows(await file.Content.ReadAsStringAsync()).ShouldHaveSingleItem();
        TableFile.Check(row, TableFile.Schema("schema-declaration-biens-reemploi-reutilisation-recycle.json"));
        row.Values.ShouldBe(["2026", "21380185500015", "Commune d’Échirolles", "Matériel informatique et téléphonie", "10000.00", "2500.50", "0.00", "0.00", "Ordinateurs, « reconditionnés »"]);
    }

    [Theory, BothDatabases]
    public async Task Retired_equipment_is_written_once_and_taken_away(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var agent = await instance.SignInAs(workshop.Agent);
        const string Equipment = "/mairie/materiel";
        using var wrong = await agent.SendFormAsync(Equipment, [new("date", "hier"), new("nombre", "douze"), new("materiel", "laptop"), new("devenir", "association"), new("preneur", "La Remise")], "handler=Add");
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.PageAsync()).QuerySelector("#date")!.GetAttribute("value").ShouldBe("hier");

        var key = (await agent.PageAsync(Equipment)).QuerySelector("[name=cle]")!.GetAttribute("value")!;
        for (var press = 0; press < 2; press++)
        {
            using var sent = await agent.SendFormAsync(Equipment, [new("cle", key), new("date", "2027-02-03"), new("nombre", "12"), new("materiel", "laptop"), new("devenir", "association"), new("preneur", "La Remise"), new("engage", "true")], "handler=Add");
            sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        using var stock = await agent.SendFormAsync(Equipment, [new("stock", "20")], "handler=Stock");
        var page = await agent.PageAsync(stock.Headers.Location!.ToString());
        page.QuerySelector(".lead")!.TextContent.ShouldStartWith("12 appareils sur 20 en stock au 1er janvier 2027");
        page.QuerySelectorAll("#lots ~ ul li").Length.ShouldBe(1);

        using var removed = await agent.SendFormAsync(Equipment, [new("lot", page.QuerySelector("[name=lot]")!.GetAttribute("value")!)], "handler=Remove");
        removed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await agent.PageAsync(Equipment)).QuerySelector("#lots").ShouldBeNull();

        var reader = await instance.SignInAs(workshop.AgentReader);
        (await reader.PageAsync(Equipment)).QuerySelector("main form").ShouldBeNull();
        foreach (var nowhere in new[] { "?annee=deux", "?annee=1999", "?territoire=commune:69123", "?suite=-1" })
        {
            using var missing = await agent.GetAsync(Equipment + nowhere);
            missing.StatusCode.ShouldBe(HttpStatusCode.NotFound, nowhere);
        }
    }

    [Fact]
    public async Task A_refused_batch_leaves_the_stock_as_it_is_and_a_refused_stock_the_batch_to_be_sent_once()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var agent = await instance.SignInAs((await instance.Given.WorkshopAsync()).Agent);
        const string Equipment = "/mairie/materiel";
        using var stock = await agent.SendFormAsync(Equipment, [new("stock", "20")], "handler=Stock");
        stock.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var batch = await agent.SendFormAsync(Equipment, [new("date", ""), new("nombre", "12"), new("materiel", "laptop"), new("devenir", "association"), new("preneur", "La Remise")], "handler=Add");
        batch.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "a day that is not given is not today");
        (await batch.PageAsync()).QuerySelector("#stock")!.GetAttribute("value").ShouldBe("20");

        using var many = await agent.SendFormAsync(Equipment, [new("stock", "beaucoup")], "handler=Stock");
        many.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await many.PageAsync();
        page.QuerySelector("[name=cle]")!.GetAttribute("value").ShouldNotBeNullOrEmpty();
        page.QuerySelector("#date")!.GetAttribute("value").ShouldBe("2027-03-01");
        page.QuerySelector("#stock")!.GetAttribute("value").ShouldBe("beaucoup");
    }
}
