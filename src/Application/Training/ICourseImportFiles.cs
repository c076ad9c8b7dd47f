using OneOf;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Training;

/// <summary>A file of courses that can be imported.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Courses">How many it holds.</param>
public sealed record ReadableCourses(long Bytes, int Courses);

/// <summary>The file cannot be read: nothing of it goes in.</summary>
/// <param name="Line">Where, from 1; 0 for the whole of it.</param>
/// <param name="Reason">The key of a text.</param>
public sealed record UnreadableCourses(int Line, string Reason) : IRefusal;

/// <summary>The files of courses that wait to be imported, in the folder of the instance.</summary>
public interface ICourseImportFiles
{
    /// <summary>Largest file, in bytes: some twenty thousand courses.</summary>
    const long MaxBytes = 40L * 1024 * 1024;

    /// <summary>Keeps a file, on the disk as it comes, and reads it through once. What cannot be imported is not kept.</summary>
    Task<OneOf<ReadableCourses, UnreadableCourses>> KeepAsync(CourseImportId import, Stream content, CancellationToken cancellationToken);

    /// <summary>Whether the file is here.</summary>
    bool Has(CourseImportId import);

    /// <summary>The file, from its beginning.</summary>
    Stream Open(CourseImportId import);

    /// <summary>Takes the file away; does nothing where it is not.</summary>
    void Delete(CourseImportId import);
}
