using System.Globalization;
using NodaTime;
using RepairNet.Application;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Infrastructure;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Identity;
using RepairNet.Infrastructure.Messaging;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Web.Api;
using RepairNet.Web.Drawing;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Hosting;

/// <summary>Puts the program together, for serving as for a command.</summary>
public static class RepairNetHost
{
    /// <summary>The largest body that is read where an address does not say another.</summary>
    public const long MaxBody = 256 * 1024;

    /// <summary>What is never written, whatever the levels.</summary>
    private static readonly string[] Silent =
    [
        // It would write the address of every request, and put it beside every other line: a secret link is one.
        "Microsoft.AspNetCore.Hosting.Diagnostics",

        // A form's cookie that anyone can forge would cost a stack trace at each request. A post that it spoils is answered, and told there (ExpiredForms).
        "Microsoft.AspNetCore.Antiforgery",
    ];

    public static WebApplication Build(HostSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = "repairnet",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = settings.Environment,
            // Settings are those of the start: nothing watches their files.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Configuration.AddEnvironmentVariables("REPAIRNET__");
        builder.Configuration.AddInMemoryCollection(settings.Overrides);
        CheckSettings(builder, settings);
        CheckRetention(builder.Configuration);
        KeepOutputClean(builder, settings);

        var folder = new DataFolder(Path.GetFullPath(settings.Data));
        var database = ReadDatabase(settings.Database ?? builder.Configuration["Database"], folder);
        if (settings.Urls is { } urls)
        {
            builder.WebHost.UseUrls(urls);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxConcurrentConnections = 20_000;
        });
        builder.Services
            .AddInfrastructure(database, folder, Clock(settings))
            .AddApplication()
            .AddSweeps(settings.Serves)
            .AddMail(ReadMail(builder.Configuration), database)
            .AddProConnect(ReadProConnect(builder))
            .AddSingleton(ReadWaiting(builder.Configuration))
            .AddSingleton(new ContactCaps(builder.Configuration.GetValue("Limits:Enabled", true) ? ContactCaps.Default : null))
            .AddSingleton(ReadConfirmations(builder.Configuration))
            .AddSingleton(new ProofSettings(ReadNumber(builder.Configuration, "Limits:ProofOfWorkBits", ProofSettings.DefaultBits, ProofSettings.LeastBits, ProofSettings.MostBits)))
            .AddSingleton(new ContactDesk(EmailAddress.TryParse(builder.Configuration["Instance:ContactEmail"], out var desk) ? desk.Value : null))
            .AddApi()
            .AddApiDescription()
            .AddShell(builder.Configuration)
            .AddMaps()
            .AddAccounts(SecondFactorRule.Read(builder.Configuration, builder.Environment))
            .AddLimits(builder.Configuration)
            .AddSiteHosts(builder.Configuration);
        ProtectKeys(builder);
        builder.Services.AddSingleton<SiteLinks>();
        builder.Services.AddSingleton<IAccountPages>(provider => provider.GetRequiredService<SiteLinks>());
        builder.Services.AddSingleton<IPrivacyPages>(provider => provider.GetRequiredService<SiteLinks>());
        builder.Services.AddSingleton<IDirectoryPages>(provider => provider.GetRequiredService<SiteLinks>());
        builder.Services.AddSingleton<IBookingLinks>(provider => provider.GetRequiredService<SiteLinks>());
        builder.Services.AddSingleton<ICollectionLinks>(provider => provider.GetRequiredService<SiteLinks>());
        builder.Services.AddSingleton<IHelpLinks>(provider => provider.GetRequiredService<SiteLinks>());
        builder.Services.AddSingleton<ITrainingLinks>(provider => provider.GetRequiredService<SiteLinks>());
        builder.Services.AddSingleton<IReuseLinks>(provider => provider.GetRequiredService<SiteLinks>());
        settings.Replace?.Invoke(builder.Services);
        builder.Services.AddSingleton<IItemLinks>(provider => provider.GetRequiredService<SiteLinks>());

        var app = builder.Build();
        if (settings.Serves)
        {
            // A command answers nobody: it does not read what every page is made of, most of the time this takes.
            app.UseKnownProxies();
            app.UseStatedScheme();
            app.UseShell();
            app.UseAccounts();
            app.MapApi();
            app.MapApiDescription();
            app.MapHealth();
            app.MapRazorPages();
        }

        return app;
    }

    private static IClock Clock(HostSettings settings)
    {
        // The one place that chooses the system clock: everything else is given one.
#pragma warning disable RS0030
        var clock = settings.Clock ?? SystemClock.Instance;
#pragma warning restore RS0030
        return settings.Now is { } now ? new ShiftedClock(clock, now) : clock;
    }

    private static DatabaseChoice ReadDatabase(string? text, DataFolder folder)
    {
        try
        {
            return DatabaseChoice.Read(text, folder);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new StartupException("La base de données donnée est illisible (option --database ou REPAIRNET__DATABASE). Exemples : Host=localhost;Database=repairnet;Username=repairnet ou postgres://repairnet@localhost/repairnet.");
        }
    }

    private static MailSettings ReadMail(IConfiguration configuration)
    {
        try
        {
            return MailSettings.Read(configuration);
        }
        catch (FormatException e)
        {
            throw new StartupException($"Réglage du courrier illisible. {e.Message}");
        }
    }

    private static ProConnectSettings? ReadProConnect(WebApplicationBuilder builder)
    {
        try
        {
            return ProConnectSettings.Read(builder.Configuration, isTrial: !builder.Environment.IsProduction());
        }
        catch (FormatException e)
        {
            throw new StartupException(e.Message);
        }
    }

    private static WaitingSettings ReadWaiting(IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration["Waiting:AnswerMinutes"]) ? WaitingSettings.Default
        : int.TryParse(configuration["Waiting:AnswerMinutes"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= WaitingSettings.LeastMinutes and <= WaitingSettings.MostMinutes
            ? new WaitingSettings(Duration.FromMinutes(minutes))
            : throw new StartupException($"Waiting:AnswerMinutes : donnez un nombre entre {WaitingSettings.LeastMinutes} et {WaitingSettings.MostMinutes}.");

    private static ConfirmationSettings ReadConfirmations(IConfiguration configuration) => new(
        configuration.GetValue("Limits:Enabled", true) ? ReadNumber(configuration, "Limits:BookingsBeforeConfirmation", ConfirmationSettings.DefaultBookings, 1, ConfirmationSettings.MostBookings) : null,
        Duration.FromMinutes(ReadNumber(configuration, "Limits:ConfirmationMinutes", ConfirmationSettings.DefaultMinutes, ConfirmationSettings.LeastMinutes, ConfirmationSettings.MostMinutes)));

    private static int ReadNumber(IConfiguration configuration, string name, int unset, int least, int most) =>
        string.IsNullOrWhiteSpace(configuration[name]) ? unset
        : int.TryParse(configuration[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new StartupException($"{name} : donnez un nombre entre {least} et {most}.");

    /// <summary>A delay that is out of its bounds is said before anything starts.</summary>
    private static void CheckRetention(IConfiguration configuration)
    {
        try
        {
            Retention.Read(name => configuration[$"{Retention.Section}:{name}"]);
        }
        catch (FormatException e)
        {
            throw new StartupException(e.Message);
        }
    }

    private static void ProtectKeys(WebApplicationBuilder builder)
    {
        try
        {
            builder.Services.AddKeyCertificate(builder.Configuration);
        }
        catch (FormatException e)
        {
            throw new StartupException(e.Message);
        }
    }

    private static void KeepOutputClean(WebApplicationBuilder builder, HostSettings settings)
    {
        // ServeCommand says itself, in plain words, why the program does not start.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        builder.Services.PostConfigure<LoggerFilterOptions>(options =>
        {
            // For each kind of log that has levels of its own, too: they would come before a rule for all.
            foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
            {
                foreach (var category in Silent)
                {
                    options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.None, null));
                }
            }
        });
        if (!settings.Serves)
        {
            // A command's results are alone on standard output; that the database is out of reach is said once, by StartupChecks.
            builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.Critical);

            // Whoever types the command sees what it did; the line of the log is in the database.
            builder.Logging.AddFilter(typeof(AuditStream).FullName, LogLevel.Warning);
        }
    }

    private static void CheckSettings(WebApplicationBuilder builder, HostSettings settings)
    {
        if (!KnownEnvironments.Contain(builder.Environment.EnvironmentName))
        {
            throw new StartupException($"L’environnement « {builder.Environment.EnvironmentName} » (ASPNETCORE_ENVIRONMENT) n’existe pas. {KnownEnvironments.Choice}");
        }

        if (builder.Configuration["Limits:Enabled"] is { Length: > 0 } limits && !bool.TryParse(limits, out _))
        {
            throw new StartupException("Le réglage Limits:Enabled (REPAIRNET__LIMITS__ENABLED) est illisible : écrivez true ou false.");
        }

        if (builder.Configuration["Instance:BaseUrl"] is { Length: > 0 } site && !(Uri.TryCreate(site, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new StartupException("Le réglage Instance:BaseUrl (REPAIRNET__INSTANCE__BASEURL) est illisible : écrivez l’adresse publique entière, comme https://repair.exemple.fr.");
        }

        if (!builder.Environment.IsProduction())
        {
            return;
        }

        if (settings.Now is not null)
        {
            throw new StartupException("L’option --now est refusée en production : l’horloge y est celle de la machine.");
        }

        if (!builder.Configuration.GetValue("Limits:Enabled", true))
        {
            throw new StartupException("Le réglage REPAIRNET__LIMITS__ENABLED=false est refusé en production : il ouvre la porte aux robots.");
        }

        if (settings.Serves && SiteHosts.AreUnknown(builder.Configuration))
        {
            throw new StartupException("En production, nommez les adresses du site : REPAIRNET__ALLOWEDHOSTS=repair.exemple.fr (plusieurs : séparées par « ; »), ou son adresse publique : REPAIRNET__INSTANCE__BASEURL=https://repair.exemple.fr.");
        }
    }
}
