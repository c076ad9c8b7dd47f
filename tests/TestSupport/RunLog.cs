using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace RepairNet.TestSupport;

/// <summary>
/// Reads every line that the program logs while the tests of an assembly run, at the levels of production, and keeps those that hold
/// something of the test people: an address, a number, a name, a password, the secret of a link, a token. The assembly fixture
/// <see cref="RunLogCheck"/> fails the run if there is any.
/// </summary>
[ProviderAlias("RunLog")]
public sealed partial class RunLog : ILoggerProvider
{
    /// <summary>Lines kept, at most: one is enough to fail.</summary>
    private const int Most = 50;

    private readonly ConcurrentQueue<string> _offences = new();
    private long _lines;

    /// <summary>That of the run.</summary>
    public static RunLog OfRun { get; } = new();

    /// <summary>Lines that hold something of a person.</summary>
    public IReadOnlyCollection<string> Offences => _offences;

    /// <summary>How many lines were read.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>The levels of production, for this provider alone: what the tests themselves print stays as it is.</summary>
    public static IReadOnlyDictionary<string, string?> Levels { get; } = new Dictionary<string, string?>
    {
        ["Logging:RunLog:LogLevel:Default"] = "Information",
        ["Logging:RunLog:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:RunLog:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:RunLog:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "None",
        ["Logging:RunLog:LogLevel:Hangfire"] = "Warning",
    };

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // It outlives the instances that write to it.
    }

    /// <summary>Reads one line.</summary>
    public void Read(string category, string line)
    {
        Interlocked.Increment(ref _lines);
        if (_offences.Count < Most && Personal().Match(line) is { Success: true } found)
        {
            _offences.Enqueue($"{category}: « {found.Value} » in {(line.Length > 600 ? line[..600] : line)}");
        }
    }

    // The people of the tests, and what secrets look like: 24 signs after a link's page, 43 in a token, a Bearer header, a signed token of ProConnect, a hash of a password.
    [GeneratedRegex(
        @"[\w.+\-]+@(?:exemple\.fr|personne\.example|example\.com|exemple\.test)|Marie|Blanc\b|(?:\+33|0)[ .]?6[ .]?12[ .]?34[ .]?56[ .]?78|un grille-pain par jour|atelier-mille-vis|Bearer [\w\-]{10,}"
        + @"|(?:rendez-vous|attente|objet-laisse|calendars|compte/lien|connexion/lien|connexion/proconnect/adresse|mes-donnees/lien|confirmer)/[\w\-]{24,}|AQAAAA[\w+/]{20,}|eyJ[\w\-]{20,}\.eyJ",
        RegexOptions.CultureInvariant)]
    private static partial Regex Personal();

    private sealed class Logger(RunLog run, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            run.Read(category, formatter(state, exception));
            if (exception is not null)
            {
                run.Read(category, exception.ToString());
            }
        }
    }
}

/// <summary>Fails the run of an assembly whose program logged something of a person.</summary>
public sealed class RunLogCheck : IDisposable
{
    public void Dispose()
    {
        if (RunLog.OfRun.Offences is { Count: > 0 } offences)
        {
            throw new InvalidOperationException($"The program logged something of the test people ({offences.Count} lines):\n{string.Join('\n', offences)}");
        }
    }
}
