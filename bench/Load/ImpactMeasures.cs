using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RepairNet.Bench.Load;

/// <summary>A million lines of the ledger over all communes: how fast they are imported, and how fast a year of any territory is added up.</summary>
/// <param name="program">The program to measure, repairnet.dll, built for release.</param>
/// <param name="folder">An empty folder for its data.</param>
internal sealed class ImpactMeasures(string program, string folder)
{
    private const int Lines = 1_000_000;
    private const int Years = 5;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(2);
    private static readonly string[] Groupings = ["none", "month", "category", "weee6", "r543172", "barrier", "commune", "organisation", "day"];

    /// <summary>The rows, written once for both databases. The days end before the day of the machine, of which the server tells.</summary>
    public string File => Path.Combine(folder, "repairs.csv");

    public static (string From, string To) Year(DateTime today) => ($"{today.Year - 1}-01-01", $"{today.Year - 1}-12-31");

    /// <summary>Writes the rows: communes as often as they are peopled, each category and outcome in turn.</summary>
    public async Task WriteAsync(IReadOnlyList<(string Code, int Population)> communes, DateTime today)
    {
        var categories = System.IO.File.ReadLines(Path.Combine(Root(), "data", "equipment", "categories.csv")).Skip(1)
            .Select(line => line.Split(',')[^4]).Where(name => name.Length > 0).ToList();
        string[] outcomes = ["Fixed", "Fixed", "Fixed", "Fixed", "Fixed", "Repairable", "Repairable", "End of life", "End of life", "Unknown"];
        string[] barriers = ["Spare parts not available", "Spare parts too expensive", "No way to open the product", "Repair information not available", "Lack of equipment", "Item too worn out"];
        var ends = new long[communes.Count];
        var people = 0L;
        for (var i = 0; i < communes.Count; i++)
        {
            ends[i] = people += Math.Max(1, communes[i].Population);
        }

        var dice = new Dice(1);
        var first = today.AddDays(-1 - (365 * Years));
        await using var file = new StreamWriter(File, append: false, new UTF8Encoding(false));
        await file.WriteLineAsync("id,data_provider,country,product_category,repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,problem,commune");
        for (var i = 0; i < Lines; i++)
        {
            // Every commune has its row, then those where more people live have more.
            var place = i < communes.Count ? i : Array.BinarySearch(ends, dice.Below(people));
            var commune = communes[place < 0 ? ~place : Math.Min(place, communes.Count - 1)].Code;
            var outcome = outcomes[dice.Below(outcomes.Length)];
            await file.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"mesure_{i},Réseau {i % 20},FRA,{categories[(int)dice.Below(categories.Count)]},{outcome},{(outcome == "End of life" ? barriers[dice.Below(barriers.Length)] : "")},Groupe {i % 500},{first.AddDays(dice.Below(365 * Years)):yyyy-MM-dd},ne s’allume plus,{commune}"));
        }
    }

    public async Task ImportAsync(string name, string[] options)
    {
        await ServerProcess.RunAsync(program, ["migrate", "--environment", "Staging", .. options]);
        var clock = Stopwatch.StartNew();
        using var import = Process.Start(new ProcessStartInfo("dotnet", [program, "import", "ords", File, "--environment", "Staging", .. options]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = Task.WhenAll(import.StandardOutput.ReadToEndAsync(), import.StandardError.ReadToEndAsync());
        var resident = new List<double>();
        while (!said.IsCompleted)
        {
            await Task.WhenAny(said, Task.Delay(500));
            if (ServerProcess.ResidentMebibytes(import.Id) is { } now)
            {
                resident.Add(now);
            }
        }

        await import.WaitForExitAsync();
        if (import.ExitCode != 0)
        {
            throw new InvalidOperationException($"The import ended with {import.ExitCode}. {string.Concat(await said)}");
        }

        var (early, whole) = (resident.Take(1 + (resident.Count / 4)).Max(), resident.Max());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"import of {Lines} rows, {name}: {Lines / clock.Elapsed.TotalSeconds:0} rows/s. Resident, most in the first quarter: {early:0} MiB; most of all: {whole:0} MiB."));
    }

    /// <summary>A year of a commune, an EPCI, a département, a region and the country, cut in every way, one after the other on one connection.</summary>
    public static async Task AskAsync(string name, ServerProcess server, IReadOnlyList<string> territories, DateTime today)
    {
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(1) };
        var (from, to) = Year(today);
        foreach (var territory in territories)
        {
            foreach (var grouping in Groupings)
            {
                var path = $"/api/v1/impact?territory={territory}&from={from}&to={to}&groupBy={grouping}";
                var total = JsonDocument.Parse(await client.GetStringAsync(path)).RootElement.GetProperty("repairs").GetProperty("total").GetInt64();
                await SayAsync(territory, grouping, $"{total,9} items", [path]);
            }
        }

        // The country by commune is kept while it is asked for: what it takes where it is not the one just asked for, then where it is none of the last ones.
        string Country(string first, string last) => $"/api/v1/impact?territory=country:FRA&from={first}&to={last}&groupBy=commune";
        await SayAsync("country:FRA", "commune", "years in turn", [.. Enumerable.Range(1, 4).Select(ago => Country($"{today.Year - ago}-01-01", $"{today.Year - ago}-12-31"))]);
        await SayAsync("country:FRA", "commune", "always another", [.. Enumerable.Range(0, 300).Select(days => Country(from, $"{new DateTime(today.Year - 1, 12, 31).AddDays(-days):yyyy-MM-dd}"))]);

        async Task SayAsync(string territory, string grouping, string what, IReadOnlyList<string> paths)
        {
            byte[][] requests = [.. paths.Select(path => Connection.Get(server.Address, path))];
            await Measure.RepeatAsync(server, server.Address, requests, Each, connections: 1);
            var result = await Measure.RepeatAsync(server, server.Address, requests, Each, connections: 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-11}{territory,-18}{grouping,-14}{what,15}   p50 {result.P50,8:0.0} ms   p99 {result.P99,8:0.0} ms   CPU {result.ServerMicros / 1000,7:0.0} ms"));
        }
    }

    /// <summary>One more row, imported beside the server: the next answer counts it.</summary>
    public async Task CheckFreshAsync(ServerProcess server, string[] options, string commune, DateTime today)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        async Task<long> TotalAsync() => JsonDocument.Parse(await client.GetStringAsync("/api/v1/impact?territory=country:FRA")).RootElement.GetProperty("repairs").GetProperty("total").GetInt64();
        var before = await TotalAsync();
        var one = Path.Combine(folder, "one.csv");
        await System.IO.File.WriteAllTextAsync(one, $"id,data_provider,country,product_category,repair_status,event_date,commune\nmesure_une,Réseau 0,FRA,Mobile,Fixed,{today.AddDays(-1):yyyy-MM-dd},{commune}\n");
        await ServerProcess.RunAsync(program, ["import", "ords", one, "--environment", "Staging", .. options]);
        var after = await TotalAsync();
        Console.WriteLine(after == before + 1 ? "A row imported meanwhile is in the total of the next answer." : throw new InvalidOperationException($"{before} items, then one more: {after}."));
    }

    public static string Root()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root.Parent is not null && !System.IO.File.Exists(Path.Combine(root.FullName, "RepairNet.sln")))
        {
            root = root.Parent;
        }

        return root.FullName;
    }

    /// <summary>The same throws at each run (Lehmer, modulus 2⁶¹ − 1).</summary>
    private sealed class Dice(long seed)
    {
        private UInt128 _state = (UInt128)seed;

        public long Below(long number)
        {
            _state = _state * 437799614237992725 % ((1UL << 61) - 1);
            return (long)(_state % (UInt128)number);
        }
    }
}
