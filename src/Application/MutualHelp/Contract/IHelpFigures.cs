using NodaTime;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.MutualHelp.Contract;

/// <summary>What people declared repaired by mutual help, one line for each post.</summary>
/// <param name="Total">Declared, and not struck.</param>
public sealed record HelpFigures(long Total, long Fixed, long Repairable, long EndOfLife, long Unknown)
{
    public static HelpFigures None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Adds up counts by outcome.</summary>
    public static HelpFigures Of(IReadOnlyDictionary<RepairOutcome, long> counts) => new(
        counts.Values.Sum(), counts.GetValueOrDefault(RepairOutcome.Fixed), counts.GetValueOrDefault(RepairOutcome.Repairable), counts.GetValueOrDefault(RepairOutcome.EndOfLife), counts.GetValueOrDefault(RepairOutcome.Unknown));
}

/// <summary>Counts what was declared. Beside what repairs count, and never added to it: nobody weighed or saw it.</summary>
public interface IHelpFigures
{
    /// <summary>Declared in posts of this territory from one local day to another, both included.</summary>
    Task<HelpFigures> OfTerritoryAsync(TerritoryIndex territories, TerritoryKey territory, LocalDate? from, LocalDate? to, CancellationToken cancellationToken);
}
