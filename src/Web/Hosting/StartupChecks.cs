using System.Data.Common;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Web.Hosting;

/// <summary>What must be true of the database before a command runs or the first page is served.</summary>
public static class StartupChecks
{
    /// <summary>Brings the embedded database up to date; checks that the other one is.</summary>
    /// <exception cref="StartupException">The database is out of reach or does not fit: the message says what to do.</exception>
    public static async Task PrepareDatabaseAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var state = scope.ServiceProvider.GetRequiredService<DatabaseState>();
        try
        {
            if (!state.IsPostgres)
            {
                await state.MigrateAsync(cancellationToken);
            }
            else if ((await state.MissingMigrationsAsync(cancellationToken)).Count > 0)
            {
                throw new StartupException("La base de données n’est pas prête pour cette version. Lancez d’abord : repairnet migrate (avec la même option --database).");
            }

            if ((await state.UnknownMigrationsAsync(cancellationToken)).Count > 0)
            {
                throw new StartupException("La base de données a été mise à niveau par une version plus récente. Installez cette version, ou restaurez une sauvegarde.");
            }
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException || e.InnerException is DbException or System.Net.Sockets.SocketException)
        {
            throw new StartupException(state.IsPostgres
                ? $"La base de données PostgreSQL ne répond pas : {e.GetBaseException().Message} Vérifiez qu’elle est démarrée et l’option --database (ou REPAIRNET__DATABASE)."
                : $"Le fichier de données ne s’ouvre pas : {e.GetBaseException().Message} Vérifiez le dossier donné par --data et le droit d’y écrire.");
        }
    }
}
