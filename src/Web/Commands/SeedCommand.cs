using System.CommandLine;
using RepairNet.Infrastructure.Seeding;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary><c>seed demo</c> and <c>seed national</c>: invented data, to try the program or to measure it. Never in Production.</summary>
internal static class SeedCommand
{
    public static Command Create() => new("seed", "Remplit la base de données inventées (refusé en production).") { Demo(), National() };

    private static Command Demo()
    {
        var command = new Command("demo", "Réseau de démonstration : Échirolles et Grenoble-Alpes-Métropole, six mois d’activité.");
        command.SetAction(CommandLine.Action(async (app, _, cancellationToken) =>
        {
            await Console.Out.WriteLineAsync(await DemoAsync(app, cancellationToken));
            return 0;
        }, before: RefuseInProduction));
        return command;
    }

    /// <summary>Makes the demo network if the database is empty; its accounts get a password in Development only.</summary>
    internal static async Task<string> DemoAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Seeder>().DemoAsync(app.Environment.IsDevelopment(), cancellationToken);
    }

    private static Command National()
    {
        var repairers = Count("--repairers", "Nombre d’organisations, réparties comme la population.", 1000);
        var bookings = Count("--bookings", "Nombre de rendez-vous à venir.", 5000);
        var repairs = Count("--repairs", "Nombre de réparations des deux dernières années.", 20_000);
        var seed = new Option<long>("--seed") { Description = "La même graine donne les mêmes données (défaut : 1).", HelpName = "S", DefaultValueFactory = _ => 1 };
        seed.Validators.Add(CommandLine.WholeNumber);
        var command = new Command("national", "Un pays entier, pour mesurer.") { repairers, bookings, repairs, seed };
        command.SetAction(CommandLine.Action(async (app, parse, cancellationToken) =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            var made = await scope.ServiceProvider.GetRequiredService<Seeder>().NationalAsync(
                parse.GetValue(repairers),
                parse.GetValue(bookings),
                parse.GetValue(repairs),
                parse.GetValue(seed),
                Console.Error.WriteLine,
                cancellationToken);
            if (made.Bookings < parse.GetValue(bookings))
            {
                await Console.Error.WriteLineAsync($"Les établis de ces organisations ne prennent que {made.Bookings} rendez-vous dans les quatre semaines à venir. Pour davantage : --repairers plus grand.");
            }

            await Console.Out.WriteLineAsync($"{made.Organisations} organisations, {made.Bookings} rendez-vous, {made.Repairs} réparations.");
            return 0;
        }, before: RefuseInProduction));
        return command;
    }

    private static Option<int> Count(string name, string description, int byDefault)
    {
        var option = new Option<int>(name) { Description = $"{description} (défaut : {byDefault})", HelpName = "N", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var value) || value < 0))
            {
                result.AddError($"{name} : donnez un nombre entier, 0 ou plus.");
            }
        });
        return option;
    }

    private static void RefuseInProduction(WebApplication app)
    {
        if (app.Environment.IsProduction())
        {
            throw new StartupException("Les données inventées sont refusées en production. Pour un essai : --environment Staging.");
        }
    }
}
