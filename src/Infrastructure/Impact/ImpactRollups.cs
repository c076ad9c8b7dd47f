using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Impact;

namespace RepairNet.Infrastructure.Impact;

/// <summary>INSERT … ON CONFLICT DO UPDATE, which both databases have: two writers of one cell both count.</summary>
internal sealed class ImpactRollups(RepairNetDb db) : IImpactRollups
{
    // 13 parameters a row, well under the 65 535 of PostgreSQL; SQLite looks each up by name among all those of the statement.
    private int RowsAtATime => db.Database.IsNpgsql() ? 500 : 10;

    private const string Head = """
        INSERT INTO impact_rollups
          (country, commune_code, organisation_id, date, category_code, outcome, provenance, factor_set, is_return, barrier_code, month, count, mass_mg)
        VALUES
        """;

    private const string Tail = """

        ON CONFLICT (commune_code, date, category_code, outcome, provenance, organisation_id, factor_set, is_return, barrier_code, country)
        DO UPDATE SET count = impact_rollups.count + excluded.count, mass_mg = impact_rollups.mass_mg + excluded.mass_mg
        """;

    public async Task AddAsync(IReadOnlyList<ImpactRollup> changes, CancellationToken cancellationToken)
    {
        // In one order for everybody, so that two writers of the same cells wait for each other and never in a ring.
        var ordered = changes
            .OrderBy(c => c.CommuneCode, StringComparer.Ordinal).ThenBy(c => c.Date).ThenBy(c => c.CategoryCode, StringComparer.Ordinal)
            .ThenBy(c => c.Outcome).ThenBy(c => c.Provenance).ThenBy(c => c.OrganisationId.Value).ThenBy(c => c.FactorSet, StringComparer.Ordinal)
            .ThenBy(c => c.IsReturn).ThenBy(c => c.BarrierCode, StringComparer.Ordinal).ThenBy(c => c.Country, StringComparer.Ordinal);
        foreach (var lots in ordered.Chunk(RowsAtATime).GroupBy(rows => rows.Length))
        {
            // The same statement serves as long as it is full.
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            foreach (var rows in lots)
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    SetValues(command, i, Values(rows[i]));
                }

                command.CommandText = command.CommandText.Length > 0 ? command.CommandText : TextOf(command, rows.Length);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    private object[] Values(ImpactRollup row) =>
    [
        row.Country, row.CommuneCode, row.OrganisationId.Value, Day(row.Date), row.CategoryCode, row.Outcome.ToString(), row.Provenance.ToString(),
        row.FactorSet, row.IsReturn, row.BarrierCode, row.Month, row.Count, row.MassMg,
    ];

    private object Day(LocalDate date) => db.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal) ? LocalDatePattern.Iso.Format(date) : date;

    /// <summary>Gives the values of a row; the first time, with parameters made for them.</summary>
    private static void SetValues(DbCommand command, int row, object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if ((row * values.Length) + i is var place && place < command.Parameters.Count)
            {
                command.Parameters[place].Value = values[i];
                continue;
            }

            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{place}");
            parameter.Value = values[i];
            command.Parameters.Add(parameter);
        }
    }

    private static string TextOf(DbCommand command, int rows)
    {
        var width = command.Parameters.Count / rows;
        var lines = Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(row * width, width).Select(i => command.Parameters[i].ParameterName))})");
        return $"{Head}\n{string.Join(",\n", lines)}{Tail}";
    }
}
