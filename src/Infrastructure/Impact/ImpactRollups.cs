using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Impact;

/// <summary>
/// Written by INSERT … ON CONFLICT DO UPDATE, which both databases have: two writers of one cell both count. Each row takes the version of its transaction: on
/// PostgreSQL the transaction's own number, on SQLite, where one writes after the other, the next after the highest.
/// </summary>
internal sealed class ImpactRollups(RepairNetDb db) : IImpactRollups
{
    /// <summary>The columns, with their type on PostgreSQL.</summary>
    private static readonly (string Name, string Type)[] Columns =
    [
        ("country", "text"), ("commune_code", "text"), ("organisation_id", "uuid"), ("date", "date"), ("category_code", "text"), ("outcome", "text"),
        ("provenance", "text"), ("factor_set", "text"), ("is_return", "boolean"), ("barrier_code", "text"), ("month", "integer"), ("count", "bigint"), ("mass_mg", "bigint"),
    ];

    private static readonly string Into = $"INSERT INTO impact_rollups ({string.Join(", ", Columns.Select(c => c.Name))}, version)";

    private const string Tail = """

        ON CONFLICT (commune_code, date, category_code, outcome, provenance, organisation_id, factor_set, is_return, barrier_code, country)
        DO UPDATE SET count = impact_rollups.count + excluded.count, mass_mg = impact_rollups.mass_mg + excluded.mass_mg, version = excluded.version
        """;

    private static readonly string Sqlite = $"{Into} VALUES ({string.Join(", ", Columns.Select(_ => "?"))}, ?){Tail}";
    private static readonly string All = $"SELECT {string.Join(", ", Columns.Where(c => c.Name != "month").Select(c => c.Name))} FROM impact_rollups";
    private static readonly string Postgres = $"{Into} SELECT *, pg_current_xact_id()::text::bigint FROM unnest({string.Join(", ", Columns.Select((c, i) => $"{Name(i)}::{c.Type}[]"))}){Tail}";

    public async Task AddAsync(IReadOnlyList<ImpactRollup> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return;
        }

        // In one order for everybody, so that two writers of the same cells wait for each other and never in a ring.
        var ordered = changes
            .OrderBy(c => c.CommuneCode, StringComparer.Ordinal).ThenBy(c => c.Date).ThenBy(c => c.CategoryCode, StringComparer.Ordinal)
            .ThenBy(c => c.Outcome).ThenBy(c => c.Provenance).ThenBy(c => c.OrganisationId.Value).ThenBy(c => c.FactorSet, StringComparer.Ordinal)
            .ThenBy(c => c.IsReturn).ThenBy(c => c.BarrierCode, StringComparer.Ordinal).ThenBy(c => c.Country, StringComparer.Ordinal);
        if (db.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            WriteSqlite(sqlite, ordered, await HorizonAsync(cancellationToken));
            return;
        }

        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = Postgres;
        command.Parameters.AddRange(Arrays([.. ordered]));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task<long> HorizonAsync(CancellationToken cancellationToken) => (db.Database.GetDbConnection() is SqliteConnection
            ? db.Database.SqlQuery<long>($"SELECT COALESCE(MAX(version), 0) + 1 AS \"Value\" FROM impact_rollups")
            : db.Database.SqlQuery<long>($"SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS \"Value\""))
        .SingleAsync(cancellationToken);

    /// <summary>Read without EF: to turn each column of a million rows into what the model says takes several times as long as to read them.</summary>
    public async IAsyncEnumerable<ImpactRollup> ChangedAsync(long version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = All;
            if (version > 0)
            {
                command.CommandText += " WHERE version >= @version";
                command.Parameters.Add(command is SqliteCommand ? new SqliteParameter("@version", version) : new NpgsqlParameter<long>("@version", version));
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var (days, outcomes, provenances) = (new Known<LocalDate>(ParseDay), new Known<RepairOutcome>(Enum.Parse<RepairOutcome>), new Known<Provenance>(Enum.Parse<Provenance>));
            var (words, barriers) = (new Known<string>(word => word), new Known<RepairBarrier?>(code => RepairBarriers.TryParse(code, out var barrier) ? barrier : null));
            while (await reader.ReadAsync(cancellationToken))
            {
                yield return new ImpactRollup(
                    new ImpactCellKey(
                        words.Of(reader.GetString(0)),
                        words.Of(reader.GetString(1)),
                        OrganisationId.From(reader.GetGuid(2)),
                        reader is NpgsqlDataReader ? reader.GetFieldValue<LocalDate>(3) : days.Of(reader.GetString(3)),
                        words.Of(reader.GetString(4)),
                        outcomes.Of(reader.GetString(5)),
                        provenances.Of(reader.GetString(6)),
                        words.Of(reader.GetString(7)),
                        reader.GetBoolean(8),
                        barriers.Of(reader.GetString(9))),
                    reader.GetInt64(10),
                    reader.GetInt64(11));
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        static LocalDate ParseDay(string day) => LocalDatePattern.Iso.Parse(day).Value;
    }

    private static void WriteSqlite(SqliteConnection connection, IEnumerable<ImpactRollup> rows, long version)
    {
        using var statement = new SqliteStatement(connection, Sqlite);
        foreach (var row in rows)
        {
            object[] values =
            [
                row.Country, row.CommuneCode, row.OrganisationId.Value, LocalDatePattern.Iso.Format(row.Date), row.CategoryCode, row.Outcome.ToString(),
                row.Provenance.ToString(), row.FactorSet, row.IsReturn, row.BarrierCode, row.Month, row.Count, row.MassMg, version,
            ];
            for (var i = 0; i < values.Length; i++)
            {
                statement.Bind(i, values[i]);
            }

            statement.Run();
        }
    }

    /// <summary>A column an array, in the order of <see cref="Columns"/>.</summary>
    private static NpgsqlParameter[] Arrays(IReadOnlyCollection<ImpactRollup> rows)
    {
        object[] arrays =
        [
            rows.Select(r => r.Country).ToArray(), rows.Select(r => r.CommuneCode).ToArray(), rows.Select(r => r.OrganisationId.Value).ToArray(),
            rows.Select(r => r.Date).ToArray(), rows.Select(r => r.CategoryCode).ToArray(), rows.Select(r => r.Outcome.ToString()).ToArray(),
            rows.Select(r => r.Provenance.ToString()).ToArray(), rows.Select(r => r.FactorSet).ToArray(), rows.Select(r => r.IsReturn).ToArray(),
            rows.Select(r => r.BarrierCode).ToArray(), rows.Select(r => r.Month).ToArray(), rows.Select(r => r.Count).ToArray(), rows.Select(r => r.MassMg).ToArray(),
        ];
        return [.. arrays.Select((values, i) => new NpgsqlParameter(Name(i), values) { DataTypeName = Columns[i].Type + "[]" })];
    }

    private static string Name(int column) => string.Create(CultureInfo.InvariantCulture, $"@p{column}");

    /// <summary>What texts stand for: of a million rows, a column has some hundreds of them.</summary>
    private sealed class Known<T>(Func<string, T> parse)
    {
        private readonly Dictionary<string, T> values = new(StringComparer.Ordinal);

        public T Of(string text)
        {
            ref var value = ref CollectionsMarshal.GetValueRefOrAddDefault(values, text, out var known);
            return known ? value! : value = parse(text);
        }
    }
}
