using System.Runtime.InteropServices;

namespace RepairNet.Web.Hosting;

/// <summary>How the memory outside the runtime is handed out: SQLite and OpenSSL ask the C library for it.</summary>
internal static class NativeMemory
{
    // malloc.h of the GNU C library.
    private const int ArenaMax = -8;

    /// <summary>
    /// Two pools for all threads. One each, as the GNU C library does by itself, keeps some megabytes for every thread that ever
    /// touched the database, and gives none back.
    /// </summary>
    public static void KeepSmall()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(ArenaMax, 2);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library (musl): it has no such pools.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
