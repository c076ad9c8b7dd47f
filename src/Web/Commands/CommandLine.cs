using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary>The verbs of the program. Exit code: 0 done, 1 failed, 2 wrong arguments.</summary>
public static class CommandLine
{
    /// <summary>How long a verb that was asked to stop may take to end what it has in hand: longer than the host and its jobs give themselves.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(1);

    private const int Failed = 1;
    private const int WrongArguments = 2;

    // Unicode's « Control Pictures », in the order of the signs they stand for.
    private const char PictureOfNull = '\u2400';
    private const char PictureOfDelete = '\u2421';
    private const char UnicodeReplacement = '\ufffd';

    /// <summary>The language of the commands, and of the numbers they write for people.</summary>
    internal static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private static readonly Option<string?> Data = new("--data") { Description = "Dossier des données (défaut : repairnet-data).", HelpName = "DIR", Recursive = true, Validators = { CheckData } };
    private static readonly Option<string?> Database = new("--database") { Description = "Host=… ou postgres://… pour PostgreSQL ; sans elle, SQLite dans le dossier des données.", HelpName = "CONNSTRING", Recursive = true, Validators = { CheckDatabase } };
    private static readonly Option<string?> Urls = new("--urls") { Description = "Adresses d’écoute, par exemple http://localhost:5080.", HelpName = "URL", Recursive = true, Validators = { CheckUrls } };
    private static readonly Option<string?> Environment = new("--environment") { Description = "Development, Staging ou Production (défaut : variable ASPNETCORE_ENVIRONMENT, sinon Production).", HelpName = "NAME", Recursive = true, Validators = { CheckEnvironment } };

    /// <summary>Of <c>--now</c>: no repair is older than this century, and the demonstration keeps six months before its clock.</summary>
    private const int FirstYear = 2001;

    private static readonly Option<Instant?> Now = new("--now")
    {
        Description = "L’horloge part de cet instant, puis avance (refusé en production). Exemple : 2027-03-28T01:30:00+01:00.",
        HelpName = "INSTANT",
        Recursive = true,
        CustomParser = ReadInstant,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        // What the parser itself says, of errors and in the help, is in the language of the interface.
        CultureInfo.CurrentUICulture = French;
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
            if (verb.Subcommands.Count > 0)
            {
                verb.Description += $" Suivi de : {string.Join(", ", verb.Subcommands.Select(s => s.Name))}.";
            }

            root.Add(verb);
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Description = "Affiche cette aide.";
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(InFrench(error));
            }

            await Console.Error.WriteLineAsync("Aide : repairnet --help");
            return WrongArguments;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = LongestEnd });
    }

    /// <summary>A text as a terminal may write it: each control sign by its picture, « ␛ » for ESC, or « � » where it has none.</summary>
    internal static string Shown(string text) =>
        string.Create(text.Length, text, static (shown, written) =>
        {
            for (var i = 0; i < written.Length; i++)
            {
                shown[i] = written[i] switch
                {
                    < ' ' and var low => (char)(PictureOfNull + low),
                    '\u007f' => PictureOfDelete,
                    var sign => char.IsControl(sign) ? UnicodeReplacement : sign,
                };
            }
        });

    /// <summary>Makes the action of a verb: builds the program, prepares the database, runs the work.</summary>
    /// <param name="work">Given the program; answers the exit code.</param>
    /// <param name="prepareDatabase">False for the verbs that create or replace the database.</param>
    /// <param name="before">Refuses, before anything is made; null where nothing is to be refused.</param>
    /// <param name="makesDatabase">False for what only makes sense of a database that is there: a slip in <c>--data</c> makes no new one.</param>
    internal static Func<ParseResult, CancellationToken, Task<int>> Action(
        Func<WebApplication, ParseResult, CancellationToken, Task<int>> work, bool prepareDatabase = true, bool makesDatabase = true, Action<WebApplication>? before = null) =>
        (parse, cancellationToken) => GuardAsync(async () =>
        {
            await using var app = RepairNetHost.Build(Settings(parse));
            before?.Invoke(app);
            if (!makesDatabase && app.Services.GetRequiredService<DatabaseChoice>().SqliteFile is { } file && !File.Exists(file))
            {
                throw new StartupException($"Il n’y a pas de base ici : {Path.GetFullPath(file)}. Vérifiez l’option --data.");
            }

            if (prepareDatabase)
            {
                await app.PrepareDatabaseAsync(cancellationToken);
            }

            return await work(app, parse, cancellationToken);
        });

    internal static HostSettings Settings(ParseResult parse) => new()
    {
        Data = parse.GetValue(Data) ?? (System.Environment.GetEnvironmentVariable("REPAIRNET__DATA") is { Length: > 0 } folder ? folder : "repairnet-data"),
        Database = parse.GetValue(Database),
        Urls = parse.GetValue(Urls),
        Environment = parse.GetValue(Environment),
        Now = parse.GetValue(Now),
    };

    private static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        // The work itself is machinery: whoever writes to people names the language.
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(Explanation(e));
            return Failed;
        }
    }

    /// <summary>What is wrong with the arguments; the parser has no French for an option given twice.</summary>
    private static string InFrench(ParseError error) =>
        error.SymbolResult is OptionResult { IdentifierTokenCount: > 1 } twice ? $"{twice.Option.Name} : cette option ne se donne qu’une fois." : error.Message;

    /// <summary>Why a command failed: a sentence for whoever typed it, never a trace.</summary>
    private static string Explanation(Exception exception) => exception switch
    {
        StartupException => exception.Message,
        OperationCanceledException => "Arrêté avant la fin.",
        IOException or UnauthorizedAccessException => "Le dossier des données ne s’ouvre pas, ou ne s’écrit pas. Vérifiez l’option --data, la place qui reste et le droit d’y écrire.",
        _ when exception.InnerException is IOException or UnauthorizedAccessException => Explanation(exception.InnerException),
        _ => $"Une erreur imprévue a arrêté la commande ({exception.GetType().Name} : {exception.Message.ReplaceLineEndings(" ")}).",
    };

    /// <summary>Refuses what is no whole number, in other words than the parser's.</summary>
    internal static void WholeNumber(OptionResult result)
    {
        if (result.Tokens.Count == 1 && !long.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            result.AddError($"{result.Option.Name} : donnez un nombre entier.");
        }
    }

    /// <summary>Refuses an empty name, which a script gives where its variable is not set.</summary>
    internal static void FileName(ArgumentResult result)
    {
        if (IsEmpty(result.Tokens))
        {
            result.AddError($"{result.Argument.Name} : donnez le nom d’un fichier.");
        }
    }

    /// <summary>The same of a folder.</summary>
    internal static void FolderName(ArgumentResult result)
    {
        if (IsEmpty(result.Tokens))
        {
            result.AddError($"{result.Argument.Name} : donnez le nom d’un dossier.");
        }
    }

    /// <summary>The same of a territory.</summary>
    internal static void Territory(OptionResult result)
    {
        if (IsEmpty(result.Tokens))
        {
            result.AddError($"{result.Option.Name} : donnez un territoire. Exemple : commune:38185");
        }
    }

    private static void CheckData(OptionResult result)
    {
        if (IsEmpty(result.Tokens))
        {
            result.AddError("--data : donnez le nom d’un dossier.");
        }
    }

    private static bool IsEmpty(IReadOnlyList<Token> tokens) => tokens.Count == 1 && string.IsNullOrWhiteSpace(tokens[0].Value);

    private static void CheckDatabase(OptionResult result)
    {
        try
        {
            if (IsEmpty(result.Tokens))
            {
                throw new FormatException("Empty.");
            }

            if (result.Tokens.Count == 1 && DatabaseChoice.Read(result.Tokens[0].Value, new DataFolder("")) is { IsPostgres: true } choice
                && string.IsNullOrEmpty(new Npgsql.NpgsqlConnectionStringBuilder(choice.ConnectionString).Host))
            {
                throw new FormatException("No host.");
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            result.AddError("--database : cette base est illisible. Exemples : Host=localhost;Database=repairnet;Username=repairnet ou postgres://repairnet@localhost/repairnet.");
        }
    }

    private static void CheckEnvironment(OptionResult result)
    {
        if (result.Tokens.Count == 1 && !KnownEnvironments.Contain(result.Tokens[0].Value))
        {
            result.AddError($"--environment : « {result.Tokens[0].Value} » n’existe pas. {KnownEnvironments.Choice}");
        }
    }

    private static void CheckUrls(OptionResult result)
    {
        if (IsEmpty(result.Tokens))
        {
            result.AddError("--urls : donnez une adresse d’écoute. Exemple : http://localhost:5080");
        }

        foreach (var url in result.Tokens.SelectMany(t => t.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            try
            {
                if (BindingAddress.Parse(url) is { Scheme: "http" or "https", Port: >= 0 and <= 65_535 })
                {
                    continue;
                }
            }
            catch (FormatException)
            {
                // Said below.
            }

            result.AddError($"--urls : « {url} » n’est pas une adresse d’écoute. Exemple : http://localhost:5080");
        }
    }

    private static Instant? ReadInstant(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var withOffset = OffsetDateTimePattern.ExtendedIso.Parse(text);
        if (withOffset.Success && withOffset.Value.Year is >= FirstYear and < 9000)
        {
            return withOffset.Value.ToInstant();
        }

        result.AddError("--now : donnez un instant de 2001 à 8999, comme 2027-03-28T01:30:00+01:00.");
        return null;
    }
}
