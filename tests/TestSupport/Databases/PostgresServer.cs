using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace RepairNet.TestSupport;

/// <summary>
/// The PostgreSQL server of this test run: the one named by <c>REPAIRNET_TEST_POSTGRES</c> (a role that may create databases),
/// else a private cluster in a temporary folder, made from the installed binaries and gone when the run ends.
/// </summary>
internal static class PostgresServer
{
    public const string Variable = "REPAIRNET_TEST_POSTGRES";

    private const string Instruction =
        $"Install PostgreSQL (Debian: apt-get install postgresql), or name a server in {Variable}: Host=…;Username=…;Password=… with the right to create databases.";

    // Room for several programs with their own pools at once.
    private const int MaxConnections = 300;

    private static readonly Lazy<Task<string>> Started = new(() => Task.Run(StartAsync));

    /// <summary>Whether the cluster is this run's own, gone with it.</summary>
    public static bool IsPrivate => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Connection to the server, without a database.</summary>
    public static Task<string> ConnectionStringAsync() => Started.Value;

    private static async Task<string> StartAsync()
    {
        if (!IsPrivate)
        {
            var builder = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(Variable)) { Database = null };
            await Console.Error.WriteLineAsync($"PostgreSQL for tests: {builder.Host}:{builder.Port}, named by {Variable}.");
            return builder.ConnectionString;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartPrivateClusterAsync();
            }
            catch (PortTakenException) when (attempt < 5)
            {
                // Someone took the free port between the look and the start.
            }
        }
    }

    private static async Task<string> StartPrivateClusterAsync()
    {
        var binaries = FindBinaries();
        var isRoot = Environment.UserName == "root";
        if (isRoot && await RunAsync("id", ["-u", "postgres"]) is { ExitCode: not 0 })
        {
            throw new InvalidOperationException($"PostgreSQL does not run as root, and there is no user « postgres » to run it as. {Instruction}");
        }

        var folder = Path.Combine(Path.GetTempPath(), $"repairnet-pg-{Guid.CreateVersion7():N}");
        var port = FreePort();
        // The server lives as long as the standard input of this shell: when the test run ends, even killed, it stops and
        // its folder goes.
        var script = $"""
            set -e
            trap 'rm -rf "{folder}"' EXIT
            mkdir -m 700 "{folder}"
            cd "{folder}"
            "{binaries}/initdb" -D data -U repairnet --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1 || (cat initdb.log; exit 3)
            "{binaries}/postgres" -D data -p {port} -k "{folder}" -c listen_addresses=127.0.0.1 -c max_connections={MaxConnections} -c fsync=off -c full_page_writes=off -c max_wal_size=256MB -c log_min_messages=fatal >server.log 2>&1 &
            server=$!
            for i in $(seq 150); do
              if "{binaries}/pg_isready" -q -h 127.0.0.1 -p {port} -U repairnet; then echo ready; break; fi
              if ! kill -0 $server 2>/dev/null; then cat server.log; exit 4; fi
              sleep 0.1
            done
            read -r _ || true
            kill -INT $server
            wait $server || true
            """;
        var start = new ProcessStartInfo(isRoot ? "runuser" : "sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in isRoot ? ["-u", "postgres", "--", "sh", "-c", script] : new[] { "-c", script })
        {
            start.ArgumentList.Add(argument);
        }

        start.WorkingDirectory = Path.GetTempPath();
        var shell = Process.Start(start) ?? throw new InvalidOperationException("No shell.");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            shell.StandardInput.Close();
            shell.WaitForExit(5000);
        };
        var said = "";
        while (await shell.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready")
            {
                await Console.Error.WriteLineAsync($"PostgreSQL for tests: private cluster of {binaries} on 127.0.0.1:{port}.");
                return new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "repairnet" }.ConnectionString;
            }

            said += line + "\n";
        }

        said += await shell.StandardError.ReadToEndAsync();
        if (said.Contains("Address already in use", StringComparison.Ordinal))
        {
            throw new PortTakenException();
        }

        throw new InvalidOperationException($"PostgreSQL did not start. {Instruction}\n{said}");
    }

    private static string FindBinaries()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        // The newest version first; what PATH shows may be links or wrappers, and lacks `postgres` itself on Debian.
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(d => Path.Combine(d, "bin"))
            : [];
        return installed.Concat(path).FirstOrDefault(folder => folder.Length > 0 && new[] { "initdb", "postgres", "pg_isready" }.All(name => File.Exists(Path.Combine(folder, name))))
            ?? throw new InvalidOperationException($"These tests need PostgreSQL, and neither PATH nor /usr/lib/postgresql has initdb and postgres. {Instruction}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} does not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private sealed class PortTakenException : Exception;
}
