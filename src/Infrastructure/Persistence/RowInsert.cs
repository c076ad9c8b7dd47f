using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// The INSERT of a new row, as the mapping of its entity says, for the few places where each statement is paid for by all who
/// wait to write: the change tracker is left out, and the row can go in the same statement as what decides about it.
/// </summary>
internal sealed class RowInsert
{
    private static readonly ConcurrentDictionary<IEntityType, RowInsert> Known = new();

    // SQLite looks a parameter up by its name among all those of the statement: more rows at once take longer each.
    private const int ParametersAtATime = 500;

    private readonly (IProperty Property, RelationalTypeMapping Mapping, string Parameter)[] _columns;

    private RowInsert(IEntityType entity)
    {
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table) ?? throw new InvalidOperationException($"{entity.Name} has no table.");
        var properties = entity.GetFlattenedProperties().ToList();
        _columns = [.. properties.Select((property, i) => (property, property.GetRelationalTypeMapping(), string.Create(CultureInfo.InvariantCulture, $"@{table.Name}{i}")))];
        Into = $"INSERT INTO {table.Name} ({string.Join(", ", properties.Select(property => $"\"{property.GetColumnName(table)}\""))})";
        Values = string.Join(", ", _columns.Select(c => c.Parameter));
    }

    /// <summary><c>INSERT INTO table (columns)</c>.</summary>
    public string Into { get; }

    /// <summary>The parameters of the row, in the order of the columns.</summary>
    public string Values { get; }

    /// <summary>The same by their places, of which this is the first: <c>$6, $7</c>. PostgreSQL's driver then has no names to look for in the text.</summary>
    public string ValuesFrom(int first) => string.Join(", ", Enumerable.Range(first, Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"${i}")));

    public int Count => _columns.Length;

    public static RowInsert Of<TEntity>(DbContext db) =>
        Known.GetOrAdd(db.Model.FindEntityType(typeof(TEntity)) ?? throw new InvalidOperationException($"{typeof(TEntity)} is not mapped."), static entity => new RowInsert(entity));

    /// <summary>Writes many rows, several a statement, in the transaction that is open.</summary>
    public async Task WriteAsync(DbContext db, IReadOnlyCollection<object> rows, CancellationToken cancellationToken)
    {
        foreach (var some in rows.Chunk(Math.Max(1, ParametersAtATime / _columns.Length)))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            var values = new List<string>(some.Length);
            for (var i = 0; i < some.Length; i++)
            {
                var suffix = string.Create(CultureInfo.InvariantCulture, $"_{i}");
                values.Add($"({string.Join(", ", _columns.Select(c => c.Parameter + suffix))})");
                AddTo(command, some[i], suffix);
            }

            command.CommandText = $"{Into} VALUES {string.Join(", ", values)}";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Gives the command the values of this row.</summary>
    /// <param name="suffix">Follows the names of its parameters.</param>
    public void AddTo(DbCommand command, object row, string suffix = "")
    {
        foreach (var (property, mapping, parameter) in _columns)
        {
            command.Parameters.Add(mapping.CreateParameter(command, parameter + suffix, property.GetGetter().GetClrValueUsingContainingEntity(row), property.IsNullable));
        }
    }

    /// <summary>Gives these parameters the values of this row, by their places.</summary>
    /// <param name="maker">Makes parameters of its kind.</param>
    public void AddTo(DbParameterCollection parameters, DbCommand maker, object row)
    {
        foreach (var (property, mapping, _) in _columns)
        {
            parameters.Add(mapping.CreateParameter(maker, "", property.GetGetter().GetClrValueUsingContainingEntity(row), property.IsNullable));
        }
    }
}
