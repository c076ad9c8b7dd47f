using System.Buffers;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Training;

/// <summary>The files of courses that wait, in the folder of the data.</summary>
internal sealed class CourseImportFiles(DataFolder folder, ILheoFiles lheo) : ICourseImportFiles
{
    private const int CopyBuffer = 128 * 1024;

    public async Task<OneOf<ReadableCourses, UnreadableCourses>> KeepAsync(CourseImportId import, Stream content, CancellationToken cancellationToken)
    {
        System.IO.Directory.CreateDirectory(folder.Imports);
        var path = PathOf(import);
        var isKept = false;
        try
        {
            var bytes = await CopyAsync(content, path, cancellationToken);
            if (bytes is 0 or > ICourseImportFiles.MaxBytes)
            {
                return new UnreadableCourses(0, bytes == 0 ? Texts.Key("Ce fichier est vide.") : Texts.Key("Ce fichier dépasse 40 Mo. Coupez-le en plusieurs fichiers."));
            }

            await using var file = Open(import);
            var courses = lheo.Count(file);
            if (courses == 0)
            {
                return new UnreadableCourses(0, Texts.Key("Ce fichier ne contient aucune formation."));
            }

            isKept = true;
            return new ReadableCourses(bytes, courses);
        }
        catch (LheoUnreadableException e)
        {
            return new UnreadableCourses(e.Line, e.Message);
        }
        finally
        {
            if (!isKept)
            {
                File.Delete(path);
            }
        }
    }

    public bool Has(CourseImportId import) => File.Exists(PathOf(import));

    public Stream Open(CourseImportId import) => new FileStream(PathOf(import), FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.SequentialScan);

    public void Delete(CourseImportId import)
    {
        if (System.IO.Directory.Exists(folder.Imports))
        {
            File.Delete(PathOf(import));
        }
    }

    private string PathOf(CourseImportId import) => Path.Combine(folder.Imports, $"{import}.lheo.xml");

    /// <summary>To the disk as it comes; stops soon after the first byte too many.</summary>
    private static async Task<long> CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, useAsync: true);
            long bytes = 0;
            int read;
            while (bytes <= ICourseImportFiles.MaxBytes && (read = await content.ReadAsync(buffer.AsMemory(0, CopyBuffer), cancellationToken)) > 0)
            {
                bytes += read;
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            file.Flush(flushToDisk: true);
            return bytes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
