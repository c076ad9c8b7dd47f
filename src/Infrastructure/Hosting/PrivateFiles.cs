namespace RepairNet.Infrastructure.Hosting;

/// <summary>Files and folders that hold names, addresses or keys: from their first byte on, for the user who runs the program alone.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public const UnixFileMode FolderMode = OwnerMode | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, if it is not there. One that is keeps its own rights.</summary>
    public static DirectoryInfo MakeFolder(string path) =>
        OperatingSystem.IsWindows() ? System.IO.Directory.CreateDirectory(path) : System.IO.Directory.CreateDirectory(path, FolderMode);

    /// <summary>Makes a file that was not there, to be written.</summary>
    /// <exception cref="IOException">It is there.</exception>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerMode;
        }

        return new FileStream(path, options);
    }

    /// <summary>Writes a file aside, under the name <paramref name="draft"/>, down to the disk. Nothing is left of one that cannot be written to its end.</summary>
    /// <param name="draft">Nobody else's: what an earlier try left under this name is replaced.</param>
    /// <param name="write">Writes what the file is to hold.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync(string draft, Func<FileStream, Task> write, CancellationToken cancellationToken)
    {
        File.Delete(draft);
        try
        {
            await using var stream = Create(draft);
            await write(stream);
            await stream.FlushAsync(cancellationToken);
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
