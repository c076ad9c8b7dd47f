using System.Text;

namespace RepairNet.Domain.Repairs;

/// <summary>What stood in the way of a repair. The first six are those of the Open Repair Data Standard, with its numbers.</summary>
public enum RepairBarrier
{
    PartsUnavailable = 1,
    PartsTooExpensive = 2,
    CannotOpen = 3,
    NoInfo = 4,
    NoEquipment = 5,
    WornOut = 6,
    Incomplete = 101,
    EffortTooHigh = 102,
    UnsafeDoNotUse = 103,
    UnderWarranty = 104,
    PartialUse = 105,
    NoTime = 106,
    Other = 199,
}

/// <summary>The names of barriers in requests, files and answers.</summary>
public static class RepairBarriers
{
    private static readonly Dictionary<RepairBarrier, string> OrdsLabels = new()
    {
        [RepairBarrier.PartsUnavailable] = "Spare parts not available",
        [RepairBarrier.PartsTooExpensive] = "Spare parts too expensive",
        [RepairBarrier.CannotOpen] = "No way to open product",
        [RepairBarrier.NoInfo] = "Repair information not available",
        [RepairBarrier.NoEquipment] = "Lack of equipment",
        [RepairBarrier.WornOut] = "Item too worn out",
    };

    private static readonly Dictionary<string, RepairBarrier> Named = NameAll();

    /// <summary>Stable codes: « parts-unavailable », « worn-out »…</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Enum.GetValues<RepairBarrier>().Select(Code)];

    /// <summary>The stable code, in small letters and hyphens.</summary>
    public static string Code(this RepairBarrier barrier) => Hyphenate(barrier.ToString());

    /// <summary>The standard's own label, or null for a barrier it does not know.</summary>
    public static string? OrdsLabel(this RepairBarrier barrier) => OrdsLabels.GetValueOrDefault(barrier);

    /// <summary>Reads our code or any spelling of the standard's label, whatever the case and the separators.</summary>
    public static bool TryParse(string? text, out RepairBarrier barrier) => Named.TryGetValue(Key(text), out barrier);

    private static Dictionary<string, RepairBarrier> NameAll()
    {
        var named = new Dictionary<string, RepairBarrier>(StringComparer.Ordinal);
        foreach (var barrier in Enum.GetValues<RepairBarrier>())
        {
            named[Key(barrier.Code())] = barrier;
        }

        foreach (var (barrier, label) in OrdsLabels)
        {
            named[Key(label)] = barrier;
        }

        // The standard writes these two in several ways, in its text, its code list and its data.
        named[Key("No way to open the product")] = RepairBarrier.CannotOpen;
        named[Key("Product too worn out")] = RepairBarrier.WornOut;
        named[Key("Too worn out")] = RepairBarrier.WornOut;
        return named;
    }

    private static string Key(string? text) =>
        new([.. (text ?? "").Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static string Hyphenate(string name)
    {
        var code = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && code.Length > 0)
            {
                code.Append('-');
            }

            code.Append(char.ToLowerInvariant(c));
        }

        return code.ToString();
    }
}
