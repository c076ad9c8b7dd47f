using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using NodaTime;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.MutualHelp;

/// <summary>By the pages, without a script: a post, its letter, an answer, a reply, and what was repaired.</summary>
public sealed class HelpJourneyTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static KeyValuePair<string, string>[] Form(string text = "Ma bouilloire ne chauffe plus.", string email = "marie.soupir@exemple.fr") =>
        [new("genre", "request"), new("objet", "kettle"), new("texte", text), new("commune", "Échirolles"), new("prenom", "Marie"), new("email", email), new("duree", "60")];

    private static async Task<string> SecretAsync(TestInstance instance, HelpPostId? id = null) =>
        instance.Services.GetRequiredService<HelpSecrets>().SecretOf(await instance.ReadAsync(db => db.HelpPosts.AsNoTracking().SingleAsync(p => id == null || p.Id == id)));

    private static async Task<(HelpPostId Id, string Secret)> ShownAsync(TestInstance instance, string email = "marie.soupir@exemple.fr", string category = "kettle")
    {
        var id = (await instance.SendAsync(new PostHelp("request", category, Given.Echirolles, "Marie", email, "Ma bouilloire ne chauffe plus.", 60, "fr"))).AsT0.Id;
        var secret = await SecretAsync(instance, id);
        (await instance.SendAsync(new ActOnHelpPost(secret, HelpAct.Confirm))).IsT0.ShouldBeTrue();
        return (id, secret);
    }

    [Theory, BothDatabases]
    public async Task From_a_post_to_the_figures_of_the_commune(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (marie, paul) = (instance.NewClient(), instance.NewClient());
        using (var sent = await marie.SendFormAsync("/entraide/publier?genre=request&commune=commune:38151&objet=kettle", Form()))
        {
            (await sent.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe("Regardez votre boîte aux lettres");
        }

        (await paul.PageAsync("/entraide")).QuerySelectorAll("#liste ~ ul a").ShouldBeEmpty();
        var secret = await SecretAsync(instance);
        var own = await marie.PageAsync("/entraide/suivi/" + secret);
        own.QuerySelector("h1")!.TextContent.ShouldBe("Publier votre annonce\u202F?");
        (await paul.PageAsync("/entraide")).QuerySelectorAll("#liste ~ ul a").ShouldBeEmpty("looking confirms nothing");
        var id = (await instance.ReadAsync(db => db.HelpPosts.SingleAsync())).Id;
        using (var confirmed = await marie.SendFormAsync($"/entraide/suivi/{id}", [], "handler=Confirm"))
        {
            confirmed.Headers.Location!.ToString().ShouldBe($"/entraide/suivi/{id}?fait=1");
        }

        // Found around, in one word, with nothing of its author but a first name.
        var link = (await paul.PageAsync("/entraide?commune=Grenoble&rayon=10&genre=request&objet=bouilloire")).QuerySelector("#liste ~ ul a")!;
        (link.TextContent, link.GetAttribute("href")).ShouldBe(("Je cherche de l’aide\u00A0: Bouilloire", $"/entraide/{id}"));
        (await paul.PageAsync("/entraide?genre=offer")).QuerySelectorAll("#liste ~ ul a").ShouldBeEmpty();
        (await paul.PageAsync("/entraide?mots=velo")).QuerySelectorAll("#liste ~ ul a").ShouldBeEmpty();
        var page = await paul.PageAsync($"/entraide/{id}");
        page.QuerySelector("main")!.TextContent.ShouldContain("Marie, Échirolles");
        page.Source.Text.ShouldNotContain("soupir");

        // A number is asked about before it leaves; the answer then leads to the thread, by a pass.
        KeyValuePair<string, string>[] answer = [new("prenom", "Paul"), new("email", "paul.blanc@exemple.fr"), new("message", "Appelez-moi au 06 12 34 56 78")];
        using (var asked = await paul.SendFormAsync($"/entraide/{id}", answer))
        {
            var again = await asked.PageAsync();
            (asked.StatusCode, again.QuerySelector("button:not(.quiet)")!.TextContent).ShouldBe((HttpStatusCode.OK, "Envoyer avec ces coordonnées"));
            again.QuerySelector("input[name=relu]")!.GetAttribute("value").ShouldBe("true");
            again.QuerySelector("textarea")!.TextContent.Trim().ShouldBe("Appelez-moi au 06 12 34 56 78");
        }

        (await instance.ReadAsync(db => db.HelpThreads.CountAsync())).ShouldBe(0);
        string exchange;
        using (var answered = await paul.SendFormAsync($"/entraide/{id}", [.. answer, new("relu", "true")]))
        {
            exchange = answered.Headers.Location!.ToString();
            exchange.ShouldMatch("^/entraide/echange/[0-9a-f]{32}\\?fait=envoye$");
        }

        (await paul.PageAsync(exchange)).QuerySelector("main .note")!.TextContent.ShouldBe("Votre message est parti. Marie le reçoit sans voir votre adresse.");
        var mine = (await marie.PageAsync($"/entraide/suivi/{id}")).QuerySelector("#reponses ~ ul a")!;
        mine.TextContent.ShouldBe("Paul");
        using (var replied = await marie.SendFormAsync(mine.GetAttribute("href")!, [new("message", "Merci, samedi ?")]))
        {
            replied.Headers.Location!.ToString().ShouldEndWith("?fait=envoye");
        }

        (await paul.PageAsync(exchange.Split('?')[0])).QuerySelectorAll("main ul.stack li .text").Select(p => p.TextContent.Replace('\u202F', ' ').Replace('\u00A0', ' ')).ShouldBe(["Appelez-moi au 06 12 34 56 78", "Merci, samedi ?"]);

        // Paul ends the exchange while Marie writes: what she wrote is given back.
        var thread = mine.GetAttribute("href")!;
        var hidden = (await marie.PageAsync(thread)).QuerySelectorAll("main form:not([action*=handler]) input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!)).ToList();
        using (var ended = await paul.SendFormAsync(exchange.Split('?')[0], [], "handler=Close"))
        {
            ended.Headers.Location!.ToString().ShouldEndWith("?fait=ferme");
        }

        using (var late = await marie.PostAsync(thread, new FormUrlEncodedContent([.. hidden, new("message", "À 10 h, <devant> ?")])))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var told = (await late.PageAsync()).QuerySelector(".errors")!;
            told.QuerySelector("h2")!.TextContent.ShouldContain("votre message n’est pas parti");
            told.QuerySelectorAll("dd").Select(d => d.TextContent).ShouldBe(["À 10 h, <devant> ?"]);
        }

        // What was repaired is declared, counted apart, and the post is over.
        using (var wrong = await marie.SendFormAsync($"/entraide/suivi/{id}", [new("objet", "kettle"), new("quoi", "20 €")], "handler=Finish"))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#quoi", "#issue"], ignoreOrder: true);
        }

        using (var done = await marie.SendFormAsync($"/entraide/suivi/{id}", [new("objet", "kettle"), new("quoi", "une bouilloire"), new("issue", "fixed")], "handler=Finish"))
        {
            done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await marie.PageAsync($"/entraide/suivi/{id}")).QuerySelector("h1")!.TextContent.ShouldBe("C’est réparé, ou presque");
        using (var gone = await paul.GetAsync($"/entraide/{id}"))
        {
            gone.StatusCode.ShouldBe(HttpStatusCode.Gone);
            (await gone.PageAsync()).QuerySelector("main")!.TextContent.ShouldNotContain("bouilloire");
        }

        using var impact = JsonDocument.Parse(await instance.Client.GetStringAsync("/api/v1/impact?territory=commune:38151"));
        impact.RootElement.GetProperty("mutualHelp").GetRawText().ShouldBe("""{"declared":1,"fixed":1,"repairable":0,"endOfLife":0,"unknown":0}""");
        impact.RootElement.GetProperty("repairs").GetProperty("total").GetInt64().ShouldBe(0);
        var balance = await paul.PageAsync("/territoires/commune:38151");
        balance.QuerySelector("#entraide ~ p")!.TextContent.ShouldStartWith("Entre voisins, 1 objet a été déclaré");
        balance.QuerySelectorAll("#entraide ~ ul li").Select(r => r.TextContent).ShouldBe(["Réparé\u00A0: 1", "Réparable, pas encore réparé\u00A0: 0", "En fin de vie\u00A0: 0", "On ne sait pas\u00A0: 0"]);
        (await paul.PageAsync("/territoires/commune:38185")).QuerySelector("#entraide").ShouldBeNull("nothing was declared there");
    }

    [Fact]
    public async Task Raw_mails_of_a_thread_both_ways_hold_nothing_of_the_other_address()
    {
        await using var sink = new SmtpSink();
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Background = true, Settings = new Dictionary<string, string?>(sink.Settings) { ["Instance:ContactEmail"] = "guichet@mairie.exemple.fr" } });
        const string Marie = "marie.soupir@exemple-a.fr";
        const string Paul = "paul.leblanc@exemple-b.fr";
        var (id, secret) = await ShownAsync(instance, Marie);
        var answered = (await instance.SendAsync(new AnswerHelp(id, "Paul", Paul, "Je sais faire.", false, "fr"))).AsT0;
        (await instance.SendAsync(new WriteHelpMessage(secret, answered.Id, "Merci !", false))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new WriteHelpMessage(answered.Secret, null, "Samedi.", false))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RenewHelpLink(answered.Secret, OfAuthor: false))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RenewHelpLink(secret, OfAuthor: true))).IsT0.ShouldBeTrue();
        for (var waited = 0; waited < 30_000 && sink.Mails.Count < 6; waited += 50)
        {
            await Task.Delay(50);
        }

        // To confirm (dropped or sent, as the moment has it), three messages, one answer, two links.
        var mails = sink.Mails;
        mails.Count.ShouldBeGreaterThanOrEqualTo(6);
        mails.Count(m => m.Message.Subject!.Contains("vous écrit", StringComparison.Ordinal)).ShouldBe(3);
        foreach (var mail in mails)
        {
            var (to, other) = mail.Recipient.Contains("soupir", StringComparison.Ordinal) ? (Marie, Paul) : (Paul, Marie);
            mail.Recipient.ShouldContain(to);
            mail.Message.From.Mailboxes.ShouldHaveSingleItem().Address.ShouldNotBe(other);
            mail.Message.ReplyTo.ShouldBeEmpty("what would be answered is not for the counter either");
            mail.Message.Sender.ShouldBeNull();
            using var raw = new MemoryStream();
            mail.Message.WriteTo(raw);
            var whole = Encoding.UTF8.GetString(raw.ToArray()) + "\n" + string.Join('\n', mail.Message.BodyParts.OfType<TextPart>().Select(p => p.Text));
            foreach (var trace in Traces(other))
            {
                whole.ShouldNotContain(trace, Case.Insensitive, $"{mail.Message.Subject} : {trace}");
            }
        }

        // The envelope too: one sender, that of the instance.
        sink.Commands.Where(c => c.StartsWith("MAIL FROM", StringComparison.OrdinalIgnoreCase)).ShouldAllBe(c => !c.Contains("exemple-a") && !c.Contains("exemple-b"));
    }

    /// <summary>An address, its parts, and what one would make of it to recognise it.</summary>
    private static IEnumerable<string> Traces(string address)
    {
        var (user, host) = (address.Split('@')[0], address.Split('@')[1]);
        yield return address;
        yield return user;
        yield return host;
        yield return user.Replace(".", "", StringComparison.Ordinal);
        yield return Uri.EscapeDataString(address);
        foreach (var form in new[] { address, address.ToUpperInvariant(), user })
        {
            var bytes = Encoding.UTF8.GetBytes(form);
            yield return Convert.ToBase64String(bytes).TrimEnd('=');
            yield return Convert.ToHexString(bytes);
#pragma warning disable CA5350, CA5351 // What a careless program would make of an address: to be found nowhere.
            foreach (var digest in new[] { System.Security.Cryptography.SHA256.HashData(bytes), System.Security.Cryptography.SHA1.HashData(bytes), System.Security.Cryptography.MD5.HashData(bytes) })
#pragma warning restore CA5350, CA5351
            {
                yield return Convert.ToHexString(digest)[..16];
                yield return Convert.ToBase64String(digest)[..16];
            }
        }
    }

    [Fact]
    public async Task What_is_wrong_is_said_on_its_field_and_what_was_typed_stays()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var empty = await instance.NewClient().SendFormAsync("/entraide/publier", [new("texte", "Pour 20 € <b>"), new("commune", "Trifouilly-les-Oies"), new("prenom", "Marie 06"), new("email", "marie@"), new("duree", "9999")]);
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await empty.PageAsync();
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#genre", "#objet", "#texte", "#commune", "#prenom", "#email", "#duree"], ignoreOrder: true);
        page.QuerySelector("#texte")!.TextContent.Trim().ShouldBe("Pour 20 € <b>");
        (page.QuerySelector("#commune")!.GetAttribute("value"), page.QuerySelector("#prenom")!.GetAttribute("value")).ShouldBe(("Trifouilly-les-Oies", "Marie 06"));

        using var several = await instance.NewClient().SendFormAsync("/entraide/publier", [.. Form().Where(f => f.Key != "commune"), new("commune", "Saint-Denis")]);
        (await several.PageAsync()).QuerySelectorAll("input[name=communeChoisie]").Length.ShouldBeGreaterThan(1);
        using var nowhere = await instance.Client.GetAsync("/entraide?commune=Trifouilly-les-Oies");
        nowhere.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        foreach (var path in new[] { "/entraide?rayon=-1&genre=x&objet=%E2%80%AE&mots=%27%3B--&suite=99999999", "/entraide/publier?genre=x&objet=%27&commune=%E2%80%AE" })
        {
            using var odd = await instance.Client.GetAsync(path);
            odd.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        foreach (var path in new[] { "/entraide/inconnu", $"/entraide/{HelpPostId.New()}", "/entraide/suivi/inconnu", $"/entraide/suivi/{HelpPostId.New()}", "/entraide/echange/inconnu", $"/entraide/suivi/x/{HelpThreadId.New()}", "/entraide/inconnu/signaler" })
        {
            using var none = await instance.Client.GetAsync(path);
            none.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task A_hasty_form_is_shown_again_and_a_network_is_slowed_down()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true });
        using var visitor = instance.NewClient();
        using (var hasty = await visitor.SendFormAsync("/entraide/publier", Form()))
        {
            (await hasty.PageAsync()).QuerySelector("main .note")!.TextContent.ShouldBe("Relisez votre annonce, puis envoyez-la.");
        }

        using (var lured = await visitor.SendFormAsync("/entraide/publier", [.. Form(), new("reponse", "x")]))
        {
            (await lured.PageAsync()).QuerySelector("main .note").ShouldNotBeNull();
        }

        (await instance.ReadAsync(db => db.HelpPosts.CountAsync())).ShouldBe(0);
        var statuses = new List<HttpStatusCode>();
        for (var n = 0; n < 120; n++)
        {
            using var content = new FormUrlEncodedContent(Form(email: $"n{n}@exemple.fr"));
            using var answer = await visitor.PostAsync("/entraide/publier", content);
            statuses.Add(answer.StatusCode);
        }

        statuses.Count(s => s == HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(95);
        (await instance.ReadAsync(db => db.HelpPosts.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Three_networks_report_and_it_waits_for_the_town_hall(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Settings = new Dictionary<string, string?> { ["Proxy:KnownNetworks"] = "127.0.0.0/8" } });
        var (id, _) = await ShownAsync(instance);
        foreach (var network in new[] { "203.0.113.1", "203.0.113.1", "203.0.113.2" })
        {
            await ReportAsync(network);
        }

        (await instance.SendAsync(new GetHelpPost(id))).IsT0.ShouldBeTrue("two networks");
        await ReportAsync("2001:db8:1:2::1");
        (await instance.SendAsync(new GetHelpPost(id))).IsT1.ShouldBeTrue();

        using var agent = await instance.SignInAs(Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)));
        var line = (await agent.PageAsync("/mairie/entraide")).QuerySelector("#signalees ~ ul a")!;
        line.GetAttribute("href").ShouldBe($"/mairie/entraide/{id}");
        var page = await agent.PageAsync($"/mairie/entraide/{id}");
        page.QuerySelectorAll("#signalements ~ ul li").Select(l => l.TextContent.Replace('\u00A0', ' ')).ShouldBe(Enumerable.Repeat("On y vend quelque chose : Louche", 3));
        using (var unsaid = await agent.SendFormAsync($"/mairie/entraide/{id}", [new("acte", "retirer"), new("motif", " ")]))
        {
            unsaid.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using (var back = await agent.SendFormAsync($"/mairie/entraide/{id}", [new("acte", "publier")]))
        {
            back.Headers.Location!.ToString().ShouldEndWith("&fait=acte");
        }

        (await instance.SendAsync(new GetHelpPost(id))).IsT0.ShouldBeTrue();
        var token = page.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using (var late = await agent.PostAsync($"/mairie/entraide/{id}", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("acte", "ecarter"), new("motif", "Rien à <redire>.")])))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await late.PageAsync()).QuerySelectorAll(".errors dd").Select(d => d.TextContent).ShouldContain("Rien à <redire>.", "it was done no more");
        }

        using (var set = await agent.SendFormAsync("/mairie/entraide", [new("quand", "avant"), new("organisation", "")]))
        {
            set.Headers.Location!.ToString().ShouldEndWith("&fait=reglage");
        }

        (await agent.PageAsync("/mairie/entraide")).QuerySelector("input[name=quand][checked]")!.GetAttribute("value").ShouldBe("avant");
        (await agent.PageAsync("/mairie/journal")).QuerySelector("main")!.TextContent.ShouldContain("Annonce d’entraide publiée");
        using var stranger = await instance.SignInAs(Given.AgentOf(TerritoryKey.Commune("75056")));
        (await stranger.GetAsync($"/mairie/entraide/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var member = await instance.SignInAs((await instance.Given.WorkshopAsync()).Member);
        (await member.PageAsync("/mairie/entraide")).QuerySelector("main .lead")!.TextContent.ShouldStartWith("Aucun territoire n’a confié");

        async Task ReportAsync(string network)
        {
            using var someone = instance.NewClient();
            someone.DefaultRequestHeaders.Add("X-Forwarded-For", network);
            using var sent = await someone.SendFormAsync($"/entraide/{id}/signaler", [new("motif", "selling"), new("mots", "Louche")]);
            (await sent.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe("Merci, c’est noté");
        }
    }

    [Theory, BothDatabases]
    public async Task A_search_without_a_slot_becomes_a_post_and_a_workshop_answers_with_a_slot_that_books(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var visitor = instance.NewClient();
        var help = (await visitor.PageAsync("/reparer?commune=commune:38151&objet=mobile")).QuerySelectorAll("main a").Single(a => a.TextContent == "Demander de l’aide autour de vous").GetAttribute("href")!;
        var form = await visitor.PageAsync(help);
        (form.QuerySelector("#commune")!.GetAttribute("value"), form.QuerySelector("#objet option[selected]")!.GetAttribute("value"), form.QuerySelector("input[name=genre][checked]")!.GetAttribute("value")).ShouldBe(("Échirolles", "mobile", "request"));

        var workshop = await instance.Given.WorkshopAsync("Atelier Perrin", communeCode: Given.Echirolles);
        var (id, secret) = await ShownAsync(instance, category: "mobile");
        using var desk = await instance.SignInAs(workshop.Member);
        (await desk.PageAsync($"/entraide/{id}")).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")).ShouldContain($"/pro/entraide/{id}");
        (await visitor.PageAsync($"/entraide/{id}")).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")).ShouldNotContain($"/pro/entraide/{id}");
        using (var keeper = await instance.SignInAs(Given.Operator))
        {
            (await keeper.PageAsync($"/entraide/{id}")).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")).ShouldNotContain($"/pro/entraide/{id}", "an operator works for no workshop");
        }

        var quote = await desk.PageAsync($"/pro/entraide/{id}");
        var slot = quote.QuerySelectorAll("#creneau option").Select(o => o.GetAttribute("value")!).First(v => v.Length > 0);
        using (var wrong = await desk.SendFormAsync($"/pro/entraide/{id}", [new("message", " "), new("montant", "cher"), new("travail", ""), new("jusquau", "demain"), new("creneau", "n’importe quoi")]))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#message", "#montant", "#travail", "#jusquau"], ignoreOrder: true);
        }

        using (var sent = await desk.SendFormAsync($"/pro/entraide/{id}", [new("message", "Nous la réparons."), new("montant", "25,50"), new("travail", "Changer l’écran"), new("jusquau", "2027-03-31"), new("creneau", slot)]))
        {
            sent.Headers.Location!.ToString().ShouldStartWith("/entraide/echange/");
        }

        using var marie = instance.NewClient();
        await marie.PageAsync("/entraide/suivi/" + secret);
        using (var first = await marie.GetAsync("/entraide/suivi/" + secret))
        {
            first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        var thread = (await marie.PageAsync($"/entraide/suivi/{id}")).QuerySelector("#reponses ~ ul a")!.GetAttribute("href")!;
        var page = await marie.PageAsync(thread);
        page.QuerySelector("main dl.facts")!.TextContent.ShouldContain("25,50");
        var book = page.QuerySelector("main a[href^='/rendez-vous/nouveau']")!.GetAttribute("href")!;
        (await marie.PageAsync(book)).QuerySelector("main")!.TextContent.ShouldContain("Atelier Perrin");
        (await visitor.PageAsync($"/entraide/{id}")).QuerySelector("main")!.TextContent.ShouldNotContain("25,50");
    }

    [Theory, BothDatabases]
    public async Task What_was_written_to_a_post_that_ended_meanwhile_is_given_back(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Atelier Perrin", communeCode: Given.Echirolles);
        var (id, secret) = await ShownAsync(instance, category: "mobile");
        using var paul = instance.NewClient();
        using var desk = await instance.SignInAs(workshop.Member);
        var answer = await HiddenAsync(paul, $"/entraide/{id}");
        var quote = await HiddenAsync(desk, $"/pro/entraide/{id}");
        (await instance.SendAsync(new ActOnHelpPost(secret, HelpAct.Withdraw))).IsT0.ShouldBeTrue();

        await GivenBackAsync(paul, $"/entraide/{id}", HttpStatusCode.Gone, [.. answer, new("prenom", "Paul"), new("message", "Je sais faire, et j’ai la pièce.")], ["Paul", "Je sais faire, et j’ai la pièce."]);
        await GivenBackAsync(paul, $"/entraide/{HelpPostId.New()}", HttpStatusCode.NotFound, [.. answer, new("message", "Je sais faire.")], ["Je sais faire."]);
        await GivenBackAsync(
            desk, $"/pro/entraide/{id}", HttpStatusCode.Gone, [.. quote, new("message", "Nous la réparons."), new("travail", "Changer l’écran"), new("creneau", $"{workshop.Service.Id}|2027-03-02T10:00:00+01:00")],
            ["Nous la réparons.", "Changer l’écran"]);

        // Whoever only looks reads that it is over.
        using var gone = await paul.GetAsync($"/entraide/{id}");
        (gone.StatusCode, (await gone.PageAsync()).QuerySelector("h1")!.TextContent).ShouldBe((HttpStatusCode.Gone, "Cette annonce n’est plus montrée"));

        static async Task<KeyValuePair<string, string>[]> HiddenAsync(HttpClient client, string path) =>
            [.. (await client.PageAsync(path)).QuerySelectorAll("main form[method=post] input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))];

        static async Task GivenBackAsync(HttpClient client, string path, HttpStatusCode status, KeyValuePair<string, string>[] fields, string[] written)
        {
            using var content = new FormUrlEncodedContent(fields);
            using var sent = await client.PostAsync(path, content);
            var main = (await sent.PageAsync()).QuerySelector("main")!;
            (sent.StatusCode, main.QuerySelector("h1")!.TextContent).ShouldBe((status, "Rien n’est enregistré."), path);
            main.QuerySelectorAll("dd").Select(d => d.TextContent).ShouldBe(written, ignoreOrder: true, path);
        }
    }

    [Fact]
    public async Task A_wait_becomes_a_post_in_one_press_with_its_problem()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var visitor = instance.NewClient();
        using var content = new FormUrlEncodedContent([new("genre", "request"), new("commune", "commune:38151"), new("objet", "mobile"), new("texte", "Écran noir depuis hier"), .. await TokenAsync(visitor)]);
        using var filled = await visitor.PostAsync("/entraide/publier?handler=Filled", content);
        filled.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await filled.PageAsync();
        (page.QuerySelector("#texte")!.TextContent.Trim(), page.QuerySelector("#commune")!.GetAttribute("value")).ShouldBe(("Écran noir depuis hier", "Échirolles"));
        page.QuerySelector(".errors").ShouldBeNull();
        (await instance.ReadAsync(db => db.HelpPosts.CountAsync())).ShouldBe(0);

        static async Task<KeyValuePair<string, string>[]> TokenAsync(HttpClient client) =>
            [new("__RequestVerificationToken", (await client.PageAsync("/entraide/publier")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!)];
    }

    [Theory, BothDatabases]
    public async Task Posts_leave_as_a_feed_and_by_the_api_without_naming_anybody(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (id, _) = await ShownAsync(instance);
        var feed = await instance.Client.GetStringAsync("/feeds/epci:200040715/entraide.atom");
        var entry = XDocument.Parse(feed).Root!.Elements(Atom + "entry").ShouldHaveSingleItem();
        (entry.Element(Atom + "title")!.Value, entry.Element(Atom + "category")!.Attribute("term")!.Value).ShouldBe(("Je cherche de l’aide\u00A0: Bouilloire", "request"));
        feed.ShouldNotContain("Marie");
        var json = await instance.Client.GetStringAsync("/api/v1/mutual-help?territory=commune:38151&kind=request&category=kettle");
        json.ShouldNotContain("Marie");
        using var found = JsonDocument.Parse(json);
        var item = found.RootElement.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (item.GetProperty("id").GetString(), item.GetProperty("shownUntil").GetString()).ShouldBe((id.ToString(), "2027-04-30T10:00:00+02:00"));
        (await instance.Client.GetAsync("/api/v1/mutual-help?kind=vente")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await instance.Client.GetAsync("/api/v1/mutual-help?territory=commune:00000")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.Client.GetAsync("/feeds/commune:00000/entraide.atom")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        instance.Clock.Now += Duration.FromDays(60);
        XDocument.Parse(await instance.Client.GetStringAsync("/feeds/epci:200040715/entraide.atom")).Root!.Elements(Atom + "entry").ShouldBeEmpty();
    }
}
