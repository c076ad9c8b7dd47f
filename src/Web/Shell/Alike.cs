using System.Globalization;

namespace RepairNet.Web.Shell;

/// <summary>Names that are told apart by a number where several are the same: « Téléphone, Firefox », « Téléphone, Firefox (2) ».</summary>
public static class Alike
{
    public static IEnumerable<(T Each, string Name)> Numbered<T>(this IEnumerable<T> all, Func<T, string> name)
    {
        var alike = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var each in all)
        {
            var plain = name(each);
            var number = alike[plain] = alike.GetValueOrDefault(plain) + 1;
            yield return (each, number == 1 ? plain : string.Create(CultureInfo.InvariantCulture, $"{plain} ({number})"));
        }
    }
}
