using NodaTime;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training.Contract;

/// <summary>A course as a file of the language of the training offer (LHÉO 2.3, DGEFP) tells it.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Number">Its number there; by it a course read twice is found again.</param>
/// <param name="Created">Day on which it was written; null when the file does not say.</param>
/// <param name="Changed">Day of its last change.</param>
/// <param name="IsPublished">The file was written here, of published courses; what comes from elsewhere is read over first.</param>
/// <param name="Problems">What in it cannot be read: with any, it is refused.</param>
/// <param name="Doubts">What was left out, or supposed.</param>
public sealed record LheoCourse(
    int Line, string Number, LocalDate? Created, LocalDate? Changed, bool IsPublished, CourseDetails Details, LheoCentre Centre, IReadOnlyList<LheoSession> Sessions, IReadOnlyList<CourseRemark> Problems, IReadOnlyList<CourseRemark> Doubts);

/// <param name="Siret">14 digits; null when the file gives none.</param>
/// <param name="CommuneCode">INSEE code; null when the file gives none.</param>
public sealed record LheoCentre(string Name, string? Siret, string? CommuneCode, string? Email, string? Phone);

/// <param name="Place">Null at a distance.</param>
public sealed record LheoSession(string Number, LheoPlace? Place, SessionDetails Details);

public sealed record LheoPlace(string Name, string Address, string CommuneCode);

/// <summary>Reads and writes files of LHÉO 2.3. Neither loads anything from elsewhere: a file with a document type is refused.</summary>
public interface ILheoFiles
{
    /// <summary>How many courses it holds, once read to its end.</summary>
    /// <exception cref="LheoUnreadableException">It is no such file, or broken, or a course of it is without measure: at which line.</exception>
    int Count(Stream file);

    /// <summary>One course after the other, as far as the file can be read.</summary>
    /// <exception cref="LheoUnreadableException">It is no such file, or broken: at which line.</exception>
    IEnumerable<LheoCourse> Read(Stream file);

    /// <summary>Writes these courses. Closes nothing.</summary>
    Task WriteAsync(Stream file, IAsyncEnumerable<LheoEntry> courses, CancellationToken cancellationToken);
}

/// <summary>A course to write, with the numbers it has in files.</summary>
/// <param name="SessionNumbers">By session; the id where there is none.</param>
/// <param name="Postcodes">By INSEE code; empty where a commune has none.</param>
public sealed record LheoEntry(CourseView Course, string Number, IReadOnlyDictionary<Domain.Common.CourseSessionId, string> SessionNumbers, IReadOnlyDictionary<string, string> Postcodes);

/// <summary>The file is no LHÉO, or breaks off.</summary>
/// <param name="line">Where, from 1; 0 when nothing could be read.</param>
/// <param name="reason">Why: the key of a text.</param>
public sealed class LheoUnreadableException(int line, string reason) : Exception(reason)
{
    public int Line { get; } = line;
}
