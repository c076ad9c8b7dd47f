using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using NodaTime;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Photos;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Reuse;

/// <summary>Things offered with photos, without an account nor a script; the desk that answers; the round; the scales.</summary>
public sealed class CollectionJourneyTests
{
    private const string Page = "/reemploi/deposer?commune=commune:" + Given.Grenoble;

    private static async Task<Workshop> OpenAsync(TestInstance instance)
    {
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop);
        (await instance.SendAsync(new SetCollectionTerms(workshop.Organisation.Id, true, [Given.Grenoble], null, 8, 400, true, "Meubles en bon état."), workshop.Member)).IsT0.ShouldBeTrue();
        return workshop;
    }

    /// <summary>Sends the form that a page shows, with these fields and files; what is hidden goes with it.</summary>
    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, IHtmlDocument page, IEnumerable<(string Name, string Value)> fields, params (string Name, byte[] Bytes)[] files)
    {
        var form = page.QuerySelectorAll("form").OfType<IHtmlFormElement>().First(f => f.GetAttribute("method") == "post");
        using var content = new MultipartFormDataContent();
        foreach (var hidden in form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Where(i => i.Name is not null && fields.All(f => f.Name != i.Name)))
        {
            content.Add(new StringContent(hidden.Value), hidden.Name!);
        }

        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }

        foreach (var (name, bytes) in files)
        {
            var file = new ByteArrayContent(bytes);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            content.Add(file, "photos", name);
        }

        return await client.PostAsync(form.GetAttribute("action"), content);
    }

    [Theory, BothDatabases]
    public async Task From_a_photo_to_the_scales(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await OpenAsync(instance);
        var resident = instance.NewClient();
        (await resident.PageAsync("/reemploi/deposer?commune=Gre")).QuerySelector("form[role=search]").ShouldNotBeNull();
        var page = await resident.PageAsync(Page);
        page.QuerySelector("input[name=chez][checked]")!.GetAttribute("value").ShouldBe(workshop.Organisation.Id.ToString(), "there is one: it is chosen");

        // One thing with a photo, then another; what was typed of oneself stays.
        using var first = await SendAsync(
            resident, page, [("quoi", "Armoire en pin"), ("etat", "works"), ("lourd", "true"), ("nom", "Nora"), ("adresse", "3 rue Haute"), ("email", "nora@exemple.fr"), ("chez", workshop.Organisation.Id.ToString()), ("faire", "ajouter")],
            ("armoire.jpg", TestPhotos.Telephone()), ("dos.jpg", TestPhotos.Small()));
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        page = await first.PageAsync();
        page.QuerySelector("ol")!.TextContent.ShouldContain("Armoire en pin, ça marche, à porter à deux, 2 photos");
        page.QuerySelector("#quoi")!.GetAttribute("value").ShouldBeNullOrEmpty();
        page.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Nora");

        using var second = await SendAsync(
            resident, page, [("quoi", "Grille-pain"), ("etat", "to-repair"), ("nom", "Nora"), ("adresse", "3 rue Haute"), ("email", "nora@exemple.fr"), ("chez", workshop.Organisation.Id.ToString()), ("note", "Cour"), ("faire", "verifier")]);
        page = await second.PageAsync();
        second.StatusCode.ShouldBe(HttpStatusCode.OK, page.QuerySelector("main")!.TextContent);
        page.QuerySelector("h1")!.TextContent.Replace("\u00A0", " ", StringComparison.Ordinal).Replace("\u202F", " ", StringComparison.Ordinal).ShouldBe("Tout est juste ?");
        page.QuerySelectorAll("ol li").Length.ShouldBe(2);
        using var sent = await SendAsync(resident, page, [("faire", "envoyer")]);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, (await sent.PageAsync()).QuerySelector("main")?.TextContent);
        var own = sent.Headers.Location!.ToString();
        own.ShouldStartWith("/collecte/");
        var ticket = await resident.PageAsync(own);
        ticket.QuerySelector("h1")!.TextContent.ShouldBe("Votre demande est bien arrivée");
        var proof = ticket.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using (var late = await resident.PostAsync(own + "?handler=Reply", new FormUrlEncodedContent([new("__RequestVerificationToken", proof), new("texte", "Au <fond> de la cour.")])))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict, "the workshop asks nothing any more");
            (await late.PageAsync()).QuerySelectorAll(".errors dd").Select(d => d.TextContent).ShouldBe(["Au <fond> de la cour."]);
        }


        // Its photo: for whoever has the link, and for the workshop; for nobody else, by whatever address.
        var photo = ticket.QuerySelector("ol a")!.GetAttribute("href")!;
        using var seen = await resident.GetAsync(photo);
        (seen.StatusCode, seen.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/jpeg"));
        seen.Content.Headers.ContentLength!.Value.ShouldBeLessThan(40_000);
        seen.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var id = photo.Split('/')[^1];
        (await instance.NewClient().GetAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await resident.GetAsync($"/photos/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var desk = await instance.SignInAs(workshop.Member);
        using var thumbnail = await desk.GetAsync($"/photos/{id}?taille=vignette");
        (thumbnail.StatusCode, thumbnail.Headers.CacheControl!.NoStore).ShouldBe((HttpStatusCode.OK, true));
        thumbnail.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await thumbnail.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThanOrEqualTo(Photo.MaxThumbnailBytes);
        var other = await instance.SignInAs((await OpenAsync(instance)).Manager);
        (await other.GetAsync($"/photos/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // The desk: the round proposed is created, and the resident confirms.
        var queue = await desk.PageAsync("/pro/collectes");
        queue.QuerySelector("table")!.TextContent.ShouldContain("Armoire en pin, Grille-pain");
        var file = await desk.PageAsync(queue.QuerySelector("table a")!.GetAttribute("href")!);
        file.QuerySelectorAll("img[loading=lazy][alt]").Length.ShouldBe(2);
        using var planned = await desk.SendFormAsync("/pro/collectes", [new("jour", "2027-03-09"), new("demi", "Morning"), new("communes", "Grenoble"), new("arrets", "8"), new("kg", "400")], "/pro/collectes");
        planned.StatusCode.ShouldBe(HttpStatusCode.Redirect, (await planned.PageAsync()).QuerySelector("main")?.TextContent);
        var round = planned.Headers.Location!.ToString().Split('?')[0];
        (await desk.PageAsync(round)).QuerySelector("ol")!.TextContent.ShouldContain("3 rue Haute");
        (await resident.PageAsync(own)).QuerySelector(".when")!.TextContent.ShouldStartWith("Mardi 9 mars");
        var token = (await resident.PageAsync(own)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var yes = await resident.PostAsync(own + "?handler=Confirm", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
        yes.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await resident.PageAsync(own)).QuerySelector("h1")!.TextContent.ShouldBe("C’est convenu");

        // The day: picked up, then weighed, with the way it came and where from.
        instance.Clock.Now = Instant.FromUtc(2027, 3, 9, 10, 0);
        desk = await instance.SignInAs(workshop.Member);
        var sheet = await desk.PageAsync(round);
        var visit = sheet.QuerySelectorAll("form").OfType<IHtmlFormElement>().First(f => f.GetAttribute("action")!.EndsWith("handler=Visit", StringComparison.Ordinal));
        using var picked = await desk.PostAsync(visit.GetAttribute("action"), new FormUrlEncodedContent([
            .. visit.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Value)), new("venu", "oui")]));
        picked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var scales = await desk.PageAsync((await desk.PageAsync(round)).QuerySelector("li.panel a[href*='/pro/pesee']")!.GetAttribute("href")!);
        scales.QuerySelector("input[name=apport][checked]")!.GetAttribute("value").ShouldBe("home-collection");
        scales.QuerySelector("#origine option[selected]")!.GetAttribute("value").ShouldBe(Given.Grenoble);
    }

    [Fact]
    public async Task The_oldest_request_and_the_newest_can_both_be_opened()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await OpenAsync(instance);
        for (var i = 0; i <= CollectionQueue.PerPage; i++)
        {
            var fields = new CollectionFields("Nora", $"nora{i}@exemple.fr", null, "3 rue Haute", null, [new OfferedFields("furniture", $"Armoire {i}", "works", true)]);
            (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Given.Grenoble, fields, "fr", CollectionRequestId.New()))).IsT0.ShouldBeTrue();
            instance.Clock.Now += Duration.FromSeconds(1);
        }

        var desk = await instance.SignInAs(workshop.Member);
        var first = await desk.PageAsync("/pro/collectes");
        first.QuerySelector("#attente")!.TextContent.ShouldBe("Demandes en attente de réponse (21)");
        first.QuerySelectorAll("tbody tr").Length.ShouldBe(CollectionQueue.PerPage);
        var second = await desk.PageAsync(first.QuerySelector("nav a[rel=next]")!.GetAttribute("href")!);
        second.QuerySelectorAll("tbody th").ShouldHaveSingleItem().TextContent.ShouldBe($"Armoire {CollectionQueue.PerPage}");
        second.QuerySelector("nav a[rel=prev]").ShouldNotBeNull();
    }

    public static TheoryData<string, byte[], string> Bad => new()
    {
        { "script.jpg", "#!/bin/sh\nrm -rf /\n"u8.ToArray(), "Ce fichier n’est pas une photo JPEG, PNG ou WebP." },
        { "page.jpg", "<html><script>alert(1)</script></html>"u8.ToArray(), "Ce fichier n’est pas une photo JPEG, PNG ou WebP." },
        { "vide.jpg", [], "Ce fichier est vide." },
        { "lourde.jpg", new byte[Photo.MaxUploadBytes + 1], "Une photo pèse 12 Mo au plus." },
        { "coupee.jpg", TestPhotos.Small()[..3000], "Cette photo est abîmée" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task What_is_no_photo_is_said_on_its_field_and_nothing_typed_is_lost(string name, byte[] bytes, string sentence)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await OpenAsync(instance);
        var resident = instance.NewClient();
        using var answer = await SendAsync(resident, await resident.PageAsync(Page), [("quoi", "Armoire"), ("etat", "works"), ("nom", "Nora"), ("faire", "ajouter")], (name, bytes));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.PageAsync();
        page.QuerySelector("#photos-erreur")!.TextContent.Replace("\u00A0", " ", StringComparison.Ordinal).ShouldStartWith(sentence);
        page.QuerySelector(".errors a[href='#photos']").ShouldNotBeNull();
        (page.QuerySelector("#quoi")!.GetAttribute("value"), page.QuerySelector("#nom")!.GetAttribute("value")).ShouldBe(("Armoire", "Nora"));
    }

    [Fact]
    public async Task A_form_with_a_photo_that_expired_gives_back_what_was_typed()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await OpenAsync(instance);
        var page = await instance.NewClient().PageAsync(Page);
        var restarted = instance.NewClient();

        using var expired = await SendAsync(
            restarted, page, [("quoi", "Armoire en pin"), ("etat", "works"), ("nom", "Nora"), ("adresse", "3 rue Haute"), ("email", "nora@exemple.fr"), ("chez", workshop.Organisation.Id.ToString()), ("faire", "verifier")],
            ("armoire.jpg", TestPhotos.Small()));

        expired.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var given = await expired.PageAsync();
        given.QuerySelector("h1")!.TextContent.ShouldBe("Ce formulaire a expiré.");
        given.QuerySelector("main .lead")!.TextContent.ShouldContain("mais pas les photos ni les fichiers");
        given.QuerySelectorAll("main dd").Select(d => d.TextContent).ShouldContain("Armoire en pin");

        var form = given.QuerySelector("main form")!;
        using var typed = new FormUrlEncodedContent(form.QuerySelectorAll("input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? "")));
        using var sent = await restarted.PostAsync(form.GetAttribute("action"), typed);
        sent.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await sent.PageAsync()).QuerySelector("main")!.TextContent.ShouldContain("Armoire en pin");
    }

    [Fact]
    public async Task What_the_workshop_writes_is_told_to_be_French_on_the_English_page()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await OpenAsync(instance);
        var resident = instance.NewClient();
        using var check = await SendAsync(
            resident, await resident.PageAsync(Page), [("quoi", "Armoire en pin"), ("etat", "works"), ("nom", "Nora"), ("adresse", "3 rue Haute"), ("email", "nora@exemple.fr"), ("chez", workshop.Organisation.Id.ToString()), ("faire", "verifier")]);
        using var sent = await SendAsync(resident, await check.PageAsync(), [("faire", "envoyer")]);
        var own = sent.Headers.Location!.ToString();
        (await instance.SendAsync(new DecideCollection(CollectionRequestId.From(new Guid(own.Split('/')[^1])), false, "Est-elle démontée ?"), workshop.Member)).IsT0.ShouldBeTrue();

        (await resident.PageAsync("/en" + own)).QuerySelector("#mots ~ p[lang=fr]")!.TextContent.ShouldBe("Est-elle démontée ?");
        (await resident.PageAsync(own)).QuerySelector("#mots ~ p[lang]").ShouldBeNull();
    }

    [Fact]
    public async Task Fifty_megabytes_are_refused_before_they_are_read()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await OpenAsync(instance);
        var resident = instance.NewClient();
        var page = await resident.PageAsync(Page);
        using var content = new MultipartFormDataContent { { new StringContent(page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" }, { new ByteArrayContent(new byte[50_000_000]), "photos", "photo.jpg" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/reemploi/deposer") { Content = content };
        request.Headers.ExpectContinue = true;
        using var answer = await resident.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("C’est trop lourd pour nous.");
    }

    [Fact]
    public async Task A_program_that_fills_in_the_form_is_asked_once_more()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true });
        var workshop = await OpenAsync(instance);
        var program = instance.NewClient();
        (string, string)[] all =
        [
            ("objets", ";works;;;Armoire"), ("nom", "Nora"), ("adresse", "3 rue Haute"), ("email", "nora@exemple.fr"), ("chez", workshop.Organisation.Id.ToString()), ("faire", "envoyer"),
        ];
        using var hasty = await SendAsync(program, await program.PageAsync(Page), all);
        hasty.StatusCode.ShouldBe(HttpStatusCode.OK);
        var again = await hasty.PageAsync();
        again.QuerySelector("button[value=envoyer]").ShouldNotBeNull();
        instance.Clock.Now += Duration.FromSeconds(4);
        using var sent = await SendAsync(program, again, [("faire", "envoyer")]);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task What_is_missing_is_said_and_where_nobody_comes_too()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await OpenAsync(instance);
        var resident = instance.NewClient();
        var nobody = await resident.PageAsync("/reemploi/deposer?commune=commune:75056");
        nobody.QuerySelector("h1")!.TextContent.ShouldStartWith("Personne ne collecte à Paris");
        nobody.QuerySelector("main a.button")!.GetAttribute("href").ShouldBe("/reparer?commune=commune:75056");
        using var empty = await SendAsync(resident, await resident.PageAsync(Page), [("faire", "verifier")]);
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await empty.PageAsync()).QuerySelectorAll(".errors li").Length.ShouldBe(5);

        // Lines that somebody forged are things without words.
        using var forged = await SendAsync(resident, await resident.PageAsync(Page), [("objets", "a;b"), ("objets", "x;works;o;not-an-id;" + new string('a', 500)), ("nom", "Nora"), ("adresse", "3 rue Haute"), ("email", "nora@exemple.fr"), ("faire", "envoyer")]);
        forged.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var strange = await SendAsync(resident, await resident.PageAsync(Page), [("quoi", "Ar\0moire"), ("etat", "works"), ("faire", "ajouter")]);
        strange.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task What_is_written_down_is_not_written_down_again_when_the_rest_is_wrong()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await OpenAsync(instance);
        var resident = instance.NewClient();
        (string, string)[] known = [("adresse", "3 rue Haute"), ("email", "nora@exemple.fr"), ("chez", workshop.Organisation.Id.ToString()), ("faire", "verifier")];
        using var nameless = await SendAsync(resident, await resident.PageAsync(Page), [("quoi", "Armoire"), ("etat", "works"), ("lourd", "true"), .. known]);
        nameless.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await nameless.PageAsync();
        again.QuerySelector("#nom-erreur").ShouldNotBeNull();
        again.QuerySelectorAll("#liste ~ ol li").ShouldHaveSingleItem().TextContent.ShouldContain("Armoire");
        again.QuerySelector("#quoi")!.GetAttribute("value").ShouldBeNullOrEmpty();
        again.QuerySelectorAll("input[name=etat][checked], input[name=lourd][checked]").ShouldBeEmpty();

        // Nobody chosen to come: the next thing is in the list all the same, once.
        using var nobody = await SendAsync(resident, again, [("quoi", "Lampe"), ("etat", "works"), ("nom", "Nora"), .. known.Where(k => k.Item1 != "chez"), ("chez", "")]);
        nobody.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again = await nobody.PageAsync();
        again.QuerySelectorAll("#liste ~ ol li").Length.ShouldBe(2);
        again.QuerySelector("#quoi")!.GetAttribute("value").ShouldBeNullOrEmpty();
        using var right = await SendAsync(resident, again, [("nom", "Nora"), .. known]);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await right.PageAsync()).QuerySelectorAll("#v1 ~ ol li").Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_by_telephone_that_is_too_long_stays_in_its_field()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await OpenAsync(instance);
        var fields = new CollectionFields("Paul", null, "06 12 34 56 78", "3 rue Haute", null, [new OfferedFields(null, "Lampe", "works", false)]);
        var asked = (await instance.SendAsync(new RequestCollection(workshop.Organisation.Id, Given.Grenoble, fields, "fr", CollectionRequestId.New()))).AsT0;
        (await instance.SendAsync(new DecideCollection(asked.Id, false, "Quelle hauteur fait la lampe ?"), workshop.Member)).IsT0.ShouldBeTrue();
        var desk = await instance.SignInAs(workshop.Member);
        var answer = new string('a', CollectionRequest.MaxText + 1);
        using var tooLong = await desk.SendFormAsync($"/pro/collectes/demande/{asked.Id}", [new("texte", answer), new("dit", "reponse")], "handler=Call");
        tooLong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await tooLong.PageAsync();
        page.QuerySelector("#texte-erreur").ShouldNotBeNull();
        page.QuerySelector("#texte")!.TextContent.Trim().ShouldBe(answer);
    }

    [Fact]
    public async Task Where_a_workshop_collects_is_set_by_names_and_postcodes()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop);
        var desk = await instance.SignInAs(workshop.Member);
        const string Settings = "/pro/collectes/reglages";
        using var wrong = await desk.SendFormAsync(Settings, [new("ouvert", "true"), new("communes", "Nulle-Part-sur-Rien"), new("distance", "loin"), new("arrets", "8"), new("kg", "400")], Settings);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.PageAsync();
        page.QuerySelectorAll(".errors li").Length.ShouldBe(2);
        page.QuerySelector("#communes")!.TextContent.ShouldContain("Nulle-Part-sur-Rien");
        using var saved = await desk.SendFormAsync(Settings, [new("ouvert", "true"), new("communes", "Grenoble 38, Échirolles (Isère)"), new("distance", ""), new("arrets", "8"), new("kg", "400")], Settings);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, (await saved.PageAsync()).QuerySelector("main")?.TextContent);
        (await desk.PageAsync(Settings)).QuerySelector("#communes")!.TextContent.Trim().ShouldBe("Grenoble, Échirolles");

        // The postcode of Échirolles is the INSEE code of La Côte-Saint-André; that of Grenoble is nobody’s postcode.
        using var coded = await desk.SendFormAsync(Settings, [new("ouvert", "true"), new("communes", "38130, 38185"), new("distance", ""), new("arrets", "8"), new("kg", "400")], Settings);
        coded.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await desk.PageAsync(Settings)).QuerySelector("#communes")!.TextContent.Trim().Split(", ").ShouldBe(["Échirolles", "Grenoble"], ignoreOrder: true);
        var repairer = await instance.SignInAs((await instance.Given.WorkshopAsync()).Member);
        (await repairer.PageAsync("/pro/collectes")).QuerySelector(".lead")!.TextContent.ShouldStartWith("Les collectes sont pour les ressourceries.");
    }
}
