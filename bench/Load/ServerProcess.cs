using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RepairNet.Bench.Load;

/// <summary>A server started for the measure, in a process of its own.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    // Linux counts processor time in hundredths of a second for whoever asks.
    private const double TicksPerSecond = 100;

    private readonly Process _process;

    private ServerProcess(Process process, Uri address, TimeSpan toAddress)
    {
        _process = process;
        Address = address;
        ToAddress = toAddress;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to its saying that it listens.</summary>
    public TimeSpan ToAddress { get; }

    /// <summary>Starts a .NET program and waits until it writes the address it listens on.</summary>
    public static async Task<ServerProcess> StartAsync(string program, params IEnumerable<string> arguments)
    {
        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["REPAIRNET__LIMITS__ENABLED"] = "false";
        start.Environment["REPAIRNET__LOGGING__LOGLEVEL__DEFAULT"] = "Warning";
        // As whoever runs a service says: its home page then asks the database for the board of this territory.
        start.Environment["REPAIRNET__INSTANCE__HOMETERRITORY"] = "epci:200040715";
        start.Environment["DOTNET_gcServer"] = "0";
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address_().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new ServerProcess(process, new Uri(match.Value), clock.Elapsed);
            }
        }

        throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} stopped before it listened.");
    }

    /// <summary>Runs a .NET program to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException("dotnet does not start.");
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}. {said}");
        }

        return said;
    }

    /// <summary>
    /// Holds it still while something else is measured: after a run of bookings it sends their mails, and would take from the bare server's share what
    /// nobody asked of it then.
    /// </summary>
    /// <returns>Lets it go on once disposed of.</returns>
    public async Task<IAsyncDisposable> HoldStillAsync()
    {
        await SignalAsync("STOP");
        return new Held(this);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private sealed class Held(ServerProcess server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await server.SignalAsync("CONT");
    }

    /// <summary>Processor time it has used, in seconds, all threads.</summary>
    public double CpuSeconds() => CpuSeconds(_process.Id, withChildren: false);

    /// <summary>Memory it holds now, in MiB (resident set).</summary>
    public double ResidentMebibytes() => ResidentMebibytes(_process.Id) ?? throw new InvalidOperationException("The server has stopped.");

    /// <summary>The same of any process; null once it has ended.</summary>
    public static double? ResidentMebibytes(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)) is { } line
                ? double.Parse(line[6..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Processor time of a server and of all the processes it started, ended ones included, in seconds.</summary>
    public static double TreeCpuSeconds(int root)
    {
        var total = CpuSeconds(root, withChildren: true);
        foreach (var folder in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                var pid = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
                if (Stat(pid)[1] == root.ToString(CultureInfo.InvariantCulture))
                {
                    total += CpuSeconds(pid, withChildren: true);
                }
            }
            catch (IOException)
            {
                // It ended meanwhile: its time is now in its parent's.
            }
        }

        return total;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private static double CpuSeconds(int pid, bool withChildren)
    {
        var stat = Stat(pid);
        return stat.Skip(11).Take(withChildren ? 4 : 2).Sum(t => double.Parse(t, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Fields of /proc/PID/stat from the third on (the second holds a name in parentheses).</summary>
    private static string[] Stat(int pid)
    {
        var text = File.ReadAllText($"/proc/{pid}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }

    [GeneratedRegex(@"http://[\d.:a-z]+")]
    private static partial Regex Address_();
}
