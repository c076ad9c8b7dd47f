using System.Collections.Concurrent;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using RepairNet.Application.Identity.Contract;
using RepairNet.TestSupport;
using Shouldly;
using static Microsoft.Playwright.Assertions;

namespace RepairNet.Browser.Tests.Support;

/// <summary>Someone at a screen, with a browser of their own: no history, no cookie, no cache shared with others.</summary>
public sealed class Visitor : IAsyncDisposable
{
    /// <summary>Width of a small telephone, in CSS pixels.</summary>
    public const int Phone = 360;

    /// <summary>Width of a desktop screen, in CSS pixels.</summary>
    public const int Desktop = 1280;

    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly string Screens = FindScreens();

    private readonly TestInstance _instance;
    private readonly IBrowserContext _context;
    private readonly bool _runsScripts;
    private readonly ConcurrentBag<IPage>? _shelf;

    /// <param name="shelf">Where the window goes when the visit ends; null when nobody else may have it.</param>
    private Visitor(TestInstance instance, IPage page, bool runsScripts, ConcurrentBag<IPage>? shelf = null)
    {
        _instance = instance;
        _context = page.Context;
        _runsScripts = runsScripts;
        _shelf = shelf;
        Page = page;
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>Opens a browser on an instance that listens.</summary>
    /// <param name="width">Width of the window, in CSS pixels.</param>
    /// <param name="javaScript">Whether scripts run.</param>
    /// <param name="dark">Whether they prefer dark colours.</param>
    public static async Task<Visitor> ArriveAsync(Chromium chromium, TestInstance instance, int width = Desktop, bool javaScript = true, bool dark = false, string locale = "fr-FR")
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = instance.Address!.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = Height(width) },
            JavaScriptEnabled = javaScript,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,

            // Colours that still pass from one to the other are not those of the page.
            ReducedMotion = ReducedMotion.Reduce,
            Locale = locale,
            TimezoneId = "Europe/Paris",
            IsMobile = width < 700,
            HasTouch = width < 700,
        });
        context.SetDefaultTimeout(30_000);
        return new Visitor(instance, await context.NewPageAsync(), javaScript);
    }

    /// <summary>
    /// Opens a browser that someone else has read with, without their cookies: for who looks at a page or two. One of their own takes
    /// a process more, and half a second of it, for each of a thousand visits; what was fetched before may come from its cache.
    /// </summary>
    /// <param name="reader">Who is signed in; nobody when null.</param>
    /// <param name="width">Width of the window, in CSS pixels.</param>
    /// <param name="javaScript">Whether scripts run.</param>
    public static async Task<Visitor> ReadAsync(Chromium chromium, TestInstance instance, Actor? reader = null, int width = Desktop, bool javaScript = true)
    {
        var shelf = chromium.ReadWith(instance.Address!, width, javaScript);
        if (!shelf.TryTake(out var page))
        {
            page = (await ArriveAsync(chromium, instance, width, javaScript)).Page;
        }

        var visitor = new Visitor(instance, page, javaScript, shelf);
        await visitor.Context.ClearCookiesAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light, ForcedColors = ForcedColors.None });
        await page.SetViewportSizeAsync(width, Height(width));
        if (reader is not null)
        {
            await visitor.BeSignedInAsync(reader);
        }

        return visitor;
    }

    /// <summary>Opens a browser in which this person is signed in.</summary>
    public static async Task<Visitor> ArriveSignedInAsync(Chromium chromium, TestInstance instance, Actor actor, int width = Desktop, bool javaScript = true)
    {
        var visitor = await ArriveAsync(chromium, instance, width, javaScript);
        await visitor.BeSignedInAsync(actor);
        return visitor;
    }

    /// <summary>
    /// Waits for the page with this heading, then asks of it what is asked of every page: no scrolling sideways, and nothing
    /// for axe to say. Axe is a script itself: where scripts are off, it saw the same page on the other way of the journey.
    /// </summary>
    public async Task CrossAsync(string heading)
    {
        await Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync(heading);
        await ShouldFitAsync(heading);
        if (_runsScripts)
        {
            await ShouldBeAccessibleAsync(heading);
        }
    }

    /// <summary>Presses the button of this name.</summary>
    public Task PressAsync(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();

    /// <summary>Follows the link of this name, in the page itself.</summary>
    public Task FollowAsync(string name) => Page.Locator("main").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = name, Exact = true }).First.ClickAsync();

    /// <summary>Signs in on the page, as people do.</summary>
    public async Task SignInAsync(string email, string password)
    {
        await Page.GotoAsync("/connexion");
        await CrossAsync("Se connecter");
        await Page.FillAsync("#email", email);
        await Page.FillAsync("#motDePasse", password);
        await PressAsync("Se connecter");
    }

    /// <summary>Goes to a control by the Tab key alone; what has the focus on the way shows it, inside the window.</summary>
    public async Task TabToAsync(ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var presses = 0; presses < 100; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var focus = await Page.EvaluateAsync<JsonElement>("""
                () => {
                    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
                    return {
                        what: e.tagName + ' ' + (e.id || e.textContent.trim()),
                        ring: e.matches(':focus-visible') && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                        inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
                    };
                }
                """);
            var what = focus.GetProperty("what").GetString();
            focus.GetProperty("ring").GetBoolean().ShouldBeTrue($"no ring on {what}");
            focus.GetProperty("inside").GetBoolean().ShouldBeTrue($"out of sight: {what}");
            if (await target.EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                return;
            }
        }

        throw new InvalidOperationException($"A hundred presses of Tab did not reach {target}.");
    }

    /// <summary>Goes to a page and counts what it takes. Must be the first page of this visitor.</summary>
    public async Task<FirstVisit> FirstVisitAsync(string path)
    {
        var requests = new List<string>();
        var complaints = new List<string>();
        var heads = new Dictionary<string, (string Url, int Status, long Bytes)>();
        var bodies = new Dictionary<string, long>();
        var session = await _context.NewCDPSessionAsync(Page);
        await session.SendAsync("Network.enable");

        // What arrived of a response when it ended, less what had when its headers were read: the pieces of a document are announced without their length.
        session.Event("Network.responseReceived").OnEvent += (_, data) =>
        {
            var response = data!.Value.GetProperty("response");
            lock (heads)
            {
                heads[data.Value.GetProperty("requestId").GetString()!] = (response.GetProperty("url").GetString()!, response.GetProperty("status").GetInt32(), response.GetProperty("encodedDataLength").GetInt64());
            }
        };
        session.Event("Network.loadingFinished").OnEvent += (_, data) =>
        {
            lock (heads)
            {
                bodies[data!.Value.GetProperty("requestId").GetString()!] = data.Value.GetProperty("encodedDataLength").GetInt64();
            }
        };
        session.Event("Network.requestWillBeSent").OnEvent += (_, data) => Add(requests, data!.Value.GetProperty("request").GetProperty("url").GetString()!);
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Add(complaints, message.Text);
            }
        };
        Page.PageError += (_, error) => Add(complaints, error);
        var answer = await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        var elements = await Page.EvaluateAsync<int>("() => [...document.querySelectorAll('*')].filter(e => !e.parentElement?.closest('svg')).length");
        var cookies = await _context.CookiesAsync();
        return new FirstVisit(
            path,
            answer!.Status,
            [.. requests.Where(r => !r.StartsWith("data:", StringComparison.Ordinal))],
            Bytes(heads, bodies),
            elements,
            [.. requests.Where(r => !r.StartsWith("data:", StringComparison.Ordinal)).Select(r => new Uri(r).Authority).Where(a => a != _instance.Address!.Authority).Distinct()],
            [.. cookies.Select(c => c.Name)],
            complaints);
    }

    private static long Bytes(Dictionary<string, (string Url, int Status, long Bytes)> heads, Dictionary<string, long> bodies)
    {
        lock (heads)
        {
            var all = heads.Where(h => !h.Value.Url.StartsWith("data:", StringComparison.Ordinal)).Select(h => (h.Value.Url, h.Value.Status, Body: bodies.GetValueOrDefault(h.Key) - h.Value.Bytes)).ToList();

            // A count that misses something would let any page pass.
            all.Where(r => r.Status == 200 && r.Body <= 0).ShouldBeEmpty("these came without being counted");
            return all.Sum(r => r.Body);
        }
    }

    /// <summary>
    /// Everything axe finds wrong with the page as it stands, WCAG 2.2 A and AA and good practice, and what no page should hold; must be nothing. Our pages have no
    /// frames, so axe runs in the page itself, brought there once: no second window to sum up frames, no list of all that is right.
    /// </summary>
    public Task ShouldBeAccessibleAsync(string what) => ShouldBeAccessibleAsync(what, new { type = "tag", values = Rules });

    private async Task ShouldBeAccessibleAsync(string what, object rules)
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await Page.EvaluateAsync(Axe);
        }

        var result = await Page.EvaluateAsync<JsonElement>(
            """
            rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] }).then(found => ({
                frames: document.querySelectorAll('iframe, frame, object, embed').length,
                lost: [...document.querySelectorAll('*')].filter(e => e instanceof HTMLUnknownElement || e.matches('[name=__RequestVerificationToken]') && !e.form).map(e => e.outerHTML),
                passes: found.passes.length,
                violations: found.violations.map(v => `${v.id}: ${v.help} (${v.nodes.map(n => n.html).join(' ; ')})`),
            }))
            """,
            rules);
        result.GetProperty("frames").GetInt32().ShouldBe(0, what);
        result.GetProperty("lost").EnumerateArray().Select(e => e.GetString()).ShouldBeEmpty($"{what}: no element of Razor's own, no proof of origin left without its form");
        result.GetProperty("passes").GetInt32().ShouldBeGreaterThan(0, what);
        result.GetProperty("violations").EnumerateArray().Select(v => v.GetString()).ShouldBeEmpty(what);
    }

    /// <summary>Nothing for axe to say about the page, whatever colours its reader prefers; by night, about colours alone: nothing else is another then.</summary>
    public async Task ShouldBeAccessibleByDayAndByNightAsync(string what)
    {
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await ShouldBeAccessibleAsync($"{what}, by day");
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await ShouldBeAccessibleAsync($"{what}, by night", new { type = "rule", values = OfColours });
    }

    /// <summary>The page reads without scrolling sideways.</summary>
    public async Task ShouldFitAsync(string what)
    {
        var sizes = await Page.EvaluateAsync<JsonElement>("() => ({ content: document.documentElement.scrollWidth, window: document.documentElement.clientWidth })");
        sizes.GetProperty("content").GetInt32().ShouldBeLessThanOrEqualTo(sizes.GetProperty("window").GetInt32(), what);
    }

    /// <summary>Keeps a picture of the whole page in artifacts/screens.</summary>
    public async Task<string> PictureAsync(string name)
    {
        var width = Page.ViewportSize?.Width ?? 0;
        var file = Path.Combine(Screens, $"{name}-{width}.png");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        if (_shelf is null)
        {
            await _context.DisposeAsync();
        }
        else
        {
            _shelf.Add(Page);
        }
    }

    private static int Height(int width) => width < 700 ? 780 : 900;

    /// <summary>By the cookie of a session, without the page.</summary>
    private async Task BeSignedInAsync(Actor actor)
    {
        var (name, value) = await _instance.SessionOf(actor);
        await _context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = _instance.Address!.ToString() }]);
    }

    private static void Add(List<string> list, string text)
    {
        lock (list)
        {
            list.Add(text);
        }
    }

    private static string FindScreens()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.Parent is not null && !File.Exists(Path.Combine(folder.FullName, "RepairNet.sln")))
        {
            folder = folder.Parent;
        }

        return Directory.CreateDirectory(Path.Combine(folder.Parent is null ? AppContext.BaseDirectory : folder.FullName, "artifacts", "screens")).FullName;
    }
}
