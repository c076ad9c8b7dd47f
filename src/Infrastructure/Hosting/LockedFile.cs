namespace RepairNet.Infrastructure.Hosting;

/// <summary>A lock on a file, which the system takes away when the process ends. The file stays, empty; only the lock counts.</summary>
internal static class LockedFile
{
    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    /// <param name="alone">Nobody else has it meanwhile; otherwise only nobody alone.</param>
    /// <returns>The file, locked until it is disposed of; null while another has the lock.</returns>
    public static FileStream? TryOpen(string path, bool alone)
    {
        PrivateFiles.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            return alone
                ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                : new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
    }
}
