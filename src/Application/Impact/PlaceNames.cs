namespace RepairNet.Application.Impact;

/// <summary>What a place of the roll-up is called.</summary>
/// <param name="Key">Stable key of the commune it counts in, the same as in other cuts by commune.</param>
/// <param name="Label">What people call that commune.</param>
/// <param name="IsShared">Whether places of another code may count in the same commune.</param>
internal sealed record PlaceName(string Key, string Label, bool IsShared);

/// <summary>
/// Names of places, each made when it is first asked for: to find and to write tens of thousands of them takes an eighth of the time of a report. Safe for many
/// at once; a name may be made twice then, and is the same.
/// </summary>
/// <param name="make">Makes the name of a place, by the code of its commune.</param>
internal sealed class PlaceNames(Func<string, PlaceName> make)
{
    private PlaceName?[] names = [];

    /// <param name="place">Its number in the cube.</param>
    /// <param name="code">The code of its commune.</param>
    public PlaceName Of(int place, string code)
    {
        var known = Volatile.Read(ref names);
        if (place >= known.Length)
        {
            // What others put in the shorter array meanwhile is made again.
            var longer = new PlaceName?[Math.Max(place + 1, 2 * known.Length)];
            known.CopyTo(longer, 0);
            Volatile.Write(ref names, longer);
            known = longer;
        }

        return known[place] ??= make(code);
    }
}
