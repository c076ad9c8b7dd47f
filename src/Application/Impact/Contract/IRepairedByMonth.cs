using NodaTime;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact.Contract;

/// <summary>How many items were repaired each month, by the one calculation of public figures.</summary>
public interface IRepairedByMonth
{
    /// <summary>By « 2027-03 »; a month without repairs is left out.</summary>
    Task<IReadOnlyDictionary<string, long>> CountAsync(TerritoryKey territory, LocalDate from, LocalDate to, CancellationToken cancellationToken);
}
