using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Messaging;

namespace RepairNet.Infrastructure.Persistence.Sqlite;

/// <summary>The embedded database: one file, one writer, nothing to install.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : RepairNetDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        Conventions.Common(configurationBuilder);
        Conventions.SqliteTime(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SqliteDb).Assembly, type => !type.Name.StartsWith("Postgres", StringComparison.Ordinal));
        Months.OfSqlite(modelBuilder);
    }

    internal static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString, o => o.MigrationsAssembly(typeof(SqliteDb).Assembly.GetName().Name)).UseSnakeCaseNamingConvention().AddInterceptors(OutboxInsertOnce.Instance, SmallCaches.Instance)
            // Said of migrations that were written knowing it, and tried on databases of each version (UpgradesTests): whoever starts the program can do nothing about them.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning, SqliteEventId.TableRebuildPendingWarning)
                // Looked for before each release is made (.ci/run); looking for it took a third of the time of a first « migrate ».
                .Ignore(RelationalEventId.PendingModelChangesWarning));

    /// <summary>Used by the migration tool only.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqliteDb>
    {
        public SqliteDb CreateDbContext(string[] args) =>
            new((DbContextOptions<SqliteDb>)Configure(new DbContextOptionsBuilder<SqliteDb>(), "Data Source=:memory:").Options);
    }
}
