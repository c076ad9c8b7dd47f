using System.CommandLine;
using System.Globalization;
using MediatR;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories;

namespace RepairNet.Web.Commands;

/// <summary><c>import</c>: reads files into the database.</summary>
internal static class ImportCommand
{
    public static Command Create() => new("import", "Lit des fichiers dans la base de données.") { Territories() };

    private static Command Territories()
    {
        var folder = new Argument<string?>("DIR") { Description = "Dossier des fichiers (défaut : ceux livrés avec le programme).", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("territories", "Remplace communes, intercommunalités, départements et régions par ceux d’un dossier.") { folder };
        command.SetAction(CommandLine.Action(async (app, parse, cancellationToken) =>
        {
            await Console.Error.WriteLineAsync("Lecture des territoires…");
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ActingAs>().Actor = Actor.System;
            var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ImportTerritories(parse.GetValue(folder)), cancellationToken);
            return await outcome.Match(
                async done =>
                {
                    await Console.Out.WriteLineAsync(done.Changed
                        ? string.Create(CultureInfo.InvariantCulture, $"{done.Communes} communes importées.")
                        : string.Create(CultureInfo.InvariantCulture, $"Rien à changer : ces {done.Communes} communes y sont déjà."));
                    return 0;
                },
                async unusable =>
                {
                    await Console.Error.WriteLineAsync($"Rien n’a été importé : {unusable.Reason}");
                    return 1;
                });
        }));
        return command;
    }
}
