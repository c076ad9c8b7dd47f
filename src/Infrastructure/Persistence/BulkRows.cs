using System.Buffers;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using NpgsqlTypes;
using RepairNet.Application.Common;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// Many new rows of one table, as the mapping of its entity says, in the transaction that is open. PostgreSQL gets them by COPY, or, where some
/// may be there already, in one statement: what all rows share as one value, every other column as an array; few that everyone waits for as JSON. SQLite, which is in the process,
/// gets them row by row with one prepared statement.
/// </summary>
internal sealed class BulkRows
{
    /// <summary>Rows that are made ready at a time.</summary>
    private const int Piece = 500;

    private static readonly ConcurrentDictionary<IEntityType, BulkRows> Known = new();

    private const long TicksPerMicrosecond = 10;

    /// <summary>Bytes of a row in JSON, about.</summary>
    private const int RoomForRow = 1200;

    /// <summary>Nobody shows it as a page: only what JSON itself asks to be escaped is.</summary>
    private static readonly JsonWriterOptions JsonAsData = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Column[] _columns;
    private readonly string _into;
    private readonly string _copy;
    private readonly string _sqlite;

    private BulkRows(IEntityType entity)
    {
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table) ?? throw new InvalidOperationException($"{entity.Name} has no table.");

        // What the database numbers by itself is left to it, and what it makes of other columns.
        var properties = entity.GetFlattenedProperties()
            .Where(p => !(p.ValueGenerated == ValueGenerated.OnAdd && p.ClrType == typeof(long)) && p.GetComputedColumnSql() is null).ToList();
        _columns = [.. properties.Select(p => new Column(p.GetGetter(), p.GetRelationalTypeMapping().Converter?.ConvertToProvider, StoreType(p.GetRelationalTypeMapping()), p.GetColumnName(table)!, JsonEncodedText.Encode(p.GetColumnName(table)!), ArrayMaker(StoredType(p))))];
        var into = $"{table.Name} ({string.Join(", ", properties.Select(p => $"\"{p.GetColumnName(table)}\""))})";
        _into = $"INSERT INTO {into}";
        _copy = $"COPY {into} FROM STDIN (FORMAT BINARY)";
        _sqlite = $"{_into} VALUES ({string.Join(", ", properties.Select(_ => "?"))})";
    }

    public static BulkRows Of<TEntity>(DbContext db) =>
        Known.GetOrAdd(db.Model.FindEntityType(typeof(TEntity)) ?? throw new InvalidOperationException($"{typeof(TEntity)} is not mapped."), static entity => new BulkRows(entity));

    /// <summary>Writes all of them.</summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="rows">Asked for once, on another thread: the next are made while these are written.</param>
    /// <param name="cancellationToken">Gives up; the transaction is not to be committed then.</param>
    public Task AddAsync(DbContext db, IEnumerable<object> rows, CancellationToken cancellationToken) => db.Database.GetDbConnection() is SqliteConnection sqlite
        ? WriteSqliteAsync(sqlite, _sqlite, rows, isNew: null, cancellationToken)
        : CopyAsync((NpgsqlConnection)db.Database.GetDbConnection(), rows, cancellationToken);

    /// <summary>Writes those that meet no other by a unique key.</summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="rows">Each of another key.</param>
    /// <param name="returning">Column that PostgreSQL says of each row written.</param>
    /// <param name="isNew">Told of each row written: its place in <paramref name="rows"/>, or the column's value.</param>
    /// <param name="cancellationToken">As above.</param>
    public async Task AddNewAsync(DbContext db, IReadOnlyList<object> rows, string returning, Action<int?, object?> isNew, CancellationToken cancellationToken)
    {
        const string OnlyNew = " ON CONFLICT DO NOTHING";
        if (db.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            await WriteSqliteAsync(sqlite, _sqlite + OnlyNew, rows, isNew, cancellationToken);
        }
        else if (rows.Count > 0)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            await WritePostgresAsync(command, rows, $"{OnlyNew} RETURNING {returning}", isNew, cancellationToken);
        }
    }

    /// <summary>Writes one, on SQLite, by a statement that the connection keeps: for the few rows that everyone waits for.</summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="row">The row.</param>
    public void AddOneKept(DbContext db, object row)
    {
        var statement = KeptCommands.StatementOf(db, _sqlite);
        for (var i = 0; i < _columns.Length; i++)
        {
            statement.Bind(i, _columns[i].Stored(_columns[i].ValueOf(row)));
        }

        statement.Run();
    }

    /// <summary>
    /// On PostgreSQL, a statement that writes rows given as JSON: the same text for any number of rows, one parameter for all columns. For few rows that everyone waits for: the
    /// program makes one value instead of forty, and the server is no slower than with arrays side by side.
    /// </summary>
    /// <param name="parameter">Number of the parameter.</param>
    /// <param name="where">Which of the rows are written, told by <c>given</c> and the names of the columns; empty for all.</param>
    public string IntoFromJson(int parameter, string where = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"{_into} SELECT given.* FROM json_to_recordset(${parameter}) AS given ({string.Join(", ", _columns.Select(column => $"\"{column.Name}\" {column.StoreType}"))}){where}");

    /// <summary>Its parameter, for these rows.</summary>
    public NpgsqlParameter Json(IReadOnlyList<object> rows)
    {
        var text = new ArrayBufferWriter<byte>(rows.Count * RoomForRow);
        using (var json = new Utf8JsonWriter(text, JsonAsData))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartObject();
                foreach (var column in _columns)
                {
                    if (column.Stored(column.ValueOf(row)) is { } value)
                    {
                        json.WritePropertyName(column.JsonName);
                        Write(json, value);
                    }
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = text.WrittenMemory, NpgsqlDbType = NpgsqlDbType.Json };
    }

    private async Task WriteSqliteAsync(SqliteConnection sqlite, string sql, IEnumerable<object> rows, Action<int?, object?>? isNew, CancellationToken cancellationToken)
    {
        using var statement = new SqliteStatement(sqlite, sql);
        var place = 0;
        await foreach (var piece in Stored(rows).OneAhead().WithCancellation(cancellationToken))
        {
            foreach (var values in piece)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    statement.Bind(i, values[i]);
                }

                if (statement.Run() > 0)
                {
                    isNew?.Invoke(place, null);
                }

                place++;
            }
        }
    }

    /// <summary>The server writes the first rows while the next are still told.</summary>
    private async Task CopyAsync(NpgsqlConnection postgres, IEnumerable<object> rows, CancellationToken cancellationToken)
    {
        await using var copy = await postgres.BeginBinaryImportAsync(_copy, cancellationToken);
        await foreach (var piece in Stored(rows).OneAhead().WithCancellation(cancellationToken))
        {
            foreach (var values in piece)
            {
                await copy.StartRowAsync(cancellationToken);
                for (var i = 0; i < values.Length; i++)
                {
                    await (values[i] is { } value ? copy.WriteAsync(value, _columns[i].StoreType, cancellationToken) : copy.WriteNullAsync(cancellationToken));
                }
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task WritePostgresAsync(DbCommand command, IReadOnlyList<object> rows, string tail, Action<int?, object?> isNew, CancellationToken cancellationToken)
    {
        List<string> selected = [], arrays = [], names = [];
        for (var i = 0; i < _columns.Length; i++)
        {
            var column = _columns[i];
            var values = rows.Select(column.ValueOf).ToList();

            // One array there must be: it says how many rows.
            var shared = i > 0 && values.TrueForAll(value => Equals(value, values[0]));
            selected.Add(shared ? $"{Name(i)}::{column.StoreType}" : $"c{i}");
            if (shared)
            {
                command.Parameters.Add(new NpgsqlParameter(Name(i), column.Stored(values[0]) ?? DBNull.Value) { DataTypeName = column.StoreType });
                continue;
            }

            names.Add($"c{i}");
            arrays.Add($"{Name(i)}::{column.StoreType}[]");
            var array = column.ArrayOf(column, rows);
            array.ParameterName = Name(i);
            command.Parameters.Add(array);
        }

        command.CommandText = $"{_into} SELECT {string.Join(", ", selected)} FROM unnest({string.Join(", ", arrays)}) AS given ({string.Join(", ", names)}){tail}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            isNew(null, reader.GetValue(0));
        }
    }

    private static void Write(Utf8JsonWriter json, object stored)
    {
        switch (stored)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case Guid id:
                json.WriteStringValue(id);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case Instant instant:
                // The server keeps microseconds, and would round what is finer; its driver cuts it off.
                json.WriteStringValue(Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks() / TicksPerMicrosecond * TicksPerMicrosecond).ToDateTimeUtc());
                break;
            case LocalDate date:
                json.WriteStringValue(LocalDatePattern.Iso.Format(date));
                break;
            default:
                throw new NotSupportedException($"No row is given as JSON with a {stored.GetType()}.");
        }
    }

    /// <summary>Makes a parameter of one column of these rows, known to the driver by its type: it has nothing to look up.</summary>
    private static Func<Column, IReadOnlyList<object>, NpgsqlParameter> ArrayMaker(Type type) =>
        typeof(BulkRows).GetMethod(nameof(TypedArray), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).CreateDelegate<Func<Column, IReadOnlyList<object>, NpgsqlParameter>>();

    private static NpgsqlParameter TypedArray<T>(Column column, IReadOnlyList<object> rows)
    {
        var stored = new T[rows.Count];
        for (var place = 0; place < stored.Length; place++)
        {
            stored[place] = (T)column.Stored(column.ValueOf(rows[place]))!;
        }

        return new NpgsqlParameter<T[]> { TypedValue = stored };
    }

    /// <summary>What is stored of each row, some hundreds at a time.</summary>
    private IEnumerable<object?[][]> Stored(IEnumerable<object> rows) => rows.Chunk(Piece).Select(piece =>
    {
        var before = new object?[_columns.Length];
        var stored = new object?[piece.Length][];
        for (var place = 0; place < piece.Length; place++)
        {
            stored[place] = new object?[_columns.Length];
            for (var i = 0; i < _columns.Length; i++)
            {
                // Of rows that follow each other most columns say the same: it is made once.
                var value = _columns[i].ValueOf(piece[place]);
                stored[place][i] = place > 0 && Equals(value, before[i]) ? stored[place - 1][i] : _columns[i].Stored(value);
                before[i] = value;
            }
        }

        return stored;
    });

    private static Type StoredType(IProperty property)
    {
        var mapping = property.GetRelationalTypeMapping();
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return property.IsNullable && type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;
    }

    /// <summary>« text » for « character varying(40) »: the table checks the length.</summary>
    private static string StoreType(RelationalTypeMapping mapping) =>
        mapping.StoreType.StartsWith("character varying", StringComparison.Ordinal) ? "text" : mapping.StoreType.Split('(')[0];

    private static string Name(int column) => string.Create(CultureInfo.InvariantCulture, $"@p{column}");

    /// <param name="Convert">Makes of a value what is stored; null where it is stored as it is.</param>
    /// <param name="StoreType">PostgreSQL's.</param>
    /// <param name="Name">In the table.</param>
    /// <param name="JsonName">The same.</param>
    /// <param name="ArrayOf">Of this column of some rows.</param>
    private readonly record struct Column(
        IClrPropertyGetter Getter, Func<object?, object?>? Convert, string StoreType, string Name, JsonEncodedText JsonName, Func<Column, IReadOnlyList<object>, NpgsqlParameter> ArrayOf)
    {
        public object? ValueOf(object row) => Getter.GetClrValueUsingContainingEntity(row);

        public object? Stored(object? value) => Convert is null ? value : Convert(value);
    }
}
