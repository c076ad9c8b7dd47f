using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Directory;

/// <summary>How far someone goes in repairing a category of equipment.</summary>
public enum SkillLevel
{
    Learning,
    Confident,
    Expert,
}

/// <summary>What a level promises.</summary>
public static class SkillLevels
{
    /// <summary>Whether someone of this level may be counted on: who is still learning repairs beside somebody else.</summary>
    public static bool RepairsAlone(this SkillLevel level) => level != SkillLevel.Learning;
}

/// <summary>Someone who repairs at a place. In public: the first name only, and only if they agree.</summary>
public sealed class Person
{
    public const int MaxName = 80;

    /// <summary>Longest list of languages, in characters, commas included.</summary>
    public const int MaxLanguages = 120;

    /// <summary>Trainings shown of one person, at most.</summary>
    public const int MaxTrainings = 20;

    private readonly List<Skill> _skills = [];
    private readonly List<ProvedTraining> _trainings = [];

    public Person(PersonId id, PlaceId placeId, string firstName, string? lastName, IEnumerable<string> languages, bool agreesToBeNamed)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(firstName);
        Id = id;
        PlaceId = placeId;
        FirstName = firstName.Trim();
        LastName = lastName;
        Languages = string.Join(',', languages);
        AgreesToBeNamed = agreesToBeNamed;
    }

    private Person()
    {
        FirstName = Languages = "";
    }

    public PersonId Id { get; private set; }
    public PlaceId PlaceId { get; private set; }
    public string FirstName { get; private set; }
    public string? LastName { get; private set; }

    /// <summary>ISO 639-1 codes of the languages spoken, joined by commas: <c>fr,ar,fsl</c> (639-3 where no shorter code exists).</summary>
    public string Languages { get; private set; }

    /// <summary>They agreed that their first name be shown in public.</summary>
    public bool AgreesToBeNamed { get; private set; }

    public IReadOnlyList<Skill> Skills => _skills;

    /// <summary>Courses they came to, each proved by a certificate.</summary>
    public IReadOnlyList<ProvedTraining> Trainings => _trainings;

    /// <summary>Whether one more training may be shown of them.</summary>
    public bool MayProveMore => _trainings.Count < MaxTrainings;

    /// <summary>Changes everything said about them but their skills.</summary>
    public void Describe(string firstName, string? lastName, IEnumerable<string> languages, bool agreesToBeNamed)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(firstName);
        FirstName = firstName.Trim();
        LastName = lastName;
        Languages = string.Join(',', languages);
        AgreesToBeNamed = agreesToBeNamed;
    }

    /// <summary>Whether the same is said of both, trainings apart.</summary>
    public bool SaysTheSameAs(Person other) =>
        (FirstName, LastName, Languages, AgreesToBeNamed) == (other.FirstName, other.LastName, other.Languages, other.AgreesToBeNamed)
        && _skills.Select(s => (s.Category, s.Level)).ToHashSet().SetEquals(other._skills.Select(s => (s.Category, s.Level)));

    /// <summary>A certificate proves that they came to this. Shown twice, it counts once.</summary>
    public void Prove(CourseSessionId session, string courseTitle, string centreName, LocalDate endedOn)
    {
        if (_trainings.Exists(t => t.SessionId == session))
        {
            return;
        }

        if (!MayProveMore)
        {
            throw new InvalidOperationException("As many trainings as are shown of one person are there already.");
        }

        _trainings.Add(new ProvedTraining(Id, session, courseTitle, centreName, endedOn));
    }

    /// <summary>Shows this training of them no more.</summary>
    public void ForgetTraining(CourseSessionId session) => _trainings.RemoveAll(t => t.SessionId == session);

    /// <summary>They no longer repair this category.</summary>
    public void Forgets(string category) => _skills.RemoveAll(s => s.Category == category);

    /// <summary>Says how far they go with a category; the latest word replaces the one before.</summary>
    public void Knows(string category, SkillLevel level)
    {
        var skill = _skills.Find(s => s.Category == category);
        if (skill is null)
        {
            _skills.Add(new Skill(Id, category, level));
        }
        else
        {
            skill.Reach(level);
        }
    }
}

/// <summary>What a person can repair, and how far.</summary>
public sealed class Skill
{
    internal Skill(PersonId personId, string category, SkillLevel level)
    {
        PersonId = personId;
        Category = category;
        Level = level;
    }

    public PersonId PersonId { get; private set; }
    public string Category { get; private set; }
    public SkillLevel Level { get; private set; }

    internal void Reach(SkillLevel level) => Level = level;
}

/// <summary>A course someone came to, as its certificate said it on the day it was shown: it stays as long as the person does, whatever becomes of the certificate.</summary>
public sealed class ProvedTraining
{
    /// <summary>Longest title of a course kept, in characters.</summary>
    public const int MaxTitle = 120;

    internal ProvedTraining(PersonId personId, CourseSessionId sessionId, string courseTitle, string centreName, LocalDate endedOn)
    {
        PersonId = personId;
        SessionId = sessionId;
        CourseTitle = courseTitle;
        CentreName = centreName;
        EndedOn = endedOn;
    }

    private ProvedTraining()
    {
        CourseTitle = CentreName = "";
    }

    public PersonId PersonId { get; private set; }

    /// <summary>One session is proved once.</summary>
    public CourseSessionId SessionId { get; private set; }
    public string CourseTitle { get; private set; }
    public string CentreName { get; private set; }

    /// <summary>Last day of the session; its month is shown.</summary>
    public LocalDate EndedOn { get; private set; }
}
