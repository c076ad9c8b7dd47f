using Npgsql;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>An advisory lock of PostgreSQL, kept by a connection of its own for as long as that is open.</summary>
internal static class LockedConnection
{
    /// <param name="connectionString">Of the database whose lock it is.</param>
    /// <param name="key">Of the lock.</param>
    /// <param name="alone">Nobody else has it meanwhile; otherwise only nobody alone.</param>
    /// <param name="cancellationToken">Stops while it asks.</param>
    /// <returns>The connection, which keeps the lock until it is disposed of; null while another has the lock.</returns>
    public static async Task<NpgsqlConnection?> TryOpenAsync(string connectionString, long key, bool alone, CancellationToken cancellationToken)
    {
        // Out of the pool: what goes back there loses its locks, or lends them to someone else.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "repairnet", KeepAlive = 30 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = alone ? "SELECT pg_try_advisory_lock($1)" : "SELECT pg_try_advisory_lock_shared($1)";
            command.Parameters.Add(new NpgsqlParameter { Value = key });
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                return connection;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }
}
