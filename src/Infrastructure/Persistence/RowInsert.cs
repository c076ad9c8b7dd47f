using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// On PostgreSQL, the INSERT of a new row, as the mapping of its entity says, in the same statement as what decides about it: each message to the
/// server is paid for by all who wait to write. Rows that nothing is to decide about are <see cref="BulkRows"/>.
/// </summary>
internal sealed class RowInsert
{
    private static readonly ConcurrentDictionary<IEntityType, RowInsert> Known = new();

    private readonly (IProperty Property, RelationalTypeMapping Mapping)[] _columns;

    private RowInsert(IEntityType entity)
    {
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table) ?? throw new InvalidOperationException($"{entity.Name} has no table.");
        var properties = entity.GetFlattenedProperties().ToList();
        _columns = [.. properties.Select(property => (property, property.GetRelationalTypeMapping()))];
        Into = $"INSERT INTO {table.Name} ({string.Join(", ", properties.Select(property => $"\"{property.GetColumnName(table)}\""))})";
    }

    /// <summary><c>INSERT INTO table (columns)</c>.</summary>
    public string Into { get; }

    /// <summary>The parameters of the row, in the order of the columns, by their places, of which this is the first: <c>$6, $7</c>. The driver then has no names to look for in the text.</summary>
    public string ValuesFrom(int first) => string.Join(", ", Enumerable.Range(first, Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"${i}")));

    public int Count => _columns.Length;

    public static RowInsert Of<TEntity>(DbContext db) =>
        Known.GetOrAdd(db.Model.FindEntityType(typeof(TEntity)) ?? throw new InvalidOperationException($"{typeof(TEntity)} is not mapped."), static entity => new RowInsert(entity));

    /// <summary>Gives these parameters the values of this row, by their places.</summary>
    /// <param name="maker">Makes parameters of its kind.</param>
    public void AddTo(DbParameterCollection parameters, DbCommand maker, object row)
    {
        foreach (var (property, mapping) in _columns)
        {
            parameters.Add(mapping.CreateParameter(maker, "", property.GetGetter().GetClrValueUsingContainingEntity(row), property.IsNullable));
        }
    }
}
