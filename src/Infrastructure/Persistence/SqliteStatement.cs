using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// One statement run many times with other values, given by their places. The driver looks each value up by its name at each run,
/// which costs more than the writing itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    /// <summary>Bytes of a text that is put together without memory of its own.</summary>
    private const int MostOnStack = 512;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    /// <summary>What each place has: null to begin with, as SQLite has it.</summary>
    private readonly object?[] _bound;

    /// <param name="connection">An open one; the statement runs in its transaction.</param>
    /// <param name="sql">With « ? » or numbered parameters.</param>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement), raw.SQLITE_OK);
        _bound = new object?[raw.sqlite3_bind_parameter_count(_statement)];
    }

    /// <summary>Gives the value at a place, from 0. Kept until another is given: of rows that follow each other, most columns say the same.</summary>
    public void Bind(int place, object? value)
    {
        if (Equals(_bound[place], value))
        {
            return;
        }

        Check(
            value switch
            {
                null => raw.sqlite3_bind_null(_statement, place + 1),
                string text => BindText(place + 1, text),
                Guid id => BindId(place + 1, id),
                long number => raw.sqlite3_bind_int64(_statement, place + 1, number),
                int number => raw.sqlite3_bind_int64(_statement, place + 1, number),
                bool flag => raw.sqlite3_bind_int64(_statement, place + 1, flag ? 1 : 0),
                _ => throw new NotSupportedException($"A value of type {value.GetType()} is not written here."),
            },
            raw.SQLITE_OK);
        _bound[place] = value;
    }

    /// <summary>Runs it.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        try
        {
            Check(raw.sqlite3_step(_statement), raw.SQLITE_DONE);
            return raw.sqlite3_changes(_connection);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private int BindText(int number, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var lent = most > MostOnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var utf8 = lent ?? stackalloc byte[MostOnStack];
        var code = raw.sqlite3_bind_text(_statement, number, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        if (lent is not null)
        {
            ArrayPool<byte>.Shared.Return(lent);
        }

        return code;
    }

    /// <summary>As the driver writes it: in capitals.</summary>
    private int BindId(int number, Guid id)
    {
        Span<byte> utf8 = stackalloc byte[36];
        id.TryFormat(utf8, out _);
        Ascii.ToUpperInPlace(utf8, out _);
        return raw.sqlite3_bind_text(_statement, number, utf8);
    }

    private void Check(int code, int wanted)
    {
        if (code != wanted)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_connection).utf8_to_string(), code, raw.sqlite3_extended_errcode(_connection));
        }
    }
}
