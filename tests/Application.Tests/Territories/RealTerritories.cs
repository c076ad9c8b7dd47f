using RepairNet.Application.Territories.Contract;
using RepairNet.Infrastructure.Common;
using RepairNet.Infrastructure.Territories;

namespace RepairNet.Application.Tests.Territories;

/// <summary>The territories as shipped, read once for all tests.</summary>
internal static class RealTerritories
{
    private static readonly Lazy<TerritoryData> Shipped = new(() => TerritoryFiles.Read(ShippedData.PathOf("territories")));
    private static readonly Lazy<TerritoryIndex> Built = new(() => new TerritoryIndex(Shipped.Value));

    public static TerritoryData Data => Shipped.Value;

    public static TerritoryIndex Index => Built.Value;
}
