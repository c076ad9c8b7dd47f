using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary><c>serve</c>: answers requests until it is stopped.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var app = RepairNetHost.Build(settings);
        await app.PrepareDatabaseAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"RepairNet répond sur {string.Join(", ", app.Urls)}");
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
