namespace RepairNet.Web.Pages.Bookings;

/// <summary>Room on a line is short: what people write may not be.</summary>
internal static class Shortening
{
    /// <summary>The first words of a text on one line, with an ellipsis where something is left out; never half a character.</summary>
    public static string Truncated(this string text, int most)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= most)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', most);
        cut = cut > most / 2 ? cut : char.IsHighSurrogate(line[most - 1]) ? most - 1 : most;
        return line[..cut] + "…";
    }
}
