using System.CommandLine;
using System.CommandLine.Parsing;
using NodaTime;
using NodaTime.Text;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary>The verbs of the program. Exit code: 0 done, 1 failed, 2 wrong arguments.</summary>
public static class CommandLine
{
    private const int Failed = 1;
    private const int WrongArguments = 2;

    private static readonly Option<string?> Data = new("--data") { Description = "Dossier des données (défaut : repairnet-data).", HelpName = "DIR", Recursive = true };
    private static readonly Option<string?> Database = new("--database") { Description = "Host=… ou postgres://… pour PostgreSQL ; sans elle, SQLite dans le dossier des données.", HelpName = "CONNSTRING", Recursive = true };
    private static readonly Option<string?> Urls = new("--urls") { Description = "Adresses d’écoute, par exemple http://localhost:5080.", HelpName = "URL", Recursive = true };
    private static readonly Option<string?> Environment = new("--environment") { Description = "Development, Staging ou Production (défaut : variable ASPNETCORE_ENVIRONMENT, sinon Production).", HelpName = "NAME", Recursive = true };

    private static readonly Option<Instant?> Now = new("--now")
    {
        Description = "L’horloge part de cet instant, puis avance (refusé en production). Exemple : 2027-03-28T01:30:00+01:00.",
        HelpName = "INSTANT",
        Recursive = true,
        CustomParser = ReadInstant,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("RepairNet : prendre rendez-vous pour faire réparer, près de chez soi.\n\nLes réglages viennent aussi de appsettings.json et des variables REPAIRNET__… (REPAIRNET__MAIL__HOST, REPAIRNET__DATABASE, REPAIRNET__INSTANCE__BASEURL…).")
        {
            Data, Database, Urls, Environment, Now,
        };
        var serve = new Command("serve", "Sert les pages (verbe par défaut).");
        serve.SetAction((parse, cancellationToken) => GuardAsync(() => ServeCommand.RunAsync(Settings(parse) with { Serves = true }, cancellationToken)));
        root.SetAction((parse, cancellationToken) => GuardAsync(() => ServeCommand.RunAsync(Settings(parse) with { Serves = true }, cancellationToken)));
        root.Add(serve);
        foreach (var verb in Verbs.All)
        {
            root.Add(verb);
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("Aide : repairnet --help");
            return WrongArguments;
        }

        return await parsed.InvokeAsync();
    }

    /// <summary>Makes the action of a verb: builds the program, prepares the database, runs the work.</summary>
    /// <param name="work">Given the program; answers the exit code.</param>
    /// <param name="prepareDatabase">False for the verbs that create or replace the database.</param>
    internal static Func<ParseResult, CancellationToken, Task<int>> Action(Func<WebApplication, ParseResult, CancellationToken, Task<int>> work, bool prepareDatabase = true) =>
        (parse, cancellationToken) => GuardAsync(async () =>
        {
            await using var app = RepairNetHost.Build(Settings(parse));
            if (prepareDatabase)
            {
                await app.PrepareDatabaseAsync(cancellationToken);
            }

            return await work(app, parse, cancellationToken);
        });

    internal static HostSettings Settings(ParseResult parse) => new()
    {
        Data = parse.GetValue(Data) ?? System.Environment.GetEnvironmentVariable("REPAIRNET__DATA") ?? "repairnet-data",
        Database = parse.GetValue(Database),
        Urls = parse.GetValue(Urls),
        Environment = parse.GetValue(Environment),
        Now = parse.GetValue(Now),
    };

    private static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Failed;
        }
    }

    private static Instant? ReadInstant(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var withOffset = OffsetDateTimePattern.ExtendedIso.Parse(text);
        if (withOffset.Success)
        {
            return withOffset.Value.ToInstant();
        }

        var utc = InstantPattern.ExtendedIso.Parse(text);
        if (!utc.Success)
        {
            result.AddError("--now : donnez un instant comme 2027-03-28T01:30:00+01:00.");
            return null;
        }

        return utc.Value;
    }
}
