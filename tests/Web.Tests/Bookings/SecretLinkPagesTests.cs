using System.Collections.Concurrent;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>A secret link is shown once: then a pass of the browser and an address without secret take its place.</summary>
public sealed class SecretLinkPagesTests
{
    private static readonly Instant Nine = Instant.FromUtc(2027, 3, 2, 8, 0);

    [Theory, BothDatabases]
    public async Task The_first_visit_gives_a_pass_and_an_address_without_secret(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var booked = await BookAsync(instance, await instance.Given.WorkshopAsync());

        using var first = await instance.Client.GetAsync($"/rendez-vous/{booked.Secret}");

        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var own = $"/rendez-vous/{booked.Reference}";
        first.Headers.Location!.OriginalString.ShouldBe(own);
        first.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        first.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var cookies = first.Headers.GetValues("Set-Cookie").ToList();
        cookies.Count.ShouldBe(2);
        cookies.ShouldAllBe(c => c.Contains("; httponly", StringComparison.OrdinalIgnoreCase) && c.Contains("; samesite=lax", StringComparison.OrdinalIgnoreCase) && c.Contains("; max-age=7200", StringComparison.OrdinalIgnoreCase) && !c.Contains(booked.Secret));
        cookies.ShouldContain(c => c.Contains($"; path={own};", StringComparison.OrdinalIgnoreCase));
        cookies.ShouldContain(c => c.Contains($"; path=/en{own};", StringComparison.OrdinalIgnoreCase));

        // The page holds the secret nowhere but in the drawing to show at the workshop.
        using var shown = await instance.Client.ExchangedAsync(first);
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shown.Content.ReadAsStringAsync()).ShouldNotContain(booked.Secret);
        foreach (var (from, to) in new[] { ("/deplacer", "/deplacer"), ("/annuler", "/annuler"), ("/deplacer?du=2027-03-05", "/deplacer?du=2027-03-05") })
        {
            using var further = await instance.Client.GetAsync($"/en/rendez-vous/{booked.Secret}{from}");
            further.Headers.Location!.OriginalString.ShouldBe($"/en{own}{to}");
        }

        using var api = await instance.Client.GetAsync($"/api/v1/bookings/{booked.Secret}");
        api.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothDatabases]
    public async Task Two_bookings_in_one_browser_and_all_that_is_done_with_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var one = await BookAsync(instance, workshop);
        var two = await BookAsync(instance, workshop, "small-kitchen-item");
        using var browser = instance.NewClient();
        using var _ = await browser.GetAsync($"/rendez-vous/{one.Secret}");
        using var __ = await browser.GetAsync($"/rendez-vous/{two.Secret}");
        var (first, second) = ($"/rendez-vous/{one.Reference}", $"/rendez-vous/{two.Reference}");

        (await browser.PageAsync(first)).QuerySelector(".ref")!.TextContent.ShouldBe(one.Reference);
        (await browser.PageAsync("/en" + second)).QuerySelector(".ref")!.TextContent.ShouldBe(two.Reference);
        (await browser.GetStringAsync(second + "/calendrier.ics")).ShouldContain("BEGIN:VEVENT");
        var later = (await browser.PageAsync(first + "/deplacer")).QuerySelectorAll("button.slot").Select(b => b.GetAttribute("value")!).First(v => v.Contains("T15:00", StringComparison.Ordinal));
        using var moved = await browser.SendFormAsync(first + "/deplacer", [new("debut", later)]);
        moved.Headers.Location!.OriginalString.ShouldBe(first);
        using var cancelled = await browser.SendFormAsync(second + "/annuler", []);
        cancelled.Headers.Location!.OriginalString.ShouldBe(second);
        (await browser.PageAsync(second)).QuerySelector("h1")!.TextContent.ShouldBe("Votre rendez-vous est annulé");
        (await browser.PageAsync(first)).QuerySelector(".when")!.TextContent.ShouldContain("15");

        // A form opened before there were passes still acts.
        using var old = instance.NewClient();
        var form = await old.PageAsync($"/rendez-vous/{one.Secret}/annuler");
        using var posted = await old.PostAsync($"/rendez-vous/{one.Secret}/annuler", new FormUrlEncodedContent([new("__RequestVerificationToken", form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!)]));
        posted.Headers.Location!.OriginalString.ShouldBe(first);
    }

    [Theory, BothDatabases]
    public async Task Without_its_pass_the_address_opens_nothing_and_does_not_tell_whether_it_exists(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var booked = await BookAsync(instance, workshop);
        var other = await BookAsync(instance, workshop, "small-kitchen-item");
        using var first = await instance.Client.GetAsync($"/rendez-vous/{other.Secret}");
        var pass = first.Passes().ShouldHaveSingleItem();
        var own = $"/rendez-vous/{booked.Reference}";

        foreach (var cookie in new[] { "", pass, pass[..^3] + "AAA", "acces=rien", "acces=" + new string('a', 5000) })
        {
            foreach (var path in new[] { own, own + "/deplacer", own + "/annuler", own + "/calendrier.ics", own + "/confirmer" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation("Cookie", cookie);
                using var refused = await instance.Client.SendAsync(request);
                refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            }
        }

        using var real = await instance.Client.GetAsync(own);
        using var invented = await instance.Client.GetAsync("/rendez-vous/ZZZ-2222");
        using var dead = await instance.Client.GetAsync("/rendez-vous/" + new string('A', 24));
        var page = await real.PageAsync();
        page.QuerySelector("h1")!.TextContent.ShouldBe("Ce lien n’ouvre rien ici.");
        page.QuerySelector("main a.button")!.GetAttribute("href").ShouldBe($"/retrouver?reference={booked.Reference}");
        (await real.Content.ReadAsStringAsync()).Replace(booked.Reference, "", StringComparison.Ordinal).ShouldBe((await invented.Content.ReadAsStringAsync()).Replace("ZZZ-2222", "", StringComparison.Ordinal));
        (await dead.PageAsync()).QuerySelector("main a.button")!.GetAttribute("href").ShouldBe("/retrouver");
        dead.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);

        // Two hours, by the clock of the program, whatever the browser keeps.
        instance.Clock.Now += Duration.FromHours(2) - Duration.FromSeconds(1);
        (await StatusAsync(instance, $"/rendez-vous/{other.Reference}", pass)).ShouldBe(HttpStatusCode.OK);
        instance.Clock.Now += Duration.FromSeconds(1);
        (await StatusAsync(instance, $"/rendez-vous/{other.Reference}", pass)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases]
    public async Task Replacing_the_link_closes_every_browser_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var booked = await BookAsync(instance, workshop);
        var own = $"/rendez-vous/{booked.Reference}";
        using var mine = instance.NewClient();
        using var theirs = instance.NewClient();
        await mine.PageAsync($"/rendez-vous/{booked.Secret}");
        await theirs.PageAsync($"/rendez-vous/{booked.Secret}");
        var form = await theirs.PageAsync(own + "/annuler");

        using var changed = await mine.SendFormAsync(own, [], "handler=Renew");

        changed.Headers.Location!.OriginalString.ShouldBe("/retrouver?fait=lien");
        (await mine.PageAsync("/retrouver?fait=lien")).QuerySelector("h1")!.TextContent.ShouldBe("Votre nouveau lien est parti");
        foreach (var browser in new[] { mine, theirs })
        {
            (await browser.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await browser.GetAsync($"/rendez-vous/{booked.Secret}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await browser.GetAsync($"/rendez-vous/{booked.Secret}.ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await browser.GetAsync($"/api/v1/bookings/{booked.Secret}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using var late = await theirs.PostAsync(own + "/annuler", new FormUrlEncodedContent([new("__RequestVerificationToken", form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!)]));
        late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync())).Status.ShouldBe(BookingStatus.Confirmed);

        // The workshop sends another.
        using var desk = await instance.SignInAs(workshop.Member);
        using var sent = await desk.SendFormAsync($"/pro/rendez-vous/{booked.Reference}", [], "handler=Link");
        sent.Headers.Location!.OriginalString.ShouldEndWith("?fait=lien");
        var visit = await desk.PageAsync(sent.Headers.Location.OriginalString);
        visit.QuerySelector("[role=status]")!.TextContent.ShouldBe("Un nouveau lien est parti. L’ancien ne marche plus.");
        visit.QuerySelector("[aria-labelledby=histoire]")!.TextContent.ShouldContain("lien changé par la personne");
        (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync())).SecretGeneration.ShouldBe(2);
    }

    [Fact]
    public async Task Who_gave_no_address_reads_the_new_link_on_the_page()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop) with { Contact = new ContactDetails("Paul", null, "06 12 34 56 78") })).AsT0;
        using var browser = instance.NewClient();
        var page = await browser.PageAsync($"/rendez-vous/{booked.Secret}");
        page.QuerySelector("[aria-labelledby=lien] a")!.GetAttribute("href").ShouldEndWith($"/rendez-vous/{booked.Secret}");

        using var changed = await browser.SendFormAsync($"/rendez-vous/{booked.Reference}", [], "handler=Renew");

        var after = await browser.PageAsync(changed.Headers.Location!.OriginalString);
        after.QuerySelector("[role=status]")!.TextContent.ShouldBe("Votre lien a changé. L’ancien n’ouvre plus rien.");
        var link = new Uri(after.QuerySelector("[aria-labelledby=lien] a")!.GetAttribute("href")!).AbsolutePath;
        link.ShouldNotContain(booked.Secret);
        using var other = instance.NewClient();
        (await other.PageAsync(link)).QuerySelector(".ref")!.TextContent.ShouldBe(booked.Reference);
        (await other.GetAsync($"/rendez-vous/{booked.Secret}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Over_https_the_pass_never_leaves_in_clear()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = "https://reparer.exemple.fr" } });
        var booked = await BookAsync(instance, await instance.Given.WorkshopAsync());

        using var first = await instance.Client.GetAsync($"/rendez-vous/{booked.Secret}");

        first.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.StartsWith("__Secure-acces=") && c.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, BothDatabases]
    public async Task A_lost_link_is_asked_for_and_the_answer_never_tells(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var booked = await BookAsync(instance, await instance.Given.WorkshopAsync());
        using var browser = instance.NewClient();
        (await browser.PageAsync($"/retrouver?reference={booked.Reference}")).QuerySelector("#reference")!.GetAttribute("value").ShouldBe(booked.Reference);

        using var nothing = await browser.SendFormAsync("/retrouver", [new("email", ""), new("reference", "")]);
        nothing.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var wrong = await browser.SendFormAsync("/retrouver", [new("email", "marie@"), new("reference", "<b>1</b>")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.PageAsync();
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#email", "#reference"], ignoreOrder: true);
        page.QuerySelector("#reference")!.GetAttribute("value").ShouldBe("<b>1</b>");

        var answers = new List<string>();
        foreach (var email in new[] { "jean@exemple.fr", "personne@exemple.fr", "jean@exemple.fr", "jean@exemple.fr", "jean@exemple.fr" })
        {
            using var asked = await browser.SendFormAsync("/retrouver", [new("email", email), new("reference", "")]);
            asked.StatusCode.ShouldBe(HttpStatusCode.OK);
            answers.Add((await asked.PageAsync()).QuerySelector("main")!.InnerHtml);
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldContain("Regardez votre boîte aux lettres");
        (await browser.PageAsync("/en/retrouver")).QuerySelector("h1")!.TextContent.ShouldBe("Find an appointment, a reservation or a post again");
    }

    [Theory, BothDatabases]
    public async Task No_log_ever_holds_a_secret(DatabaseKind kind)
    {
        using var log = new Everything();
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions
        {
            Settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Information", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Information", ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Information" },
            Replace = services => services.AddSingleton<ILoggerProvider>(log).AddSingleton<IBookingCalendar, Broken>(),
        });
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var booked = await BookAsync(instance, workshop);
        using var browser = instance.NewClient();
        await browser.PageAsync($"/rendez-vous/{booked.Secret}");
        await browser.PageAsync($"/en/rendez-vous/{booked.Secret}/annuler");
        await browser.PageAsync($"/rendez-vous/{booked.Reference}/deplacer");
        await browser.GetAsync($"/rendez-vous/{booked.Secret}x/rien/du/tout");
        await browser.GetAsync($"/api/v1/bookings/{booked.Secret}");
        (await browser.GetAsync($"/rendez-vous/{booked.Secret}.ics")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        using var changed = await browser.SendFormAsync($"/rendez-vous/{booked.Reference}", [], "handler=Renew");
        changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        log.Lines.Count.ShouldBeGreaterThan(10);
        log.Lines.ShouldContain(line => line.Contains("rendez-vous/{secret}.ics"), "the failure was told, by its route");
        log.Lines.ShouldAllBe(line => !line.Contains(booked.Secret));
    }

    private static BookSlot Request(Workshop workshop, string category = "mobile") =>
        new(workshop.Service.Id, Nine, new ContactDetails("Jean Noir", "jean@exemple.fr", null), new ItemDetails(category, null, null, "Écran noir"), null, BookingChannel.Web, null, "fr");

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop, string category = "mobile") => (await instance.SendAsync(Request(workshop, category))).AsT0;

    private static async Task<HttpStatusCode> StatusAsync(TestInstance instance, string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        using var answer = await instance.Client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>A part that fails: its failure is logged.</summary>
    private sealed class Broken : IBookingCalendar
    {
        public string Write(BookingView booking) => throw new InvalidOperationException("Broken for the test.");

        public string WriteFeed(CalendarFeedContent content, Application.Common.Language language) => throw new InvalidOperationException("Broken for the test.");
    }

    /// <summary>Keeps every line, with what lies beside it (scopes) and its exception.</summary>
    private sealed class Everything : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private IExternalScopeProvider? _scopes;

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{formatter(state, exception)} {exception}";
            _scopes?.ForEachScope((scope, _) => line += $" {scope} {(scope is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(p => p.Value)) : "")}", 0);
            _lines.Enqueue(line);
        }

        public void Dispose()
        {
        }
    }
}
