using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Identity;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>Passkeys: added, used to sign in, taken away.</summary>
public sealed class PasskeyPagesTests
{
    private const string Email = "marie.blanc@exemple.fr";
    private const string Password = "un grille-pain par jour";
    private const string Page = "/compte/cles";
    private const string SignInPage = "/connexion/cle";

    [Theory, BothDatabases]
    public async Task A_key_opens_a_session_that_counts_as_both_factors(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Settings = new Dictionary<string, string?> { ["Identity:SecondFactor"] = "Required" } });
        await PersonAsync(instance, territory: "commune:38151");
        using var key = NewKey(instance);
        var owner = await OwnerAsync(instance);
        (await AddAsync(owner, key)).ShouldBe("/compte/cles?ajoutee=true");
        (await instance.ReadAsync(db => db.Passkeys.SingleAsync())).Transports.ShouldBe("internal", "what the browser says is checked before it is kept");
        (await owner.PageAsync(Page)).QuerySelector("dl")!.TextContent.ShouldContain("mon téléphone");
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.PasskeyAdded))).ShouldBe(1);

        instance.Clock.AdvanceMinutes(1);
        var browser = instance.NewClient();
        (await SignInAsync(browser, key, "/mairie/agents")).ShouldBe("/mairie/agents", "no code is asked for");
        (await browser.PageAsync("/mairie")).Body!.TextContent.ShouldContain("Échirolles");
        (await browser.PageAsync(Page)).QuerySelector("dl")!.TextContent.ShouldContain("A servi le");
        (await instance.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditAct.SignedIn && e.Words == "Clé d’accès"))).ShouldBe(1);
        (await instance.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditAct.PasskeyAdded))).ShouldBe(1);
    }

    [Theory]
    [BothDatabases(true)]
    [BothDatabases(false)]
    public async Task An_answer_serves_once_in_time_on_this_site_and_unlocked(DatabaseKind kind, bool isCounting)
    {
        await using var instance = await TestInstance.ServeAsync(kind);

        // Real clocks are finer than what a database keeps of them.
        instance.Clock.Advance(Duration.FromTicks(1_234_567));
        await PersonAsync(instance);
        using var key = NewKey(instance);
        key.IsCounting = isCounting;
        await AddAsync(await OwnerAsync(instance), key);
        instance.Clock.AdvanceMinutes(1);

        var (question, options) = await QuestionAsync(instance.NewClient(), SignInPage);
        var answer = key.Get(options);
        (await SendAsync(instance.NewClient(), question, answer)).ShouldBe(HttpStatusCode.Redirect);
        (await SendAsync(instance.NewClient(), question, answer)).ShouldBe(HttpStatusCode.UnprocessableEntity, "overheard, given again");

        instance.Clock.AdvanceMinutes(1);
        (question, options) = await QuestionAsync(instance.NewClient(), SignInPage);
        instance.Clock.AdvanceMinutes(6);
        (await SendAsync(instance.NewClient(), question, key.Get(options))).ShouldBe(HttpStatusCode.UnprocessableEntity, "late");

        (question, options) = await QuestionAsync(instance.NewClient(), SignInPage);
        key.Origin = "https://reparer-net.example";
        (await SendAsync(instance.NewClient(), question, key.Get(options))).ShouldBe(HttpStatusCode.UnprocessableEntity, "a look-alike site");
        key.Origin = OriginOf(instance);
        key.IsUnlocked = false;
        (await SendAsync(instance.NewClient(), question, key.Get(options))).ShouldBe(HttpStatusCode.UnprocessableEntity, "found on a bench");
        key.IsUnlocked = true;
        (await SendAsync(instance.NewClient(), question[..^4] + "AAAA", key.Get(options))).ShouldBe(HttpStatusCode.UnprocessableEntity, "a question of nobody's");
        foreach (var nonsense in new[] { "", "{}", "[", "null", "\"x\"", """{"id":1}""", new string('x', 60_000) })
        {
            (await SendAsync(instance.NewClient(), question, nonsense)).ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using var stranger = NewKey(instance);
        stranger.Create("""{"user":{"id":"AAAA"},"challenge":"AAAA"}""");
        (await SendAsync(instance.NewClient(), question, stranger.Get(options))).ShouldBe(HttpStatusCode.UnprocessableEntity, "a key nobody added");
        (await SendAsync(instance.NewClient(), question, key.Get(options))).ShouldBe(HttpStatusCode.Redirect, "and the right one still enters");
    }

    [Theory, BothDatabases]
    public async Task Of_one_answer_sent_many_times_at_once_one_enters(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await PersonAsync(instance);
        using var key = NewKey(instance);
        await AddAsync(await OwnerAsync(instance), key);
        for (var round = 0; round < 10; round++)
        {
            instance.Clock.AdvanceMinutes(1);
            var clients = Enumerable.Range(0, 6).Select(_ => instance.NewClient()).ToList();
            var (question, options) = await QuestionAsync(clients[0], SignInPage);
            var answer = key.Get(options);
            var tokens = await Task.WhenAll(clients.Select(TokenAsync));
            var answers = await Task.WhenAll(clients.Select((client, i) => PostAsync(client, tokens[i], question, answer)));
            answers.Count(a => a == HttpStatusCode.Redirect).ShouldBe(1);
        }
    }

    [Theory, BothDatabases]
    public async Task Adding_and_taking_away_ask_the_password_and_what_is_gone_opens_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await PersonAsync(instance);
        using var key = NewKey(instance);
        var owner = await OwnerAsync(instance);
        var (question, options) = await QuestionAsync(owner, Page);
        foreach (var (name, password, field) in new[] { ("mon téléphone", "non", "motDePasse"), ("", Password, "nom"), (new string('n', 61), Password, "nom") })
        {
            using var refused = await owner.SendFormAsync(Page, Fields(("nom", name), ("motDePasse", password), ("question", question), ("reponse", key.Create(options))), "handler=Add");
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.PageAsync()).QuerySelector($"#{field}")!.GetAttribute("aria-invalid").ShouldBe("true");
        }

        (await AddAsync(owner, key)).ShouldBe("/compte/cles?ajoutee=true");
        (await AddAsync(owner, key)).ShouldBeNull("twice the same");
        (await instance.ReadAsync(db => db.Passkeys.CountAsync())).ShouldBe(1);

        // The question of one account is not answered for another.
        await PersonAsync(instance, "autre@exemple.fr");
        var other = await OwnerAsync(instance, "autre@exemple.fr");
        using var second = NewKey(instance);
        var (mine, asked) = await QuestionAsync(owner, Page);
        using (var crossed = await other.SendFormAsync(Page, Fields(("nom", "clé"), ("motDePasse", Password), ("question", mine), ("reponse", second.Create(asked))), "handler=Add"))
        {
            crossed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        var id = (await instance.ReadAsync(db => db.Passkeys.SingleAsync())).Id.ToString();
        using (var notMine = await other.SendFormAsync("/compte", Fields(("cle", id), ("motDePasseRetrait", Password)), "/compte"))
        {
            notMine.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        }

        instance.Clock.AdvanceMinutes(1);
        var elsewhere = instance.NewClient();
        await SignInAsync(elsewhere, key, null);
        using (var wrong = await owner.SendFormAsync(Page, Fields(("cle", id), ("motDePasseRetrait", "non")), "handler=Remove"))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using (var removed = await owner.SendFormAsync(Page, Fields(("cle", id), ("motDePasseRetrait", Password)), "handler=Remove"))
        {
            removed.Headers.Location!.ToString().ShouldBe("/compte/cles?retiree=true");
        }

        using (var over = await elsewhere.GetAsync("/compte"))
        {
            over.Headers.Location!.AbsolutePath.ShouldBe("/connexion", "the session it had opened is over");
        }

        instance.Clock.AdvanceMinutes(1);
        (await SignInAsync(instance.NewClient(), key, null)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task The_operator_takes_away_the_keys_of_a_lost_telephone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await PersonAsync(instance);
        using var key = NewKey(instance);
        await AddAsync(await OwnerAsync(instance), key);

        (await instance.SendAsync(new ResetSecondFactor(Email), Given.Operator)).IsT0.ShouldBeTrue();

        (await instance.ReadAsync(db => db.Passkeys.CountAsync())).ShouldBe(0);
        (await instance.SendAsync(new ResetSecondFactor(Email), Given.Operator)).IsT1.ShouldBeTrue();
    }

    [Fact]
    public async Task Only_their_pages_run_a_script_and_it_is_ours()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var client = instance.NewClient();
        using (var page = await client.GetAsync(SignInPage))
        {
            page.Headers.GetValues("Content-Security-Policy").Single().ShouldEndWith("; script-src 'self'");
        }

        using (var page = await client.GetAsync("/connexion"))
        {
            page.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("script-src");
        }

        var script = (await client.PageAsync(SignInPage)).QuerySelector("script")!;
        script.TextContent.ShouldBeEmpty();
        using var file = await client.GetAsync(script.GetAttribute("src"));
        file.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
    }

    private static string OriginOf(TestInstance instance) => instance.NewClient().BaseAddress!.GetLeftPart(UriPartial.Authority);

    private static SoftPasskey NewKey(TestInstance instance) => new(OriginOf(instance));

    private static async Task PersonAsync(TestInstance instance, string email = Email, string? territory = null)
    {
        var ready = (await instance.SendAsync(new CreateAccount(email, false, territory is null ? [] : [territory], []), Given.Operator)).AsT0;
        (await instance.SendAsync(new ChoosePassword(ready.LinkToken, Password))).IsT0.ShouldBeTrue();
    }

    /// <summary>A browser where they are signed in, having given all they are asked for.</summary>
    private static async Task<HttpClient> OwnerAsync(TestInstance instance, string email = Email)
    {
        var account = await instance.ReadAsync(db => db.Set<Infrastructure.Identity.Account>().SingleAsync(a => a.Email == email));
        await using var scope = instance.Services.CreateAsyncScope();
        var session = await scope.ServiceProvider.GetRequiredService<Application.Identity.Contract.IAccounts>().OpenSessionAsync(Domain.Common.AccountId.From(account.Id), CancellationToken.None);
        return await instance.SignInAs(session!.Actor, withSecondFactor: true);
    }

    /// <summary>Where it led; null where it was refused.</summary>
    private static async Task<string?> AddAsync(HttpClient owner, SoftPasskey key)
    {
        var (question, options) = await QuestionAsync(owner, Page);
        using var request = await owner.SendFormAsync(Page, Fields(("nom", "mon téléphone"), ("motDePasse", Password), ("question", question), ("reponse", key.Create(options))), "handler=Add");
        return request.Headers.Location?.ToString();
    }

    private static async Task<string?> SignInAsync(HttpClient browser, SoftPasskey key, string? next)
    {
        var path = next is null ? SignInPage : $"{SignInPage}?returnUrl={Uri.EscapeDataString(next)}";
        var (question, options) = await QuestionAsync(browser, path);
        using var answer = await browser.SendFormAsync(path, Fields(("question", question), ("reponse", key.Get(options))), SignInPage);
        return answer.Headers.Location?.ToString();
    }

    private static async Task<(string Question, string Options)> QuestionAsync(HttpClient client, string path)
    {
        if (!client.DefaultRequestHeaders.Contains("Origin"))
        {
            // As browsers say it with every form.
            client.DefaultRequestHeaders.Add("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        }

        var form = (await client.PageAsync(path)).QuerySelector("form[data-passkey]")!;
        return (((IHtmlInputElement)form.QuerySelector("input[name=question]")!).Value, form.GetAttribute("data-options")!);
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string question, string answer)
    {
        var token = await TokenAsync(client);
        return await PostAsync(client, token, question, answer);
    }

    private static async Task<string> TokenAsync(HttpClient client)
    {
        await QuestionAsync(client, SignInPage);
        return ((IHtmlInputElement)(await client.PageAsync(SignInPage)).QuerySelector("input[name=__RequestVerificationToken]")!).Value;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string token, string question, string answer)
    {
        using var content = new FormUrlEncodedContent(Fields(("question", question), ("reponse", answer), ("__RequestVerificationToken", token)));
        using var response = await client.PostAsync(SignInPage, content);
        return response.StatusCode;
    }

    private static List<KeyValuePair<string, string>> Fields(params (string Name, string Value)[] fields) => [.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))];
}
