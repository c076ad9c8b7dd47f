using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;

namespace RepairNet.Application.Tests.Common;

/// <summary>Makes years of rows out of one, by the database itself: <c>n</c> counts the copies from 1.</summary>
/// <param name="kind">Whose SQL.</param>
internal sealed class ManyRows(DatabaseKind kind)
{
    private bool IsSqlite => kind == DatabaseKind.Sqlite;

    /// <summary>An id for each copy, the same in every table.</summary>
    public string Id => IsSqlite ? "printf('%08X-0000-7000-8000-000000000000', n)" : "(lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid";

    /// <summary>Text of this many digits for each copy.</summary>
    public string Digits(int length) => IsSqlite ? $"printf('%0{length}d', n)" : $"lpad(n::text, {length}, '0')";

    /// <summary>A reference for each copy, as « QQJ-2345 ».</summary>
    public string Reference => $"('QQ' || {(IsSqlite ? "char" : "chr")}(74 + n / 4096) || '-' || (2 + (n / 512) % 8) || (2 + (n / 64) % 8) || (2 + (n / 8) % 8) || (2 + n % 8))";

    /// <summary>The instant of the column, two days earlier and two hours more for each copy.</summary>
    public string Before(string column) => IsSqlite ? $"\"{column}\" - (24 + n) * 7200000" : $"\"{column}\" - (24 + n) * interval '2 hours'";

    /// <summary>The local day of the column, earlier by as much.</summary>
    public string DaysBefore(string column) => IsSqlite ? $"date(\"{column}\", '-' || (2 + n / 12) || ' days')" : $"\"{column}\" - (2 + n / 12)";

    /// <summary>For one copy in fifty, and for the others.</summary>
    public static string OneInFifty(string one, string others) => $"CASE WHEN n % 50 = 0 THEN {one} ELSE {others} END";

    /// <summary>Copies one row of a table.</summary>
    /// <param name="own">By column, what is not copied.</param>
    public static async Task OfAsync<TEntity>(TestInstance instance, int count, Dictionary<string, string> own, string where = "1 = 1")
    {
        var (table, names) = await instance.ReadAsync(db =>
        {
            var entity = db.Model.FindEntityType(typeof(TEntity))!;
            var stored = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
            return Task.FromResult((stored.Name, entity.GetFlattenedProperties().Where(p => p.GetComputedColumnSql() is null).Select(p => p.GetColumnName(stored)!).ToList()));
        });
        var unknown = own.Keys.Except(names).ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException($"{table} has no {string.Join(", ", unknown)}.");
        }

        var made = await ExecuteAsync(instance, $"""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
            INSERT INTO {table} ({string.Join(", ", names.Select(name => $"\"{name}\""))})
            SELECT {string.Join(", ", names.Select(name => own.GetValueOrDefault(name, $"\"{name}\"")))} FROM (SELECT * FROM {table} WHERE {where} LIMIT 1) AS one, numbers
            """);
        if (made != count)
        {
            throw new InvalidOperationException($"{table} has no row to copy.");
        }
    }

    /// <summary>Past appointments of the place of the first booking, a few each day, each on its bench.</summary>
    public async Task PastBookingsAsync(TestInstance instance, int count)
    {
        await OfAsync<Booking>(instance, count, new()
        {
            ["id"] = Id,
            ["secret_hash"] = Digits(64),
            ["reference"] = Reference,
            ["contact_key"] = "'c' || n || '@exemple.fr'",
            ["status"] = OneInFifty("'Confirmed'", "'Completed'"),
            ["start"] = Before("start"),
            ["end"] = Before("end"),
            ["day"] = DaysBefore("day"),
            ["reminder_at"] = "NULL",
        });
        await OfAsync<Occupancy>(instance, count, new() { ["booking_id"] = Id, ["start"] = Before("start"), ["end"] = Before("end") });
    }

    /// <summary>Tells the database what its tables hold now.</summary>
    public static Task AnalyzeAsync(TestInstance instance) => ExecuteAsync(instance, "ANALYZE");

    public static Task<int> ExecuteAsync(TestInstance instance, string sql) => instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));
}
