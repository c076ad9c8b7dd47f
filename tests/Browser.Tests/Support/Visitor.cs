using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RepairNet.TestSupport;
using Shouldly;

namespace RepairNet.Browser.Tests.Support;

/// <summary>Someone at a screen, with a browser of their own: no history, no cookie, no cache shared with others.</summary>
public sealed class Visitor : IAsyncDisposable
{
    /// <summary>Width of a small telephone, in CSS pixels.</summary>
    public const int Phone = 360;

    /// <summary>Width of a desktop screen, in CSS pixels.</summary>
    public const int Desktop = 1280;

    private static readonly string Screens = FindScreens();

    private readonly TestInstance _instance;
    private readonly IBrowserContext _context;

    private Visitor(TestInstance instance, IBrowserContext context, IPage page)
    {
        _instance = instance;
        _context = context;
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
            ViewportSize = new ViewportSize { Width = width, Height = width < 700 ? 780 : 900 },
            JavaScriptEnabled = javaScript,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = locale,
            TimezoneId = "Europe/Paris",
            IsMobile = width < 700,
            HasTouch = width < 700,
        });
        context.SetDefaultTimeout(15_000);
        return new Visitor(instance, context, await context.NewPageAsync());
    }

    /// <summary>Goes to a page and counts what it takes. Must be the first page of this visitor.</summary>
    public async Task<FirstVisit> FirstVisitAsync(string path)
    {
        var requests = new List<string>();
        var complaints = new List<string>();
        var bytes = 0L;
        var session = await _context.NewCDPSessionAsync(Page);
        await session.SendAsync("Network.enable");
        session.Event("Network.dataReceived").OnEvent += (_, data) => Interlocked.Add(ref bytes, data!.Value.GetProperty("encodedDataLength").GetInt64());
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
            bytes,
            elements,
            [.. requests.Where(r => !r.StartsWith("data:", StringComparison.Ordinal)).Select(r => new Uri(r).Authority).Where(a => a != _instance.Address!.Authority).Distinct()],
            [.. cookies.Select(c => c.Name)],
            complaints);
    }

    /// <summary>Everything axe finds wrong with the page as it stands, WCAG 2.2 A and AA and good practice; must be nothing.</summary>
    public async Task ShouldBeAccessibleAsync(string what)
    {
        var result = await Page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        });
        result.Passes.ShouldNotBeEmpty(what);
        result.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join(" ; ", v.Nodes.Select(n => n.Html))})").ShouldBeEmpty(what);
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

    public ValueTask DisposeAsync() => _context.DisposeAsync();

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
