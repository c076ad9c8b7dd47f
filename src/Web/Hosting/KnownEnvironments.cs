namespace RepairNet.Web.Hosting;

/// <summary>The environments the program knows. Under any other name, a mistyped « Prod » among them, the guards of production would not hold.</summary>
internal static class KnownEnvironments
{
    public const string Choice = "Écrivez Development, Staging, Testing ou Production.";

    private static readonly string[] Known = ["Development", "Staging", "Testing", "Production"];

    /// <summary>Whether there is one of this name, in capitals or not.</summary>
    public static bool Contain(string name) => Known.Contains(name, StringComparer.OrdinalIgnoreCase);
}
