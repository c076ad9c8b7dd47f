using Npgsql;

namespace RepairNet.Infrastructure.Persistence.Postgres;

/// <summary>Where connections to PostgreSQL come from.</summary>
internal static class PostgresSource
{
    // Our statements are short. PostgreSQL would compile some of them to machine code, for fifty milliseconds each time, as long as it has not counted the rows of
    // young tables and takes them for large.
    private const string Settings = "SET jit = off";

    public static NpgsqlDataSource Of(DatabaseChoice database)
    {
        // Whoever gives a connection back leaves nothing in its session: locks and settings are those of a transaction. To have it forgotten all the same
        // would be seven more statements before each use, and would forget what all of them begin with.
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { NoResetOnClose = true };
        return new NpgsqlDataSourceBuilder(connection.ConnectionString).UseNodaTime().UsePhysicalConnectionInitializer(Begin, BeginAsync).Build();
    }

    private static void Begin(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Settings, connection);
        command.ExecuteNonQuery();
    }

    private static async Task BeginAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Settings, connection);
        await command.ExecuteNonQueryAsync();
    }
}
