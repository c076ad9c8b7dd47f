using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// One statement run many times with other values, given by their places. The driver looks each value up by its name at each run,
/// which costs more than the writing itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    /// <param name="connection">An open one; the statement runs in its transaction.</param>
    /// <param name="sql">With « ? » or numbered parameters.</param>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement), raw.SQLITE_OK);
    }

    /// <summary>Gives the value at a place, from 0. Kept until another is given.</summary>
    public void Bind(int place, object? value) => Check(
        value switch
        {
            null => raw.sqlite3_bind_null(_statement, place + 1),
            string text => raw.sqlite3_bind_text(_statement, place + 1, text),
            // As the driver writes it.
            Guid id => raw.sqlite3_bind_text(_statement, place + 1, id.ToString().ToUpperInvariant()),
            long number => raw.sqlite3_bind_int64(_statement, place + 1, number),
            int number => raw.sqlite3_bind_int64(_statement, place + 1, number),
            bool flag => raw.sqlite3_bind_int64(_statement, place + 1, flag ? 1 : 0),
            _ => throw new NotSupportedException($"A value of type {value.GetType()} is not written here."),
        },
        raw.SQLITE_OK);

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

    private void Check(int code, int wanted)
    {
        if (code != wanted)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_connection).utf8_to_string(), code, raw.sqlite3_extended_errcode(_connection));
        }
    }
}
