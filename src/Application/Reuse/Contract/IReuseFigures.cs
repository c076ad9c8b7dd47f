using NodaTime;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>What the reuse workshops of a territory weighed.</summary>
public interface IReuseFigures
{
    /// <summary>From one local day to another, both included, and what lies in stock at the end of the last. It counts where the workshop is, not where things come from.</summary>
    Task<(MassFigures Figures, long StockGrams)> OfTerritoryAsync(TerritoryIndex territories, TerritoryKey territory, LocalDate? from, LocalDate? to, CancellationToken cancellationToken);

    /// <summary>Who worked there, of the quarters that ended from one local day to another, both included.</summary>
    Task<WorkFigures> WorkOfTerritoryAsync(TerritoryIndex territories, TerritoryKey territory, LocalDate? from, LocalDate? to, CancellationToken cancellationToken);
}
