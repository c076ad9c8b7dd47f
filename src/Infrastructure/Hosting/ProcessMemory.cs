using System.Runtime.InteropServices;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>What memory the process keeps: that of .NET, that which is not its own (SQLite’s, that of compression and cryptography), and pages of files (<see cref="MappedFiles"/>).</summary>
public static class ProcessMemory
{
    /// <summary>M_ARENA_MAX of glibc (<c>malloc.h</c>).</summary>
    private const int ArenaMax = -8;

    /// <summary>Enough for a small server: threads share them.</summary>
    private const int Arenas = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(2);

    /// <summary>Machine code of what is asked for again and again is made for so long, from files that nothing needs afterwards.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(1);

    /// <summary>Less than a few pages a second take: hardly anybody is waited for.</summary>
    private const double QuietBytesASecond = 512 * 1024;

    /// <summary>Less than this left behind is not worth a stop of some hundredths of a second.</summary>
    private const long WorthCollectingBytes = 32 * 1024 * 1024;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MallocTrim(nuint pad);

    /// <summary>
    /// On glibc, which keeps up to eight heaps a processor and gives little of them back: two of them, unless the environment says how many
    /// (<c>MALLOC_ARENA_MAX</c>). Before any thread needs one of its own.
    /// </summary>
    public static void KeepFewHeaps()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX")))
        {
            Find<Mallopt>("mallopt")?.Invoke(ArenaMax, Arenas);
        }
    }

    /// <summary>Gives back what the start took and nobody needs any more, .NET's memory included. It stops the program for a moment: while nobody is waited for.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GiveBackFree();
    }

    /// <summary>What the library of C holds and nobody uses. Some milliseconds.</summary>
    private static void GiveBackFree() => Find<MallocTrim>("malloc_trim")?.Invoke(0);

    /// <summary>
    /// Until the program stops, gives back from time to time what busy moments took: what the library of C holds and nobody uses, files that
    /// nothing reads any more, and once it is quiet again .NET's memory too. Often at first, while much is used once and never again, then
    /// half as often each time.
    /// </summary>
    public static async Task KeepGivingBackAsync(CancellationToken stopping)
    {
        var files = MappedFiles.Unchanged();
        var (allocated, collected) = (GC.GetTotalAllocatedBytes(), 0L);
        var pause = FirstPause;
        for (var since = TimeSpan.Zero; ; since += pause, pause = since < Beginning ? ShortPause : pause * 2 < LongPause ? pause * 2 : LongPause)
        {
            await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            var now = GC.GetTotalAllocatedBytes();
            if (now - allocated < QuietBytesASecond * pause.TotalSeconds && now - collected > WorthCollectingBytes)
            {
                GiveBack();
                collected = now;
            }
            else
            {
                GiveBackFree();
            }

            files = MappedFiles.GiveBack(files);
            allocated = now;
        }
    }

    /// <summary>A function of glibc; null where there is another library of C.</summary>
    internal static T? Find<T>(string name)
        where T : Delegate =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, name, out var function)
            ? Marshal.GetDelegateForFunctionPointer<T>(function)
            : null;
}
