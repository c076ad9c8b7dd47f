using Npgsql;

namespace RepairNet.Infrastructure.Persistence.Postgres;

/// <summary>Where connections to PostgreSQL come from.</summary>
internal static class PostgresSource
{
    // Our statements are short. PostgreSQL would compile some of them to machine code, for fifty milliseconds each time, as long as it has not counted the rows of
    // young tables and takes them for large.
    private const string Settings = "SET jit = off";

    // Arrays of a few make a plan for just that many look worth the thought, which takes longer than to run it. What one of a group waits for, all of them do: not for long.
    private const string GroupSettings = Settings + "; SET plan_cache_mode = force_generic_plan; SET lock_timeout = '5s'";

    /// <summary>What the server's list of sessions calls those of groups.</summary>
    public const string GroupsName = "repairnet: bookings in groups";

    public static NpgsqlDataSource Of(DatabaseChoice database) => Of(Connection(database), Settings);

    /// <summary>For statements that read and write for several at once.</summary>
    /// <param name="most">Connections.</param>
    public static NpgsqlDataSource OfGroups(DatabaseChoice database, int most)
    {
        var connection = Connection(database);
        (connection.MinPoolSize, connection.MaxPoolSize) = (0, most);
        connection.ApplicationName ??= GroupsName;
        return Of(connection, GroupSettings);
    }

    // Whoever gives a connection back leaves nothing in its session: locks and settings are those of a transaction. To have it forgotten all the same
    // would be seven more statements before each use, and would forget what all of them begin with.
    private static NpgsqlConnectionStringBuilder Connection(DatabaseChoice database) => new(database.ConnectionString) { NoResetOnClose = true };

    private static NpgsqlDataSource Of(NpgsqlConnectionStringBuilder connection, string settings) =>
        new NpgsqlDataSourceBuilder(connection.ConnectionString).UseNodaTime().UsePhysicalConnectionInitializer(
            opened =>
            {
                using var command = new NpgsqlCommand(settings, opened);
                command.ExecuteNonQuery();
            },
            async opened =>
            {
                await using var command = new NpgsqlCommand(settings, opened);
                await command.ExecuteNonQueryAsync();
            }).Build();
}
