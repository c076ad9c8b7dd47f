using System.Globalization;

namespace RepairNet.Web.Pages.Directory;

/// <summary>Degrees as people type and read them, with a comma or a point.</summary>
internal static class DegreesText
{
    /// <summary>Null for nothing typed; out of any range for what is no number, so that the field says so.</summary>
    public static double? Read(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : double.TryParse(text.Trim().Replace(',', '.').Replace('−', '-'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees) ? degrees
        : double.MaxValue;

    /// <summary>« 45,18852 »: to the metre.</summary>
    public static string? Written(double? degrees) => degrees?.ToString("0.#####", CultureInfo.GetCultureInfo("fr-FR"));
}
