using System.CommandLine;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary><c>migrate</c>: brings the schema and the reference data up to this version. Safe to run again.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Met la base de données et les données de référence au niveau de cette version.");
        command.SetAction(CommandLine.Action(async (app, _, cancellationToken) =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            var state = scope.ServiceProvider.GetRequiredService<DatabaseState>();
            await app.ReachDatabaseAsync(async () =>
            {
                await state.RefuseNewerAsync(cancellationToken);
                await state.MigrateAsync(cancellationToken);
                return true;
            });
            await Console.Out.WriteLineAsync("Base de données à jour.");
            return 0;
        }, prepareDatabase: false));
        return command;
    }
}
