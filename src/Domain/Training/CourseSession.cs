using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Training;

/// <summary>One time at which people meet: a half-day, as a rule.</summary>
/// <param name="Date">The local day.</param>
/// <param name="From">When it begins, local.</param>
/// <param name="To">When it ends, local, the same day and excluded.</param>
public readonly record struct Meeting(LocalDate Date, LocalTime From, LocalTime To)
{
    public int Minutes => (int)Period.Between(From, To, PeriodUnits.Minutes).Minutes;
}

/// <summary>How people come into a session.</summary>
public enum SessionEntry
{
    /// <summary>All on the first day.</summary>
    Fixed,
    /// <summary>At any time while it lasts.</summary>
    Permanent,
}

/// <summary>Where a session stands for whoever would come.</summary>
public enum SessionState
{
    Open,
    /// <summary>Enrolment has not begun.</summary>
    NotYet,
    /// <summary>Enrolment is over.</summary>
    Closed,
    Full,
    Cancelled,
    Done,
}

/// <summary>What can be wrong with the terms of a session.</summary>
public enum SessionError
{
    NoMeeting,
    TooManyMeetings,
    EndsBeforeItStarts,
    MeetingsOverlap,
    SeatsOutOfRange,
    MinimumOutOfRange,
    EnrolmentUpsideDown,
    EnrolmentAfterTheEnd,
    TooLong,
}

/// <summary>What a session is to be.</summary>
/// <param name="Place">Where it is held; null at a distance.</param>
/// <param name="Meetings">When people meet, in any order.</param>
/// <param name="Seats">1 to <see cref="CourseSession.MaxSeats"/>.</param>
/// <param name="Minimum">Below so many people it does not take place; 1 at least.</param>
/// <param name="EnrolFrom">First day on which one may ask for a seat; null for at once.</param>
/// <param name="EnrolUntil">Last day on which one may; null for the day before it begins, or its last day with permanent entry.</param>
/// <param name="AcceptsAtOnce">Whoever asks for a free seat has it; else the centre answers.</param>
public sealed record SessionTerms(
    PlaceId? Place, IReadOnlyList<Meeting> Meetings, int Seats, int Minimum = 1, LocalDate? EnrolFrom = null, LocalDate? EnrolUntil = null, SessionEntry Entry = SessionEntry.Fixed, bool AcceptsAtOnce = false)
{
    /// <summary>All that is wrong with these terms; empty when a session can be made of them.</summary>
    public IReadOnlyList<SessionError> Errors()
    {
        var errors = new List<SessionError>();
        var inOrder = Meetings.OrderBy(m => m.Date).ThenBy(m => m.From).ToList();
        Add(Meetings.Count == 0, SessionError.NoMeeting);
        Add(Meetings.Count > CourseSession.MaxMeetings, SessionError.TooManyMeetings);
        Add(Meetings.Any(m => m.To <= m.From), SessionError.EndsBeforeItStarts);
        Add(inOrder.Zip(inOrder.Skip(1)).Any(pair => pair.First.Date == pair.Second.Date && pair.Second.From < pair.First.To), SessionError.MeetingsOverlap);
        Add(Seats is < 1 or > CourseSession.MaxSeats, SessionError.SeatsOutOfRange);
        Add(Minimum < 1 || Minimum > Seats, SessionError.MinimumOutOfRange);
        Add(EnrolFrom is { } from && EnrolUntil is { } until && until < from, SessionError.EnrolmentUpsideDown);
        if (inOrder.Count > 0)
        {
            Add(EnrolUntil > inOrder[^1].Date || EnrolFrom > inOrder[^1].Date, SessionError.EnrolmentAfterTheEnd);
            Add(Period.DaysBetween(inOrder[0].Date, inOrder[^1].Date) > CourseSession.MaxDays, SessionError.TooLong);
        }

        return errors;

        void Add(bool wrong, SessionError error)
        {
            if (wrong)
            {
                errors.Add(error);
            }
        }
    }
}

/// <summary>
/// One run of a course: when, where, and how many may come. Seats are numbered from 1; the database gives each once and none beyond
/// <see cref="Seats"/>.
/// </summary>
public sealed class CourseSession
{
    public const int MaxSeats = 500;
    public const int MaxMeetings = 60;

    /// <summary>Between the first day and the last.</summary>
    public const int MaxDays = 800;
    public const int MaxReason = 300;

    private static readonly LocalDatePattern Dates = LocalDatePattern.Iso;
    private static readonly LocalTimePattern Times = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private string _meetings = "";

    public CourseSession(CourseSessionId id, CourseId course, OrganisationId organisation, string communeCode, DateTimeZone zone, SessionTerms terms)
    {
        Id = id;
        CourseId = course;
        OrganisationId = organisation;
        Change(terms, communeCode, zone);
    }

    private CourseSession()
    {
        CommuneCode = TimeZone = "";
    }

    public CourseSessionId Id { get; private set; }
    public CourseId CourseId { get; private set; }
    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Null at a distance.</summary>
    public PlaceId? PlaceId { get; private set; }

    /// <summary>INSEE code of the commune where it is held; that of the centre at a distance.</summary>
    public string CommuneCode { get; private set; }

    /// <summary>IANA name of the zone its hours are told in.</summary>
    public string TimeZone { get; private set; }

    /// <summary>First and last local days.</summary>
    public LocalDate StartsOn { get; private set; }
    public LocalDate EndsOn { get; private set; }

    /// <summary>When its first meeting begins and its last one ends.</summary>
    public Instant Start { get; private set; }
    public Instant End { get; private set; }
    public int Seats { get; private set; }
    public int Minimum { get; private set; }
    public LocalDate? EnrolFrom { get; private set; }

    /// <summary>Last local day on which one may ask for a seat.</summary>
    public LocalDate EnrolUntil { get; private set; }
    public SessionEntry Entry { get; private set; }
    public bool AcceptsAtOnce { get; private set; }
    public Instant? CancelledAt { get; private set; }

    /// <summary>Why it does not take place, as the centre tells those enrolled.</summary>
    public string? CancelReason { get; private set; }

    /// <summary>Number it had in the file it came from (LHÉO); null for one planned here.</summary>
    public string? ImportedNumber { get; private set; }

    /// <summary>When people meet, in order.</summary>
    public IReadOnlyList<Meeting> Meetings => Read(_meetings);

    /// <summary>All that is taught in it, in minutes.</summary>
    public int Minutes => Meetings.Sum(m => m.Minutes);

    /// <summary>What it is, to plan another like it.</summary>
    public SessionTerms Terms => new(PlaceId, Meetings, Seats, Minimum, EnrolFrom, EnrolUntil, Entry, AcceptsAtOnce);

    /// <summary>Where it stands.</summary>
    /// <param name="taken">Seats that are taken or held.</param>
    /// <param name="now">Now.</param>
    /// <param name="zone">Its zone.</param>
    public SessionState StateAt(int taken, Instant now, DateTimeZone zone)
    {
        var today = now.InZone(zone).Date;
        return CancelledAt is not null ? SessionState.Cancelled
            : now >= End ? SessionState.Done
            : today > EnrolUntil ? SessionState.Closed
            : EnrolFrom is { } from && today < from ? SessionState.NotYet
            : taken >= Seats ? SessionState.Full
            : SessionState.Open;
    }

    /// <summary>Gives it other terms.</summary>
    /// <exception cref="ArgumentException">The terms have errors; the session stays as it was.</exception>
    [MemberNotNull(nameof(CommuneCode), nameof(TimeZone))]
    public void Change(SessionTerms terms, string communeCode, DateTimeZone zone)
    {
        var errors = terms.Errors();
        if (errors.Count > 0)
        {
            throw new ArgumentException($"Not a session: {string.Join(", ", errors)}.", nameof(terms));
        }

        var meetings = InOrder(terms.Meetings);
        (PlaceId, CommuneCode, TimeZone) = (terms.Place, communeCode, zone.Id);
        (StartsOn, EndsOn) = (meetings[0].Date, meetings[^1].Date);
        Start = zone.AtLeniently(meetings[0].Date.At(meetings[0].From)).ToInstant();
        End = zone.AtLeniently(meetings[^1].Date.At(meetings.Where(m => m.Date == meetings[^1].Date).Max(m => m.To))).ToInstant();
        (Seats, Minimum, EnrolFrom, Entry, AcceptsAtOnce) = (terms.Seats, terms.Minimum, terms.EnrolFrom, terms.Entry, terms.AcceptsAtOnce);
        EnrolUntil = terms.EnrolUntil ?? (terms.Entry == SessionEntry.Permanent ? EndsOn : LatestBefore(StartsOn, terms.EnrolFrom));
        _meetings = string.Join('\n', meetings.Select(m => $"{Dates.Format(m.Date)} {Times.Format(m.From)} {Times.Format(m.To)}"));
    }

    /// <summary>Whether it is so already.</summary>
    public bool Says(SessionTerms terms) =>
        Meetings.SequenceEqual(InOrder(terms.Meetings))
        && (PlaceId, Seats, Minimum, EnrolFrom, Entry, AcceptsAtOnce) == (terms.Place, terms.Seats, terms.Minimum, terms.EnrolFrom, terms.Entry, terms.AcceptsAtOnce)
        && (terms.EnrolUntil is null || terms.EnrolUntil == EnrolUntil);

    /// <summary>
    /// Where each of its meetings stands among those it is to have, in their order; null for one that is to be held no more. One whose hours alone change is
    /// the same one, as long as its day has as many as before.
    /// </summary>
    public IReadOnlyList<int?> PlacesAmong(IReadOnlyList<Meeting> others)
    {
        var (before, after) = (Meetings, InOrder(others));
        int?[] places = [.. before.Select(m => Array.IndexOf(after, m) is >= 0 and var place ? place : (int?)null)];
        foreach (var day in before.Select(m => m.Date).Distinct())
        {
            int[] lost = [.. Enumerable.Range(0, before.Count).Where(i => places[i] is null && before[i].Date == day)];
            int[] found = [.. Enumerable.Range(0, after.Length).Where(i => after[i].Date == day && places.All(place => place != i))];
            foreach (var (from, to) in lost.Length == found.Length ? lost.Zip(found) : [])
            {
                places[from] = to;
            }
        }

        return places;
    }

    /// <summary>Calls it off. False if it was already, or is over.</summary>
    public bool Cancel(string reason, Instant now)
    {
        if (CancelledAt is not null || now >= End)
        {
            return false;
        }

        (CancelledAt, CancelReason) = (now, reason);
        return true;
    }

    /// <summary>Says which number it has in the file it came from.</summary>
    public void CameAs(string number) => ImportedNumber = number;

    // Enrolment that opens on the first day itself ends on it.
    private static LocalDate LatestBefore(LocalDate first, LocalDate? from) => from is { } opens && opens >= first ? opens : first.PlusDays(-1);

    private static Meeting[] InOrder(IReadOnlyList<Meeting> meetings) => [.. meetings.OrderBy(m => m.Date).ThenBy(m => m.From)];

    private static Meeting[] Read(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(p => new Meeting(Dates.Parse(p[0]).Value, Times.Parse(p[1]).Value, Times.Parse(p[2]).Value))];
}

/// <summary>What a centre wrote to all those enrolled in a session.</summary>
public sealed class SessionNote
{
    public const int MaxSubject = 120;
    public const int MaxText = 2000;

    /// <summary>Letters of one session, at most: a centre that needs more is not writing about the session.</summary>
    public const int Most = 20;

    public SessionNote(CourseSessionId session, int number, string subject, string text, AccountId? by, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Most);
        (SessionId, Number, Subject, Text, WrittenBy, WrittenAt) = (session, number, subject, text, by, at);
    }

    private SessionNote()
    {
        Subject = Text = "";
    }

    public CourseSessionId SessionId { get; private set; }

    /// <summary>From 1, in the order of writing.</summary>
    public int Number { get; private set; }
    public string Subject { get; private set; }
    public string Text { get; private set; }
    public AccountId? WrittenBy { get; private set; }
    public Instant WrittenAt { get; private set; }
}
