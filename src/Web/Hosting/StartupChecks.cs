using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Web.Hosting;

/// <summary>What must be true of the database before a command runs or the first page is served.</summary>
public static class StartupChecks
{
    /// <summary>Brings the embedded database up to date; checks that the other one is.</summary>
    /// <exception cref="StartupException">The database is out of reach or does not fit: the message says what to do.</exception>
    public static async Task PrepareDatabaseAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        await app.ReachDatabaseAsync(async () =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            var state = scope.ServiceProvider.GetRequiredService<DatabaseState>();
            await state.OpenAsync(cancellationToken);
            await state.RefuseNewerAsync(cancellationToken);
            if (!state.IsPostgres)
            {
                await state.PrepareAsync(cancellationToken);
            }
            else if ((await state.MissingMigrationsAsync(cancellationToken)).Count > 0)
            {
                throw new StartupException("La base de données n’est pas prête pour cette version. Lancez d’abord : repairnet migrate (avec la même option --database).");
            }

            return true;
        });
    }

    /// <summary>Makes sure that there is a database to copy, and changes nothing in it: it may be that of a version before, kept before the change to this one.</summary>
    /// <exception cref="StartupException">It is out of reach, of a later version, or none.</exception>
    public static Task<bool> FindDatabaseAsync(this WebApplication app, CancellationToken cancellationToken) => app.ReachDatabaseAsync(async () =>
    {
        await using var scope = app.Services.CreateAsyncScope();
        var state = scope.ServiceProvider.GetRequiredService<DatabaseState>();
        await state.OpenAsync(cancellationToken);
        await state.RefuseNewerAsync(cancellationToken);
        return await state.IsMadeAsync(cancellationToken) ? true : throw new StartupException("Cette base de données est vide : il n’y a rien à sauvegarder.");
    });

    /// <summary>Before anything is changed in it: what a later version made of a database is not for this one to judge.</summary>
    /// <exception cref="StartupException">A later version upgraded it.</exception>
    public static async Task RefuseNewerAsync(this DatabaseState state, CancellationToken cancellationToken)
    {
        if ((await state.UnknownMigrationsAsync(cancellationToken)).Count > 0)
        {
            throw new StartupException("La base de données a été mise à niveau par une version plus récente. Installez cette version, ou restaurez une sauvegarde.");
        }
    }

    /// <summary>Says that this process serves the database, so that nobody replaces it meanwhile.</summary>
    /// <returns>Held until it is disposed of.</returns>
    /// <exception cref="StartupException">A backup is being put back in it, or it is out of reach.</exception>
    public static Task<ServingMark> ServeDatabaseAsync(this WebApplication app, CancellationToken cancellationToken) => app.ReachDatabaseAsync(async () =>
        await ServingMark.TryServeAsync(app.Services.GetRequiredService<DatabaseChoice>(), cancellationToken)
            ?? throw new StartupException("Une sauvegarde est en train d’être remise dans cette base de données. Attendez qu’elle le soit, puis recommencez."));

    /// <summary>Makes sure that nobody serves the database, nor starts to, while it is replaced.</summary>
    /// <returns>Held until it is disposed of.</returns>
    /// <exception cref="StartupException">A service uses it, or it is out of reach.</exception>
    public static Task<ServingMark> ReplaceDatabaseAsync(this WebApplication app, CancellationToken cancellationToken) => app.ReachDatabaseAsync(async () =>
        await ServingMark.TryReplaceAsync(app.Services.GetRequiredService<DatabaseChoice>(), cancellationToken)
            ?? throw new StartupException("Un service utilise cette base de données : rien n’a été changé. Arrêtez tous les « repairnet serve » qui s’en servent, puis recommencez."));

    /// <summary>Does something with the database, and says in plain words why it cannot be reached.</summary>
    /// <exception cref="StartupException">It cannot.</exception>
    public static async Task<T> ReachDatabaseAsync<T>(this WebApplication app, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsOfDatabase(e))
        {
            throw new StartupException(app.Services.GetRequiredService<DatabaseChoice>() is { IsPostgres: true } choice ? Postgres(choice, e) : Sqlite(e));
        }
    }

    private static bool IsOfDatabase(Exception? e) =>
        e is DbException or IOException or UnauthorizedAccessException or SocketException or TimeoutException || (e?.InnerException is { } inner && IsOfDatabase(inner));

    private static string Postgres(DatabaseChoice choice, Exception e)
    {
        var connection = new NpgsqlConnectionStringBuilder(choice.ConnectionString);
        return Find<PostgresException>(e) is { } refusal
            ? $"La base de données PostgreSQL « {connection.Database} » refuse la demande ({refusal.SqlState} : {refusal.MessageText}). Vérifiez le nom de la base, l’utilisateur et ses droits dans l’option --database (ou REPAIRNET__DATABASE)."
            : $"La base de données PostgreSQL ne répond pas à l’adresse {connection.Host}:{connection.Port}. Vérifiez qu’elle est démarrée et l’option --database (ou REPAIRNET__DATABASE).";
    }

    private static string Sqlite(Exception e) => Find<SqliteException>(e)?.SqliteErrorCode switch
    {
        5 or 6 => "Un autre programme tient le fichier de données. Attendez qu’il ait fini, puis recommencez.",
        11 or 26 => "Le fichier de données n’est pas une base SQLite, ou il est abîmé. Vérifiez le dossier donné par --data, ou restaurez une sauvegarde.",
        13 => "Le disque est plein : le fichier de données ne s’écrit plus. Faites de la place, puis recommencez.",
        _ => "Le fichier de données ne s’ouvre pas. Vérifiez le dossier donné par --data et le droit d’y écrire.",
    };

    private static TException? Find<TException>(Exception? e)
        where TException : Exception
    {
        while (e is not null and not TException)
        {
            e = e.InnerException;
        }

        return e as TException;
    }
}
