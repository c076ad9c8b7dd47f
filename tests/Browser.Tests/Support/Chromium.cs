using System.Collections.Concurrent;
using Microsoft.Playwright;
using RepairNet.Browser.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace RepairNet.Browser.Tests.Support;

/// <summary>The real browser, started once for all tests: Chromium as installed, headless, talking to nobody on its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Variable = "REPAIRNET_TEST_CHROMIUM";

    private IPlaywright? _playwright;
    /// <summary>What Playwright switches off itself: the last list given is the one that counts.</summary>
    private static readonly string[] OfPlaywright =
    [
        "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "DialMediaRouteProvider", "GlobalMediaControls", "HttpsUpgrades", "LensOverlay", "MediaRouter", "PaintHolding",
        "ThirdPartyStoragePartitioning", "BlockOriginHeaderModificationOnRedirect", "AvoidCorsURLLoaderRestartOnRedirect", "Translate", "AutoDeElevate", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    ];

    /// <summary>The buttons of the window and the lists under its address bar, pages of their own that nobody sees here: a process more for each visitor, which took half of the processor’s time.</summary>
    private static readonly string[] OfWindows = ["InitialWebUI", "WebUIReloadButton", "WebUIToolbar", "WebUISplitTabsButton", "WebUIHomeButton", "PreloadTopChromeWebUI", "PreloadTopChromeWebUILessNavigations", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"];

    private readonly ConcurrentDictionary<(Uri, int, bool), ConcurrentBag<IPage>> _read = new();

    private IBrowser? _browser;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser is not started.");

    /// <summary>Windows of this kind that nobody reads in now.</summary>
    public ConcurrentBag<IPage> ReadWith(Uri address, int width, bool javaScript) => _read.GetOrAdd((address, width, javaScript), _ => []);

    public async ValueTask InitializeAsync()
    {
        // Conditions are waited for, and a machine with much to do may take its time.
        Assertions.SetDefaultExpectTimeout(30_000);
        var program = Find();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Headless = true,
            ChromiumSandbox = false,
            Args =
            [
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-domain-reliability",
                "--disable-sync",
                "--no-first-run",
                "--no-pings",
                "--disable-features=" + string.Join(',', [.. OfPlaywright, .. OfWindows]),
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return given;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return new[] { "chromium", "chromium-browser", "google-chrome", "google-chrome-stable" }
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"These tests need Chromium, and PATH has none. Install it (Debian: apt-get install chromium), or name it in {Variable}.");
    }
}
