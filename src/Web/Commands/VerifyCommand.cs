using System.CommandLine;
using MediatR;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;

namespace RepairNet.Web.Commands;

/// <summary><c>verify</c>: makes every total again from its parts; exit code 1 on a difference.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command("verify", "Recalcule chaque total à partir de ses parties ; code de sortie 1 au premier écart.");
        command.SetAction(CommandLine.Action(async (app, _, cancellationToken) =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ActingAs>().Actor = Actor.System;
            var progress = new OnStandardError();
            var found = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyTotals(progress), cancellationToken);
            foreach (var difference in found.Differences)
            {
                await Console.Out.WriteLineAsync(difference);
            }

            await Console.Out.WriteLineAsync(
                $"{found.Repairs} réparations, {found.Lines} lignes du registre, {found.Cells} totaux vérifiés : {(found.Differences.Count == 0 ? "tout concorde." : $"écarts : {found.Differences.Count} (au plus {TotalsVerified.MaxDifferences} sont montrés).")}");
            return found.Differences.Count == 0 ? 0 : 1;
        }));
        return command;
    }

    /// <summary>Progress goes to standard error at once: the results alone are on standard output.</summary>
    private sealed class OnStandardError : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
