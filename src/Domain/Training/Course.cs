using System.Diagnostics.CodeAnalysis;
using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Training;

/// <summary>What is taught. The trades a territory lacks, as the contract names them.</summary>
public enum Trade
{
    /// <summary>To repair things.</summary>
    Repair,
    /// <summary>To give things a second life.</summary>
    Reuse,
    /// <summary>To design things that are simple and can be repaired.</summary>
    RepairableDesign,
    /// <summary>To restore old buildings.</summary>
    OldBuildings,
}

/// <summary>The two honest kinds.</summary>
public enum CourseKind
{
    /// <summary>« Atelier »: a workshop or an initiation, an event.</summary>
    Workshop,
    /// <summary>« Formation »: a training action in the sense of the labour code (articles L6313-1 and following).</summary>
    Training,
}

/// <summary>What one must know already.</summary>
public enum CourseLevel
{
    Beginner,
    Intermediate,
    Advanced,
}

/// <summary>Where it is taught.</summary>
public enum TeachingMode
{
    OnSite,
    Mixed,
    Remote,
}

/// <summary>Whether the public sees a course.</summary>
public enum CourseStatus
{
    Draft,
    Published,
    Archived,
}

/// <summary>What a centre says of a course.</summary>
/// <param name="Minutes">How long it lasts in all, 15 minutes to <see cref="Course.MaxMinutes"/>.</param>
/// <param name="Price">In euros, 0 for free; null where it is to be asked for.</param>
/// <param name="Objectives">What people can do afterwards, one sentence each.</param>
/// <param name="Rome">Codes of the jobs it leads to, ROME 4.0.</param>
/// <param name="Formacodes">Codes of what is taught, Formacode.</param>
/// <param name="IsQualiopi">The centre is certified (article L6316-1 of the labour code).</param>
/// <param name="TakesCpf">It can be paid by a personal training account: only with a certification and Qualiopi.</param>
/// <param name="Language">In which it is taught, two letters.</param>
public sealed record CourseTerms(
    CourseKind Kind,
    Trade Trade,
    string Title,
    string Summary,
    CourseLevel Level,
    TeachingMode Mode,
    int Minutes,
    decimal? Price = null,
    string? PriceNote = null,
    string? Audience = null,
    string? Prerequisites = null,
    IReadOnlyList<string>? Objectives = null,
    string? Content = null,
    string? Results = null,
    string? Rhythm = null,
    string? Access = null,
    Certification? Certification = null,
    bool IsQualiopi = false,
    bool TakesCpf = false,
    IReadOnlyList<string>? Rome = null,
    IReadOnlyList<string>? Formacodes = null,
    string Language = "fr");

/// <summary>Something a training centre teaches. Its sessions say when.</summary>
public sealed class Course
{
    public const int MaxTitle = 120;
    public const int MaxSummary = 300;
    public const int MaxLine = 200;
    public const int MaxText = 2000;
    public const int MaxObjectives = 12;
    public const int MaxCodes = 10;
    public const int MinMinutes = 15;

    /// <summary>Longest number of a course or a session in a file it came from (LHÉO: 3 to 100 signs).</summary>
    public const int MaxNumber = 100;

    /// <summary>Two thousand hours: longer than any course of these trades.</summary>
    public const int MaxMinutes = 120_000;

    /// <summary>In euros.</summary>
    public const decimal MaxPrice = 100_000;

    private string _objectives = "";
    private string _rome = "";
    private string _formacodes = "";

    public Course(CourseId id, OrganisationId organisation, string slug, CourseTerms terms, Instant now)
    {
        Id = id;
        OrganisationId = organisation;
        Slug = slug;
        CreatedAt = now;
        Describe(terms, now);
    }

    private Course()
    {
        Slug = Title = Summary = Language = SearchText = "";
    }

    public CourseId Id { get; private set; }
    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Last part of the page's address, unique.</summary>
    public string Slug { get; private set; }
    public CourseKind Kind { get; private set; }
    public Trade Trade { get; private set; }
    public string Title { get; private set; }

    /// <summary>What it is, in a sentence or two.</summary>
    public string Summary { get; private set; }
    public CourseLevel Level { get; private set; }
    public TeachingMode Mode { get; private set; }

    /// <summary>How long it lasts in all, in minutes.</summary>
    public int Minutes { get; private set; }

    /// <summary>In cents, 0 for free; null where it is to be asked for.</summary>
    public int? PriceCents { get; private set; }

    /// <summary>In euros, 0 for free; null where it is to be asked for.</summary>
    public decimal? Price => PriceCents / 100m;

    /// <summary>For whom it is cheaper, and what pays for it.</summary>
    public string? PriceNote { get; private set; }
    public string? Audience { get; private set; }
    public string? Prerequisites { get; private set; }
    public string? Content { get; private set; }

    /// <summary>What one leaves with.</summary>
    public string? Results { get; private set; }
    public string? Rhythm { get; private set; }

    /// <summary>For people with a disability: how one comes, and what is arranged.</summary>
    public string? Access { get; private set; }

    /// <summary>RNCP or RS code, as <see cref="Training.Certification"/> writes it; null without one.</summary>
    public string? CertificationCode { get; private set; }

    /// <summary>Last day on which that certification is registered.</summary>
    public LocalDate? CertifiedUntil { get; private set; }
    public bool IsQualiopi { get; private set; }
    public bool TakesCpf { get; private set; }
    public string Language { get; private set; }
    public CourseStatus Status { get; private set; }
    public Instant CreatedAt { get; private set; }
    public Instant ChangedAt { get; private set; }

    /// <summary>Number it had in the file it came from (LHÉO), by which it is found again; null for one written here.</summary>
    public string? ImportedNumber { get; private set; }

    /// <summary>The last import that read it: twice in one file, the first stands.</summary>
    public CourseImportId? LastImport { get; private set; }

    /// <summary>Its words as they are looked for, a hyphen before each.</summary>
    public string SearchText { get; private set; }

    /// <summary>What people can do afterwards, one sentence each.</summary>
    public IReadOnlyList<string> Objectives => Split(_objectives);

    /// <summary>Codes of the jobs it leads to.</summary>
    public IReadOnlyList<string> Rome => Split(_rome);

    /// <summary>Codes of what is taught.</summary>
    public IReadOnlyList<string> Formacodes => Split(_formacodes);

    /// <summary>The certification as long as it is registered: one that expired is no longer shown.</summary>
    public Certification? CertificationOn(LocalDate day) =>
        CertificationCode is { } code && CertifiedUntil is { } until && day <= until ? new Certification(code, until) : null;

    /// <summary>Whether a personal training account pays for it on that day.</summary>
    public bool TakesCpfOn(LocalDate day) => TakesCpf && IsQualiopi && CertificationOn(day) is not null;

    /// <summary>All that is said of it, to make another like it.</summary>
    public CourseTerms Terms => new(
        Kind, Trade, Title, Summary, Level, Mode, Minutes, Price, PriceNote, Audience, Prerequisites, Objectives, Content, Results, Rhythm, Access,
        CertificationCode is { } code && CertifiedUntil is { } until ? new Certification(code, until) : null, IsQualiopi, TakesCpf, Rome, Formacodes, Language);

    /// <summary>Whether all this is said of it already.</summary>
    public bool Says(CourseTerms terms)
    {
        var other = new Course(Id, OrganisationId, Slug, terms, CreatedAt);
        return Lists(other) == Lists(this) && other.Terms with { Objectives = null, Rome = null, Formacodes = null } == Terms with { Objectives = null, Rome = null, Formacodes = null };

        static (string, string, string) Lists(Course course) => (course._objectives, course._rome, course._formacodes);
    }

    /// <summary>Says all this of it.</summary>
    /// <exception cref="ArgumentException">The terms contradict each other, or are longer than may be.</exception>
    [MemberNotNull(nameof(Title), nameof(Summary), nameof(Language), nameof(SearchText))]
    public void Describe(CourseTerms terms, Instant now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(terms.Title);
        ArgumentException.ThrowIfNullOrWhiteSpace(terms.Summary);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.Minutes, MinMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.Minutes, MaxMinutes);
        if (terms.Price is < 0 or > MaxPrice)
        {
            throw new ArgumentException("A price is from nothing to 100,000 euros.", nameof(terms));
        }

        if (terms.TakesCpf && (terms.Certification is null || !terms.IsQualiopi))
        {
            throw new ArgumentException("A personal training account pays for what is certified, at a centre that is.", nameof(terms));
        }

        (Kind, Trade, Level, Mode, Minutes) = (terms.Kind, terms.Trade, terms.Level, terms.Mode, terms.Minutes);
        PriceCents = terms.Price is { } euros ? (int)decimal.Round(euros * 100) : null;
        (Title, Summary, Language) = (terms.Title.Trim(), terms.Summary.Trim(), terms.Language);
        (PriceNote, Audience, Prerequisites, Content, Results, Rhythm, Access) = (terms.PriceNote, terms.Audience, terms.Prerequisites, terms.Content, terms.Results, terms.Rhythm, terms.Access);
        (CertificationCode, CertifiedUntil) = (terms.Certification?.Code, terms.Certification?.Until);
        (IsQualiopi, TakesCpf) = (terms.IsQualiopi, terms.TakesCpf);
        (_objectives, _rome, _formacodes) = (Join(terms.Objectives), Join(terms.Rome), Join(terms.Formacodes));
        SearchText = "-" + Common.Slug.Fold(string.Join(' ', [Title, Summary, .. Objectives]));
        ChangedAt = now;
    }

    /// <summary>Shows it to the public, puts it back in the drawer, or away. False if it stands so already.</summary>
    public bool SetStatus(CourseStatus status, Instant now)
    {
        if (Status == status)
        {
            return false;
        }

        (Status, ChangedAt) = (status, now);
        return true;
    }

    /// <summary>Says which number it has in the file it came from, and which import read it.</summary>
    public void CameAs(string number, CourseImportId import) => (ImportedNumber, LastImport) = (number, import);

    private static string Join(IReadOnlyList<string>? lines) => string.Join('\n', (lines ?? []).Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string[] Split(string lines) => lines.Length == 0 ? [] : lines.Split('\n');
}
