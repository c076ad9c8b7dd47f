using System.Data.Common;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// What the start asks of the database, put to the driver as it stands. The framework would describe all its tables and compile a first query for it: a third of the time to the
/// first page, which asks nothing of the database.
/// </summary>
/// <param name="isPostgres">PostgreSQL, else the embedded SQLite.</param>
/// <param name="connect">Makes a connection that is not open yet.</param>
public sealed class FirstLook(bool isPostgres, Func<DbConnection> connect)
{
    /// <summary>Opens a connection, and closes it.</summary>
    /// <exception cref="DbException">There is no such database, or it does not answer.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken) => await (await OpenedAsync(cancellationToken)).DisposeAsync();

    /// <summary>Has it done something that is not a question.</summary>
    /// <exception cref="DbException">It refuses, or does not answer.</exception>
    public async Task RunAsync(string statement, CancellationToken cancellationToken)
    {
        await using var connection = await OpenedAsync(cancellationToken);
        await using var command = Command(connection, statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>All texts of a column of a small table; none where there is no such table yet.</summary>
    /// <param name="table">Its name, as the database writes it.</param>
    /// <param name="column">The column's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DbException">There is no such database or column, or it does not answer.</exception>
    public async Task<IReadOnlyList<string>> TextsAsync(string table, string column, CancellationToken cancellationToken)
    {
        await using var connection = await OpenedAsync(cancellationToken);
        await using var look = Command(
            connection,
            isPostgres ? $"SELECT count(*) FROM pg_class WHERE oid = to_regclass('\"{table}\"')" : $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}'");
        if (await look.ExecuteScalarAsync(cancellationToken) is not > 0L)
        {
            return [];
        }

        await using var command = Command(connection, $"SELECT {column} FROM \"{table}\"");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var texts = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private async Task<DbConnection> OpenedAsync(CancellationToken cancellationToken)
    {
        var connection = connect();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is of those who call, who write it without what people typed.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }
}
