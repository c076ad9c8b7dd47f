using System.IO.Compression;
using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Web.Pages.Shell;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

public class ShellTests(ShellSite site) : IClassFixture<ShellSite>
{
    /// <summary>Budget of a public page at a first visit, everything included, compressed, in bytes.</summary>
    private const int MostBytes = 14_000;

    private static readonly string[] StaticPages = ["/", "/accessibilite", "/ecoconception", "/mentions-legales", "/confidentialite", "/conditions", "/plan-du-site", "/contact", "/problems", "/problems/slot-taken"];

    public static TheoryData<string> Pages => [.. StaticPages.SelectMany(path => new[] { path, "/en" + path })];

    public static TheoryData<string> Addresses => [.. StaticPages, "/rien", "/essai/bug", "/api/v1/essai/bug", "/api/rien", "/essai/statut/429", "/robots.txt", "/favicon.ico", "/essai/prive"];

    [Fact]
    public void Every_page_of_the_shell_is_tried()
    {
        var routes = site.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items
            .OfType<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>()
            .Where(page => page.ViewEnginePath.StartsWith("/Shell/", StringComparison.Ordinal) && page.ViewEnginePath != "/Shell/Error")
            .Select(page => "/" + page.AttributeRouteInfo!.Template!.Split('/')[0])
            .ToList();
        routes.Count.ShouldBeGreaterThan(5);
        routes.Except(StaticPages).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_is_light_whole_and_without_trace(string path)
    {
        using var response = await site.Client.SendAsync(Compressed(path));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        response.Content.Headers.ContentEncoding.ShouldContain("gzip");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var page = await Parse(bytes);

        var files = page.QuerySelectorAll("link[rel=stylesheet], link[rel=icon], img, script, iframe, source, video, audio, object, embed").Select(file => file.GetAttribute("href") ?? file.GetAttribute("src")).ToList();
        files.Count.ShouldBeLessThanOrEqualTo(2);
        var total = bytes.Length;
        foreach (var file in files)
        {
            file.ShouldNotBeNull().ShouldStartWith("/");
            using var answer = await site.Client.SendAsync(Compressed(file));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
            total += (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        total.ShouldBeLessThanOrEqualTo(MostBytes);
        page.All.Count(element => element.LocalName == "svg" || element.Closest("svg") is null).ShouldBeLessThanOrEqualTo(300);
        page.QuerySelectorAll("[style], script, style, [onclick], [onload]").ShouldBeEmpty();
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelectorAll("main").Length.ShouldBe(1);
        page.QuerySelectorAll("[id]").Select(element => element.Id).ShouldBeUnique();
        page.QuerySelector(".skip")!.GetAttribute("href").ShouldBe("#contenu");
        page.QuerySelector("#contenu").ShouldNotBeNull();
        page.DocumentElement.GetAttribute("lang").ShouldBe(path.StartsWith("/en", StringComparison.Ordinal) ? "en" : "fr");
        page.QuerySelector("a[href='tel:+33465712010']").ShouldNotBeNull();
        HeadingsInOrder(page);
    }

    [Fact]
    public async Task Eco_design_is_declared_by_theme_in_both_languages_with_what_is_not_met()
    {
        var (themes, lacks) = (EcoDesignFacts.Themes, EcoDesignFacts.Lacks);
        var page = await Page("/ecoconception");

        page.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr").Select(row => row.TextContent).ShouldBe(themes.Select(t => $"{t.Name}{t.Met}{t.NotMet}{t.Host}{t.WithoutObject}"));
        page.QuerySelector("#etat")!.ParentElement!.TextContent.ShouldContain($"78 critères, dont {themes.Sum(t => t.Met)} respectés, {lacks.Count} non respectés");
        page.QuerySelectorAll("#manques + ul li").Length.ShouldBe(lacks.Count);
        page.QuerySelectorAll("table")[1].QuerySelectorAll("tbody tr").Length.ShouldBe(EcoDesignFacts.Weights.Count);
        var english = new TextCatalog(typeof(ShellServices).Assembly);
        themes.Select(t => t.Name).Concat(lacks.Select(l => l.Lack)).Concat(EcoDesignFacts.Weights.Select(w => w.Name)).Where(text => !english.Has(text)).ShouldBeEmpty();
        (await Page("/en/ecoconception")).QuerySelector("#etat")!.ParentElement!.TextContent.ShouldContain("78 criteria");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Links_keep_the_language_and_lead_somewhere(string path)
    {
        var english = path.StartsWith("/en", StringComparison.Ordinal);
        var page = await Page(path);
        var links = page.QuerySelectorAll("a[href^='/']").Where(link => link.GetAttribute("hreflang") is null).Select(link => link.GetAttribute("href")!).Distinct().ToList();
        links.ShouldNotBeEmpty();
        foreach (var link in links.Where(IsOfTheShell))
        {
            if (!link.StartsWith("/.well-known", StringComparison.Ordinal))
            {
                link.StartsWith("/en/", StringComparison.Ordinal).ShouldBe(english, link);
            }

            using var response = await site.Client.GetAsync(link);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, link);
        }

        var other = page.QuerySelector("a[hreflang]")!.GetAttribute("href")!;
        using var translated = await site.Client.GetAsync(other);
        translated.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Parse(await translated.Content.ReadAsByteArrayAsync())).DocumentElement.GetAttribute("lang").ShouldBe(english ? "fr" : "en");
    }

    [Fact]
    public async Task English_page_speaks_english()
    {
        var page = await Page("/en/confidentialite");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Privacy");
        page.Title.ShouldBe("Privacy – RepairNet");
        (await Page("/en")).QuerySelector("h1")!.TextContent.ShouldBe("Get it repaired, near you");
        (await Page("/en/")).QuerySelector("form")!.GetAttribute("action").ShouldBe("/en/reparer");
    }

    [Fact]
    public async Task Browser_settings_do_not_choose_the_language()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/contact");
        request.Headers.AcceptLanguage.ParseAdd("en-GB");
        using var response = await site.Client.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Nous joindre");
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_answer_carries_the_headers(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Test-Https", "1");
        using var response = await site.Client.SendAsync(request);
        string Header(string name) => response.Headers.GetValues(name).ShouldHaveSingleItem();
        var policy = Header("Content-Security-Policy");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("form-action 'self'");
        policy.ShouldContain("base-uri 'none'");
        policy.ShouldNotContain("unsafe");
        Header("X-Content-Type-Options").ShouldBe("nosniff");
        Header("X-Frame-Options").ShouldBe("DENY");
        Header("Referrer-Policy").ShouldBe("same-origin");
        Header("Cross-Origin-Opener-Policy").ShouldBe("same-origin");
        Header("Permissions-Policy").ShouldContain("geolocation=()");
        Header("Strict-Transport-Security").ShouldContain("max-age=31536000");
        Header("Cache-Control").ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("/essai/prive")]
    [InlineData("/rendez-vous/abc")]
    [InlineData("/api/v1/calendars/abc.ics")]
    [InlineData("/api/v1/enrolments/abc")]
    [InlineData("/api/v1/reservations/abc")]
    [InlineData("/attestations/2222-2222-2222")]
    [InlineData("/entraide/suivi/abc/def")]
    [InlineData("/inscription/abc")]
    [InlineData("/reemploi/reservation/abc")]
    [InlineData("/api/v1/bookings/abc")]
    [InlineData("/en/rendez-vous/abc")]
    public async Task Secrets_are_never_stored_nor_indexed(string path)
    {
        using var response = await site.Client.GetAsync(path);
        response.Headers.CacheControl!.ToString().ShouldBe("no-store");
        response.Headers.GetValues("X-Robots-Tag").ShouldHaveSingleItem().ShouldBe("noindex");
    }

    [Theory]
    [InlineData("/rien", 404, "Cette page n’est plus au mur.")]
    [InlineData("/problems/nothing", 404, "Cette page n’est plus au mur.")]
    [InlineData("/erreur", 404, "Cette page n’est plus au mur.")]
    [InlineData("/essai/bug", 500, "Quelque chose s’est grippé chez nous.")]
    [InlineData("/essai/base-partie", 503, "L’atelier ferme un instant.")]
    [InlineData("/essai/illisible", 400, "Cette demande n’est pas lisible.")]
    [InlineData("/essai/trop-lourd", 413, "C’est trop lourd pour nous.")]
    [InlineData("/essai/demi-signe", 400, "Cette demande n’est pas lisible.")]
    [InlineData("/contact?x=a%00b", 400, "Cette demande n’est pas lisible.")]
    [InlineData("/essai/refus", 422, "Cette demande n’est pas lisible.")]
    [InlineData("/essai/interdit", 403, "Cette page n’est pas ouverte à votre compte.")]
    [InlineData("/essai/anonyme", 401, "Cette page n’est pas ouverte à votre compte.")]
    [InlineData("/essai/statut/429", 429, "Vous allez plus vite que nous.")]
    [InlineData("/essai/statut/503", 503, "L’atelier ferme un instant.")]
    [InlineData("/essai/statut/418", 418, "Cette demande n’est pas lisible.")]
    public async Task Failure_is_said_in_plain_words_with_a_way_out(string path, int status, string heading)
    {
        using var response = await site.Client.GetAsync(path);
        ((int)response.StatusCode).ShouldBe(status);
        var page = await Parse(await response.Content.ReadAsByteArrayAsync());
        page.QuerySelector("h1")!.TextContent.ShouldBe(heading);
        page.QuerySelector("main a[href='/']").ShouldNotBeNull();
        page.QuerySelector("main a[href='tel:+33465712010']").ShouldNotBeNull();
        page.Body!.TextContent.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Refused_values_are_named()
    {
        using var response = await site.Client.GetAsync("/essai/refus");
        (await response.Content.ReadAsStringAsync()).ShouldContain("Cette réponse manque.");
    }

    [Theory]
    [InlineData("/api/v1/rien", 404, "not-found")]
    [InlineData("/api/v1/essai/bug", 500, "internal")]
    [InlineData("/api/v1/essai/illisible", 400, "malformed")]
    [InlineData("/api/v1/essai/trop-lourd", 413, "too-large")]
    [InlineData("/api/v1/essai/refus", 422, "invalid")]
    [InlineData("/api/v1/essai/anonyme", 401, "unauthorized")]
    [InlineData("/api/v1/essai/interdit", 403, "forbidden")]
    [InlineData("/api/v1/essai/base-partie", 503, "unavailable")]
    [InlineData("/api/v1/essai/statut/415", 415, "unsupported-media-type")]
    [InlineData("/api/v1/essai/statut/429", 429, "too-many-requests")]
    public async Task Failure_under_api_is_a_problem_document(string path, int status, string name)
    {
        using var response = await site.Client.GetAsync(path);
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldNotContain("secret");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("type").GetString().ShouldBe("/problems/" + name);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        using var explained = await site.Client.GetAsync("/problems/" + name);
        explained.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Exception_is_logged_once_without_what_may_be_secret()
    {
        var before = site.Logged.Lines.Count(line => line.Contains("the secret of the house", StringComparison.Ordinal));
        using var response = await site.Client.GetAsync("/essai/bug");
        site.Logged.Lines.Count(line => line.Contains("the secret of the house", StringComparison.Ordinal)).ShouldBe(before + 1);
        var refusals = site.Logged.Lines.Count;
        using var refused = await site.Client.GetAsync("/essai/illisible");
        site.Logged.Lines.Count.ShouldBe(refusals);
    }

    [Theory]
    [InlineData("DELETE", "/")]
    [InlineData("PUT", "/contact")]
    [InlineData("POST", "/accessibilite")]
    [InlineData("TRACE", "/")]
    [InlineData("POST", "/robots.txt")]
    public async Task Wrong_method_is_told_the_right_ones(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await site.Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldContain("GET");
        response.Content.Headers.Allow.ShouldContain("HEAD");
        (await response.Content.ReadAsStringAsync()).ShouldContain("Cette page ne s’utilise pas ainsi.");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/contact")]
    [InlineData("/rien")]
    [InlineData("/robots.txt")]
    [InlineData("/favicon.ico")]
    public async Task Head_answers_as_get_without_the_body(string path)
    {
        using var get = await site.Client.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await site.Client.SendAsync(request);
        head.StatusCode.ShouldBe(get.StatusCode);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        head.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Style_sheet_is_kept_for_ever_under_its_own_name()
    {
        var path = (await Page("/")).QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        path.ShouldMatch(@"^/style\.[0-9a-f]{12}\.css$");
        (await Page("/en/")).QuerySelector("link[rel=stylesheet]")!.GetAttribute("href").ShouldBe(path);
        var plain = await site.Client.GetStringAsync(path);
        plain.ShouldContain("@layer");
        plain.ShouldNotContain("/*");
        foreach (var encoding in new[] { "br", "gzip" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.AcceptEncoding.ParseAdd(encoding);
            using var response = await site.Client.SendAsync(request);
            response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
            response.Headers.Vary.ShouldContain("Accept-Encoding");
            using var stream = await response.Content.ReadAsStreamAsync();
            using var reader = new StreamReader(encoding == "br" ? new BrotliStream(stream, CompressionMode.Decompress) : new GZipStream(stream, CompressionMode.Decompress));
            (await reader.ReadToEndAsync()).ShouldBe(plain);
        }
    }

    [Fact]
    public void Shortening_a_sheet_keeps_its_meaning()
    {
        SharedAssets.Shorten("/* a */\n.a > .b :hover,\n.c {\n  width: calc(1px + 2px);\n  color: red;\n}\n@media (min-width: 2rem) { .d { margin: 0 auto; } }")
            .ShouldBe(".a > .b :hover,.c{width:calc(1px + 2px);color:red}@media (min-width:2rem){.d{margin:0 auto}}");
    }

    [Fact]
    public async Task Public_page_is_made_once_for_passers_by()
    {
        var first = await site.Client.GetStringAsync("/essai/compte");
        (await site.Client.GetStringAsync("/essai/compte")).ShouldBe(first);
        (await site.Client.GetStringAsync("/en/essai/compte")).ShouldNotBe(first);

        using var known = new HttpRequestMessage(HttpMethod.Get, "/essai/compte");
        known.Headers.Add("Cookie", "session=abc");
        using var answer = await site.Client.SendAsync(known);
        (await answer.Content.ReadAsStringAsync()).ShouldNotBe(first);
        (await site.Client.GetStringAsync("/essai/compte")).ShouldBe(first);
    }

    [Theory]
    [InlineData("/essai/compte-secret")]
    [InlineData("/essai/compte-cookie")]
    public async Task What_is_for_one_person_is_never_kept(string path)
    {
        var first = await site.Client.GetStringAsync(path);
        (await site.Client.GetStringAsync(path)).ShouldNotBe(first);
    }

    [Fact]
    public async Task Kept_page_is_sent_as_each_browser_reads_it()
    {
        foreach (var encoding in new[] { "gzip", "br", "identity", "gzip, br", "gzip;q=0" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/contact");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
            using var response = await site.Client.SendAsync(request);
            response.Content.Headers.ContentEncoding.ShouldBe(encoding switch { "gzip" => ["gzip"], "br" or "gzip, br" => ["br"], _ => [] });
        }
    }

    /// <summary>Whoever asks in an unusual way changes nothing for those who come after.</summary>
    [Theory]
    [InlineData("*")]
    [InlineData("*;q=1")]
    [InlineData("identity;q=0, *")]
    [InlineData("gzip;q=0, *;q=0.5")]
    [InlineData("x-br, gzip")]
    [InlineData("gzip;q=0.9, br;q=0.1")]
    public async Task Kept_page_is_readable_whoever_asked_for_it_first(string asked)
    {
        var path = "/essai/compte?" + Uri.EscapeDataString(asked);
        foreach (var encoding in new[] { asked, "", "gzip", "br" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (encoding.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
            }

            using var response = await site.Client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            if (encoding != asked)
            {
                response.Content.Headers.ContentEncoding.ShouldBe(encoding switch { "" => [], _ => [encoding] });
            }
        }
    }

    /// <summary>Browsers in text say where a form comes from by the address of its page, or not at all.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("/essai/formulaire")]
    public async Task Expired_form_of_a_browser_in_text_gives_back_what_was_typed(string? from)
    {
        using var form = Form(null);
        form.Headers.Referrer = from is null ? null : new Uri(site.Address, from);
        using var response = await site.Client.SendAsync(form);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await Parse(await response.Content.ReadAsByteArrayAsync());
        page.QuerySelector("main form input[name=nom]")!.GetAttribute("value").ShouldBe("Marie « <b> » Blanc");
    }

    [Fact]
    public async Task Expired_form_gives_back_what_was_typed()
    {
        using var response = await site.Client.SendAsync(Form(site.Address.GetLeftPart(UriPartial.Authority)));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Headers.CacheControl!.ToString().ShouldBe("no-store");
        response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        var page = await Parse(await response.Content.ReadAsByteArrayAsync());
        page.QuerySelector("h1")!.TextContent.ShouldBe("Ce formulaire a expiré.");
        var form = page.QuerySelector("main form")!;
        form.GetAttribute("action").ShouldBe("/essai/formulaire?etape=2");
        form.QuerySelector("input[name=nom]")!.GetAttribute("value").ShouldBe("Marie « <b> » Blanc");
        form.QuerySelectorAll("dd").Select(d => d.TextContent).ShouldBe(["Marie « <b> » Blanc"], "what a program wrote is sent again, and is nobody's answer");
        form.QuerySelector("input[name=debut]")!.GetAttribute("value").ShouldBe("2027-03-02T09:00:00+01:00");
        form.QuerySelector(".row a")!.GetAttribute("href").ShouldBe("/essai/formulaire?etape=2&service=0123456789abcdef0123456789abcdef&debut=2027-03-02T09%3A00%3A00%2B01%3A00");

        // The new form works: its token, its cookie and what was typed are accepted.
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var cookie = response.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("path=/;");
        using var again = Form(site.Address.GetLeftPart(UriPartial.Authority), ("__RequestVerificationToken", token));
        again.Headers.Add("Cookie", cookie.Split(';')[0]);
        using var sent = await site.Client.SendAsync(again);
        (await sent.Content.ReadAsStringAsync()).ShouldBe("reçu : Marie « <b> » Blanc");
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Referer", "https://elsewhere.example/page")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Form_sent_from_elsewhere_is_not_offered_again(string header, string value)
    {
        using var form = Form(null);
        form.Headers.Add(header, value);
        using var response = await site.Client.SendAsync(form);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await Parse(await response.Content.ReadAsByteArrayAsync());
        page.QuerySelector("h1")!.TextContent.ShouldBe("Ce formulaire a expiré.");
        page.QuerySelectorAll("main form").ShouldBeEmpty();
        page.QuerySelector("main a.button")!.GetAttribute("href").ShouldBe("/essai/formulaire?etape=2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Form_too_large_is_said_to_be_so(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/essai/formulaire") { Content = new FormUrlEncodedContent([KeyValuePair.Create("nom", new string('a', 100_000))]) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await site.Client.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(413);
        (await response.Content.ReadAsStringAsync()).ShouldContain("C’est trop lourd pour nous.");
    }

    [Fact]
    public async Task Form_of_too_many_fields_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/essai/formulaire") { Content = new FormUrlEncodedContent(Enumerable.Range(0, 2000).Select(i => KeyValuePair.Create($"n{i}", "a"))) };
        using var response = await site.Client.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(413);
    }

    [Fact]
    public async Task Null_character_in_a_form_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/essai/formulaire") { Content = new FormUrlEncodedContent([KeyValuePair.Create("nom", "a\0b")]) };
        using var response = await site.Client.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(400);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Cette demande n’est pas lisible.");
    }

    [Fact]
    public async Task Passwords_are_never_given_back()
    {
        using var response = await site.Client.SendAsync(Form(site.Address.GetLeftPart(UriPartial.Authority), ("Password", "canari")));
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("canari");
    }

    [Fact]
    public async Task Small_files_answer_programs()
    {
        (await site.Client.GetStringAsync("/robots.txt")).ShouldContain("Disallow: /rendez-vous/");
        var security = await site.Client.GetStringAsync("/.well-known/security.txt");
        security.ShouldContain("Contact: mailto:guichet@repairnet.example");
        security.ShouldContain("Expires: 2027-09-01T00:00:00Z");
        var map = System.Xml.Linq.XDocument.Parse(await site.Client.GetStringAsync("/sitemap.xml"));
        var pages = map.Root!.Elements().Select(url => url.Elements().First().Value).ToList();
        pages.Count.ShouldBeGreaterThan(5);
        foreach (var page in pages.Where(IsOfTheShell))
        {
            using var response = await site.Client.GetAsync(page);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        }
    }

    [Fact]
    public void Every_problem_is_explained_in_both_languages()
    {
        var catalog = site.Services.GetRequiredService<TextCatalog>();
        ProblemTypes.All.Select(type => type.Name).ShouldBeUnique();
        ProblemTypes.All.SelectMany(type => new[] { type.Title, type.Advice }).Where(text => !catalog.Has(text)).ShouldBeEmpty();
    }

    /// <summary>Ends of the addresses of pages that need the rest of the program.</summary>
    private static readonly string[] NeedsData = ["/formations", "/reemploi", "/reemploi/deposer", "/entraide", "/formations/offres", "/referencer", "/contact/ecrire", "/stats", "/connexion"];

    /// <summary>The shell stands alone here: the search, the usage and the sign-in page need the rest of the program, and have tests of their own.</summary>
    private static bool IsOfTheShell(string link) =>
        !NeedsData.Any(end => link.EndsWith(end, StringComparison.Ordinal)) && !link.Contains("/reparer", StringComparison.Ordinal);

    private static HttpRequestMessage Compressed(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        return request;
    }

    private static HttpRequestMessage Form(string? origin, params (string Name, string Value)[] more)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/essai/formulaire?etape=2")
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("nom", "Marie « <b> » Blanc"), KeyValuePair.Create("service", "0123456789abcdef0123456789abcdef"), KeyValuePair.Create("debut", "2027-03-02T09:00:00+01:00"),
                KeyValuePair.Create("bouton", "Check"), .. more.Select(field => KeyValuePair.Create(field.Name, field.Value))]),
        };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return request;
    }

    private async Task<IDocument> Page(string path) => await Parse(await site.Client.GetByteArrayAsync(path));

    private static async Task<IDocument> Parse(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var plain = bytes is [0x1F, 0x8B, ..] ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
        return await new HtmlParser().ParseDocumentAsync(plain);
    }

    private static void HeadingsInOrder(IDocument page)
    {
        var last = 0;
        foreach (var level in page.QuerySelectorAll("h1, h2, h3, h4").Select(heading => heading.LocalName[1] - '0'))
        {
            level.ShouldBeLessThanOrEqualTo(last + 1);
            last = level;
        }
    }
}
