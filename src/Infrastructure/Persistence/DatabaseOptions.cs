namespace RepairNet.Infrastructure.Persistence;

/// <summary>Where the instance keeps its files.</summary>
/// <param name="Root">The folder given as <c>--data</c>, absolute.</param>
public sealed record DataFolder(string Root)
{
    public string DatabaseFile => Path.Combine(Root, "repairnet.db");
    public string Keys => Path.Combine(Root, "keys");
    public string Imports => Path.Combine(Root, "uploads", "imports");
    public string Mail => Path.Combine(Root, "mail");
}

/// <summary>Which database the instance runs on.</summary>
/// <param name="IsPostgres">PostgreSQL, else the embedded SQLite.</param>
/// <param name="ConnectionString">In the driver's own form.</param>
public sealed record DatabaseChoice(bool IsPostgres, string ConnectionString)
{
    /// <summary>The file of SQLite; null on PostgreSQL.</summary>
    public string? SqliteFile => IsPostgres ? null : new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(ConnectionString).DataSource;

    /// <summary>
    /// Reads <c>--database</c>: empty for the embedded one, <c>Host=…</c> or <c>postgres://user:password@host:port/name</c> for
    /// PostgreSQL, <c>Data Source=…</c> for an SQLite file elsewhere.
    /// </summary>
    /// <exception cref="FormatException">The text is of none of these forms.</exception>
    public static DatabaseChoice Read(string? text, DataFolder folder)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Sqlite($"Data Source={folder.DatabaseFile}");
        }

        if (text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
        {
            var uri = new Uri(text);
            var user = uri.UserInfo.Split(':', 2);
            var builder = new Npgsql.NpgsqlConnectionStringBuilder
            {
                Host = uri.Host,
                Port = uri.Port > 0 ? uri.Port : 5432,
                Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
                Username = Uri.UnescapeDataString(user[0]),
            };
            if (user.Length > 1)
            {
                builder.Password = Uri.UnescapeDataString(user[1]);
            }

            foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = pair.Split('=', 2);
                builder[Uri.UnescapeDataString(parts[0])] = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
            }

            return Postgres(builder.ConnectionString);
        }

        if (text.Contains("Data Source=", StringComparison.OrdinalIgnoreCase))
        {
            return Sqlite(text);
        }

        return text.Contains("Host=", StringComparison.OrdinalIgnoreCase)
            ? Postgres(text)
            : throw new FormatException("--database: expected Host=…;Database=…, postgres://… or Data Source=….");
    }

    // 5 s, then a refusal: a page that waits longer is worse than one that says to try again. NORMAL lost acknowledged
    // bookings in a power cut, so synchronous stays at the driver's FULL; the writer alone lowers it, and flushes by itself.
    private static DatabaseChoice Sqlite(string connectionString) =>
        new(false, new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = 5, ForeignKeys = true }.ConnectionString);

    private static DatabaseChoice Postgres(string connectionString)
    {
        var builder = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
        if (!connectionString.Contains("Timeout", StringComparison.OrdinalIgnoreCase))
        {
            builder.Timeout = 5;
            builder.CommandTimeout = 15;
        }

        if (builder.MaxAutoPrepare == 0)
        {
            builder.MaxAutoPrepare = 50;
        }

        return new(true, builder.ConnectionString);
    }
}
