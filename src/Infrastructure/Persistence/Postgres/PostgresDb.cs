using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Messaging;

namespace RepairNet.Infrastructure.Persistence.Postgres;

/// <summary>The database of an instance on several nodes: it also keeps the keys that all of them share.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : RepairNetDb(options), IDataProtectionKeyContext
{
    /// <summary>Keys of the forms and cookies, shared by the nodes.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Secrets of the instance, shared by the nodes.</summary>
    public DbSet<InstanceSecret> InstanceSecrets => Set<InstanceSecret>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Conventions.Common(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("btree_gist");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PostgresDb).Assembly, type => !type.Name.StartsWith("Sqlite", StringComparison.Ordinal));
        Months.OfPostgres(modelBuilder);
        modelBuilder.Entity<InstanceSecret>().ToTable("instance_secrets").HasKey(s => s.Name);
        modelBuilder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
    }

    internal static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, Npgsql.NpgsqlDataSource? source) =>
        (source is null ? options.UseNpgsql(Provider) : options.UseNpgsql(source, Provider)).UseSnakeCaseNamingConvention().AddInterceptors(OutboxInsertOnce.Instance)
            // Looked for before each release is made (.ci/run), and not at each first start.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

    private static void Provider(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder options) =>
        options.UseNodaTime().MigrationsAssembly(typeof(PostgresDb).Assembly.GetName().Name);

    /// <summary>Used by the migration tool only.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgresDb>
    {
        public PostgresDb CreateDbContext(string[] args) =>
            new((DbContextOptions<PostgresDb>)Configure(new DbContextOptionsBuilder<PostgresDb>(), null).Options);
    }
}

/// <summary>A secret of the instance, made once.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Value">32 random bytes.</param>
public sealed record InstanceSecret(string Name, byte[] Value);
