using System.Diagnostics.CodeAnalysis;
using PhoneNumbers;

namespace RepairNet.Application.Common;

/// <summary>Telephone numbers as people type them, kept as <c>+33465712010</c> (E.164).</summary>
public static class TelephoneEntry
{
    // French territories with a numbering plan of their own, by département.
    private static readonly Dictionary<string, string> Regions = new(StringComparer.Ordinal)
    {
        ["971"] = "GP",
        ["972"] = "MQ",
        ["973"] = "GF",
        ["974"] = "RE",
        ["975"] = "PM",
        ["976"] = "YT",
        ["977"] = "BL",
        ["978"] = "MF",
        ["986"] = "WF",
        ["987"] = "PF",
        ["988"] = "NC",
    };

    private static readonly string[] DialledAtHome = ["FR", "GP", "RE", "MQ", "GF"];

    /// <summary>The numbering plan of a commune overseas; null elsewhere.</summary>
    internal static string? PlanOf(string? communeCode) => communeCode?.Length == 5 && Regions.TryGetValue(communeCode[..3], out var region) ? region : null;

    /// <summary>Reads a number: in the plan of the commune given, else of France and its overseas départements, else with its country code.</summary>
    /// <param name="text">As typed: spaces, dots, hyphens and brackets do not matter.</param>
    /// <param name="communeCode">INSEE code of the commune it is said in, or null.</param>
    /// <param name="e164">The number with its country code.</param>
    public static bool TryParse(string? text, string? communeCode, [NotNullWhen(true)] out string? e164)
    {
        e164 = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40 || text.Any(c => char.IsLetter(c) || char.IsControl(c)))
        {
            return false;
        }

        var local = PlanOf(communeCode);
        foreach (var plan in (local is null ? [] : new[] { local }).Concat(DialledAtHome))
        {
            try
            {
                var numbers = PhoneNumberUtil.GetInstance();
                var number = numbers.Parse(text, plan);
                if (numbers.IsValidNumber(number) && !number.HasExtension)
                {
                    e164 = numbers.Format(number, PhoneNumberFormat.E164);
                    return true;
                }
            }
            catch (NumberParseException)
            {
                return false;
            }
        }

        return false;
    }
}
