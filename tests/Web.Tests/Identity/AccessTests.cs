using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>What is open to whom: every page and every call, for every role.</summary>
public sealed class AccessTests
{
    /// <summary>Everything that may answer without signing in. A new page or call appears here on purpose only.</summary>
    private static readonly string[] OpenToAll =
    [
        "/o/{code}", "/reemploi/reservation/{secret}",
        "/collecte/{secret}",
        "/collecte/{secret}/photo/{photo}",
        "/photos/{id}",
        "/reemploi/deposer",
        "/reemploi/outils",
        "GET /api/v1/reuse-items", "GET /api/v1/reuse-items/{id}", "POST /api/v1/reuse-items/{id}/reservations", "GET /api/v1/reservations/{secret}", "POST /api/v1/reservations/{secret}/give-up",
        "/attestations/{numero?}", "/formations/{slug}/affiche", "/formations/{slug}/calendrier.ics", "/inscription/{secret}",
        "GET /api/v1/enrolments/{secret}", "POST /api/v1/enrolments/{secret}/take", "POST /api/v1/enrolments/{secret}/withdraw", "POST /api/v1/sessions/{id}/enrolments",
        "/",
        "/accessibilite",
        "/compte/lien/{token}",
        "/conditions",
        "/confidentialite",
        "/connexion",
        "/connexion/code",
        "/connexion/cle",
        "/connexion/proconnect",
        "/connexion/proconnect/adresse/{token}",
        "/connexion/proconnect/retour",
        "/connexion/lien",
        "/connexion/lien/{token}",
        "/contact",
        "/contact/ecrire",
        "/dev/courrier/{name?}",
        "/deconnexion",
        "/deconnexion/retour",
        "/donnees",
        "/donnees/catalogue.jsonld",
        "/ecoconception",
        "/entraide",
        "/entraide/echange/{secret}",
        "/entraide/publier",
        "/entraide/suivi/{secret}",
        "/entraide/suivi/{secret}/{thread}",
        "/entraide/{id}",
        "/entraide/{id}/signaler",
        "/erreur",
        "/formations",
        "/formations/{slug}",
        "/formations/offres",
        "/formations/offres/{slug}",
        "/lieux",
        "/lieux/{slug}",
        "/lieux/{slug}/seances/{date}",
        "/lieux/{slug}/seances/{date}/appel",
        "/mentions-legales",
        "/mes-donnees",
        "/mes-donnees/effacer",
        "/mes-donnees/fichier",
        "/mes-donnees/lien/{token}",
        "/mot-de-passe-oublie",
        "/objet-laisse/{secret}",
        "/plan-du-site",
        "/problems/{name?}",
        "/reemploi",
        "/reemploi/{id}",
        "/rendez-vous/nouveau",
        "/attente",
        "/attente/{secret}",
        "/rendez-vous/{secret}",
        "/rendez-vous/{secret}/annuler",
        "/rendez-vous/{secret}/calendrier.ics",
        "/rendez-vous/{secret}/confirmer/{key?}",
        "/rendez-vous/{secret}/deplacer",
        "/rendez-vous/{secret}/preuve",
        "/referencer",
        "/referencer/{token}",
        "/retrouver",
        "/reparer",
        "/reparer/objets",
        "/stats",
        "/territoires/{key}",
        "/territoires/{key}/clotures",
        "/territoires/{key}/rapport/{annee}",
        "/territoires/{key}/rapport/{annee}.{format}",
        "/territoires/{key}/rapport/{annee}/impact-service-numerique.csv",
        "/territoires/{key}/badge.svg",
        "/territoires/{key}/fragment.html",
        "/territoires/{key}/objets",
        "/territoires/{key}/partager",
        "GET /.well-known/security.txt",
        "GET /api/v1/bookings/{secret}",
        "GET /api/v1/closed-periods",
        "GET /api/v1/closed-periods/{number:long}.txt",
        "GET /api/v1/communes",
        "GET /api/v1/communes/{code}",
        "GET /api/v1/courses",
        "GET /api/v1/courses.csv",
        "GET /api/v1/courses.ics",
        "GET /api/v1/courses.lheo.xml",
        "GET /api/v1/courses/{id}",
        "GET /api/v1/equipment-categories",
        "GET /api/v1/feeds/{territoryKey}.atom",
        "GET /api/v1/feeds/{territoryKey}/formations.atom",
        "GET /api/v1/feeds/{territoryKey}/offres.atom",
        "GET /api/v1/feeds/{territoryKey}/entraide.atom",
        "GET /api/v1/mutual-help",
        "GET /api/v1/job-offers",
        "GET /api/v1/job-offers.csv",
        "GET /api/v1/job-offers/{id}",
        "GET /api/v1/repair-bonuses",
        "GET /api/v1/impact",
        "GET /api/v1/impact.csv",
        "GET /api/v1/open-data/closed-periods.csv",
        "GET /api/v1/open-data/equipment-categories.csv",
        "GET /api/v1/open-data/places.csv",
        "GET /api/v1/open-data/places.json",
        "GET /api/v1/open-data/repair-bonuses.csv",
        "GET /api/v1/open-data/repairs.csv",
        "GET /api/v1/open-data/repairs.json",
        "GET /api/v1/organisations",
        "GET /api/v1/organisations/{id}",
        "GET /api/v1/places/{id}",
        "GET /api/v1/places/{id}/sessions",
        "GET /api/v1/services/{id}/slots",
        "GET /api/v1/slots",
        "GET /api/v1/calendars/{secret}.ics",
        "GET /api/v1/territories/{territoryKey}/contact",
        "GET /api/v1/waiting-list/{secret}",
        "POST /api/v1/waiting-list",
        "POST /api/v1/waiting-list/{secret}/accept",
        "POST /api/v1/waiting-list/{secret}/decline",
        "POST /api/v1/waiting-list/{secret}/leave",
        "GET /feeds/{territoryKey}.atom",
        "GET /feeds/{territoryKey}/formations.atom",
        "GET /feeds/{territoryKey}/offres.atom",
        "GET /feeds/{territoryKey}/entraide.atom",
        "GET /openapi/{documentName}.json",
        "/rendez-vous/{secret}.ics",
        "GET /rendez-vous/{secret}.ics",
        "GET /robots.txt",
        "GET /sante",
        "GET /sitemap.xml",
        "POST /api/v1/bookings",
        "POST /api/v1/bookings/{secret}/cancel",
        "POST /api/v1/bookings/{secret}/move",
    ];

    [Fact]
    public async Task What_is_open_to_all_is_listed_here()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        var open = Endpoints(instance).Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Name).Distinct().Order(StringComparer.Ordinal).ToList();

        open.Count.ShouldBeGreaterThan(30);
        open.ShouldContain("/connexion");
        open.Except(OpenToAll).ShouldBeEmpty("these answer to anyone: list them here if that is meant");
    }

    [Fact]
    public async Task Who_is_refused_is_in_the_log_with_the_route_and_nothing_they_sent()
    {
        var log = new LogLines();
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Replace = services => services.AddSingleton<ILoggerProvider>(log) });
        var workshop = await instance.Given.WorkshopAsync();
        using var reader = await instance.BearerFor(workshop.Reader);
        using var page = await instance.SignInAs(workshop.Reader);

        (await reader.PostAsync($"/api/v1/places/{workshop.Place.Id}/closures", new StringContent("{\"reason\":\"un mot secret\"}", System.Text.Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await page.GetAsync("/admin?q=un-mot-secret")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var refusals = log.AtLeast(LogLevel.Warning).Where(line => line.Contains("is refused to account", StringComparison.Ordinal)).ToList();
        refusals.Count.ShouldBe(2);
        var account = (await instance.AccountOf(workshop.Reader)).ToString();
        refusals.ShouldAllBe(line => line.Contains(account, StringComparison.Ordinal));
        refusals[0].ShouldContain("/places/{id}/closures");
        log.All.ShouldAllBe(line => !line.Contains("mot secret", StringComparison.Ordinal) && !line.Contains("mot-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signed_in_work_is_never_open_to_all()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        var work = Endpoints(instance).Where(e => e.RoutePattern.RawText is { } route && Array.Exists(["pro", "mairie", "admin"], start => route.TrimStart('/').Split('/')[0] == start)).ToList();

        work.Count.ShouldBeGreaterThan(5);
        work.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_sends_home_whoever_may_not_see_it()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var visitors = new (string Role, HttpClient Client)[]
        {
            ("anonymous", instance.NewClient()),
            ("signed in", await instance.SignInAs(Given.SignedIn)),
            ("member", await instance.SignInAs(workshop.Member)),
            ("agent", await instance.SignInAs(workshop.Agent)),
            ("operator", await instance.SignInAs(Given.Operator)),
        };
        var pages = Endpoints(instance).Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null && e.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        pages.Count.ShouldBeGreaterThan(5);

        foreach (var page in pages)
        {
            var path = Path(page);
            var section = path.Split('/')[1];
            foreach (var (role, client) in visitors)
            {
                foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
                {
                    using var request = new HttpRequestMessage(method, path);
                    using var answer = await client.SendAsync(request);
                    var told = $"{role}: {method} {path} answered {(int)answer.StatusCode}";
                    var refused = section switch
                    {
                        "admin" => role is not "operator",
                        // A territory may trust an organisation with the moderation of mutual help.
                        "mairie" when path.StartsWith("/mairie/entraide", StringComparison.Ordinal) => role is "signed in",
                        "mairie" => role is not ("operator" or "agent"),
                        _ => role is "anonymous",
                    };
                    if (role == "anonymous" && answer.StatusCode != HttpStatusCode.MethodNotAllowed)
                    {
                        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, told);
                        answer.Headers.Location!.AbsolutePath.ShouldBe("/connexion", told);
                    }
                    else if (refused)
                    {
                        answer.StatusCode.ShouldBeOneOf([HttpStatusCode.Forbidden, HttpStatusCode.MethodNotAllowed], told);
                    }
                    else
                    {
                        ((int)answer.StatusCode).ShouldBeLessThan(500, told);
                        (answer.Headers.Location?.OriginalString ?? "").ShouldNotContain("/connexion", Case.Sensitive, told);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Every_call_that_is_not_open_to_all_asks_for_a_token()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var cookie = await instance.SignInAs(workshop.Manager);
        var stranger = await instance.BearerFor(Given.SignedIn);
        var calls = Endpoints(instance).Where(e => Name(e).Contains("/api/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        calls.Count.ShouldBeGreaterThan(8);

        foreach (var call in calls)
        {
            foreach (var method in call.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(name => new HttpMethod(name)))
            {
                // A session of the pages opens nothing here: a forged form could carry it.
                foreach (var client in new[] { instance.Client, cookie })
                {
                    using var refused = await client.SendAsync(Request(method, call));
                    refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, Name(call));
                    refused.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer", Name(call));
                    (await TypeAsync(refused)).ShouldBe("/problems/unauthorized", Name(call));
                }

                using var known = await stranger.SendAsync(Request(method, call));
                ((int)known.StatusCode).ShouldBeInRange(200, 499, Name(call));
                known.StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized, Name(call));
            }
        }
    }

    [Theory, BothDatabases]
    public async Task A_token_serves_until_its_last_day_and_no_longer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = instance.NewClient(cookies: false);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bearer", await instance.TokenOf(workshop.Member, days: 2));
        var agenda = $"/api/v1/places/{workshop.Place.Id}/agenda?from=2027-03-01&to=2027-03-02";

        instance.Clock.Advance(Duration.FromDays(2) - Duration.FromSeconds(1));
        using (var good = await client.GetAsync(agenda))
        {
            good.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        instance.Clock.Advance(Duration.FromSeconds(1));
        using var late = await client.GetAsync(agenda);
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer rn_")]
    [InlineData("Bearer rn_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("bearer nothing")]
    public async Task A_bad_token_is_refused_even_where_none_is_needed(string header)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/equipment-categories");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var refused = await instance.Client.SendAsync(request);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TypeAsync(refused)).ShouldBe("/problems/unauthorized");
        using var bare = await instance.Client.GetAsync("/api/v1/equipment-categories");
        bare.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_right_taken_back_is_gone_at_the_next_request()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var agent = await instance.SignInAs(workshop.Agent);
        await agent.PageAsync("/mairie");

        await instance.ReadAsync(async db =>
        {
            db.TerritoryMemberships.RemoveRange(db.TerritoryMemberships);
            return await db.SaveChangesAsync();
        });

        using var refused = await agent.GetAsync("/mairie");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("session=CfDJ8nonsense")]
    [InlineData("session=")]
    public async Task A_cookie_that_is_not_ours_is_nobody(string cookie)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/compte");
        request.Headers.Add("Cookie", cookie);

        using var answer = await instance.Client.SendAsync(request);

        answer.Headers.Location!.AbsolutePath.ShouldBe("/connexion");
    }

    [Theory]
    [InlineData("/nulle-part", 404)]
    [InlineData("/mairie/nulle-part", 404)]
    [InlineData("/api/v1/nulle-part", 404)]
    public async Task An_address_that_does_not_exist_says_so_to_everyone(string path, int status)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        using var answer = await instance.Client.GetAsync(path);

        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task What_search_engines_are_asked_to_leave_is_there()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        const string Start = "Disallow: ";
        var routes = Endpoints(instance).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).ToList();
        var left = (await instance.Client.GetStringAsync("/robots.txt")).Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith(Start, StringComparison.Ordinal)).Select(line => line[Start.Length..]).ToList();

        left.Count.ShouldBeGreaterThan(5);
        left.Select(path => path.StartsWith("/en/", StringComparison.Ordinal) ? path[3..] : path)
            .Where(path => !routes.Any(route => route.StartsWith(path, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_address_with_a_secret_is_neither_stored_nor_indexed()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var paths = Endpoints(instance).Where(e => e.RoutePattern.Parameters.Any(p => p.Name == "secret")).Select(Path).Distinct().ToList();
        paths.Count.ShouldBeGreaterThan(15);

        foreach (var path in paths)
        {
            using var answer = await instance.Client.GetAsync(path);
            answer.Headers.CacheControl!.ToString().ShouldBe("no-store", path);
            answer.Headers.TryGetValues("X-Robots-Tag", out var robots).ShouldBeTrue(path);
            robots!.ShouldBe(["noindex"]);
        }
    }

    [Fact]
    public async Task Too_many_tries_from_one_network_wait_whatever_the_header_says()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true });
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mot-de-passe-oublie");
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{i}");
            request.Content = new FormUrlEncodedContent([]);
            using var answer = await instance.Client.SendAsync(request);
            answers.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                answer.Headers.RetryAfter.ShouldNotBeNull();
            }
        }

        answers.Count(a => a == HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(15);
        using var read = await instance.Client.GetAsync("/mot-de-passe-oublie");
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_is_slowed_down_keeps_what_was_typed_but_no_password()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true });
        using var browser = instance.NewClient();
        for (var i = 0; i < 5; i++)
        {
            using var taken = await browser.SendFormAsync("/contact/ecrire", [new("nom", "Paul")], "ecrire");
            taken.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
        }

        using var refused = await browser.SendFormAsync("/contact/ecrire", [new("nom", "Paul"), new("email", "paul@exemple.fr"), new("sujet", "Horaires"), new("message", "Le samedi <b>aussi</b> ?")], "ecrire");

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Headers.CacheControl!.ToString().ShouldBe("no-store");
        var given = await refused.PageAsync();
        given.QuerySelector("h1")!.TextContent.ShouldBe("Vous allez plus vite que nous.");
        given.QuerySelector("main form")!.GetAttribute("action").ShouldBe("/contact/ecrire");
        given.QuerySelector("main form input[name=message]")!.GetAttribute("value").ShouldBe("Le samedi <b>aussi</b> ?");
        given.QuerySelectorAll("main dd").Select(d => d.TextContent).ShouldBe(["Paul", "paul@exemple.fr", "Horaires", "Le samedi <b>aussi</b> ?"], ignoreOrder: true);

        var waits = 0;
        for (var i = 0; i < 25; i++)
        {
            using var tried = await browser.PostAsync("/connexion", new FormUrlEncodedContent([new("email", "paul@exemple.fr"), new("motDePasse", "un mot de passe bien long")]));
            if (tried.StatusCode == HttpStatusCode.TooManyRequests)
            {
                waits++;
                (await tried.Content.ReadAsStringAsync()).ShouldNotContain("un mot de passe bien long");
            }
        }

        waits.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_stranger_who_books_without_end_is_slowed_down_and_the_workshop_is_not()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true });
        var workshop = await instance.Given.WorkshopAsync();
        var member = await instance.BearerFor(workshop.Member);

        (await CountRefusedAsync(instance.Client)).ShouldBeInRange(1, 5);
        (await CountRefusedAsync(member)).ShouldBe(0);

        static async Task<int> CountRefusedAsync(HttpClient client)
        {
            var refused = 0;
            for (var i = 0; i < 45; i++)
            {
                using var answer = await client.PostAsJsonAsync("/api/v1/bookings", new { });
                if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                {
                    refused++;
                    answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
                }
            }

            return refused;
        }
    }

    [Fact]
    public async Task Behind_a_known_proxy_each_visitor_has_their_own_limit()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true, Settings = new Dictionary<string, string?> { ["Proxy:KnownNetworks"] = "127.0.0.1" } });

        (await CountRefusedAsync(i => $"198.51.100.{i}")).ShouldBe(0);
        (await CountRefusedAsync(i => $"2001:db8:1:1::{i + 1:x}")).ShouldBeGreaterThan(5, "one /64 is one network");

        async Task<int> CountRefusedAsync(Func<int, string> visitor)
        {
            var refused = 0;
            for (var i = 0; i < 15; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/mot-de-passe-oublie");
                request.Headers.Add("X-Forwarded-For", visitor(i));
                request.Content = new FormUrlEncodedContent([]);
                using var answer = await instance.Client.SendAsync(request);
                refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
            }

            return refused;
        }
    }

    private static async Task<string?> TypeAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString();
    }

    private static HttpRequestMessage Request(HttpMethod method, RouteEndpoint call) =>
        new(method, Path(call))
        {
            Content = method == HttpMethod.Get || method == HttpMethod.Delete ? null
                : call.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("multipart/form-data") == true ? new MultipartFormDataContent()
                : JsonContent.Create(new { }),
        };

    private static IEnumerable<RouteEndpoint> Endpoints(TestInstance instance) => instance.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Name(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var route = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        return methods is { Count: > 0 } ? $"{string.Join(',', methods)} {route}" : route;
    }

    /// <summary>The address with something in place of each parameter.</summary>
    private static string Path(RouteEndpoint endpoint) =>
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "date" } => "2027-03-01",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { ParameterPolicies: [{ Content: "long" }, ..] } => "1",
            _ => "019a2b3c4d5e6f708192a3b4c5d6e7f8",
        }))));
}
