using MediatR;
using NodaTime;
using RepairNet.Application.Impact.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>Asks the public figures.</summary>
internal sealed class RepairedByMonth(IMediator mediator) : IRepairedByMonth
{
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(TerritoryKey territory, LocalDate from, LocalDate to, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetImpact(territory.ToString(), from, to, ImpactGrouping.Month), cancellationToken)).Match(
            report => report.Parts.ToDictionary(part => part.Key, part => part.Figures.Repairs.Fixed, StringComparer.Ordinal),
            _ => []);
}
