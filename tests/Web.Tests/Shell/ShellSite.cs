using System.Data.Common;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Publishing;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Publishing;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.Web.Shell;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>The shell alone, listening on a free port, around a few endpoints that misbehave on purpose.</summary>
public sealed class ShellSite : IAsyncLifetime
{
    private WebApplication _app = null!;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    /// <summary>What was logged as an error.</summary>
    public Errors Logged { get; } = new();

    /// <summary>How many times the counted page was made.</summary>
    public int Made { get; private set; }

    /// <summary>Follows no redirect, keeps no cookie, decompresses nothing.</summary>
    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "repairnet", EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["AllowedHosts"] = "*",
            ["Instance:Phone"] = "+33465712010",
            ["Instance:PhoneHours"] = "du lundi au vendredi de 8 h 30 à 12 h",
            ["Instance:TerritoryName"] = "Grenoble-Alpes-Métropole",
            ["Instance:ContactEmail"] = "guichet@repairnet.example",
            ["Instance:Publisher"] = "Grenoble-Alpes-Métropole",
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 * 1024);
        builder.Logging.ClearProviders().AddProvider(Logged);
        builder.Services.AddShell(builder.Configuration);
        builder.Services.AddControllersWithViews().AddApplicationPart(typeof(ShellSite).Assembly);
        builder.Services.AddSingleton<IClock>(new FakeClock());

        // No territory of its own, so the board of the home page asks nothing; only its constructor wants a mediator.
        builder.Services.AddSingleton<IMediator>(new Mediator(type => throw new InvalidOperationException($"The shell alone has no {type}.")));
        builder.Services.AddSingleton<ISiteTexts>(new NoTexts());
        builder.Services.AddSingleton<ITerritoryContacts>(new NoContacts());
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            context.Request.Scheme = context.Request.Headers.ContainsKey("X-Test-Https") ? "https" : context.Request.Scheme;
            return next(context);
        });
        _app.UseShell();
        _app.MapRazorPages();
        _app.MapControllers();
        foreach (var prefix in new[] { "/essai", "/api/v1/essai" })
        {
            _app.MapGet(prefix + "/bug", (Func<string>)(() => throw new InvalidOperationException("the secret of the house")));
            _app.MapGet(prefix + "/illisible", (Func<string>)(() => throw new BadHttpRequestException("no", 400)));
            _app.MapGet(prefix + "/trop-lourd", (Func<string>)(() => throw new BadHttpRequestException("no", 413)));
            _app.MapGet(prefix + "/refus", (Func<string>)(() => throw new InvalidRequestException("du", "Cette réponse manque.")));
            _app.MapGet(prefix + "/anonyme", (Func<string>)(() => throw new NotAllowedException(signedIn: false)));
            _app.MapGet(prefix + "/interdit", (Func<string>)(() => throw new NotAllowedException(signedIn: true)));
            _app.MapGet(prefix + "/base-partie", (Func<string>)(() => throw new InvalidOperationException("likely transient", new Gone())));
            _app.MapGet(prefix + "/demi-signe", (Func<string>)(() => throw new InvalidOperationException("wrapped", new System.Text.EncoderFallbackException())));
            _app.MapGet(prefix + "/statut/{status:int}", (int status) => Results.StatusCode(status));
        }

        _app.MapGet("/essai/compte", () => Results.Content($"<p>{++Made}</p>", "text/html")).CacheOutput(PageCache.Policy);
        _app.MapGet("/essai/compte-secret", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Content($"<p>{++Made}</p>", "text/html");
        }).CacheOutput(PageCache.Policy);
        _app.MapGet("/essai/compte-cookie", (HttpContext context) =>
        {
            context.Response.Cookies.Append("a", "b");
            return Results.Content($"<p>{++Made}</p>", "text/html");
        }).CacheOutput(PageCache.Policy);
        _app.MapGet("/essai/prive", [PrivatePage] () => "pour vous");
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>No territory says anything of itself.</summary>
    private sealed class NoContacts : ITerritoryContacts
    {
        public ValueTask<TerritoryVoice?> OfCommuneAsync(string? communeCode, Language language, CancellationToken cancellationToken) => new((TerritoryVoice?)null);

        public ValueTask<TerritoryVoice?> OfAsync(TerritoryKey territory, Language language, CancellationToken cancellationToken) => new((TerritoryVoice?)null);
    }

    /// <summary>Pages say what the program says: nobody wrote another text.</summary>
    private sealed class NoTexts : ISiteTexts
    {
        public Task<PageText?> FindAsync(SitePage page, string? territory, string language, CancellationToken cancellationToken) => Task.FromResult<PageText?>(null);
    }

    private sealed class Gone : DbException
    {
        public override bool IsTransient => true;
    }

    /// <summary>Keeps what is logged as an error.</summary>
    public sealed class Errors : ILoggerProvider, ILogger
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lock (_lines)
                {
                    _lines.Add($"{formatter(state, exception)} {exception?.Message}");
                }
            }
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>A form that wants its proof of origin.</summary>
[AutoValidateAntiforgeryToken]
[Route("essai/formulaire")]
public sealed class FormController : Controller
{
    [HttpPost]
    public IActionResult Send(string nom) => Content("reçu : " + nom);
}
