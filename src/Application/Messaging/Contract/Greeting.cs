using System.Globalization;
using RepairNet.Application.Common;

namespace RepairNet.Application.Messaging.Contract;

/// <summary>How a letter begins.</summary>
public static class Greeting
{
    private const int LongestName = 60;

    /// <summary>By name only if it reads like one.</summary>
    public static string For(Texts t, string name) => ReadsLikeName(name) ? t["Bonjour {0},", name] : t["Bonjour,"];

    /// <summary>
    /// Whether a letter to an address that nobody verified may say this name. Anybody may give someone else's address: a « name » that holds a
    /// link or a slogan would make us its carrier.
    /// </summary>
    public static bool ReadsLikeName(string name) =>
        name.Length <= LongestName && name.All(c => char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c is ' ' or '-' or '\'' or '’');
}
