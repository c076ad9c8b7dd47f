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

        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new StartupException("Cette adresse est déjà prise par un autre programme : choisissez-en une autre avec --urls, par exemple http://localhost:5081.");
        }

        await Console.Out.WriteLineAsync($"RepairNet répond sur {string.Join(", ", app.Urls)}");
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
