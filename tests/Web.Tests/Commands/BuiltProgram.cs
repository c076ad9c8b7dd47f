using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RepairNet.TestSupport;

namespace RepairNet.Web.Tests.Commands;

/// <summary>The built program, started as an operator would.</summary>
internal sealed class BuiltProgram : IAsyncDisposable
{
    private readonly Process _process;

    private BuiltProgram(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>Runs a command until it says something on standard error that is awaited, then ends it at once, as <c>kill -9</c> does.</summary>
    public static async Task RunUntilAsync(IEnumerable<string> arguments, Predicate<string> said)
    {
        using var process = Start(arguments, []);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (said(line))
            {
                process.Kill();
                await process.WaitForExitAsync();
                return;
            }
        }

        throw new InvalidOperationException("The program ended before it said what was awaited.");
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> variables)
    {
        using var process = Start(arguments, variables);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Serves a database until it is killed.</summary>
    public static Task<BuiltProgram> ServeAsync(TestDatabase database, params IEnumerable<string> more) => ServeAsync([.. database.Arguments, .. more], []);

    /// <summary>Serves as these options say, until it is killed.</summary>
    public static async Task<BuiltProgram> ServeAsync(string[] arguments, params IEnumerable<(string Name, string Value)> variables)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var process = Start(["serve", "--urls", address.ToString(), "--environment", "Testing", .. arguments], variables);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var program = new BuiltProgram(process, address);
        using var client = new HttpClient { BaseAddress = address };
        for (var i = 0; i < 600 && !process.HasExited; i++)
        {
            try
            {
                if ((await client.GetAsync("/sante")).IsSuccessStatusCode)
                {
                    return program;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        await program.DisposeAsync();
        throw new InvalidOperationException("The program ended, or did not answer within a minute.");
    }

    /// <summary>Asks it to end, as an operator's <c>systemctl stop</c> does.</summary>
    /// <returns>The code it ends with.</returns>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("sh", ["-c", "kill -TERM " + _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "repairnet.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
