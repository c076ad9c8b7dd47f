using NodaTime;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>The figures of a territory over a period.</summary>
/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its official name.</param>
/// <param name="Population">Sum of its communes'; null for a foreign country.</param>
/// <param name="From">First local day; null for the beginning.</param>
/// <param name="To">Last local day, included; null for no end.</param>
/// <param name="Factors">Key of the factor set the figures are made with; several, joined by « + », where entries were made with several.</param>
/// <param name="Figures">The whole.</param>
/// <param name="Parts">The whole cut as asked, in order; empty when not cut. They add up to the whole exactly.</param>
public sealed record ImpactReport(
    TerritoryKey Territory,
    string TerritoryName,
    long? Population,
    LocalDate? From,
    LocalDate? To,
    string Factors,
    ImpactFigures Figures,
    IReadOnlyList<ImpactPart> Parts)
{
    /// <summary>Whether it has so many parts that making and writing it again is worth avoiding while nothing in it changes.</summary>
    public bool IsWide => ManyParts.Are(Parts.Count);
}

/// <summary>One part of the figures of a territory.</summary>
/// <param name="Key">Stable key, as in <see cref="ImpactGroup"/>.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Figures">Its figures.</param>
public readonly record struct ImpactPart(string Key, string Label, ImpactFigures Figures);
