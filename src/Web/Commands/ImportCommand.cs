using System.CommandLine;
using System.Globalization;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Imports;
using RepairNet.Application.Territories;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary><c>import</c>: reads files into the database.</summary>
internal static class ImportCommand
{
    public static Command Create() => new("import", "Lit des fichiers dans la base de données.") { Territories(), Ords(), Training() };

    private static Command Territories()
    {
        var folder = new Argument<string?>("DIR") { Description = "Dossier des fichiers (défaut : ceux livrés avec le programme).", Arity = ArgumentArity.ZeroOrOne, Validators = { CommandLine.FolderName } };
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
                    if (done.Changed)
                    {
                        await Console.Error.WriteLineAsync("Redémarrez les services en marche : ils gardent les territoires d’avant.");
                    }

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

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Rien n’a été importé : le fichier {path} ne s’ouvre pas. Vérifiez le droit de le lire.");
        }
    }

    private static string NoFile(string path) =>
        Directory.Exists(path) ? $"Rien n’a été importé : {path} est un dossier. Donnez un fichier." : $"Rien n’a été importé : le fichier {path} n’existe pas.";

    private static Command Ords()
    {
        var file = new Argument<string>("FILE") { Description = "Fichier CSV au format Open Repair Data Standard 0.3.", Validators = { CommandLine.FileName } };
        var territory = new Option<string?>("--territory") { Description = "Territoire du fichier : commune:38185, epci:200040715… Les réparations de France sans commune vont à la commune nommée.", HelpName = "KEY", Validators = { CommandLine.Territory } };
        var command = new Command("ords", "Importe des réparations faites ailleurs ; importé deux fois, un fichier ne compte qu’une fois.") { file, territory };
        command.SetAction(CommandLine.Action(async (app, parse, cancellationToken) =>
        {
            var path = parse.GetValue(file)!;
            if (!File.Exists(path))
            {
                await Console.Error.WriteLineAsync(NoFile(path));
                return 1;
            }

            await Console.Error.WriteLineAsync("Lecture du fichier…");
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ActingAs>().Actor = Actor.System;
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            var texts = scope.ServiceProvider.GetRequiredService<TextCatalog>().In(Language.French);
            var holder = Guid.CreateVersion7();
            try
            {
                await using var content = Open(path);
                var started = await mediator.Send(new StartImport("ords", parse.GetValue(territory), path, content, holder), cancellationToken);
                return await started.Match(
                    async import =>
                    {
                        var done = await mediator.Send(new RunImport(import.Id, holder, new Advance(import.Rows, "lignes")), cancellationToken);
                        return await done.Match(
                            ReportAsync,
                            async held =>
                            {
                                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Un autre programme a repris cet import : il y continue ({held.Done} lignes lues). Rien n’est compté deux fois."));
                                return 1;
                            },
                            _ => Task.FromResult(1));
                    },
                    async _ =>
                    {
                        await Console.Error.WriteLineAsync($"Rien n’a été importé : le territoire « {parse.GetValue(territory)} » n’existe pas. Exemple : commune:38185");
                        return 2;
                    });
            }
            catch (InvalidRequestException refusal)
            {
                await Console.Error.WriteLineAsync($"Rien n’a été importé. {string.Join(' ', refusal.Errors.Values.SelectMany(m => m).Select(m => texts[m]))}");
                return 1;
            }
        }));
        return command;
    }

    private static Command Training()
    {
        var file = new Argument<string>("FILE") { Description = "Fichier LHÉO 2.3.", Validators = { CommandLine.FileName } };
        var command = new Command("training", "Importe des formations ; importé deux fois, un fichier ne change rien.") { file };
        command.SetAction(CommandLine.Action(async (app, parse, cancellationToken) =>
        {
            var path = parse.GetValue(file)!;
            if (!File.Exists(path))
            {
                await Console.Error.WriteLineAsync(NoFile(path));
                return 1;
            }

            await Console.Error.WriteLineAsync("Lecture du fichier…");
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ActingAs>().Actor = Actor.System;
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            var texts = scope.ServiceProvider.GetRequiredService<TextCatalog>().In(Language.French);
            var holder = Guid.CreateVersion7();
            await using var content = Open(path);
            return await (await mediator.Send(new StartCourseImport(null, path, content, holder), cancellationToken)).Match(
                async import => await (await mediator.Send(new RunCourseImport(import.Id, holder, new Advance(import.Courses, "formations")), cancellationToken)).Match(
                    ReportAsync,
                    async held =>
                    {
                        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Un autre programme a repris cet import : il y continue ({held.Done} formations lues). Rien n’est écrit deux fois."));
                        return 1;
                    },
                    _ => Task.FromResult(1)),
                async unreadable =>
                {
                    await Console.Error.WriteLineAsync(unreadable.Line > 0 ? $"Rien n’a été importé. Ligne {unreadable.Line} : {texts[unreadable.Reason]}" : $"Rien n’a été importé. {texts[unreadable.Reason]}");
                    return 1;
                },
                _ => Task.FromResult(1));
        }));
        return command;
    }

    private static async Task<int> ReportAsync(CourseImportReport report)
    {
        await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{report.Done} formations lues : {report.Added} ajoutées, {report.Changed} modifiées, {report.Unchanged} déjà là, {report.Refused} refusées. {report.Centres} centres ajoutés."));
        foreach (var refusal in report.Refusals)
        {
            await WriteAsync($"  ligne {refusal.Line}, {refusal.Number}, refusée : {refusal.Reason}");
        }

        if (report.Refused > report.Refusals.Count)
        {
            await WriteAsync($"  … et {report.Refused - report.Refusals.Count} autres formations refusées.");
        }

        foreach (var doubt in report.Doubts)
        {
            await WriteAsync($"  à vérifier ({doubt.Count}) : {doubt.Message}");
            foreach (var example in doubt.Examples)
            {
                await WriteAsync($"    {example}");
            }
        }

        return report.State == ImportState.Done ? 0 : 1;
    }

    private static async Task<int> ReportAsync(ImportReport report)
    {
        await WriteAsync($"{report.Done} lignes lues : {report.Accepted} réparations acceptées, dont {report.Unchanged} déjà là ; {report.Rejected} lignes refusées.");
        foreach (var warning in report.Warnings)
        {
            await WriteAsync($"  {warning.Code} ({warning.Count}) : {warning.Message}");
            foreach (var example in warning.Examples)
            {
                await WriteAsync($"    {example}");
            }
        }

        foreach (var rejection in report.Rejections)
        {
            await WriteAsync($"  ligne {rejection.Line}, {rejection.Code} : {rejection.Message} « {rejection.Value} »");
        }

        if (report.Rejected > report.Rejections.Count)
        {
            await WriteAsync($"  … et {report.Rejected - report.Rejections.Count} autres lignes refusées.");
        }

        return report.State == ImportState.Done ? 0 : 1;
    }

    /// <summary>Writes a line that may repeat what a file holds: signs that would move or recolour what is on the screen are shown, not obeyed.</summary>
    private static Task WriteAsync(string line) => Console.Out.WriteLineAsync(CommandLine.Shown(line));

    /// <summary>How far, on standard error, each twentieth of the way.</summary>
    private sealed class Advance(long total, string what) : IProgress<long>
    {
        private long said;

        public void Report(long value)
        {
            if (value - said >= total / 20 || value == total)
            {
                said = value;
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value} {what} sur {total}"));
            }
        }
    }
}
