using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>
/// Pages of files (the program's code, that of its libraries) that this process holds because something touched them once, most of them
/// while it started. Given back, they stay in the system's cache for as long as it has room, and whatever is used again comes back from
/// there. Linux only: elsewhere nothing is found, and nothing is given back.
/// </summary>
internal static class MappedFiles
{
    /// <summary>What Linux tells a process of its memory: see proc_pid_smaps(5).</summary>
    private const string Map = "/proc/self/smaps";

    /// <summary>MADV_DONTNEED of <c>madvise(2)</c>.</summary>
    private const int DontNeed = 4;

    /// <summary>Longer than any line: a path has 4,096 bytes at most.</summary>
    private const int Piece = 64 * 1024;

    private static readonly HashSet<Mapping> None = [];

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Madvise(nint address, nuint length, int advice);

    /// <summary>A range of addresses. Two readings that find it the same found the same part of the same file.</summary>
    /// <param name="Address">Where it begins.</param>
    /// <param name="Length">In bytes.</param>
    /// <param name="Place">Where it begins in the file, in bytes.</param>
    /// <param name="Inode">The file.</param>
    internal readonly record struct Mapping(nint Address, nuint Length, long Place, long Inode);

    /// <summary>
    /// Ranges that nobody may write to and that hold nothing but what is in their file: dropping them loses nothing. While a library is being
    /// loaded, its ranges are corrected before they are closed to writing: see <see cref="GiveBack"/>.
    /// </summary>
    public static IReadOnlySet<Mapping> Unchanged()
    {
        try
        {
            if (!OperatingSystem.IsLinux() || !File.Exists(Map))
            {
                return None;
            }

            using var map = new FileStream(Map, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return Read(map);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where the system does not tell a process about itself, nothing is given back.
            return None;
        }
    }

    /// <summary>Gives back the ranges that are now as they were at an earlier reading, a second ago or more: none of those is still being loaded.</summary>
    /// <returns>What this reading found, for the next time.</returns>
    public static IReadOnlySet<Mapping> GiveBack(IReadOnlySet<Mapping> before)
    {
        var now = Unchanged();
        if (ProcessMemory.Find<Madvise>("madvise") is { } madvise)
        {
            foreach (var range in now.Where(before.Contains))
            {
                // Refused (locked in memory, for one), it stays.
                madvise(range.Address, range.Length, DontNeed);
            }
        }

        return now;
    }

    /// <param name="map">What <c>/proc/self/smaps</c> says. Read in place: to write its tens of thousands of lines down would take more than is given back.</param>
    internal static IReadOnlySet<Mapping> Read(Stream map)
    {
        var found = new HashSet<Mapping>();
        Mapping? range = null;
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (int held = 0, read; (read = map.Read(buffer.AsSpan(held))) > 0;)
            {
                var text = buffer.AsSpan(0, held + read);
                while (text.IndexOf((byte)'\n') is var end and >= 0)
                {
                    ReadLine(text[..end], found, ref range);
                    text = text[(end + 1)..];
                }

                text.CopyTo(buffer);
                held = text.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return found;
    }

    private static void ReadLine(ReadOnlySpan<byte> line, HashSet<Mapping> found, ref Mapping? range)
    {
        if (line.StartsWith("Anonymous:"u8))
        {
            // Pages that are this process's own, written to before the range was closed.
            if (range is { } closed && line["Anonymous:".Length..].Trim((byte)' ').SequenceEqual("0 kB"u8))
            {
                found.Add(closed);
            }

            range = null;
        }
        else if (line.IndexOf((byte)' ') is var space and > 0 && line[space - 1] != (byte)':')
        {
            range = OfFile(line);
        }
    }

    /// <param name="line">« 7f12a000-7f12c000 r-xp 00001000 08:01 131 /usr/lib/x.so »: addresses, rights, place in the file, device, file, its name.</param>
    private static Mapping? OfFile(ReadOnlySpan<byte> line)
    {
        if (!Utf8Parser.TryParse(line, out long from, out var dash, 'x')
            || !Utf8Parser.TryParse(line[(dash + 1)..], out long to, out var length, 'x'))
        {
            return null;
        }

        var rest = line[(dash + 1 + length)..].TrimStart((byte)' ');
        var rights = Word(ref rest);
        var place = Word(ref rest);
        Word(ref rest);
        var inode = Word(ref rest);
        var isFile = rest.StartsWith("/"u8) && !rest.StartsWith("/memfd:"u8) && !rest.StartsWith("/dev/"u8) && !rest.EndsWith(" (deleted)"u8);
        return isFile && rights.Length == 4 && rights[1] == (byte)'-' && Utf8Parser.TryParse(place, out long at, out _, 'x') && Utf8Parser.TryParse(inode, out long file, out _)
            ? new Mapping((nint)from, (nuint)(to - from), at, file)
            : null;
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        var word = space < 0 ? text : text[..space];
        text = text[word.Length..].TrimStart((byte)' ');
        return word;
    }
}
