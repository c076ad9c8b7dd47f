using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Reuse;

/// <summary>An item by the pages, without a script: from the door to the shop window, kept for someone, given up, sold.</summary>
public sealed class ItemJourneyTests
{
    private static Task<Workshop> ReuseAsync(TestInstance instance) => instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop);

    /// <summary>Presses one of several buttons of a page that send elsewhere, with the proof of origin of the page.</summary>
    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, IEnumerable<KeyValuePair<string, string>> fields, string to)
    {
        var hidden = (await client.PageAsync(page)).QuerySelectorAll("input[type=hidden]").Where(i => i.GetAttribute("name") is "__RequestVerificationToken" or "cle")
            .DistinctBy(i => i.GetAttribute("name")).Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!));
        using var content = new FormUrlEncodedContent([.. hidden, .. fields]);
        return await client.PostAsync(to, content);
    }

    /// <summary>The letters written so far.</summary>
    private static async Task<IReadOnlyList<Letter>> LettersAsync(TestInstance instance)
    {
        var messages = await instance.ReadAsync(db => db.Outbox.OrderBy(m => m.CreatedAt).ToListAsync());
        await using var scope = instance.Services.CreateAsyncScope();
        var writers = scope.ServiceProvider.GetServices<ILetterWriter>().ToList();
        var letters = new List<Letter>();
        foreach (var message in messages)
        {
            if (await writers.Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None) is { } letter)
            {
                letters.Add(letter);
            }
        }

        return letters;
    }

    private static async Task<string> AddAsync(HttpClient desk, params KeyValuePair<string, string>[] fields)
    {
        using var added = await desk.SendFormAsync("/pro/objets/fiche", [.. fields]);
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, (await added.PageAsync()).QuerySelector("main")?.TextContent);
        return added.Headers.Location!.ToString().Split('?')[0];
    }

    private static async Task<IDocument> ActAsync(HttpClient desk, string item, string act, params KeyValuePair<string, string>[] fields)
    {
        using var done = await PostAsync(desk, item, [.. fields], $"{item}?handler={act}");
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect, (await done.PageAsync()).QuerySelector("main")?.TextContent);
        return await desk.PageAsync(done.Headers.Location!.ToString());
    }

    [Theory, BothDatabases]
    public async Task From_the_door_to_whoever_keeps_it_next(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await ReuseAsync(instance);
        var desk = await instance.SignInAs(workshop.Member);
        (await desk.PageAsync("/pro/objets")).QuerySelector("nav a[aria-current='page']")!.TextContent.ShouldBe("Objets");

        using var wrong = await desk.SendFormAsync("/pro/objets/fiche", [new("nom", ""), new("categorie", ""), new("kg", "douze"), new("apport", "drop-off")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.PageAsync()).QuerySelector("#kg")!.GetAttribute("value").ShouldBe("douze", "what was typed stays");
        var item = await AddAsync(desk, new("nom", "Grille-pain"), new("categorie", "toaster"), new("marque", "Moulinex"), new("kg", "1,42"), new("apport", "drop-off"));
        (await ActAsync(desk, item, "Diagnose", new KeyValuePair<string, string>("mots", "Levier grippé"))).QuerySelector("#histoire")!.ParentElement!.TextContent.ShouldContain("Levier grippé");
        var offered = await ActAsync(desk, item, "Offer", new("prix", "8,50"), new("garantie", "6"), new("presentation", "Essayé une semaine."));
        var code = offered.QuerySelector(".ref")!.TextContent;

        // The label leads its workshop to the desk, anyone else to the shop window.
        using var scanned = await desk.GetAsync("/o/" + code);
        scanned.Headers.Location!.ToString().ShouldBe(item);
        var visitor = instance.NewClient();
        using var seen = await visitor.GetAsync("/o/" + code.ToLowerInvariant());
        var page = seen.Headers.Location!.ToString();
        page.ShouldStartWith("/reemploi/");
        using var none = await visitor.GetAsync("/o/ZZZZ-ZZZZ");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var window = await visitor.PageAsync("/reemploi?commune=38185&q=grille&prix=10");
        window.QuerySelector("main li.panel h3 a")!.GetAttribute("href").ShouldBe(page);
        var shown = await visitor.PageAsync(page);
        shown.QuerySelector("script[type='application/ld+json']")!.TextContent.ShouldContain("\"price\":\"8.50\"");
        using var empty = await visitor.SendFormAsync(page, [new("nom", ""), new("email", ""), new("tel", "")]);
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var reserved = await visitor.SendFormAsync(page, [new("nom", "Nora"), new("email", "nora@exemple.fr"), new("tel", "")]);
        reserved.StatusCode.ShouldBe(HttpStatusCode.Redirect, (await reserved.PageAsync()).QuerySelector("main")?.TextContent);
        var own = reserved.Headers.Location!.ToString();
        own.ShouldMatch("^/reemploi/reservation/[0-9a-f]{32}$", "no secret in the address");
        (await visitor.PageAsync(own)).QuerySelector("h1")!.TextContent.ShouldBe("C’est gardé pour vous");
        using var stranger = await instance.NewClient().GetAsync(own);
        stranger.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Someone else comes too late, and is told.
        var late = instance.NewClient();
        (await late.PageAsync(page)).QuerySelector(".note")!.TextContent.ShouldContain("gardé pour quelqu’un");
        (await late.PageAsync("/reemploi")).QuerySelectorAll("main li.panel").ShouldBeEmpty();
        (await desk.PageAsync(item)).QuerySelector("#garde")!.TextContent.ShouldBe("Gardé pour Nora");

        using var given = await visitor.SendFormAsync(own, []);
        (await visitor.PageAsync(given.Headers.Location!.ToString())).QuerySelector("h1")!.TextContent.ShouldBe("Vous y avez renoncé");
        await ActAsync(desk, item, "Sell");
        using var gone = await late.GetAsync(page);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound, "sold items vanish at once");
        (await desk.PageAsync("/pro/objets?etat=partis")).QuerySelector("tbody th a")!.TextContent.ShouldBe("Grille-pain");
        using var twice = await PostAsync(desk, item, [], item + "?handler=Sell");
        twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await twice.PageAsync()).QuerySelectorAll(".errors dd").ShouldBeEmpty();
        using var noted = await PostAsync(desk, item, [new("mots", "La résistance est <coupée>.")], item + "?handler=Diagnose");
        noted.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await noted.PageAsync()).QuerySelectorAll(".errors dd").Select(d => d.TextContent).ShouldBe(["La résistance est <coupée>."], "the form it was written in is gone");
        (await ActAsync(desk, item, "TakeBack", new KeyValuePair<string, string>("raison", "Rapporté"))).QuerySelector("[role=status]")!.TextContent.ShouldBe("L’objet est de nouveau en stock.");
    }

    [Fact]
    public async Task The_address_of_a_reservation_sent_with_the_form_opens_it_to_nobody_else()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await ReuseAsync(instance);
        var added = (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("toaster", "Grille-pain", null, null, 1.4m), Channel: "drop-off"), workshop.Member)).AsT0;
        (await instance.SendAsync(new OfferReuseItem(added.Id, 8m, null, null), workshop.Member)).IsT0.ShouldBeTrue();
        var page = $"/reemploi/{added.Id}";
        var (nora, stranger) = (instance.NewClient(), instance.NewClient());
        var token = (await stranger.PageAsync(page)).QuerySelector("form[method=post] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var reserved = await nora.SendFormAsync(page, [new("nom", "Nora"), new("email", "nora@exemple.fr"), new("tel", "")]);
        var own = reserved.Headers.Location!.ToString();

        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("cle", own.Split('/')[^1]), new("nom", "Paul"), new("email", "paul@exemple.fr")]);
        using var answer = await stranger.PostAsync(page, content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("nora@exemple.fr");
        using var closed = await stranger.GetAsync(own);
        closed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases]
    public async Task What_was_reserved_meanwhile_is_not_sold_from_an_old_page(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await ReuseAsync(instance);
        var added = (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("toaster", "Grille-pain", null, null, 1.4m), Channel: "drop-off"), workshop.Member)).AsT0;
        (await instance.SendAsync(new OfferReuseItem(added.Id, 8m, null, null), workshop.Member)).IsT0.ShouldBeTrue();
        var desk = await instance.SignInAs(workshop.Member);
        var item = $"/pro/objets/{added.Id}";
        var nora = (await instance.SendAsync(new ReserveItem(added.Id, "Nora", "nora@exemple.fr", null, "fr"))).AsT0;

        // As pressed on a page from before: it names nobody.
        using var early = await PostAsync(desk, item, [], item + "?handler=Sell");
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var told = await early.PageAsync();
        told.QuerySelector(".errors h2")!.TextContent.ShouldBe("Cet objet vient d’être réservé. Voyez plus bas pour qui il est gardé.");
        told.QuerySelector("#garde")!.TextContent.ShouldBe("Gardé pour Nora");
        (await instance.SendAsync(new GetReservation(nora.Secret))).AsT0.End.ShouldBeNull();
        var shown = told.QuerySelector("input[name=reservation]")!.GetAttribute("value")!;
        shown.ShouldBe(nora.Id.ToString());

        // Nora gave it up and Paul reserved it, since that page was shown.
        (await instance.SendAsync(new GiveUpReservation(nora.Secret))).IsT0.ShouldBeTrue();
        var paul = (await instance.SendAsync(new ReserveItem(added.Id, "Paul", "paul@exemple.fr", null, "fr"))).AsT0;
        using var released = await PostAsync(desk, item, [new("reservation", shown)], item + "?handler=Release");
        released.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await released.PageAsync()).QuerySelector("#garde")!.TextContent.ShouldBe("Gardé pour Paul");
        await ActAsync(desk, item, "Sell", new KeyValuePair<string, string>("reservation", paul.Id.ToString()));
        (await instance.SendAsync(new GetReservation(paul.Secret))).AsT0.End.ShouldBe(ReservationEnd.PickedUp);
    }

    [Theory, BothDatabases]
    public async Task The_letters_bring_the_link_and_tell_the_workshop(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await ReuseAsync(instance);
        var item = (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("toaster", "Grille-pain", null, null, 1.4m), Channel: "drop-off"), workshop.Member)).AsT0;
        (await instance.SendAsync(new OfferReuseItem(item.Id, 8m, null, null), workshop.Member)).IsT0.ShouldBeTrue();
        var nora = (await instance.SendAsync(new ReserveItem(item.Id, "Nora", "nora@exemple.fr", null, "en"))).AsT0;
        var letters = await LettersAsync(instance);
        letters.Single(l => l.To == "nora@exemple.fr").Text.ShouldContain("/en/reemploi/reservation/" + nora.Secret);
        letters.Single(l => l.To == "nora@exemple.fr").Subject.ShouldBe("Kept for you: Grille-pain");
        letters.Where(l => l.To != "nora@exemple.fr").ShouldAllBe(l => !l.Text.Contains(nora.Secret) && !l.Text.Contains("Nora"), "the workshop reads who on its own page");
        letters.Select(l => l.Text).ShouldContain(t => t.Contains("/o/" + item.Code, StringComparison.Ordinal));
        var visitor = instance.NewClient();
        using var opened = await visitor.GetAsync("/reemploi/reservation/" + nora.Secret);
        (await visitor.PageAsync(opened.Headers.Location!.ToString())).QuerySelector("h1")!.TextContent.ShouldBe("C’est gardé pour vous");
    }

    [Theory, BothDatabases]
    public async Task What_keeps_data_shows_its_list_and_prints_its_certificate(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var desk = await instance.SignInAs((await ReuseAsync(instance)).Member);
        var item = await AddAsync(desk, new("nom", "Portable"), new("categorie", "laptop"), new("kg", "2,1"), new("apport", "deja"));
        using var early = await PostAsync(desk, item, [], item + "?handler=Sell");
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var none = await desk.GetAsync(item + "/effacement");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var half = await PostAsync(desk, item, [new("methode", "secure-erase"), new("comptes", "true")], item + "?handler=Wipe");
        half.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await half.PageAsync();
        page.QuerySelector("#verifie-erreur").ShouldNotBeNull();
        page.QuerySelector("#comptes")!.HasAttribute("checked").ShouldBeTrue("what was ticked stays");
        await ActAsync(desk, item, "Wipe", new("methode", "secure-erase"), new("comptes", "true"), new("verifie", "true"), new("precision", "nwipe"));
        var certificate = await desk.PageAsync(item + "/effacement");
        certificate.QuerySelector(".facts")!.TextContent.ShouldContain("EFF-");
        certificate.QuerySelector(".facts")!.TextContent.ShouldContain("nwipe");

        // Not weighed apart, and nothing of its kind in stock: it cannot leave yet.
        using var missing = await PostAsync(desk, item, [], item + "?handler=Sell");
        missing.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await missing.PageAsync()).QuerySelector(".errors h2")!.TextContent.ShouldContain("ne peuvent pas en sortir");

        var labels = await desk.PageAsync($"/pro/objets/etiquettes?objet={item.Split('/')[^1]}&depuis=5");
        labels.QuerySelectorAll(".labels li").Length.ShouldBe(5, "four empty places first");
        labels.QuerySelector(".labels strong")!.TextContent.Length.ShouldBe(9);
        (await desk.PageAsync($"/pro/objets/etiquettes?objet={item.Split('/')[^1]}&papier=58mm")).QuerySelectorAll(".labels.roll li").Length.ShouldBe(1);
        using var beyond = await desk.GetAsync("/pro/objets/etiquettes?depuis=25");
        beyond.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory, BothDatabases]
    public async Task A_part_is_asked_for_by_a_repairer_and_handed_over_by_its_workshop(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await ReuseAsync(instance);
        var nadia = await instance.Given.WorkshopAsync("Atelier Mille Vis");
        var desk = await instance.SignInAs(workshop.Member);
        var item = await AddAsync(desk, new("nom", "Lave-linge"), new("categorie", "washing-machine"), new("kg", "62"), new("apport", "drop-off"));
        await ActAsync(desk, item, "Part", new("piece", "Pompe de vidange"), new("pmarque", "Askoll"), new("petat", "tested"), new("pkg", "0,9"), new("etagere", "B3"));

        var bench = await instance.SignInAs(nadia.Member);
        var found = await bench.PageAsync("/pro/pieces?q=askoll");
        var asking = found.QuerySelector("main form.row")!;
        using var asked = await PostAsync(bench, "/pro/pieces?q=askoll", [.. asking.QuerySelectorAll("input[name=piece], input[name=pour]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!))], asking.GetAttribute("action")!);
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var kept = await bench.PageAsync(asked.Headers.Location!.ToString());
        kept.QuerySelector("[role=status]")!.TextContent.ShouldContain("gardée pour vous");
        kept.QuerySelector("li.panel .status")!.TextContent.ShouldContain("Atelier Mille Vis");
        (await LettersAsync(instance)).ShouldContain(l => l.Subject == "Pièce demandée : Pompe de vidange");

        var part = (await instance.ReadAsync(db => db.SpareParts.SingleAsync())).Id;
        using var handed = await PostAsync(desk, "/pro/pieces", [new("piece", part.ToString()), new("vers", "repairer")], "/pro/pieces?handler=HandOver");
        handed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await bench.PageAsync("/pro/pieces")).QuerySelectorAll("li.panel").ShouldBeEmpty();
    }
}
