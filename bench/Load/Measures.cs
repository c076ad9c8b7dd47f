using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RepairNet.Bench.Load;

/// <summary>Every measure, in one run: pages beside bare bytes, bookings beside a bare INSERT, start and memory.</summary>
/// <param name="program">The program to measure, repairnet.dll, built for release.</param>
/// <param name="folder">An empty folder for its data.</param>
/// <param name="postgres">A database of PostgreSQL, empty.</param>
/// <param name="postgresPid">Process of its server, for its processor time.</param>
/// <param name="time">Length of each run of load.</param>
internal sealed partial class Measures(string program, string folder, string postgres, int postgresPid, TimeSpan time)
{
    private const int Rounds = 2;

    /// <summary>Half to warm up with, as long as that lasts: some 20 s.</summary>
    private const int BookingsWanted = 60_000;

    private static readonly string Self = typeof(Measures).Assembly.Location;

    /// <summary>Long enough for the runtime to have compiled for good what is measured: what a service is like after its first minute.</summary>
    private readonly TimeSpan _warmUp = TimeSpan.FromSeconds(Math.Max(20, time.TotalSeconds));

    /// <param name="what"><c>start</c>, <c>pages</c>, <c>agenda</c>, <c>sqlite</c>, <c>postgres</c>; none for these. <c>impact</c> only by its name: it imports a million rows, twice.</param>
    public async Task RunAsync(IReadOnlyCollection<string> what)
    {
        if (what.Contains("impact"))
        {
            await ImpactAsync();
            what = [.. what.Except(["impact"])];
            if (what.Count == 0)
            {
                return;
            }
        }

        bool Wanted(params string[] measures) => what.Count == 0 || what.Intersect(measures).Any();
        string[] small = ["--data", Path.Combine(folder, "small")];
        string[] large = ["--data", Path.Combine(folder, "large")];
        string[] agenda = ["--data", Path.Combine(folder, "agenda")];
        string[] server = ["--data", Path.Combine(folder, "server"), "--database", postgres];
        Say("Seeding: 1,000 and 10,000 repairers on SQLite, 10,000 on PostgreSQL, where the measures need them…");
        await SeedAsync(Wanted("pages"), small, 1_000, 2_000);
        await SeedAsync(Wanted("start", "pages", "sqlite"), large, 10_000, 20_000);
        await SeedAsync(Wanted("agenda"), agenda, 10_000, 200_000);
        await SeedAsync(Wanted("postgres"), server, 10_000, 20_000);

        Console.WriteLine();
        Console.WriteLine("8 connections; the client shares the machine. Ratios are of requests per second, and of processor time per request.");
        Console.WriteLine($"{"",-44}{"req/s",9}{"p50 ms",9}{"p99 ms",9}{"CPU µs",9}{"+ PG µs",9}{"of bare",9}{"CPU ×",8}{"refused",9}");
        if (Wanted("start"))
        {
            await StartAndMemoryAsync(large);
        }

        if (Wanted("pages"))
        {
            await PagesAsync(small, large);
        }

        if (Wanted("agenda"))
        {
            await AgendaAsync(agenda);
        }

        if (Wanted("sqlite"))
        {
            await BookingsAsync("SQLite", "/insert/sqlite", large, null);
        }

        if (Wanted("postgres"))
        {
            await BookingsAsync("PostgreSQL", "/insert/postgres", server, () => ServerProcess.TreeCpuSeconds(postgresPid));
        }
    }

    private async Task ImpactAsync()
    {
        // PostgreSQL's database may hold the other measures: this one brings its own.
        var imported = postgres.Replace("Database=repairnet", "Database=impact", StringComparison.Ordinal);
        string[] sqlite = ["--data", Path.Combine(folder, "impact")];
        string[] server = ["--data", Path.Combine(folder, "impact-server"), "--database", imported];
        var measures = new ImpactMeasures(program, folder);
        var today = await MachineDayAsync();
        var communes = PeopledCommunes();
        await measures.WriteAsync([.. communes.Select(c => (c.Code, c.Population))], today);
        var largest = communes[0];
        string[] territories = [$"commune:{communes[5].Code}", $"commune:{largest.Code}", $"epci:{largest.Epci}", $"departement:59", "region:11", "country:FRA"];
        foreach (var (name, options) in new[] { ("SQLite", sqlite), ("PostgreSQL", server) })
        {
            await measures.ImportAsync(name, options);
            await using var process = await ServeAsync(options);
            await ImpactMeasures.AskAsync(name, process, territories, today);
            await measures.CheckFreshAsync(process, options, largest.Code, today);
        }
    }

    /// <summary>The day of the machine, as its file system tells: the clock is asked of the servers, and none runs yet.</summary>
    private async Task<DateTime> MachineDayAsync()
    {
        var file = Path.Combine(folder, "day");
        await File.WriteAllTextAsync(file, "");
        return File.GetLastWriteTimeUtc(file).Date;
    }

    private async Task SeedAsync(bool wanted, string[] options, int repairers, int bookings)
    {
        if (!wanted)
        {
            return;
        }

        var clock = Stopwatch.StartNew();
        await ServerProcess.RunAsync(program, ["migrate", "--environment", "Staging", .. options]);
        var made = await ServerProcess.RunAsync(program, ["seed", "national", "--repairers", Text(repairers), "--bookings", Text(bookings), "--repairs", Text(2 * repairers), "--seed", "1", "--environment", "Staging", .. options]);
        if (!made.StartsWith($"{Text(repairers)} organisations, {Text(bookings)} rendez-vous", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Asked for {repairers} repairers and {bookings} bookings, made: {made}");
        }

        Say($"  {made.Trim()} {clock.Elapsed.TotalSeconds:0} s.");
    }

    private async Task StartAndMemoryAsync(string[] options)
    {
        var clock = Stopwatch.StartNew();
        await using var server = await ServeAsync(options);
        using var client = Client(server.Address);
        (await client.GetAsync("/")).EnsureSuccessStatusCode();
        var first = clock.Elapsed;
        var communes = Communes();
        var pages = communes.Take(50).Select(c => Connection.Get(server.Address, $"/reparer?commune={c}&objet=mobile")).Append(Connection.Get(server.Address, "/")).ToList();
        var queue = new ConcurrentQueue<byte[]>(Enumerable.Range(0, 10_000).Select(i => pages[i % pages.Count]));
        await Measure.OnceAsync(server, server.Address, queue, TimeSpan.FromMinutes(5), 200);
        var busy = server.ResidentMebibytes();
        // What the busy moment took is given back from time to time: see ProcessMemory.
        await Task.Delay(TimeSpan.FromMinutes(1.5));
        Console.WriteLine($"Start to first page: {first.TotalSeconds:0.00} s (existing database, 10,000 repairers). Resident after 10,000 requests: {busy:0} MiB at the last answer, {server.ResidentMebibytes():0} MiB a minute and a half later.");
    }

    private async Task PagesAsync(string[] small, string[] large)
    {
        var communes = Communes();
        await using var little = await ServeAsync(small);
        await using var big = await ServeAsync(large);
        using var client = Client(big.Address);
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var home = Path.Combine(folder, "home.br");
        await File.WriteAllBytesAsync(home, await client.GetByteArrayAsync("/"));
        await using var bare = await ServerProcess.StartAsync(Self, "bare", home, Path.Combine(folder, "bare-pages.db"));

        var bareResult = await PairAsync(bare, "bare endpoint, the bytes of the home page", [Connection.Get(bare.Address, "/page")], big, [Connection.Get(big.Address, "/")], $"home page ({new FileInfo(home).Length} bytes)");
        var results = communes.Select(c => $"/reparer?commune={c}&objet=mobile").ToList();
        var thousand = await AloneAsync(little, [.. results.Select(path => Connection.Get(little.Address, path))], "results near a commune, 1,000 repairers", bareResult);
        var tenThousand = await AloneAsync(big, [.. results.Select(path => Connection.Get(big.Address, path))], "results near a commune, 10,000 repairers", bareResult);
        Console.WriteLine($"    growth from 1,000 to 10,000: p99 × {tenThousand.P99 / thousand.P99:0.00}, CPU × {tenThousand.ServerMicros / thousand.ServerMicros:0.00}");

        var places = new HashSet<string>();
        using var plain = Client(big.Address);
        foreach (var path in results)
        {
            foreach (Match match in PlaceLink().Matches(await plain.GetStringAsync(path)))
            {
                places.Add(match.Value);
            }
        }

        if (places.Count == 0)
        {
            throw new InvalidOperationException("The results name no place: there is nothing to measure.");
        }

        await AloneAsync(big, [.. places.Take(200).Select(path => Connection.Get(big.Address, path))], $"a place page ({Math.Min(200, places.Count)} of them)", bareResult);
    }

    /// <summary>Free times over 60 days of one service and then of another, and the nearest free ones around a commune, in a country with 200,000 bookings ahead.</summary>
    private async Task AgendaAsync(string[] options)
    {
        await using var server = await ServeAsync(options);
        using var client = Client(server.Address);
        var near = Communes().Select(c => $"/api/v1/slots?commune={c}&category=mobile").ToList();
        var services = await ServicesAsync(client, near, 200);
        var today = await TodayAsync(client);
        await BesideBareAsync(server, [.. services.Select(s => SlotsOf(s, today))], $"slots of a service over 60 days ({services.Count} of them)");
        await BesideBareAsync(server, near, $"nearest slots around a commune ({near.Count} of them)");
    }

    /// <summary>Addresses in turn, beside the bytes of the answer of middle length.</summary>
    private async Task BesideBareAsync(ServerProcess server, IReadOnlyList<string> paths, string name)
    {
        using var client = Client(server.Address);
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var answers = new List<byte[]>();
        foreach (var path in paths)
        {
            answers.Add(await client.GetByteArrayAsync(path));
        }

        var middle = answers.OrderBy(a => a.Length).ElementAt(answers.Count / 2);
        var file = Path.Combine(folder, "answer.br");
        await File.WriteAllBytesAsync(file, middle);
        await using var bare = await ServerProcess.StartAsync(Self, "bare", file, Path.Combine(folder, "bare-answers.db"));
        await PairAsync(bare, $"bare endpoint, {middle.Length} bytes as below", [Connection.Get(bare.Address, "/page")], server, [.. paths.Select(path => Connection.Get(server.Address, path))], name);
    }

    private async Task BookingsAsync(string name, string barePath, string[] options, Func<double>? databaseCpu)
    {
        await using var server = await ServeAsync(options);
        var bookings = await FreeSlotsAsync(server.Address);
        var half = bookings.Count / 2;
        var nothing = Path.Combine(folder, "nothing");
        await File.WriteAllBytesAsync(nothing, []);
        await using var bare = await ServerProcess.StartAsync(Self, ["bare", nothing, Path.Combine(folder, $"bare-{name}.db"), .. databaseCpu is null ? [] : new[] { postgres }]);
        var row = new[] { Connection.Post(bare.Address, barePath, bookings[0]) };

        await Measure.RepeatAsync(bare, bare.Address, row, _warmUp, 201);
        await Measure.OnceAsync(server, server.Address, Queue(bookings.Take(half)), _warmUp, 201);
        var inserts = new List<Result>();
        var booked = new List<Result>();
        var rest = bookings.Skip(half).Chunk((bookings.Count - half) / Rounds).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            await using (await server.HoldStillAsync())
            {
                inserts.Add(await Measure.RepeatAsync(bare, bare.Address, row, time, 201, databaseCpu));
            }

            booked.Add(await Measure.OnceAsync(server, server.Address, Queue(rest[round]), time, 201, databaseCpu));
        }

        var insert = Result.Mean(inserts);
        Print($"bare INSERT of one row, {name}", insert, null);
        Print($"booking POST, {name}", Result.Mean(booked), insert);

        ConcurrentQueue<byte[]> Queue(IEnumerable<string> bodies) => new(bodies.Select(body => Connection.Post(server.Address, "/api/v1/bookings", body)));
    }

    /// <summary>Bodies of bookings that can all be made: every free bench of every slot, one service after the other.</summary>
    private static async Task<List<string>> FreeSlotsAsync(Uri address)
    {
        using var client = Client(address);
        var lists = new List<List<string>>();
        var count = 0;
        var today = await TodayAsync(client);
        foreach (var service in await ServicesAsync(client, Communes().Select(c => $"/api/v1/slots?commune={c}&category=mobile"), 1_000))
        {
            var slots = await client.GetFromJsonAsync<JsonElement>(SlotsOf(service, today));
            var list = slots.GetProperty("items").EnumerateArray().SelectMany(slot => Enumerable.Repeat(slot.GetProperty("start").GetString()!, slot.GetProperty("remaining").GetInt32()))
                .Select((start, i) => $$$"""{"serviceId":"{{{service}}}","start":"{{{start}}}","contact":{"name":"Claude Martin","email":"claude.martin.{{{i}}}@example.org"},"item":{"category":"mobile","brand":"Fairphone","model":"4","problem":"L’écran ne répond plus."}}""")
                .ToList();
            lists.Add(list);
            count += list.Count;
            if (count >= BookingsWanted)
            {
                break;
            }
        }

        if (count == 0)
        {
            throw new InvalidOperationException("There is no free slot to book.");
        }

        return [.. Enumerable.Range(0, lists.Max(l => l.Count)).SelectMany(i => lists.Where(l => i < l.Count).Select(l => l[i]))];
    }

    /// <summary>Services found by these searches, this many or a few more.</summary>
    private static async Task<HashSet<string>> ServicesAsync(HttpClient client, IEnumerable<string> searches, int wanted)
    {
        var services = new HashSet<string>();
        foreach (var search in searches)
        {
            foreach (var item in (await client.GetFromJsonAsync<JsonElement>(search)).GetProperty("items").EnumerateArray())
            {
                services.Add(item.GetProperty("service").GetProperty("id").GetString()!);
            }

            if (services.Count >= wanted)
            {
                break;
            }
        }

        return services;
    }

    private static async Task<DateTime> TodayAsync(HttpClient client) => (await client.GetAsync("/")).Headers.Date!.Value.Date;

    private static string SlotsOf(string service, DateTime today) => $"/api/v1/services/{service}/slots?from={today.AddDays(1):yyyy-MM-dd}&to={today.AddDays(60):yyyy-MM-dd}";

    private async Task<Result> PairAsync(ServerProcess bare, string bareName, byte[][] bareRequests, ServerProcess server, byte[][] requests, string name)
    {
        await Measure.RepeatAsync(bare, bare.Address, bareRequests, _warmUp);
        await Measure.RepeatAsync(server, server.Address, requests, _warmUp);
        var bareRuns = new List<Result>();
        var runs = new List<Result>();
        for (var round = 0; round < Rounds; round++)
        {
            bareRuns.Add(await Measure.RepeatAsync(bare, bare.Address, bareRequests, time));
            runs.Add(await Measure.RepeatAsync(server, server.Address, requests, time));
        }

        var bareResult = Result.Mean(bareRuns);
        Print(bareName, bareResult, null);
        Print(name, Result.Mean(runs), bareResult);
        return bareResult;
    }

    private async Task<Result> AloneAsync(ServerProcess server, byte[][] requests, string name, Result bare)
    {
        await Measure.RepeatAsync(server, server.Address, requests, _warmUp);
        var runs = new List<Result>();
        for (var round = 0; round < Rounds; round++)
        {
            runs.Add(await Measure.RepeatAsync(server, server.Address, requests, time));
        }

        var result = Result.Mean(runs);
        Print(name, result, bare);
        return result;
    }

    private static void Print(string name, Result result, Result? bare) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-44}{result.PerSecond,9:0}{result.P50,9:0.00}{result.P99,9:0.00}{result.ServerMicros,9:0}{result.DatabaseMicros,9:0}{(bare is null ? "" : $"{result.PerSecond / bare.PerSecond:0%}"),9}{(bare is null ? "" : $"{(result.ServerMicros + result.DatabaseMicros) / (bare.ServerMicros + bare.DatabaseMicros):0.0}"),8}{result.Refused,9}"));

    private Task<ServerProcess> ServeAsync(string[] options) =>
        ServerProcess.StartAsync(program, ["serve", "--environment", "Staging", "--urls", "http://127.0.0.1:0", .. options]);

    private static HttpClient Client(Uri address) =>
        new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>A hundred communes of all sizes, the most peopled first.</summary>
    private static List<string> Communes()
    {
        var communes = PeopledCommunes();
        return [.. Enumerable.Range(0, 100).Select(i => communes[i * i * 2].Code)];
    }

    /// <summary>The communes of the mainland, the most peopled first.</summary>
    private static List<(string Code, string Epci, int Population)> PeopledCommunes() =>
        [.. File.ReadLines(Path.Combine(ImpactMeasures.Root(), "data", "territories", "communes.csv")).Skip(1)
            .Select(line => line.Split(','))
            .Where(cells => cells[^1] == "metro" && int.TryParse(cells[7], CultureInfo.InvariantCulture, out _))
            .Select(cells => (cells[0], cells[5], int.Parse(cells[7], CultureInfo.InvariantCulture)))
            .OrderByDescending(commune => commune.Item3)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Say(string text) => Console.Error.WriteLine(text);

    [GeneratedRegex(@"/lieux/[a-z0-9-]+")]
    private static partial Regex PlaceLink();
}
