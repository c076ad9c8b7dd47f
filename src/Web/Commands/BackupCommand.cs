using System.CommandLine;
using RepairNet.Application.Messaging;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary><c>backup FILE</c> and <c>restore FILE</c>: database and keys in one file, taken while the program serves.</summary>
internal static class BackupCommand
{
    public static IEnumerable<Command> Create()
    {
        var target = new Argument<string>("FILE") { Description = "Fichier à écrire (archive zip).", Validators = { CommandLine.FileName } };
        var backup = new Command("backup", "Sauvegarde la base et les clés dans un fichier, sans arrêter le service.") { target };
        backup.SetAction(CommandLine.Action(async (app, parse, cancellationToken) =>
        {
            await app.FindDatabaseAsync(cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            await RunAsync(
                () => scope.ServiceProvider.GetRequiredService<Backups>().WriteAsync(parse.GetValue(target)!, cancellationToken),
                $"Le fichier {parse.GetValue(target)} ne s’écrit pas. Vérifiez son dossier, la place qui reste et le droit d’y écrire.");
            await Console.Out.WriteLineAsync($"Sauvegarde écrite : {parse.GetValue(target)}");
            return 0;
        }, prepareDatabase: false, makesDatabase: false));

        var source = new Argument<string>("FILE") { Description = "Fichier écrit par « repairnet backup ».", Validators = { CommandLine.FileName } };
        var restore = new Command("restore", "Remet la base et les clés d’une sauvegarde. Refusé tant qu’un service l’utilise. Les messages en attente alors ne repartent pas.") { source };
        restore.SetAction(CommandLine.Action(
            async (app, parse, cancellationToken) =>
            {
                // Asked before anything is made: a name mistyped leaves no folder behind.
                if (!File.Exists(parse.GetValue(source)))
                {
                    throw new StartupException($"Le fichier {parse.GetValue(source)} n’existe pas.");
                }

                await using var mark = await app.ReplaceDatabaseAsync(cancellationToken);
                await using var scope = app.Services.CreateAsyncScope();
                IReadOnlyList<string> kept = [];
                await RunAsync(
                    async () => kept = await scope.ServiceProvider.GetRequiredService<Backups>().ReadAsync(parse.GetValue(source)!, cancellationToken),
                    $"La sauvegarde {parse.GetValue(source)} n’a pas pu être remise. Vérifiez qu’elle se lit, la place qui reste et le droit d’écrire dans le dossier donné par --data.");

                // It is in its place: the reminders that left since are passed over, whoever asks to stop.
                await AsSystem.RunAsync(app, async mediator => await mediator.Send(new SkipDueReminders(), CancellationToken.None) >= 0 ? 0 : 1);
                await Console.Out.WriteLineAsync($"Sauvegarde remise.{(kept.Count > 0 ? $" Ce qui était là est gardé : {string.Join(", ", kept)}" : "")}");
                return 0;
            },
            prepareDatabase: false));
        return [backup, restore];
    }

    private static async Task RunAsync(Func<Task> work, string unusable)
    {
        try
        {
            await work();
        }
        catch (BackupException e)
        {
            throw new StartupException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            throw new StartupException(unusable);
        }
    }
}
