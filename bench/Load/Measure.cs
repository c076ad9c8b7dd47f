using System.Collections.Concurrent;
using System.Diagnostics;

namespace RepairNet.Bench.Load;

/// <summary>What one run of load gave.</summary>
/// <param name="PerSecond">Requests answered each second.</param>
/// <param name="P50">Milliseconds under which half were answered.</param>
/// <param name="P99">Milliseconds under which 99 of 100 were answered.</param>
/// <param name="ServerMicros">Microseconds of processor the server took for each.</param>
/// <param name="DatabaseMicros">The same of the database server; 0 where it is inside the program.</param>
/// <param name="Requests">How many were sent.</param>
/// <param name="Refused">How many were not answered as wanted.</param>
internal sealed record Result(double PerSecond, double P50, double P99, double ServerMicros, double DatabaseMicros, long Requests, long Refused)
{
    public static Result Mean(IReadOnlyList<Result> runs) => new(
        runs.Average(r => r.PerSecond), runs.Average(r => r.P50), runs.Max(r => r.P99), runs.Average(r => r.ServerMicros), runs.Average(r => r.DatabaseMicros), runs.Sum(r => r.Requests), runs.Sum(r => r.Refused));
}

internal static class Measure
{
    /// <summary>Connections that send at once: as many as the aims say.</summary>
    public const int Connections = 8;

    /// <summary>Sends these requests again and again for some seconds.</summary>
    /// <param name="wanted">The HTTP status of a good answer.</param>
    public static Task<Result> RepeatAsync(ServerProcess server, Uri address, IReadOnlyList<byte[]> requests, TimeSpan time, int wanted = 200, Func<double>? databaseCpu = null, int connections = Connections)
    {
        var next = -1;
        return RunAsync(server, address, () => requests[(int)((uint)Interlocked.Increment(ref next) % (uint)requests.Count)], time, wanted, databaseCpu, connections);
    }

    /// <summary>Sends each of these requests once, until they or the seconds run out.</summary>
    public static Task<Result> OnceAsync(ServerProcess server, Uri address, ConcurrentQueue<byte[]> requests, TimeSpan time, int wanted, Func<double>? databaseCpu = null) =>
        RunAsync(server, address, () => requests.TryDequeue(out var request) ? request : null, time, wanted, databaseCpu, Connections);

    private static async Task<Result> RunAsync(ServerProcess server, Uri address, Func<byte[]?> next, TimeSpan time, int wanted, Func<double>? databaseCpu, int connections)
    {
        var (cpu, database, clock) = (server.CpuSeconds(), databaseCpu?.Invoke() ?? 0, Stopwatch.StartNew());
        var workers = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await Connection.OpenAsync(address);
            var latencies = new List<long>(100_000);
            var refused = 0L;
            while (clock.Elapsed < time && next() is { } request)
            {
                var start = Stopwatch.GetTimestamp();
                if (await connection.SendAsync(request) != wanted)
                {
                    refused++;
                }

                latencies.Add(Stopwatch.GetTimestamp() - start);
            }

            return (latencies, refused);
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        var (cpuAfter, databaseAfter) = (server.CpuSeconds(), databaseCpu?.Invoke() ?? 0);
        var all = workers.SelectMany(w => w.latencies).ToArray();
        Array.Sort(all);
        double At(double share) => all.Length == 0 ? 0 : all[(int)((all.Length - 1) * share)] * 1000.0 / Stopwatch.Frequency;
        return new Result(
            all.Length / seconds, At(0.5), At(0.99), (cpuAfter - cpu) * 1e6 / Math.Max(1, all.Length), (databaseAfter - database) * 1e6 / Math.Max(1, all.Length), all.Length, workers.Sum(w => w.refused));
    }
}
