using System.Globalization;
using System.Runtime.InteropServices;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>
/// Pages of files (the program's code, that of its libraries) that this process holds because something touched them once, most of them
/// while it started. Given back, they stay in the system's cache for as long as it has room, and whatever is used again comes back from
/// there. Linux only: elsewhere nothing is found, and nothing is given back.
/// </summary>
internal static class MappedFiles
{
    /// <summary>MADV_DONTNEED of <c>madvise(2)</c>.</summary>
    private const int DontNeed = 4;

    private static readonly HashSet<Mapping> None = [];

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Madvise(nint address, nuint length, int advice);

    /// <summary>A range of addresses. Two readings that find it the same found the same part of the same file.</summary>
    /// <param name="Line">As the system writes it: addresses, rights, place in the file, name.</param>
    /// <param name="Address">Where it begins.</param>
    /// <param name="Length">In bytes.</param>
    internal sealed record Mapping(string Line, nint Address, nuint Length);

    /// <summary>
    /// Ranges that nobody may write to and that hold nothing but what is in their file: dropping them loses nothing. While a library is being
    /// loaded, its ranges are corrected before they are closed to writing: see <see cref="GiveBack"/>.
    /// </summary>
    public static IReadOnlySet<Mapping> Unchanged()
    {
        const string Map = "/proc/self/smaps";
        try
        {
            return OperatingSystem.IsLinux() && File.Exists(Map) ? Read(File.ReadLines(Map)) : None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where the system does not tell a process about itself, nothing is given back.
            return None;
        }
    }

    /// <param name="lines">Of <c>/proc/self/smaps</c>: see proc_pid_smaps(5).</param>
    internal static IReadOnlySet<Mapping> Read(IEnumerable<string> lines)
    {
        var found = new HashSet<Mapping>();
        Mapping? range = null;
        foreach (var line in lines)
        {
            if (!line.StartsWith('V') && line.IndexOf(' ', StringComparison.Ordinal) is var space && space > 0 && line[space - 1] != ':')
            {
                range = OfFile(line, space);
            }
            else if (range is not null && line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                // Pages that are this process's own, written to before the range was closed.
                if (line.AsSpan("Anonymous:".Length).Trim().SequenceEqual("0 kB"))
                {
                    found.Add(range);
                }

                range = null;
            }
        }

        return found;
    }

    /// <summary>Gives back the ranges that are now as they were at an earlier reading, a second ago or more: none of those is still being loaded.</summary>
    /// <returns>What this reading found, for the next time.</returns>
    public static IReadOnlySet<Mapping> GiveBack(IReadOnlySet<Mapping> before)
    {
        var now = Unchanged();
        if (NativeMemory.Find<Madvise>("madvise") is { } madvise)
        {
            foreach (var range in now.Where(before.Contains))
            {
                // Refused (locked in memory, for one), it stays.
                madvise(range.Address, range.Length, DontNeed);
            }
        }

        return now;
    }

    /// <param name="line">« 7f12a000-7f12c000 r-xp 00000000 08:01 131 /usr/lib/x.so ».</param>
    /// <param name="space">Where the addresses end.</param>
    private static Mapping? OfFile(string line, int space)
    {
        var dash = line.IndexOf('-', StringComparison.Ordinal);
        var isFile = line.IndexOf(" /", StringComparison.Ordinal) is var name && name > 0 && !line.AsSpan(name + 1).StartsWith("/memfd:") && !line.AsSpan(name + 1).StartsWith("/dev/") && !line.EndsWith(" (deleted)", StringComparison.Ordinal);
        if (!isFile || line[space + 2] != '-' || dash < 0
            || !nint.TryParse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var from)
            || !nint.TryParse(line.AsSpan(dash + 1, space - dash - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var to))
        {
            return null;
        }

        return new Mapping(line, from, (nuint)(to - from));
    }
}
