namespace RepairNet.Infrastructure.Seeding;

/// <summary>
/// The same numbers for the same seed, on every machine and version (SplitMix64, public domain, Steele, Lea and Flood 2014).
/// For invented data only: it keeps no secret.
/// </summary>
internal sealed class SeededNumbers(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to <paramref name="below"/>, excluded.</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    /// <summary>From <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public int Between(int from, int to) => from + Below(to - from + 1);

    /// <summary>True this often in a hundred.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <summary>One of them, the heavier the more often.</summary>
    public T Pick<T>(IReadOnlyList<T> list, Func<T, int> weight)
    {
        var left = Below(list.Sum(weight));
        foreach (var item in list)
        {
            if ((left -= weight(item)) < 0)
            {
                return item;
            }
        }

        return list[^1];
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)Next();
        }

        return bytes;
    }

    /// <summary>A version-7 UUID of this instant, its random part drawn here.</summary>
    public Guid Id(NodaTime.Instant at)
    {
        var bytes = Bytes(16);
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
