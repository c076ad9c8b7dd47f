using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

// DATABASE FROM TO DEPARTEMENT: the figures of these days added up by DuckDB, in memory, from the cells of this SQLite database:
// what an engine made for it takes, beside what the program takes. Prints the milliseconds under which 99 of 100 were answered.
const int Times = 100;
var (from, to, departement) = (args[1], args[2], args[3]);
await using var sqlite = new SqliteConnection($"Data Source={args[0]};Mode=ReadOnly");
await sqlite.OpenAsync();
await using var duck = new DuckDBConnection("DataSource=:memory:");
await duck.OpenAsync();
await RunAsync("""
    CREATE TABLE cells (country VARCHAR, commune_code VARCHAR, organisation_id VARCHAR, date VARCHAR, month INTEGER, category_code VARCHAR,
      outcome VARCHAR, provenance VARCHAR, factor_set VARCHAR, barrier_code VARCHAR, count BIGINT, mass_mg BIGINT)
    """);
var rows = 0;
using (var appender = duck.CreateAppender("cells"))
{
    await using var read = sqlite.CreateCommand();
    read.CommandText = "SELECT country, commune_code, organisation_id, date, month, category_code, outcome, provenance, factor_set, barrier_code, count, mass_mg FROM impact_rollups WHERE is_return = 0";
    await using var reader = await read.ExecuteReaderAsync();
    while (await reader.ReadAsync())
    {
        appender.CreateRow()
            .AppendValue(reader.GetString(0)).AppendValue(reader.GetString(1)).AppendValue(reader.GetString(2)).AppendValue(reader.GetString(3))
            .AppendValue(reader.GetInt32(4)).AppendValue(reader.GetString(5)).AppendValue(reader.GetString(6)).AppendValue(reader.GetString(7))
            .AppendValue(reader.GetString(8)).AppendValue(reader.GetString(9)).AppendValue(reader.GetInt64(10)).AppendValue(reader.GetInt64(11))
            .EndRow();
        rows++;
    }
}

Console.WriteLine($"DuckDB, {rows} cells in memory, the same sums:");
var scopes = new (string Name, string Where)[]
{
    ("departement", $"substr(commune_code, 1, 2) = '{departement}'"),
    ("country", "country = 'FRA'"),
};
foreach (var (name, where) in scopes)
{
    foreach (var part in new[] { "'all'", "month", "category_code", "commune_code", "organisation_id", "date", "barrier_code" })
    {
        var sql = $"SELECT {part}, category_code, outcome, provenance, factor_set, sum(count), sum(mass_mg) FROM cells WHERE {where} AND date BETWEEN '{from}' AND '{to}' GROUP BY ALL";
        await RunAsync(sql);
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await RunAsync(sql);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-14}{part,-18}p50 {times[Times / 2],8:0.0} ms   p99 {times[Times - 2],8:0.0} ms"));
    }
}

async Task RunAsync(string sql)
{
    await using var command = duck.CreateCommand();
    command.CommandText = sql;
    await using var reader = await command.ExecuteReaderAsync();
    while (await reader.ReadAsync())
    {
        // Its rows are read to the end, as the program reads its own.
    }
}
