using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;
using RepairNet.Infrastructure.Identity;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.TestSupport.Identity;
using RepairNet.Web.Hosting;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>ProConnect, against a provider of the tests' own: who enters, where they land, and every answer that is refused.</summary>
public sealed class ProConnectTests
{
    private const string Start = "/connexion/proconnect";
    private const string Page = "/compte/proconnect";
    private const string Password = "un grille-pain par jour";

    [Theory, BothDatabases]
    public async Task An_agent_enters_once_the_address_is_proved_and_reads_for_their_commune(DatabaseKind kind)
    {
        await using var world = await World.BuildAsync(kind, secondFactor: "Required");
        var browser = world.Instance.NewClient();
        using (var first = await world.IdentifyAsync(browser))
        {
            first.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await first.PageAsync()).Body!.TextContent.ShouldContain("Un message vient de partir à camille.martin@exemple.fr");
        }

        (await world.CountAsync(db => db.Set<Account>())).ShouldBe(0, "an address that nobody proved has no account");
        var token = await world.TokenAsync();
        (await world.Instance.ReadAsync(db => db.ProConnectArrivals.SingleAsync())).Hash.ShouldNotContain(token);

        // Looked at by a scanner, it changes nothing.
        await browser.PageAsync($"{Start}/adresse/{token}");
        world.Provider.Agent = world.Provider.Agent with { Amr = ["pwd", "mfa"] };
        using (var second = await world.IdentifyAsync(browser, $"{Start}/adresse/{token}"))
        {
            second.Headers.Location!.ToString().ShouldBe("/mairie");
        }

        (await browser.PageAsync("/mairie")).Body!.TextContent.ShouldContain("Échirolles");
        var membership = await world.Instance.ReadAsync(db => db.TerritoryMemberships.SingleAsync());
        (membership.Territory, membership.Role).ShouldBe(("commune:38151", TerritoryRole.Reader));
        (await world.Instance.ReadAsync(db => db.Set<Account>().SingleAsync())).DisplayName.ShouldBe("Camille Martin");
        (await world.ActsAsync()).ShouldBe([AuditAct.AccountOpened, AuditAct.ProConnectLinked, AuditAct.AgentNamed, AuditAct.SignedIn], ignoreOrder: true);
        using (var gone = await browser.GetAsync($"{Start}/adresse/{token}"))
        {
            gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        // From then on, at once: where they were going; and our own second factor where none was given there.
        using (var again = await world.IdentifyAsync(world.Instance.NewClient(), "/connexion?returnUrl=%2Fmairie%2Fagents"))
        {
            again.Headers.Location!.ToString().ShouldBe("/mairie/agents");
        }

        world.Provider.Agent = world.Provider.Agent with { Amr = ["pwd"] };
        var alone = world.Instance.NewClient();
        using (var entered = await world.IdentifyAsync(alone))
        {
            entered.Headers.Location!.ToString().ShouldBe("/mairie");
        }

        using var gate = await alone.GetAsync("/mairie");
        gate.Headers.Location!.ToString().ShouldBe("/compte/second-facteur");
        (await world.CountAsync(db => db.Set<Account>())).ShouldBe(1);
    }

    [Fact]
    public async Task An_agent_of_an_EPCI_reads_for_it_and_a_level_of_two_factors_counts_as_both()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite, secondFactor: "Required");
        world.Provider.Agent = world.Provider.Agent with { Siret = TestSirets.Metropole, Acr = "https://proconnect.gouv.fr/assurance/consistency-checked-2fa" };
        world.Provider.Curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var browser = await world.ArriveAsync();

        (await world.Instance.ReadAsync(db => db.TerritoryMemberships.SingleAsync())).Territory.ShouldBe("epci:200040715");
        (await browser.PageAsync("/mairie")).QuerySelector("h1").ShouldNotBeNull("no code is asked for");
    }

    [Fact]
    public async Task A_code_of_our_own_is_asked_for_where_the_account_has_one_and_none_was_given_there()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        await world.ArriveAsync();
        var account = (await world.Instance.ReadAsync(db => db.ProConnectLinks.SingleAsync())).AccountId;
        await world.Instance.AddAsync(new SecondFactor(account, SecondFactorId.New(), 0, world.Clock.Now));

        var browser = world.Instance.NewClient();
        using (var half = await world.IdentifyAsync(browser))
        {
            half.Headers.Location!.ToString().ShouldBe("/connexion/code");
            half.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("code=", StringComparison.Ordinal)).ShouldContain("samesite=lax", Case.Insensitive, "a strict one is not sent on the way back from another site");
        }

        (await browser.PageAsync("/connexion/code")).QuerySelector("#code").ShouldNotBeNull();
        using var closed = await browser.GetAsync("/compte");
        closed.Headers.Location!.AbsolutePath.ShouldBe("/connexion");
    }

    [Theory, BothDatabases]
    public async Task Of_one_proof_used_many_times_at_once_one_account_is_made(DatabaseKind kind)
    {
        await using var world = await World.BuildAsync(kind);
        using (await world.IdentifyAsync(world.Instance.NewClient()))
        {
        }

        var token = await world.TokenAsync();
        var returns = new List<(HttpClient Browser, string Address)>();
        for (var i = 0; i < 5; i++)
        {
            var browser = world.Instance.NewClient();
            returns.Add((browser, await world.AnswerAsync(browser, $"{Start}/adresse/{token}")));
        }

        var answers = await Task.WhenAll(returns.Select(r => r.Browser.GetAsync(r.Address)));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Redirect, "the first makes the account, the others enter it");
        (await world.CountAsync(db => db.Set<Account>())).ShouldBe(1);
        (await world.CountAsync(db => db.ProConnectLinks)).ShouldBe(1);
    }

    [Fact]
    public async Task A_proof_serves_the_person_it_was_sent_about_only_in_time_and_takes_no_account()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        using (await world.IdentifyAsync(world.Instance.NewClient()))
        {
        }

        var token = await world.TokenAsync();
        var camille = world.Provider.Agent;
        world.Provider.Agent = camille with { Subject = "sub-other" };
        await ShouldOnlyBeWrittenToAsync("the link of another");
        world.Provider.Agent = camille with { Email = "autre@exemple.fr" };
        await ShouldOnlyBeWrittenToAsync("another address");
        world.Provider.Agent = camille;
        world.Clock.AdvanceMinutes((24 * 60) + 1);
        using (var late = await world.Instance.NewClient().GetAsync($"{Start}/adresse/{token}"))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        // Meanwhile the town hall invited them: the account is not taken by who knows its address.
        using (await world.IdentifyAsync(world.Instance.NewClient()))
        {
        }

        token = await world.TokenAsync();
        await world.PersonAsync(camille.Email);
        await ShouldOnlyBeWrittenToAsync("an account that is there");
        (await world.CountAsync(db => db.ProConnectLinks)).ShouldBe(0);

        async Task ShouldOnlyBeWrittenToAsync(string why)
        {
            using var answer = await world.IdentifyAsync(world.Instance.NewClient(), $"{Start}/adresse/{token}");
            (await answer.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe("Regardez votre boîte aux lettres", why);
        }
    }

    [Theory, BothDatabases]
    public async Task The_address_of_an_account_does_not_open_it_and_its_owner_is_told_how_to_link(DatabaseKind kind)
    {
        await using var world = await World.BuildAsync(kind);
        await world.PersonAsync(world.Provider.Agent.Email, "commune:38151");
        var browser = world.Instance.NewClient();
        using (var answer = await world.IdentifyAsync(browser))
        {
            (await answer.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe("Regardez votre boîte aux lettres", "the same as for an address without an account");
        }

        var letter = await world.LetterAsync();
        letter.Text.ShouldContain(Page);
        letter.Text.ShouldNotContain("/adresse/");
        using var closed = await browser.GetAsync("/compte");
        closed.Headers.Location!.AbsolutePath.ShouldBe("/connexion");

        // And nobody's letter box is filled.
        for (var i = 0; i < 8; i++)
        {
            using var more = await world.IdentifyAsync(browser);
        }

        (await world.Instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.ProConnectArrival))).ShouldBe(5);
    }

    [Fact]
    public async Task An_answer_counts_once_in_the_browser_that_asked_for_ten_minutes()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        await world.ArriveAsync();
        var browser = world.Instance.NewClient();
        var address = await world.AnswerAsync(browser);
        using (var elsewhere = await world.Instance.NewClient().GetAsync(address))
        {
            await ShouldBeRefusedAsync(elsewhere, HttpStatusCode.BadRequest, "Cette identification ne sert plus");
        }

        var other = world.Instance.NewClient();
        await world.AnswerAsync(other);
        using (var crossed = await other.GetAsync(address))
        {
            await ShouldBeRefusedAsync(crossed, HttpStatusCode.BadRequest, "Cette identification ne sert plus");
        }

        using (var right = await browser.GetAsync(address))
        {
            right.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        using (var replayed = await browser.GetAsync(address))
        {
            await ShouldBeRefusedAsync(replayed, HttpStatusCode.BadRequest, "Cette identification ne sert plus");
        }

        browser = world.Instance.NewClient();
        foreach (var wrong in new[] { "", "x", new string('A', 43), "é" })
        {
            address = await world.AnswerAsync(browser);
            using var forged = await browser.GetAsync(System.Text.RegularExpressions.Regex.Replace(address, "state=[^&]*", "state=" + Uri.EscapeDataString(wrong)));
            await ShouldBeRefusedAsync(forged, HttpStatusCode.BadRequest, "Cette identification ne sert plus");
        }

        address = await world.AnswerAsync(browser);
        world.Clock.AdvanceMinutes(11);
        using var late = await browser.GetAsync(address);
        await ShouldBeRefusedAsync(late, HttpStatusCode.BadRequest, "Cette identification ne sert plus");
    }

    [Fact]
    public async Task A_code_taken_from_another_browser_is_worth_nothing_without_its_verifier()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        await world.ArriveAsync();
        var stolen = CodeOf(await world.AnswerAsync(world.Instance.NewClient()));
        var thief = world.Instance.NewClient();
        var address = await world.AnswerAsync(thief);

        using var answer = await thief.GetAsync(address.Replace(CodeOf(address), stolen, StringComparison.Ordinal));

        await ShouldBeRefusedAsync(answer, HttpStatusCode.BadRequest, "La réponse de ProConnect n’est pas sûre");
        world.Provider.Refused.ShouldBe("verifier", "it is the provider that checks, and it did");

        static string CodeOf(string address) => address.Split("code=")[1].Split('&')[0];
    }

    public static TheoryData<string> Lies => [.. Lying.Keys];

    private static readonly Dictionary<string, Action<TestProConnect>> Lying = new()
    {
        ["a nonce of another question"] = p => p.OnIdToken = c => c["nonce"] = new string('n', 43),
        ["no nonce"] = p => p.OnIdToken = c => c.Remove("nonce"),
        ["a token for another site"] = p => p.OnIdToken = c => c["aud"] = "un-autre",
        ["a token for two sites"] = p => p.OnIdToken = c => c["aud"] = new[] { TestProConnect.ClientId, "un-autre" },
        ["a token of another provider"] = p => p.OnIdToken = c => c["iss"] = "https://auth.exemple.fr/api/v2",
        ["a token that is over"] = p => p.OnIdToken = c => c["exp"] = (long)c["iat"]! - 100,
        ["a token without an end"] = p => p.OnIdToken = c => c.Remove("exp"),
        ["a token of tomorrow"] = p => p.OnIdToken = c => c["iat"] = (long)c["iat"]! + 86_400,
        ["a token of nobody"] = p => p.OnIdToken = c => c["sub"] = " ",
        ["a token with too long a name"] = p => p.OnIdToken = c => c["sub"] = new string('s', 256),
        ["tokens that do not go together"] = p => p.OnIdToken = c => c["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA",
        ["a token without signature"] = p => p.SignIdToken = c => TestProConnect.Jwt(new { alg = "none" }, c, _ => []),
        ["a token signed by its public key as a secret"] = p => p.SignIdToken = c => SignedByPublicKey(p, c),
        ["a token signed by the client's secret"] = p => p.SignIdToken = c => SignedBySecret(p, c),
        ["a token signed by another key"] = p => p.SignIdToken = c => SignedByStranger(p.Kid, c),
        ["a token signed by a key that is not published"] = p => p.SignIdToken = c => SignedByStranger("k9", c),
        ["what is no token"] = p => p.SignIdToken = _ => "bonjour",
        ["a person in plain JSON"] = p => (p.UserInfoType, p.SignUserInfo) = ("application/json", c => System.Text.Json.JsonSerializer.Serialize(c)),
        ["a person in plain JSON that says to be a token"] = p => p.SignUserInfo = c => System.Text.Json.JsonSerializer.Serialize(c),
        ["a signed person that says to be plain"] = p => p.UserInfoType = "application/json",
        ["a person without signature"] = p => p.SignUserInfo = c => TestProConnect.Jwt(new { alg = "none" }, c, _ => []),
        ["a person whose signature was cut off"] = p => p.SignUserInfo = c => p.Sign(c)[..^20],
        ["a person signed by its public key as a secret"] = p => p.SignUserInfo = c => SignedByPublicKey(p, c),
        ["a person signed by the client's secret"] = p => p.SignUserInfo = c => SignedBySecret(p, c),
        ["a person signed by another key"] = p => p.SignUserInfo = c => SignedByStranger(p.Kid, c),
        ["a person for another site"] = p => p.OnUserInfo = c => c["aud"] = "un-autre",
        ["a person of another provider"] = p => p.OnUserInfo = c => c["iss"] = "https://auth.exemple.fr/api/v2",
        ["a person that is over"] = p => p.OnUserInfo = c => c["exp"] = (long)c["iat"]! - 100,
        ["a person without any time"] = p => p.OnUserInfo = c => { c.Remove("exp"); c.Remove("iat"); },
        ["a person made long ago, without an end"] = p => p.OnUserInfo = c => { c.Remove("exp"); c["iat"] = (long)c["iat"]! - 3600; },
        ["another person"] = p => p.OnUserInfo = c => c["sub"] = "sub-other",
        ["a person without a name"] = p => p.OnUserInfo = c => c.Remove("sub"),
        ["a person without an address"] = p => p.OnUserInfo = c => c.Remove("email"),
        ["a person whose address is none"] = p => p.OnUserInfo = c => c["email"] = "camille\r\nBcc: tous",
        ["another provider's name in the answer"] = p => p.NameInAnswer = () => "https://auth.exemple.fr/api/v2",
        ["no name where one is promised"] = p => p.OnMetadata = m => m["authorization_response_iss_parameter_supported"] = true,
    };

    [Theory, MemberData(nameof(Lies))]
    public async Task What_is_not_signed_for_us_about_this_person_now_is_refused(string lie)
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        Lying[lie](world.Provider);

        using var answer = await world.IdentifyAsync(world.Instance.NewClient());

        await ShouldBeRefusedAsync(answer, HttpStatusCode.BadRequest, "La réponse de ProConnect n’est pas sûre");
        (await world.CountAsync(db => db.ProConnectArrivals)).ShouldBe(0, "nothing is written, nobody is written to");
    }

    [Fact]
    public async Task What_the_standard_leaves_free_is_taken()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        world.Provider.NameInAnswer = () => world.Provider.Issuer;
        world.Provider.OnMetadata = m =>
        {
            m["authorization_response_iss_parameter_supported"] = true;
            m.Remove("userinfo_signing_alg_values_supported");
        };
        world.Provider.OnIdToken = c => c.Remove("at_hash");
        world.Provider.OnUserInfo = c => c.Remove("exp");
        await world.ArriveAsync();

        // Its key changes while what it said of itself is still believed.
        world.Provider.ChangeKey();
        using var answer = await world.IdentifyAsync(world.Instance.NewClient());
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    public static TheoryData<string, string?, HttpStatusCode, string> Employers => new()
    {
        { TestSirets.Nobody, "eidas1", HttpStatusCode.Forbidden, "Nous ne trouvons pas votre commune" },
        { "2138015170001", "eidas1", HttpStatusCode.Forbidden, "Nous ne trouvons pas votre commune" },
        { "21380151700010", "eidas1", HttpStatusCode.Forbidden, "Nous ne trouvons pas votre commune" },
        { "", "eidas1", HttpStatusCode.Forbidden, "Nous ne trouvons pas votre commune" },
        { "' OR 1=1 --", "eidas1", HttpStatusCode.Forbidden, "Nous ne trouvons pas votre commune" },
        { TestSirets.Echirolles, "eidas0", HttpStatusCode.Forbidden, "Votre lien avec votre employeur reste à vérifier" },
        { TestSirets.Echirolles, "https://proconnect.gouv.fr/assurance/self-asserted-2fa", HttpStatusCode.Forbidden, "Votre lien avec votre employeur reste à vérifier" },
        { TestSirets.Echirolles, null, HttpStatusCode.Forbidden, "Votre lien avec votre employeur reste à vérifier" },
    };

    [Theory, MemberData(nameof(Employers))]
    public async Task Who_works_for_no_commune_or_only_says_so_is_told_what_to_do(string siret, string? level, HttpStatusCode status, string title)
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        world.Provider.Agent = world.Provider.Agent with { Siret = siret, Acr = level };

        using var answer = await world.IdentifyAsync(world.Instance.NewClient());

        var page = await ShouldBeRefusedAsync(answer, status, title);
        page.ShouldContain("demandez une invitation");
        (await world.CountAsync(db => db.ProConnectArrivals)).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Who_changes_employer_loses_the_old_right_and_what_was_taken_back_stays_taken_back(DatabaseKind kind)
    {
        await using var world = await World.BuildAsync(kind);
        await world.ArriveAsync();
        var account = (await world.Instance.ReadAsync(db => db.ProConnectLinks.SingleAsync())).AccountId;

        // Named to decide by the town hall: signing in again takes nothing away.
        (await world.Instance.SendAsync(new NameAgent(account, "commune:38151"), Given.Operator)).IsT0.ShouldBeTrue();
        await EnterAsync();
        (await RightsAsync()).ShouldBe([("commune:38151", TerritoryRole.Editor)]);

        // Gone to Grenoble.
        world.Provider.Agent = world.Provider.Agent with { Siret = TestSirets.Grenoble };
        await EnterAsync();
        (await RightsAsync()).ShouldBe([("commune:38185", TerritoryRole.Reader)]);

        // Taken back by Grenoble: not given again by signing in again.
        (await world.Instance.SendAsync(new DismissAgent(account, "commune:38185"), Given.Operator)).IsT0.ShouldBeTrue();
        using (var refused = await world.IdentifyAsync(world.Instance.NewClient()))
        {
            await ShouldBeRefusedAsync(refused, HttpStatusCode.Forbidden, "Nous ne trouvons pas votre commune");
        }

        // At the métropole, then in a company: nothing is left.
        world.Provider.Agent = world.Provider.Agent with { Siret = TestSirets.Metropole };
        await EnterAsync();
        (await RightsAsync()).ShouldBe([("epci:200040715", TerritoryRole.Reader)]);
        world.Provider.Agent = world.Provider.Agent with { Siret = TestSirets.Nobody };
        using (var gone = await world.IdentifyAsync(world.Instance.NewClient()))
        {
            await ShouldBeRefusedAsync(gone, HttpStatusCode.Forbidden, "Nous ne trouvons pas votre commune");
        }

        (await RightsAsync()).ShouldBeEmpty();
        (await world.ActsAsync()).Count(a => a == AuditAct.AgentDismissed).ShouldBe(3);

        // That they came to Échirolles again, nobody checked.
        world.Provider.Agent = world.Provider.Agent with { Siret = TestSirets.Echirolles, Acr = "eidas0" };
        using (var unchecked_ = await world.IdentifyAsync(world.Instance.NewClient()))
        {
            await ShouldBeRefusedAsync(unchecked_, HttpStatusCode.Forbidden, "Votre lien avec votre employeur reste à vérifier");
        }

        async Task EnterAsync()
        {
            using var entered = await world.IdentifyAsync(world.Instance.NewClient());
            entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        async Task<List<(string, TerritoryRole)>> RightsAsync() => [.. (await world.Instance.ReadAsync(db => db.TerritoryMemberships.ToListAsync())).Select(m => (m.Territory, m.Role))];
    }

    [Fact]
    public async Task ProConnect_out_of_reach_is_said_in_a_sentence()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        foreach (var broken in new[] { "/api/v2/.well-known", "/api/v2/jwks" })
        {
            world.Provider.Broken = broken;
            using var asked = await world.Instance.NewClient().SendFormAsync("/connexion", [], Start);
            await ShouldBeRefusedAsync(asked, HttpStatusCode.ServiceUnavailable, "ProConnect ne répond pas");
        }

        foreach (var broken in new[] { "/api/v2/token", "/api/v2/userinfo" })
        {
            world.Provider.Broken = null;
            var browser = world.Instance.NewClient();
            var address = await world.AnswerAsync(browser);
            world.Provider.Broken = broken;
            using var answer = await browser.GetAsync(address);
            await ShouldBeRefusedAsync(answer, HttpStatusCode.ServiceUnavailable, "ProConnect ne répond pas");
        }

        // Gone altogether, after a browser left for it.
        world.Provider.Broken = null;
        var last = world.Instance.NewClient();
        var back = await world.AnswerAsync(last);
        await world.Provider.DisposeAsync();
        using var silent = await last.GetAsync(back);
        await ShouldBeRefusedAsync(silent, HttpStatusCode.ServiceUnavailable, "ProConnect ne répond pas");
    }

    public static TheoryData<string> Selves => [.. Said.Keys];

    private static readonly Dictionary<string, Action<Dictionary<string, object?>>> Said = new()
    {
        ["another name"] = m => m["issuer"] = "https://auth.exemple.fr/api/v2",
        ["a name that differs by a slash"] = m => m["issuer"] += "/",
        ["its tokens on another host"] = m => m["token_endpoint"] = "http://127.0.0.2:9/token",
        ["its people on another port"] = m => m["userinfo_endpoint"] = "http://localhost:9/userinfo",
        ["its keys on another host"] = m => m["jwks_uri"] = "https://exemple.fr/jwks",
        ["its questions on another host"] = m => m["authorization_endpoint"] = "https://exemple.fr/authorize",
        ["no keys"] = m => m.Remove("jwks_uri"),
        ["signatures by a shared secret only"] = m => m["id_token_signing_alg_values_supported"] = new[] { "HS256", "none" },
        ["people that it does not sign"] = m => m["userinfo_signing_alg_values_supported"] = new[] { "none" },
        ["no PKCE by digest"] = m => m["code_challenge_methods_supported"] = new[] { "plain" },
    };

    [Theory, MemberData(nameof(Selves))]
    public async Task A_provider_that_says_to_be_another_or_does_not_sign_is_not_used(string self)
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        world.Provider.OnMetadata = Said[self];

        using var asked = await world.Instance.NewClient().SendFormAsync("/connexion", [], Start);

        await ShouldBeRefusedAsync(asked, HttpStatusCode.ServiceUnavailable, "ProConnect ne répond pas");
    }

    [Theory]
    [InlineData("access_denied", HttpStatusCode.Forbidden, "Vous n’êtes pas entré")]
    [InlineData("server_error", HttpStatusCode.ServiceUnavailable, "ProConnect ne répond pas")]
    [InlineData("invalid_request", HttpStatusCode.BadRequest, "La réponse de ProConnect n’est pas sûre")]
    public async Task A_refusal_by_ProConnect_is_said_in_a_sentence(string error, HttpStatusCode status, string title)
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        world.Provider.Error = error;

        using var answer = await world.IdentifyAsync(world.Instance.NewClient());

        (await ShouldBeRefusedAsync(answer, status, title)).ShouldNotContain(error);
    }

    [Theory, BothDatabases]
    public async Task An_account_is_linked_by_its_owner_against_their_password_and_unlinked_the_same(DatabaseKind kind)
    {
        await using var world = await World.BuildAsync(kind);
        await world.PersonAsync("marie.blanc@exemple.fr", "commune:38185");
        var owner = await world.OwnerAsync("marie.blanc@exemple.fr");
        (await owner.PageAsync("/compte")).QuerySelector($"a[href='{Page}']").ShouldNotBeNull();
        using (var refused = await owner.SendFormAsync(Page, [new("motDePasse", "non")], "handler=Link"))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.PageAsync()).QuerySelector("#motDePasse")!.GetAttribute("aria-invalid").ShouldBe("true");
        }

        // The way back counts in the session that asked only.
        await world.PersonAsync("autre@exemple.fr");
        var other = await world.OwnerAsync("autre@exemple.fr");
        var address = await LeaveAsync(other);
        using (var crossed = await owner.GetAsync(address))
        {
            await ShouldBeRefusedAsync(crossed, HttpStatusCode.BadRequest, "Cette identification ne sert plus");
        }

        (await LinkAsync(owner)).ShouldBe($"{Page}?lie=true");
        (await world.Instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.ProConnectLinked))).ShouldBe(1);
        (await world.LetterAsync()).Text.ShouldContain("marie.blanc@exemple.fr");
        (await owner.PageAsync(Page)).QuerySelector("dl")!.TextContent.ShouldContain("Échirolles", Case.Sensitive, "where they work is noted");
        (await world.Instance.ReadAsync(db => db.TerritoryMemberships.SingleAsync())).Territory.ShouldBe("commune:38185", "and linking gives no right");
        (await LinkAsync(other)).ShouldBeNull("this person has an account");
        world.Provider.Agent = world.Provider.Agent with { Subject = "sub-second" };
        (await LinkAsync(owner)).ShouldBeNull("this account has a person");
        world.Provider.Agent = world.Provider.Agent with { Subject = "sub-camille", Email = "camille.autrement@exemple.fr" };

        var browser = world.Instance.NewClient();
        using (var entered = await world.IdentifyAsync(browser))
        {
            entered.Headers.Location!.ToString().ShouldBe("/mairie");
        }

        (await browser.PageAsync("/compte")).Body!.TextContent.ShouldContain("marie.blanc@exemple.fr", Case.Sensitive, "by the subject, whatever the address");
        (await world.Instance.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditAct.SignedIn && e.Words == "ProConnect"))).ShouldBe(1);

        using (var wrong = await owner.SendFormAsync(Page, [new("motDePasse", "non")], "handler=Unlink"))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using (var unlinked = await owner.SendFormAsync(Page, [new("motDePasse", Password)], "handler=Unlink"))
        {
            unlinked.Headers.Location!.ToString().ShouldBe($"{Page}?delie=true");
        }

        using (var over = await browser.GetAsync("/compte"))
        {
            over.Headers.Location!.AbsolutePath.ShouldBe("/connexion", "the session it had opened is over");
        }

        using (var stranger = await world.IdentifyAsync(world.Instance.NewClient()))
        {
            (await stranger.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe("Regardez votre boîte aux lettres");
        }

        (await world.ActsAsync()).Count(a => a is AuditAct.ProConnectLinked or AuditAct.ProConnectUnlinked).ShouldBe(2);

        async Task<string> LeaveAsync(HttpClient client)
        {
            using var left = await client.SendFormAsync(Page, [new("motDePasse", Password)], "handler=Link");
            return await world.FollowAsync(left);
        }

        async Task<string?> LinkAsync(HttpClient client)
        {
            if ((await client.PageAsync(Page)).QuerySelector("form[action*='handler=Link']") is null)
            {
                return null;
            }

            using var back = await client.GetAsync(await LeaveAsync(client));
            return back.Headers.Location?.ToString();
        }
    }

    [Fact]
    public async Task The_right_that_ProConnect_gave_goes_with_the_link_and_all_of_it_with_the_account()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        await world.ArriveAsync();
        await world.PasswordAsync(world.Provider.Agent.Email);
        var owner = await world.OwnerAsync(world.Provider.Agent.Email);
        using (var file = await owner.SendFormAsync("/compte", [], "handler=Data"))
        {
            (await file.Content.ReadAsStringAsync()).ShouldContain("sub-camille");
        }

        using (await owner.SendFormAsync(Page, [new("motDePasse", Password)], "handler=Unlink"))
        {
        }

        (await world.CountAsync(db => db.TerritoryMemberships)).ShouldBe(0);

        await world.Instance.AddAsync(new ProConnectLink((await world.AccountAsync(world.Provider.Agent.Email)).Id, "sub-camille", world.Clock.Now));
        using (var erased = await owner.SendFormAsync("/compte/supprimer", [new("motDePasse", Password)]))
        {
            erased.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await world.CountAsync(db => db.ProConnectLinks)).ShouldBe(0);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_there_too()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        var browser = await world.ArriveAsync();
        using var left = await browser.SendFormAsync("/deconnexion", []);

        left.StatusCode.ShouldBe(HttpStatusCode.OK);
        var next = left.Headers.GetValues("Refresh").Single()["0; url=".Length..];
        next.ShouldStartWith(world.Provider.Issuer + "/session/end?id_token_hint=");
        left.Headers.CacheControl!.NoStore.ShouldBeTrue();
        ((AngleSharp.Html.Dom.IHtmlAnchorElement)(await left.PageAsync()).QuerySelector("main a.button")!).Href.ShouldBe(next, "for browsers that do not go on by themselves");
        using (var closed = await browser.GetAsync("/compte"))
        {
            closed.Headers.Location!.AbsolutePath.ShouldBe("/connexion");
        }

        using var outside = await world.Outside.GetAsync(next);
        world.Provider.Left.ShouldBe(1, world.Provider.Refused);
        var back = outside.Headers.Location!.ToString();
        back.ShouldStartWith(world.Instance.Address!.GetLeftPart(UriPartial.Authority) + "/deconnexion/retour?state=");
        using (var forged = await world.Instance.NewClient().GetAsync(back))
        {
            forged.Headers.Location!.ToString().ShouldBe("/", "a state that this browser did not leave with");
        }

        (await browser.PageAsync(back)).QuerySelector("h1")!.TextContent.ShouldBe("Vous êtes déconnecté");

        // Whoever came by a password has nothing to sign out of there.
        await world.PasswordAsync(world.Provider.Agent.Email);
        var plain = await world.OwnerAsync(world.Provider.Agent.Email);
        using (var home = await plain.SendFormAsync("/deconnexion", []))
        {
            home.Headers.Location!.ToString().ShouldBe("/");
        }

        // Where ProConnect is silent, it ends here all the same.
        var again = world.Instance.NewClient();
        using (await world.IdentifyAsync(again))
        {
        }

        world.Provider.OnMetadata = m => m.Remove("end_session_endpoint");
        world.Clock.AdvanceMinutes(61);
        using var alone = await again.SendFormAsync("/deconnexion", []);
        alone.Headers.Location!.ToString().ShouldBe("/");
        using var over = await again.GetAsync("/compte");
        over.Headers.Location!.AbsolutePath.ShouldBe("/connexion");
    }

    [Fact]
    public async Task English_goes_there_and_comes_back()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        await world.ArriveAsync();
        var browser = world.Instance.NewClient();
        using var first = await browser.GetAsync(await world.AnswerAsync(browser, "/en/connexion"));
        var english = first.Headers.Location!.ToString();
        english.ShouldStartWith("/en/connexion/proconnect/retour?code=");

        using var entered = await browser.GetAsync(english);

        entered.Headers.Location!.ToString().ShouldBe("/en/mairie");
    }

    [Fact]
    public async Task Only_pages_that_lead_there_let_a_form_go_there()
    {
        await using var world = await World.BuildAsync(DatabaseKind.Sqlite);
        var browser = world.Instance.NewClient();
        using var signIn = await browser.GetAsync("/connexion");
        signIn.Headers.GetValues("Content-Security-Policy").Single().ShouldContain($"form-action 'self' {world.Provider.Origin};");
        var button = (await signIn.PageAsync()).QuerySelector($"form[action='{Start}'] button")!;
        button.TextContent.ShouldBe("S’identifier avec ProConnect");
        using var contact = await browser.GetAsync("/contact/ecrire");
        contact.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("form-action 'self';");
    }

    [Fact]
    public async Task Where_it_is_not_set_there_is_no_button_and_no_page()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var browser = instance.NewClient();
        var page = await browser.PageAsync("/connexion");
        page.Body!.TextContent.ShouldNotContain("ProConnect");
        using (var signIn = await browser.GetAsync("/connexion"))
        {
            signIn.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("form-action 'self';");
        }

        var token = ((AngleSharp.Html.Dom.IHtmlInputElement)page.QuerySelector("input[name=__RequestVerificationToken]")!).Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var posted = await browser.PostAsync(Start, form);
        posted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var signed = await instance.SignInAs(Given.SignedIn);
        foreach (var path in new[] { Start, Start + "/retour?code=x&state=y", Start + "/adresse/" + new string('a', 43), "/deconnexion/retour?state=x", Page })
        {
            using var answer = await signed.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await signed.PageAsync("/compte")).Body!.TextContent.ShouldNotContain("ProConnect");
    }

    [Theory]
    [InlineData("https://auth.exemple.fr/api/v2", "id", "", "ProConnect:ClientSecret (REPAIRNET__PROCONNECT__CLIENTSECRET)")]
    [InlineData("", "id", "", "ProConnect:Authority (REPAIRNET__PROCONNECT__AUTHORITY) et ProConnect:ClientSecret")]
    [InlineData("http://auth.exemple.fr/api/v2", "id", "secret", "en https")]
    [InlineData("https://qui:quoi@auth.exemple.fr", "id", "secret", "en https")]
    [InlineData("auth.exemple.fr", "id", "secret", "en https")]
    [InlineData("https://auth.exemple.fr/api/v2?x=1", "id", "secret", "en https")]
    [InlineData("http://127.0.0.1:9/api/v2", "id", "secret", "en https", "Production")]
    public async Task Half_set_or_unsafe_it_does_not_start_and_says_what_is_missing(string authority, string id, string secret, string said, string environment = "Testing")
    {
        var options = new TestOptions
        {
            Environment = environment,
            Limits = true,
            Settings = new Dictionary<string, string?> { ["ProConnect:Authority"] = authority, ["ProConnect:ClientId"] = id, ["ProConnect:ClientSecret"] = secret },
        };

        var refusal = await Should.ThrowAsync<StartupException>(() => TestInstance.BuildAsync(DatabaseKind.Sqlite, options));

        refusal.Message.ShouldContain(said);
        refusal.Message.ShouldNotContain("quoi", Case.Sensitive, "no secret is written out");
    }

    private static async Task<string> ShouldBeRefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string title)
    {
        var page = await answer.PageAsync();
        (answer.StatusCode, page.QuerySelector("h1")?.TextContent).ShouldBe((status, title));
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldNotContain(cookie => cookie.StartsWith("session=", StringComparison.Ordinal));
        return page.Body!.TextContent;
    }

    private static string SignedByPublicKey(TestProConnect provider, Dictionary<string, object?> claims) =>
        TestProConnect.Jwt(new { alg = "HS256", kid = provider.Kid }, claims, data => HMACSHA256.HashData(Encoding.ASCII.GetBytes(provider.Key.ExportSubjectPublicKeyInfoPem()), data));

    private static string SignedBySecret(TestProConnect provider, Dictionary<string, object?> claims) =>
        TestProConnect.Jwt(new { alg = "HS256", kid = provider.Kid }, claims, data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestProConnect.ClientSecret), data));

    private static string SignedByStranger(string kid, Dictionary<string, object?> claims)
    {
        using var key = RSA.Create(2048);
        return TestProConnect.Jwt(new { alg = "RS256", kid }, claims, data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>The program and its provider.</summary>
    private sealed class World : IAsyncDisposable
    {
        public required FakeClock Clock { get; init; }

        public required TestProConnect Provider { get; init; }

        public required TestInstance Instance { get; init; }

        /// <summary>Goes to the provider as a browser does, following nothing.</summary>
        public HttpClient Outside { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

        public static async Task<World> BuildAsync(DatabaseKind kind, string secondFactor = "Offered")
        {
            var clock = new FakeClock();
            var provider = await TestProConnect.StartAsync(clock);
            var settings = new Dictionary<string, string?>(provider.Settings) { ["Identity:SecondFactor"] = secondFactor };
            return new World { Clock = clock, Provider = provider, Instance = await TestInstance.ServeAsync(kind, new TestOptions { Clock = clock, Settings = settings }) };
        }

        public async ValueTask DisposeAsync()
        {
            Outside.Dispose();
            await Instance.DisposeAsync();
            await Provider.DisposeAsync();
        }

        /// <summary>Presses the button of a page, passes by the provider and comes back.</summary>
        public async Task<HttpResponseMessage> IdentifyAsync(HttpClient browser, string page = "/connexion") => await browser.GetAsync(await AnswerAsync(browser, page));

        /// <summary>Presses the button of a page and passes by the provider.</summary>
        /// <returns>The address at which it sends the browser back.</returns>
        public async Task<string> AnswerAsync(HttpClient browser, string page = "/connexion")
        {
            using var left = await browser.SendFormAsync(page, [], Start);
            return await FollowAsync(left);
        }

        public async Task<string> FollowAsync(HttpResponseMessage left)
        {
            left.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            left.Headers.Location!.ToString().ShouldStartWith(Provider.Issuer + "/authorize?");
            using var answer = await Outside.GetAsync(left.Headers.Location);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, Provider.Refused);
            var back = answer.Headers.Location!;
            back.GetLeftPart(UriPartial.Path).ShouldBe(Instance.Address!.GetLeftPart(UriPartial.Authority) + Start + "/retour");
            return back.PathAndQuery;
        }

        /// <summary>Comes for the first time, proves the address, and is in.</summary>
        public async Task<HttpClient> ArriveAsync()
        {
            var browser = Instance.NewClient();
            using (await IdentifyAsync(browser))
            {
            }

            using var entered = await IdentifyAsync(browser, $"{Start}/adresse/{await TokenAsync()}");
            entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            return browser;
        }

        /// <summary>The token in the latest letter that asks for a proof.</summary>
        public async Task<string> TokenAsync() => (await LetterAsync()).Text.Split('\n').Single(line => line.Contains("/adresse/", StringComparison.Ordinal)).Split('/')[^1].Trim();

        /// <summary>The latest letter about ProConnect.</summary>
        public async Task<Letter> LetterAsync()
        {
            var message = await Instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.ProConnectArrival || m.Kind == MessageKind.ProConnectLinked).OrderByDescending(m => m.Id).FirstAsync());
            await using var scope = Instance.Scope();
            return (await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None))!;
        }

        public async Task PersonAsync(string email, params string[] territories)
        {
            var ready = (await Instance.SendAsync(new CreateAccount(email, false, territories, []), Given.Operator)).AsT0;
            (await Instance.SendAsync(new ChoosePassword(ready.LinkToken, Password))).IsT0.ShouldBeTrue();
        }

        /// <summary>Lets an account that is there choose a password.</summary>
        public Task PasswordAsync(string email) => PersonAsync(email);

        public async Task<AccountInfo> AccountAsync(string email)
        {
            await using var scope = Instance.Services.CreateAsyncScope();
            return (await scope.ServiceProvider.GetRequiredService<IAccounts>().FindAsync(EmailAddress.From(email), CancellationToken.None))!;
        }

        /// <summary>A browser where they are signed in by their own means.</summary>
        public async Task<HttpClient> OwnerAsync(string email)
        {
            var account = await AccountAsync(email);
            await using var scope = Instance.Services.CreateAsyncScope();
            var session = await scope.ServiceProvider.GetRequiredService<IAccounts>().OpenSessionAsync(account.Id, CancellationToken.None);
            return await Instance.SignInAs(session!.Actor, withSecondFactor: true);
        }

        public Task<int> CountAsync<T>(Func<Application.Common.RepairNetDb, IQueryable<T>> rows) => Instance.ReadAsync(db => rows(db).CountAsync());

        public async Task<List<AuditAct>> ActsAsync() => await Instance.ReadAsync(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Act).ToListAsync());
    }
}
