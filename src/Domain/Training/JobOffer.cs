using System.Diagnostics.CodeAnalysis;
using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Training;

/// <summary>What is offered.</summary>
public enum JobOfferKind
{
    /// <summary>« Apprentissage »: a contract of work and learning (articles L6221-1 and following of the labour code).</summary>
    Apprenticeship,
    /// <summary>« Emploi ».</summary>
    Job,
    /// <summary>« Stage »: never a permanent place (article L124-7 of the education code).</summary>
    Internship,
}

/// <summary>What its organisation did with an offer last.</summary>
public enum JobOfferStatus
{
    Draft,
    Published,
    /// <summary>Someone was found.</summary>
    Filled,
    Withdrawn,
}

/// <summary>How an offer stands at a moment.</summary>
public enum JobOfferState
{
    Draft,
    /// <summary>Published, and its time runs: the only one the public sees.</summary>
    Current,
    /// <summary>Published, and nobody renewed it in time.</summary>
    Expired,
    Filled,
    Withdrawn,
}

/// <summary>The diploma asked for, by the level of the national framework of certifications.</summary>
public enum DiplomaLevel
{
    /// <summary>None is asked for.</summary>
    None,
    /// <summary>CAP, BEP.</summary>
    Level3,
    /// <summary>Baccalauréat.</summary>
    Level4,
    /// <summary>Two years after it.</summary>
    Level5,
    /// <summary>Three years after it.</summary>
    Level6,
    /// <summary>Five years after it.</summary>
    Level7,
}

/// <summary>In what a length is counted.</summary>
public enum LengthUnit
{
    Weeks,
    Months,
}

/// <summary>How long what is offered lasts.</summary>
/// <param name="Count">1 to <see cref="MaxWeeks"/> or <see cref="MaxMonths"/>.</param>
public sealed record JobLength(int Count, LengthUnit Unit)
{
    /// <summary>A year.</summary>
    public const int MaxWeeks = 52;

    /// <summary>The longest apprenticeship (article L6222-7-1 of the labour code), and the longest of the others here.</summary>
    public const int MaxMonths = 36;

    public bool IsWithinBounds => Count >= 1 && Count <= (Unit == LengthUnit.Weeks ? MaxWeeks : MaxMonths);

    /// <summary>Over two months an internship is paid (article L124-6 of the education code). Nine weeks of five days are more than the 44 days that make two months.</summary>
    public bool IsOverTwoMonths => Unit == LengthUnit.Weeks ? Count > 8 : Count > 2;
}

/// <summary>What an organisation says of an offer.</summary>
/// <param name="Rome">Code of the job, of our short list.</param>
/// <param name="Tasks">What is done.</param>
/// <param name="WeeklyMinutes">An hour to 48 hours (article L3121-20 of the labour code).</param>
/// <param name="CommuneCode">INSEE code of the commune where it is.</param>
/// <param name="Length">Null for a permanent place.</param>
/// <param name="StartsOn">First day; null for as soon as possible.</param>
/// <param name="Pay">Pay or allowance, in words.</param>
/// <param name="Profile">What is expected of who answers.</param>
/// <param name="Address">Number and street, without the commune.</param>
/// <param name="Access">For people with a disability: how one comes, and what is arranged.</param>
/// <param name="Email">Where one answers; this or <paramref name="Phone"/>.</param>
/// <param name="Language">In which one works, two letters.</param>
public sealed record JobOfferTerms(
    JobOfferKind Kind,
    Trade Trade,
    string Rome,
    string Title,
    string Tasks,
    int WeeklyMinutes,
    string CommuneCode,
    JobLength? Length = null,
    LocalDate? StartsOn = null,
    string? Pay = null,
    string? Profile = null,
    DiplomaLevel Diploma = DiplomaLevel.None,
    string? Address = null,
    string? Access = null,
    string? Email = null,
    string? Phone = null,
    string Language = "fr");

/// <summary>
/// An offer of apprenticeship, job or internship. It is current for <see cref="Life"/> from its publication, and again from each renewal; what is not
/// looked after disappears by itself.
/// </summary>
public sealed class JobOffer
{
    public const int MaxTitle = 120;
    public const int MaxText = 2000;
    public const int MaxLine = 300;
    public const int MaxPhone = 30;
    public const int MinWeeklyMinutes = 60;
    public const int MaxWeeklyMinutes = 48 * 60;

    /// <summary>How long an offer is current.</summary>
    public static readonly Duration Life = Duration.FromDays(60);

    /// <summary>How long before its end its organisation is reminded of it.</summary>
    public static readonly Duration ReminderBefore = Duration.FromDays(7);

    /// <summary>A renewal sooner than this after the last one changes nothing: a button pressed twice.</summary>
    private static readonly Duration LeastUsed = Duration.FromDays(1);

    public JobOffer(JobOfferId id, OrganisationId organisation, string slug, JobOfferTerms terms, Instant now)
    {
        Id = id;
        OrganisationId = organisation;
        Slug = slug;
        CreatedAt = now;
        Describe(terms, now);
    }

    private JobOffer()
    {
        Slug = Rome = Title = Tasks = CommuneCode = Language = "";
    }

    public JobOfferId Id { get; private set; }
    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Last part of the page's address, unique.</summary>
    public string Slug { get; private set; }
    public JobOfferKind Kind { get; private set; }
    public Trade Trade { get; private set; }

    /// <summary>Code of the job, ROME 4.0.</summary>
    public string Rome { get; private set; }
    public string Title { get; private set; }

    /// <summary>What is done.</summary>
    public string Tasks { get; private set; }

    /// <summary>What is expected of who answers.</summary>
    public string? Profile { get; private set; }
    public DiplomaLevel Diploma { get; private set; }
    public int WeeklyMinutes { get; private set; }

    /// <summary>Null for a permanent place.</summary>
    public int? LengthCount { get; private set; }
    public LengthUnit? LengthUnit { get; private set; }

    /// <summary>First day; null for as soon as possible.</summary>
    public LocalDate? StartsOn { get; private set; }

    /// <summary>Pay or allowance, in words.</summary>
    public string? Pay { get; private set; }
    public string CommuneCode { get; private set; }

    /// <summary>Number and street.</summary>
    public string? Address { get; private set; }

    /// <summary>For people with a disability: how one comes, and what is arranged.</summary>
    public string? Access { get; private set; }

    /// <summary>Where one answers: this, <see cref="Phone"/> or both, until they are forgotten.</summary>
    public string? Email { get; private set; }
    public string? Phone { get; private set; }
    public string Language { get; private set; }
    public JobOfferStatus Status { get; private set; }
    public Instant CreatedAt { get; private set; }
    public Instant ChangedAt { get; private set; }

    /// <summary>The first time; null for one that never was.</summary>
    public Instant? PublishedAt { get; private set; }

    /// <summary>First instant at which it is no longer current; null before it is published.</summary>
    public Instant? CurrentUntil { get; private set; }

    /// <summary>Someone was found then, where it is filled.</summary>
    public Instant? FilledAt { get; private set; }

    /// <summary>How many times its time began anew: a reminder is told once for each.</summary>
    public int Round { get; private set; }

    /// <summary>Its organisation was reminded of its end, in this round.</summary>
    public Instant? RemindedAt { get; private set; }

    /// <summary>How long it lasts; null for a permanent place.</summary>
    public JobLength? Length => LengthCount is { } count && LengthUnit is { } unit ? new JobLength(count, unit) : null;

    /// <summary>All that is said of it, to make another like it.</summary>
    public JobOfferTerms Terms => new(Kind, Trade, Rome, Title, Tasks, WeeklyMinutes, CommuneCode, Length, StartsOn, Pay, Profile, Diploma, Address, Access, Email, Phone, Language);

    /// <summary>How it stands then. Its time is half-open: at its end it is over.</summary>
    public JobOfferState StateAt(Instant now) => Status switch
    {
        JobOfferStatus.Draft => JobOfferState.Draft,
        JobOfferStatus.Filled => JobOfferState.Filled,
        JobOfferStatus.Withdrawn => JobOfferState.Withdrawn,
        JobOfferStatus.Published => now < CurrentUntil ? JobOfferState.Current : JobOfferState.Expired,
    };

    /// <summary>Says all this of it. That is no renewal.</summary>
    /// <exception cref="ArgumentException">The terms contradict each other, or are out of bounds.</exception>
    [MemberNotNull(nameof(Rome), nameof(Title), nameof(Tasks), nameof(CommuneCode), nameof(Language))]
    public void Describe(JobOfferTerms terms, Instant now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(terms.Title);
        ArgumentException.ThrowIfNullOrWhiteSpace(terms.Tasks);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.WeeklyMinutes, MinWeeklyMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.WeeklyMinutes, MaxWeeklyMinutes);
        if (terms.Length is { IsWithinBounds: false })
        {
            throw new ArgumentException("It lasts a week to a year, or a month to three years.", nameof(terms));
        }

        if (terms.Kind == JobOfferKind.Internship && terms.Length is null)
        {
            throw new ArgumentException("An internship ends.", nameof(terms));
        }

        if (terms.Kind == JobOfferKind.Internship && terms.Length is { IsOverTwoMonths: true } && string.IsNullOrWhiteSpace(terms.Pay))
        {
            throw new ArgumentException("An internship of more than two months says what it pays.", nameof(terms));
        }

        if (terms.Email is null && terms.Phone is null)
        {
            throw new ArgumentException("One answers by e-mail or by telephone.", nameof(terms));
        }

        (Kind, Trade, Rome, Title, Tasks) = (terms.Kind, terms.Trade, terms.Rome, terms.Title.Trim(), terms.Tasks.Trim());
        (WeeklyMinutes, LengthCount, LengthUnit, StartsOn) = (terms.WeeklyMinutes, terms.Length?.Count, terms.Length?.Unit, terms.StartsOn);
        (Pay, Profile, Diploma) = (terms.Pay, terms.Profile, terms.Diploma);
        (CommuneCode, Address, Access) = (terms.CommuneCode, terms.Address, terms.Access);
        (Email, Phone, Language) = (terms.Email, terms.Phone, terms.Language);
        ChangedAt = now;
    }

    /// <summary>Shows it to the public for <see cref="Life"/>: a draft, or what was withdrawn or filled by mistake. False where it is published already, or says no more how to answer.</summary>
    public bool Publish(Instant now)
    {
        if (Status == JobOfferStatus.Published || !CanBeAnswered)
        {
            return false;
        }

        (Status, FilledAt) = (JobOfferStatus.Published, null);
        PublishedAt ??= now;
        Begin(now);
        return true;
    }

    /// <summary>Its time begins anew, expired or not. A second time within a day changes nothing. False where it is not published, or says no more how to answer.</summary>
    public bool Renew(Instant now)
    {
        if (Status != JobOfferStatus.Published || !CanBeAnswered)
        {
            return false;
        }

        if (now + Life - CurrentUntil!.Value >= LeastUsed)
        {
            Begin(now);
        }

        return true;
    }

    /// <summary>Someone was found. Twice is once; false where it is not published.</summary>
    public bool Fill(Instant now)
    {
        if (Status == JobOfferStatus.Published)
        {
            End(JobOfferStatus.Filled, now);
            FilledAt = now;
        }

        return Status == JobOfferStatus.Filled;
    }

    /// <summary>Takes it from the public's view, or puts a draft away. Twice is once; false for one that is filled.</summary>
    public bool Withdraw(Instant now)
    {
        if (Status is JobOfferStatus.Draft or JobOfferStatus.Published)
        {
            End(JobOfferStatus.Withdrawn, now);
        }

        return Status == JobOfferStatus.Withdrawn;
    }

    /// <summary>Whether its organisation is to be reminded now that it ends.</summary>
    public bool IsToRemindAt(Instant now) => StateAt(now) == JobOfferState.Current && RemindedAt is null && now >= CurrentUntil!.Value - ReminderBefore;

    /// <summary>Its organisation was reminded.</summary>
    public void MarkReminded(Instant now) => RemindedAt = now;

    /// <summary>Long after its end, how one answered it is kept no more.</summary>
    public void ForgetContact() => (Email, Phone) = (null, null);

    /// <summary>Whoever is named to be answered leaves: an offer that nobody can answer any more is shown no more.</summary>
    public void ForgetContact(Instant now)
    {
        Withdraw(now);
        ForgetContact();
    }

    private bool CanBeAnswered => Email is not null || Phone is not null;

    private void Begin(Instant now)
    {
        (CurrentUntil, RemindedAt, ChangedAt) = (now + Life, null, now);
        Round++;
    }

    private void End(JobOfferStatus status, Instant now)
    {
        (Status, ChangedAt) = (status, now);
        CurrentUntil = CurrentUntil is { } until ? Instant.Min(until, now) : null;
    }
}
