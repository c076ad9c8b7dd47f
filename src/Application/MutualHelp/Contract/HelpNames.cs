using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp.Contract;

/// <summary>Names of what mutual help is made of, in requests, addresses and answers.</summary>
public static class HelpNames
{
    private static readonly Dictionary<string, HelpKind> Kinds = new(StringComparer.Ordinal) { ["offer"] = HelpKind.Offer, ["request"] = HelpKind.Request };

    private static readonly Dictionary<string, HelpReportReason> Reasons = new(StringComparer.Ordinal)
    {
        ["selling"] = HelpReportReason.Selling,
        ["trap"] = HelpReportReason.Trap,
        ["hurtful"] = HelpReportReason.Hurtful,
        ["personal-data"] = HelpReportReason.PersonalData,
        ["other"] = HelpReportReason.Other,
    };

    /// <summary>Null for a name of nothing.</summary>
    public static HelpKind? Kind(string? name) => Kinds.TryGetValue(name ?? "", out var kind) ? kind : null;

    public static string Name(HelpKind kind) => Kinds.First(pair => pair.Value == kind).Key;

    /// <summary>Null for a name of nothing.</summary>
    public static HelpReportReason? Reason(string? name) => Reasons.TryGetValue(name ?? "", out var reason) ? reason : null;

    public static string Name(HelpReportReason reason) => Reasons.First(pair => pair.Value == reason).Key;
}
