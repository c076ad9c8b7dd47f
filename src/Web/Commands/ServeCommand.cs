using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary><c>serve</c>: answers requests until it is stopped.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var app = RepairNetHost.Build(settings);
        await app.PrepareDatabaseAsync(cancellationToken);
        if (app.Environment.IsDevelopment())
        {
            // Whoever tries the program for the first time finds a network to try it on.
            await Console.Out.WriteLineAsync(await SeedCommand.DemoAsync(app, cancellationToken));
        }

        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"RepairNet répond sur {string.Join(", ", app.Urls)}");
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
