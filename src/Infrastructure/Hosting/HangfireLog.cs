using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>
/// Hands Hangfire's log to ours. Hangfire keeps its loggers for the life of the process, so they look up the factory at each
/// line: the one of the program that runs now, or none.
/// </summary>
internal sealed class HangfireLog : ILogProvider
{
    private static volatile ILoggerFactory? _current;

    public static void Open(ILoggerFactory loggers)
    {
        _current = loggers;
        LogProvider.SetCurrentLogProvider(new HangfireLog());
    }

    /// <summary>Nothing is logged after this, unless another program in this process has opened it.</summary>
    public static void Close(ILoggerFactory loggers) => Interlocked.CompareExchange(ref _current, null, loggers);

    public ILog GetLogger(string name) => new Lines(name);

    private sealed class Lines(string name) : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
        {
            if (_current is not { } loggers)
            {
                return false;
            }

            try
            {
                var log = loggers.CreateLogger(name);
                var level = logLevel switch
                {
                    Hangfire.Logging.LogLevel.Trace => LogLevel.Trace,
                    Hangfire.Logging.LogLevel.Debug => LogLevel.Debug,
                    Hangfire.Logging.LogLevel.Info => LogLevel.Information,
                    Hangfire.Logging.LogLevel.Warn => LogLevel.Warning,
                    Hangfire.Logging.LogLevel.Error => LogLevel.Error,
                    _ => LogLevel.Critical,
                };
                if (messageFunc is not null && log.IsEnabled(level))
                {
                    log.Log(level, exception, "{Message}", messageFunc());
                }

                return log.IsEnabled(level);
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }
    }
}
