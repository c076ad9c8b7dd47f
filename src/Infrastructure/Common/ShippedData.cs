namespace RepairNet.Infrastructure.Common;

/// <summary>Finds the reference files that lie beside the program, whatever the current directory.</summary>
public static class ShippedData
{
    /// <summary>A folder or file under <c>data/</c> beside the program, as an absolute path.</summary>
    /// <param name="parts">Path below <c>data</c>, one part each (<c>"territories", "communes.csv"</c>).</param>
    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "data", .. parts]);
}
