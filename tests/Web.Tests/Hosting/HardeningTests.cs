using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AngleSharp.Dom;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Hosting;

/// <summary>What stands between the program and the network it is put on.</summary>
public sealed class HardeningTests
{
    private const string Https = "https://repair.exemple.fr";

    [Theory]
    [InlineData("evil.example")]
    [InlineData("repair.exemple.fr.evil.example")]
    [InlineData("evilrepair.exemple.fr")]
    [InlineData("repair.exemple.fr@evil.example")]
    [InlineData("repair.exemple.fr, evil.example")]
    [InlineData("169.254.169.254")]
    public async Task A_name_that_is_not_the_sites_is_refused_and_leads_nowhere(string host)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = Site() });
        var workshop = await instance.Given.WorkshopAsync();

        foreach (var path in new[] { "/", "/connexion", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/api/v1/communes?q=gre", "/feeds/commune:38185.atom" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Host", host);
            using var refused = await instance.Client.SendAsync(request);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
            (await refused.Content.ReadAsStringAsync()).ShouldNotContain("evil");
        }

        using var booking = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bookings") { Content = JsonContent.Create(Booking(workshop, "marie@exemple.fr")) };
        booking.Headers.TryAddWithoutValidation("Host", host);
        using var answer = await instance.Client.SendAsync(booking);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);
    }

    [Theory]
    [InlineData("repair.exemple.fr")]
    [InlineData("repair.exemple.fr:8443")]
    [InlineData("REPAIR.exemple.fr")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task The_name_of_its_address_is_answered_to_and_links_never_take_that_of_the_request(string host)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Background = true, Settings = Site(("Proxy:KnownNetworks", "127.0.0.1")) });
        var workshop = await instance.Given.WorkshopAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bookings") { Content = JsonContent.Create(Booking(workshop, "marie@exemple.fr")) };
        request.Headers.TryAddWithoutValidation("Host", host);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "evil.example");
        request.Headers.TryAddWithoutValidation("Forwarded", "host=evil.example");
        using var made = await instance.Client.SendAsync(request);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await made.Content.ReadAsStringAsync()).ShouldContain(Https + "/rendez-vous/");

        var letter = await LetterAsync(instance);
        letter.ShouldContain(Https + "/rendez-vous/");
        letter.ShouldNotContain("evil.example");
        letter.ShouldNotContain("127.0.0.1");
        foreach (var path in new[] { "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/feeds/commune:38185.atom", "/donnees/catalogue.jsonld" })
        {
            (await instance.Client.GetStringAsync(path)).ShouldContain(Https);
        }
    }

    [Theory]
    [InlineData("", "", "*")]
    [InlineData("a.fr;b.fr", Https, "a.fr,b.fr")]
    [InlineData("", Https, "repair.exemple.fr,localhost,127.0.0.1,[::1]")]
    [InlineData(" ", "https://réparer.exemple.fr/chemin", "xn--rparer-bva.exemple.fr,localhost,127.0.0.1,[::1]")]
    [InlineData("", "http://[2001:db8::1]:5080", "[2001:db8::1],localhost,127.0.0.1,[::1]")]
    public void Names_come_from_the_settings(string allowed, string baseUrl, string names)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["AllowedHosts"] = allowed, ["Instance:BaseUrl"] = baseUrl }).Build();

        string.Join(',', SiteHosts.Read(configuration)).ShouldBe(names);
    }

    [Fact]
    public async Task Behind_a_proxy_that_does_not_say_https_forms_work_and_the_log_says_once_what_to_set()
    {
        var log = new LogLines();
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = Site(), Replace = services => services.AddSingleton<ILoggerProvider>(log) });

        foreach (var path in new[] { "/sante", "/connexion", "/mot-de-passe-oublie", "/connexion" })
        {
            using var page = await instance.Client.GetAsync(path);
            page.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        var said = log.AtLeast(LogLevel.Warning).Where(line => line.Contains("Proxy:KnownNetworks", StringComparison.Ordinal)).ShouldHaveSingleItem();
        said.ShouldContain("REPAIRNET__PROXY__KNOWNNETWORKS");
        log.AtLeast(LogLevel.Error).ShouldBeEmpty();

        // The cookie is for https alone, and a browser behind the proxy gives it back: the form is then good.
        using var shown = await instance.Client.GetAsync("/mot-de-passe-oublie");
        var cookie = shown.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith("__Host-formulaire=");
        cookie.ShouldContain("; secure", Case.Insensitive);
        using var sent = new HttpRequestMessage(HttpMethod.Post, "/mot-de-passe-oublie")
        {
            Content = new FormUrlEncodedContent([new("email", "marie@exemple.fr"), new("__RequestVerificationToken", (await shown.PageAsync()).QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!)]),
        };
        sent.Headers.Add("Cookie", cookie.Split(';')[0]);
        using var answer = await instance.Client.SendAsync(sent);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        // Without it, as from a browser that really speaks http, the form is refused and nothing fails.
        using var plain = await instance.Client.PostAsync("/mot-de-passe-oublie", new FormUrlEncodedContent([new("email", "marie@exemple.fr")]));
        plain.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Forwarded_headers_are_believed_from_known_proxies_alone()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Proxy:KnownNetworks"] = "10.9.8.0/24" } });

        using var request = new HttpRequestMessage(HttpMethod.Get, "/connexion");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var page = await instance.Client.SendAsync(request);

        page.Headers.GetValues("Set-Cookie").ShouldAllBe(c => !c.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Reading_is_never_limited_not_even_five_hundred_pages_from_one_town_hall()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true });
        await instance.Given.WorkshopAsync();
        string[] pages = ["/", "/reparer/objets", "/reparer?commune=commune:38185&objet=mobile", "/connexion", "/mot-de-passe-oublie", "/territoires/commune:38185", "/api/v1/communes?q=gre", "/api/v1/organisations"];

        for (var i = 0; i < 500; i++)
        {
            using var page = await instance.Client.GetAsync(pages[i % pages.Length]);
            page.StatusCode.ShouldBe(HttpStatusCode.OK, $"{i}: {pages[i % pages.Length]}");
        }
    }

    [Fact]
    public async Task There_is_no_dashboard_of_jobs_nor_any_other_back_door()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var head = await instance.SignInAs(Given.Operator);

        foreach (var path in new[] { "/hangfire", "/hangfire/jobs/enqueued", "/metrics", "/swagger", "/swagger/index.html", "/.git/HEAD", "/.env", "/appsettings.json", "/repairnet.db", "/keys/", "/web.config", "/api", "/health", "/trace", "/elmah.axd", "/wwwroot/style.css", "/%2e%2e/%2e%2e/etc/passwd" })
        {
            foreach (var client in new[] { instance.Client, head })
            {
                using var answer = await client.GetAsync(path);
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            }
        }

        typeof(RepairNetHost).Assembly.GetReferencedAssemblies().Select(a => a.Name).ShouldNotContain("Hangfire.AspNetCore");
    }

    [Theory, BothDatabases]
    public async Task With_a_certificate_keys_are_stored_encrypted_and_shared_by_nodes(DatabaseKind kind)
    {
        var file = NewCertificate("secret");
        var options = new TestOptions { Settings = new Dictionary<string, string?> { ["DataProtection:Certificate"] = file, ["DataProtection:CertificatePassword"] = "secret" } };
        try
        {
            await using var database = await TestDatabase.CreateAsync(kind);
            await using var one = await TestInstance.BuildAsync(database, options);
            await using var other = await TestInstance.BuildAsync(database, options);
            var sealedText = Protector(one).Protect("bonjour"u8.ToArray());

            Protector(other).Unprotect(sealedText).ShouldBe("bonjour"u8.ToArray());
            var stored = one.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!.GetAllElements();
            stored.ShouldNotBeEmpty();
            stored.ShouldAllBe(key => key.ToString().Contains("CipherValue", StringComparison.Ordinal) && !key.ToString().Contains("masterKey", StringComparison.Ordinal));

            await using var without = await TestInstance.BuildAsync(database);
            Should.Throw<CryptographicException>(() => Protector(without).Unprotect(sealedText));

            // The certificate is changed: what the former closed still opens.
            var next = NewCertificate("secret");
            await using var changed = await TestInstance.BuildAsync(database, options with
            {
                Settings = new Dictionary<string, string?> { ["DataProtection:Certificate"] = next, ["DataProtection:CertificatePassword"] = "secret", ["DataProtection:FormerCertificates"] = file },
            });
            Protector(changed).Unprotect(sealedText).ShouldBe("bonjour"u8.ToArray());
            File.Delete(next);
        }
        finally
        {
            File.Delete(file);
        }

        static Microsoft.AspNetCore.DataProtection.IDataProtector Protector(TestInstance instance) =>
            instance.Services.GetRequiredService<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>().CreateProtector("essai");
    }

    [Fact]
    public async Task A_certificate_that_does_not_open_stops_the_start_with_a_sentence()
    {
        var file = NewCertificate("secret");
        try
        {
            foreach (var (path, password) in new[] { (file, "faux"), (file + ".absent", "secret") })
            {
                var refused = await Should.ThrowAsync<StartupException>(async () => await TestInstance.BuildAsync(
                    DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["DataProtection:Certificate"] = path, ["DataProtection:CertificatePassword"] = password } }));
                refused.Message.ShouldContain("Le certificat");
                refused.Message.ShouldNotContain(password);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("https://repair.exemple.fr", "max-age=31536000; includeSubDomains")]
    [InlineData("https://ville.fr", "max-age=31536000")]
    [InlineData("", "max-age=31536000; includeSubDomains")]
    public void Https_is_asked_for_a_year_and_not_of_a_whole_town(string site, string header) => SecurityHeaders.StrictTransport(site).ShouldBe(header);

    [Theory, BothDatabases]
    public async Task A_booking_sent_as_programs_send_is_to_confirm_and_nobody_is_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions { Limits = true });
        var workshop = await instance.Given.WorkshopAsync(benches: 20);

        // At once; with the field nobody sees; with a stamp of one's own, or none.
        (await BookAsync(instance, workshop, "une@exemple.fr", Duration.Zero)).ShouldBe(BookingStatus.ToConfirm);
        (await BookAsync(instance, workshop, "deux@exemple.fr", FormStamps.Least - Duration.FromMilliseconds(1))).ShouldBe(BookingStatus.ToConfirm);
        (await BookAsync(instance, workshop, "trois@exemple.fr", Duration.FromMinutes(5), (FormStamps.LureField, "http://spam.example"))).ShouldBe(BookingStatus.ToConfirm);
        foreach (var (stamp, n) in new[] { "", "1.AAAAAAAAAAAAAAAA", "1772352000000.AAAAAAAAAAAAAAAA", "x", new string('9', 50) + ".A", "1.é" }.Select((s, n) => (s, n)))
        {
            (await BookAsync(instance, workshop, $"faux{n}@exemple.fr", Duration.FromMinutes(5), (FormStamps.StampField, stamp))).ShouldBe(BookingStatus.ToConfirm, stamp);
        }

        // A person, however quick, and one whose page was open all morning.
        (await BookAsync(instance, workshop, "marie@exemple.fr", FormStamps.Least)).ShouldBe(BookingStatus.Confirmed);
        (await BookAsync(instance, workshop, "paul@exemple.fr", Duration.FromHours(3))).ShouldBe(BookingStatus.Confirmed);
    }

    [Fact]
    public async Task Other_forms_of_strangers_ask_to_be_sent_once_more()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true, Settings = new Dictionary<string, string?> { ["Instance:ContactEmail"] = "guichet@ville.example" } });
        using var browser = instance.NewClient();
        KeyValuePair<string, string>[] wait = [new("rayon", "25"), new("jusquau", "2027-03-20"), new("panne", "Écran noir"), new("nom", "Marie"), new("email", "marie@exemple.fr"), new("tel", "")];

        using var quick = await browser.SendFormAsync("/attente?commune=38185&objet=mobile", wait);
        quick.StatusCode.ShouldBe(HttpStatusCode.OK);
        var again = await quick.PageAsync();
        again.QuerySelector("[role=status]")!.TextContent.ShouldBe("Relisez votre demande, puis envoyez-la.");
        again.QuerySelector("[name=nom]")!.GetAttribute("value").ShouldBe("Marie");
        (await instance.ReadAsync(db => db.WaitingEntries.CountAsync())).ShouldBe(0);

        instance.Clock.Advance(Duration.FromSeconds(4));
        var fields = again.QuerySelectorAll("main form input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? "")).Concat(wait);
        using var sent = await browser.PostAsync("/attente", new FormUrlEncodedContent(fields));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // A message to the town hall, and a workshop that declares itself: the same, and the answers are kept.
        KeyValuePair<string, string>[] message = [new("nom", "Marie"), new("email", "marie@exemple.fr"), new("sujet", "Horaires"), new("message", "Êtes-vous ouverts samedi ?")];
        await AgainAsync("/contact/ecrire", "/contact/ecrire", message, "[name=sujet]", "Votre message est parti");
        (await instance.ReadAsync(db => db.ContactMessages.CountAsync())).ShouldBe(1);
        KeyValuePair<string, string>[] workshop = [new("genres", "repairer"), new("nom", "L’Établi"), new("commune", "38185"), new("communeChoisie", "38185"), new("votreNom", "Marie"), new("votreEmail", "marie@exemple.fr")];
        await AgainAsync("/referencer", "/referencer?handler=Send", workshop, "[name=votreNom]", "Regardez votre boîte aux lettres");

        async Task AgainAsync(string path, string sentTo, KeyValuePair<string, string>[] typed, string kept, string heading)
        {
            var form = await browser.PageAsync(path);
            using var hasty = await browser.PostAsync(sentTo, new FormUrlEncodedContent(Hidden(form).Concat(typed)));
            var shown = await hasty.PageAsync();
            shown.QuerySelector("[role=status]")!.TextContent.ShouldBe("Relisez votre demande, puis envoyez-la.", path);
            shown.QuerySelector(kept)!.GetAttribute("value").ShouldBe(typed.First(f => kept == $"[name={f.Key}]").Value);
            instance.Clock.Advance(FormStamps.Least);
            using var read = await browser.PostAsync(sentTo, new FormUrlEncodedContent(Hidden(shown).Where(f => typed.All(t => t.Key != f.Key)).Concat(typed)));
            (await read.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe(heading);
        }
    }

    [Fact]
    public async Task Links_by_mail_are_asked_for_once_more_when_the_lure_is_taken()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Limits = true });
        using var browser = instance.NewClient();
        foreach (var path in new[] { "/mot-de-passe-oublie", "/connexion/lien" })
        {
            using var lured = await browser.SendFormAsync(path, [new("email", "marie@exemple.fr"), new(FormStamps.LureField, "oui")]);
            (await lured.PageAsync()).QuerySelector("[role=status]")!.TextContent.ShouldBe("Relisez votre demande, puis envoyez-la.");

            // A browser fills in one address at once: that alone says nothing.
            using var asked = await browser.SendFormAsync(path, [new("email", "marie@exemple.fr")]);
            (await asked.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe("Regardez votre boîte aux lettres");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Hidden(IDocument page) =>
        page.QuerySelectorAll("main form input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? ""));

    private static Dictionary<string, string?> Site(params IEnumerable<(string Name, string Value)> more)
    {
        var settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = Https };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
    }

    private static object Booking(Workshop workshop, string email) => new
    {
        serviceId = workshop.Service.Id.ToString(),
        start = "2027-03-02T09:00:00+01:00",
        contact = new { name = "Marie", email },
        item = new { category = "mobile", problem = "Écran noir" },
    };

    private static async Task<BookingStatus> BookAsync(TestInstance instance, Workshop workshop, string email, Duration taken, params (string Name, string Value)[] instead)
    {
        using var browser = instance.NewClient();
        var page = await browser.PageAsync($"/rendez-vous/nouveau?service={workshop.Service.Id}&debut=2027-03-02T09:00:00%2B01:00&objet=mobile");
        var fields = page.QuerySelectorAll("main form input[type=hidden]").Select(i => (Name: i.GetAttribute("name")!, Value: i.GetAttribute("value") ?? ""))
            .Concat(new (string Name, string Value)[] { ("nom", "Marie"), ("email", email), ("objet", "mobile"), ("panne", "Écran noir") })
            .Where(f => !Array.Exists(instead, i => i.Name == f.Name)).Concat(instead);
        instance.Clock.Advance(taken);
        using var booked = await browser.PostAsync("/rendez-vous/nouveau?handler=Confirm", new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
        booked.StatusCode.ShouldBe(HttpStatusCode.Redirect, email);
        return await instance.ReadAsync(db => db.Bookings.OrderByDescending(b => b.Id).Select(b => b.Status).FirstAsync());
    }

    private static async Task<string> LetterAsync(TestInstance instance)
    {
        var folder = Path.Combine(instance.Database.Folder, "mail");
        for (var waited = 0; waited < 30_000; waited += 50)
        {
            if (Directory.Exists(folder) && Directory.GetFiles(folder, "*.eml") is [var file, ..])
            {
                return await File.ReadAllTextAsync(file);
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("No letter left.");
    }

    private static string NewCertificate(string password)
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest("CN=RepairNet", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, password));
        return file;
    }
}
