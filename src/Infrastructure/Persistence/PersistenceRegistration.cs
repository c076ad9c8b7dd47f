using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Bookings;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence.Postgres;
using RepairNet.Infrastructure.Persistence.Sqlite;

namespace RepairNet.Infrastructure.Persistence;

internal static class PersistenceRegistration
{
    public static IServiceCollection AddPersistence(this IServiceCollection services, DatabaseChoice database, DataFolder folder)
    {
        services.AddSingleton(database).AddSingleton(folder);
        services.AddScoped<AfterCommit>();
        services.AddScoped<Durability>();
        services.AddScoped<DatabaseState>();
        services.AddScoped<Backups>();
        services.AddScoped<Seeding.Seeder>();
        if (database.IsPostgres)
        {
            services.AddSingleton(_ => PostgresSource.Of(database));
            services.AddSingleton(provider => new FirstLook(isPostgres: true, provider.GetRequiredService<NpgsqlDataSource>().CreateConnection));
            services.AddDbContextPool<PostgresDb>((provider, options) => PostgresDb.Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
            services.AddScoped<RepairNetDb>(provider => provider.GetRequiredService<PostgresDb>());
            services.AddScoped<GroupMembership>();
            services.AddSingleton<BookingGroups>();
            services.AddScoped<IWriteTransactions, PostgresWriteTransactions>();
            services.AddScoped<IRowLocks, PostgresRowLocks>();
            services.AddScoped<IBenches, PostgresBenches>();
        }
        else
        {
            services.AddSingleton(_ => new FirstLook(isPostgres: false, () => new SqliteConnection(database.ConnectionString)));
            services.AddSingleton<SqliteWritingConnection>();

            // Made before the writer, its connection is let go of after it: what still waits to be written is.
            services.AddSingleton(provider => SqliteWriter.Of(database, provider.GetRequiredService<SqliteWritingConnection>()));
            services.AddDbContextPool<SqliteDb>(options => SqliteDb.Configure(options, database.ConnectionString));
            services.AddScoped<RepairNetDb>(provider => provider.GetRequiredService<SqliteDb>());
            services.AddScoped<IWriteTransactions, SqliteWriteTransactions>();
            services.AddScoped<IRowLocks, SqliteRowLocks>();
            services.AddScoped<IBenches, SqliteBenches>();
            services.AddScoped<SqliteLogSweep>();
            services.AddSweep<SqliteLogSweep>();
        }

        return services;
    }
}
