using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// Many new rows of one table, as the mapping of its entity says, in the transaction that is open. PostgreSQL gets them in one
/// statement, a column an array; SQLite, which is in the process, row by row with one prepared statement.
/// </summary>
internal sealed class BulkRows
{
    private static readonly ConcurrentDictionary<IEntityType, BulkRows> Known = new();

    private readonly (IProperty Property, RelationalTypeMapping Mapping, Type Type)[] _columns;
    private readonly string _sqlite;
    private readonly string _postgres;

    private BulkRows(IEntityType entity)
    {
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table) ?? throw new InvalidOperationException($"{entity.Name} has no table.");

        // What the database numbers by itself is left to it, and what it makes of other columns.
        var properties = entity.GetFlattenedProperties()
            .Where(p => !(p.ValueGenerated == ValueGenerated.OnAdd && p.ClrType == typeof(long)) && p.GetComputedColumnSql() is null).ToList();
        _columns = [.. properties.Select(p => (p, p.GetRelationalTypeMapping(), StoredType(p)))];
        var into = $"INSERT INTO {table.Name} ({string.Join(", ", properties.Select(p => $"\"{p.GetColumnName(table)}\""))})";
        _sqlite = $"{into} VALUES ({string.Join(", ", properties.Select(_ => "?"))})";
        _postgres = $"{into} SELECT * FROM unnest({string.Join(", ", _columns.Select((c, i) => $"{Name(i)}::{ArrayType(c.Mapping)}"))})";
    }

    public static BulkRows Of<TEntity>(DbContext db) =>
        Known.GetOrAdd(db.Model.FindEntityType(typeof(TEntity)) ?? throw new InvalidOperationException($"{typeof(TEntity)} is not mapped."), static entity => new BulkRows(entity));

    /// <summary>Writes all of them.</summary>
    public Task AddAsync(DbContext db, IReadOnlyCollection<object> rows, CancellationToken cancellationToken) => WriteAsync(db, rows, "", isNew: null, cancellationToken);

    /// <summary>Writes those that meet no other by a unique key.</summary>
    /// <param name="returning">Column that PostgreSQL says of each row written.</param>
    /// <param name="isNew">Told of each row written: its place in <paramref name="rows"/>, or the column's value.</param>
    public Task AddNewAsync(DbContext db, IReadOnlyCollection<object> rows, string returning, Action<int?, object?> isNew, CancellationToken cancellationToken) =>
        WriteAsync(db, rows, db.Database.IsNpgsql() ? $" ON CONFLICT DO NOTHING RETURNING {returning}" : " ON CONFLICT DO NOTHING", isNew, cancellationToken);

    private async Task WriteAsync(DbContext db, IReadOnlyCollection<object> rows, string tail, Action<int?, object?>? isNew, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        if (db.Database.GetDbConnection() is not SqliteConnection sqlite)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            await WritePostgresAsync(command, rows, tail, isNew, cancellationToken);
            return;
        }

        using var statement = new SqliteStatement(sqlite, _sqlite + tail);
        var place = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < _columns.Length; i++)
            {
                statement.Bind(i, Stored(i, row));
            }

            if (statement.Run() > 0)
            {
                isNew?.Invoke(place, null);
            }

            place++;
        }
    }

    private async Task WritePostgresAsync(DbCommand command, IReadOnlyCollection<object> rows, string tail, Action<int?, object?>? isNew, CancellationToken cancellationToken)
    {
        command.CommandText = _postgres + tail;
        for (var i = 0; i < _columns.Length; i++)
        {
            var values = Array.CreateInstance(_columns[i].Type, rows.Count);
            var place = 0;
            foreach (var row in rows)
            {
                values.SetValue(Stored(i, row), place++);
            }

            command.Parameters.Add(new NpgsqlParameter(Name(i), values) { DataTypeName = ArrayType(_columns[i].Mapping) });
        }

        if (isNew is null)
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return;
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            isNew(null, reader.GetValue(0));
        }
    }

    private object? Stored(int column, object row)
    {
        var (property, mapping, _) = _columns[column];
        var value = property.GetGetter().GetClrValueUsingContainingEntity(row);
        return mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }

    private static Type StoredType(IProperty property)
    {
        var mapping = property.GetRelationalTypeMapping();
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return property.IsNullable && type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;
    }

    /// <summary>« text[] » for « character varying(40) »: the table checks the length.</summary>
    private static string ArrayType(RelationalTypeMapping mapping) =>
        (mapping.StoreType.StartsWith("character varying", StringComparison.Ordinal) ? "text" : mapping.StoreType.Split('(')[0]) + "[]";

    private static string Name(int column) => string.Create(CultureInfo.InvariantCulture, $"@p{column}");
}
