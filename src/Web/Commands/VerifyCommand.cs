using System.CommandLine;
using System.Globalization;
using MediatR;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Domain.Impact;
using RepairNet.Infrastructure.Equipment;

namespace RepairNet.Web.Commands;

/// <summary><c>verify</c>: makes every total again from its parts; exit code 1 on a difference.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var report = new Option<FileInfo?>("--report") { Description = "Vérifie seulement ce fichier signé d’une période close, sans base de données.", HelpName = "FILE" };
        var entries = new Option<FileInfo?>("--entries") { Description = "Avec --report : refait aussi l’empreinte et les sommes des lignes du registre à partir de leur fichier.", HelpName = "FILE" };
        var command = new Command("verify", "Recalcule chaque total à partir de ses parties ; code de sortie 1 au premier écart.") { report, entries };
        command.Validators.Add(result =>
        {
            if (result.GetValue(entries) is not null && result.GetValue(report) is null)
            {
                result.AddError("--entries va avec --report : donnez aussi le fichier signé.");
            }
        });
        command.SetAction((parse, cancellationToken) => parse.GetValue(report) is { } file ? CheckAsync(file, parse.GetValue(entries), cancellationToken) : VerifyAsync(parse, cancellationToken));
        return command;
    }

    /// <summary>A signed file, checked by whoever has it: its hash, then its figures from its cells and the factors shipped, then its cells from its lines.</summary>
    private static async Task<int> CheckAsync(FileInfo file, FileInfo? entries, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(file.FullName, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"Le fichier {file.FullName} ne se lit pas.");
            return 1;
        }

        if (!PeriodStatement.TryRead(text, out var statement))
        {
            await Console.Out.WriteLineAsync("Ce fichier n’est pas un fichier signé, ou il a été changé : son empreinte n’est pas celle de son contenu.");
            return 1;
        }

        if (!statement.HoldsTogether(EquipmentFiles.Read()))
        {
            await Console.Out.WriteLineAsync("L’empreinte est juste, mais le contenu ne va pas ensemble : la période, les lignes du registre ou les chiffres se contredisent.");
            return 1;
        }

        if (entries is not null && await CheckEntriesAsync(statement, entries) is var code and not 0)
        {
            return code;
        }

        await Console.Out.WriteLineAsync(string.Create(
            CommandLine.French,
            $"{statement.TerritoryName} ({statement.Territory}), {statement.Period} : {statement.Figures.Repairs.Fixed} objets réparés, {statement.Figures.EWasteDiverted.Kg.Central:0.###} kg de déchets électriques évités. L’empreinte et les chiffres concordent.\n{statement.Hash}"));
        return 0;
    }

    private static async Task<int> CheckEntriesAsync(PeriodStatement statement, FileInfo file)
    {
        try
        {
            using var sums = SignedEntries.Read(File.ReadLines(file.FullName), statement.Period);
            if (sums is null || !statement.IsMadeOf(sums))
            {
                await Console.Out.WriteLineAsync("Le fichier signé est juste, mais les lignes ne sont pas celles qu’il a signées.");
                return 1;
            }

            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{sums.Extract.Count} lignes du registre : leur empreinte et leurs sommes concordent."));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"Le fichier {file.FullName} ne se lit pas.");
            return 1;
        }
    }

    private static Func<ParseResult, CancellationToken, Task<int>> VerifyAsync { get; } = CommandLine.Action(async (app, _, cancellationToken) =>
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActingAs>().Actor = Actor.System;
        var progress = new OnStandardError();
        var found = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyTotals(progress), cancellationToken);
        foreach (var difference in found.Differences)
        {
            await Console.Out.WriteLineAsync(CommandLine.Shown(difference));
        }

        await Console.Out.WriteLineAsync(
            $"{found.Repairs} réparations, {found.Lines} lignes du registre, {found.Cells} totaux vérifiés : {(found.Differences.Count == 0 ? "tout concorde." : $"écarts : {found.Differences.Count} (au plus {TotalsVerified.MaxDifferences} sont montrés).")}");
        return found.Differences.Count == 0 ? 0 : 1;
    }, makesDatabase: false);

    /// <summary>Progress goes to standard error at once: the results alone are on standard output. A name read from a file commands no terminal.</summary>
    private sealed class OnStandardError : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(CommandLine.Shown(value));
    }
}
