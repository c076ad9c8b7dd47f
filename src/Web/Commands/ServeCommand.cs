using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary><c>serve</c>: answers requests until it is stopped.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        ProcessMemory.KeepFewHeaps();
        await using var app = RepairNetHost.Build(settings);
        await using var mark = await app.ServeDatabaseAsync(cancellationToken);
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
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new StartupException("Cette adresse est déjà prise par un autre programme : choisissez-en une autre avec --urls, par exemple http://localhost:5081.");
        }
        catch (Exception e) when (e is SocketException || e.InnerException is SocketException)
        {
            throw new StartupException("Cette adresse ne s’ouvre pas : elle n’est pas à cette machine, ou son port (moins de 1024) demande d’autres droits. Choisissez-en une autre avec --urls, par exemple http://localhost:5081.");
        }
        catch (InvalidOperationException e) when (e.Source?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true)
        {
            throw new StartupException("Pour écouter en https, il faut un certificat : réglage Kestrel:Certificates:Default (REPAIRNET__KESTREL__CERTIFICATES__DEFAULT__PATH). Sinon, écoutez en http derrière un serveur mandataire.");
        }

        await Console.Out.WriteLineAsync($"RepairNet répond sur {string.Join(", ", app.Urls)}");
        var givingBack = ProcessMemory.KeepGivingBackAsync(app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync(cancellationToken);
        await givingBack;
        return 0;
    }
}
