using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Training;

/// <summary>Something said of a course of a file.</summary>
/// <param name="Text">The key of a text, with <c>{0}</c> where the value goes.</param>
/// <param name="Value">What the file says; null when the text says all.</param>
public sealed record CourseRemark(string Text, string? Value = null);

/// <summary>A course that was left out.</summary>
/// <param name="Line">Of the file, from 1: where it begins.</param>
/// <param name="Number">It has in the file.</param>
public sealed record RefusedCourse(int Line, string Number, string Title, IReadOnlyList<CourseRemark> Reasons);

/// <summary>Something supposed or left out of courses that went in, how often, and the first times.</summary>
/// <param name="Examples">The first, at most <see cref="CourseImport.MaxExamples"/>.</param>
public sealed record CourseDoubt(string Text, int Count, IReadOnlyList<DoubtfulCourse> Examples);

/// <param name="Line">Of the file, from 1.</param>
/// <param name="Value">What the file says there; null when the text says all.</param>
public sealed record DoubtfulCourse(int Line, string Number, string? Value);

/// <summary>What some courses of the file came to.</summary>
/// <param name="Read">How many there were.</param>
/// <param name="Centres">Centres that nobody knew before.</param>
public sealed record ImportedCourses(int Read, int Added, int Changed, int Centres, IReadOnlyList<RefusedCourse> Refusals, IReadOnlyList<CourseDoubt> Doubts);

/// <summary>A file of courses (LHÉO) that is read into the database.</summary>
public sealed class CourseImport : FileImport
{
    /// <summary>Courses left out that are kept with their reasons; beyond, they are counted.</summary>
    public const int MaxRefusals = 200;

    /// <summary>Examples kept of each doubt.</summary>
    public const int MaxExamples = 5;

    /// <summary>Longest piece of the file kept in the report.</summary>
    public const int MaxValue = 80;

    public CourseImport(CourseImportId id, OrganisationId? organisation, AccountId? startedBy, string fileName, long bytes, int total, Instant now)
        : base(startedBy, fileName, bytes, now)
    {
        Id = id;
        OrganisationId = organisation;
        Total = total;
    }

    private CourseImport()
    {
    }

    public CourseImportId Id { get; private set; }

    /// <summary>The centre it is for: no course of another goes in. Null for those of any centre.</summary>
    public OrganisationId? OrganisationId { get; private set; }

    /// <summary>Courses of the file.</summary>
    public int Total { get; private set; }

    /// <summary>Courses read so far: where to go on.</summary>
    public int Done { get; private set; }
    public int Added { get; private set; }
    public int Changed { get; private set; }
    public int Refused { get; private set; }

    /// <summary>Centres that nobody knew before.</summary>
    public int Centres { get; private set; }

    /// <summary>Courses that were there already, and say the same.</summary>
    public int Unchanged => Done - Added - Changed - Refused;

    /// <summary>The first courses left out, at most <see cref="MaxRefusals"/>.</summary>
    public IReadOnlyList<RefusedCourse> Refusals { get; private set; } = [];
    public IReadOnlyList<CourseDoubt> Doubts { get; private set; } = [];

    /// <summary>Some more courses were read.</summary>
    public void Advance(ImportedCourses courses, Instant now)
    {
        Done += courses.Read;
        Added += courses.Added;
        Changed += courses.Changed;
        Centres += courses.Centres;
        Refused += courses.Refusals.Count;
        Refusals = Refusals.Count >= MaxRefusals || courses.Refusals.Count == 0 ? Refusals : [.. Refusals, .. courses.Refusals.Take(MaxRefusals - Refusals.Count)];
        Doubts = courses.Doubts.Count == 0
            ? Doubts
            : [.. Doubts.Concat(courses.Doubts).GroupBy(d => d.Text).Select(g => new CourseDoubt(g.Key, g.Sum(d => d.Count), [.. g.SelectMany(d => d.Examples).Take(MaxExamples)]))];
        Extend(now);
    }

    /// <summary>Forgets the words of the file, long after: its counts stay.</summary>
    public void Forget()
    {
        FileName = Forgotten;
        Doubts = [.. Doubts.Select(d => d with { Examples = [] })];
        Refusals = [];
    }
}
