namespace RepairNet.Domain.Repairs;

/// <summary>What became of an object brought to be repaired. The numbers are those of the Open Repair Data Standard.</summary>
public enum RepairOutcome
{
    /// <summary>Nobody wrote it down.</summary>
    Unknown = 0,

    /// <summary>It works again.</summary>
    Fixed = 1,

    /// <summary>It can be repaired, not here or not today.</summary>
    Repairable = 2,

    /// <summary>It cannot reasonably be repaired.</summary>
    EndOfLife = 3,
}

/// <summary>The names of outcomes in requests, files and answers.</summary>
public static class RepairOutcomes
{
    private static readonly Dictionary<string, RepairOutcome> Named = new(StringComparer.Ordinal)
    {
        ["fixed"] = RepairOutcome.Fixed,
        ["repairable"] = RepairOutcome.Repairable,
        ["end-of-life"] = RepairOutcome.EndOfLife,
        ["unknown"] = RepairOutcome.Unknown,
    };

    /// <summary>« fixed », « repairable », « end-of-life », « unknown ».</summary>
    public static IReadOnlyCollection<string> Codes => Named.Keys;

    public static bool TryParse(string? code, out RepairOutcome outcome) => Named.TryGetValue(code ?? "", out outcome);

    public static string Code(this RepairOutcome outcome) => Named.First(pair => pair.Value == outcome).Key;
}
