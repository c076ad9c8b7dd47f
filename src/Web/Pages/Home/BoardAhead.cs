using MediatR;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Home;

/// <summary>The board of the home page, asked for once while the program starts: the first visitor does not wait for its queries to be made.</summary>
internal sealed class BoardAhead(InstanceSettings instance, IServiceScopeFactory scopes) : IReadAhead
{
    public bool IsOnHomePage => true;

    public async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        if (instance.HomeTerritory.Length > 0)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GetUpcomingRepairCafes(instance.HomeTerritory), cancellationToken);
        }
    }
}
