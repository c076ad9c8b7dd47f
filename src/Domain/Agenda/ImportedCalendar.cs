using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>
/// A calendar kept elsewhere (an <c>.ics</c> address) whose busy times shut a place. It is read again and again; one that cannot
/// be read keeps what was last read well, and says since when and why.
/// </summary>
public sealed class ImportedCalendar
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxName = 80;

    /// <summary>Longest address, in characters: those that keep a secret are long.</summary>
    public const int MaxAddress = 1000;

    /// <summary>Longest mark of a version that is kept, in characters.</summary>
    public const int MaxETag = 200;

    /// <summary>Most calendars of one place.</summary>
    public const int MostOfAPlace = 5;

    /// <summary>Most closures that one calendar makes.</summary>
    public const int MostClosures = 1_000;

    /// <summary>From one good reading to the next.</summary>
    public static readonly Duration BetweenReadings = Duration.FromMinutes(30);

    /// <summary>How long past closures are kept: as far back as an agenda looks.</summary>
    public static readonly Duration PastKept = Duration.FromDays(45);

    // A reading in hand: seconds. Whoever crashed in the middle leaves it to be read again after that.
    private static readonly Duration LongestReading = Duration.FromMinutes(2);
    private static readonly Duration BetweenTries = Duration.FromMinutes(1);
    private static readonly Duration FirstRetry = Duration.FromMinutes(10);
    private static readonly Duration LastRetry = Duration.FromHours(6);

    // What comes back comes nearer every day: even a calendar that never changes is unrolled anew.
    private static readonly Duration UnrolledFor = Duration.FromDays(1);

    private ImportedCalendar()
    {
    }

    public ImportedCalendarId Id { get; private set; }

    public PlaceId PlaceId { get; private set; }

    /// <summary>How the workshop calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Where it is read; often a secret, so it is shown to nobody.</summary>
    public string Address { get; private set; } = "";

    public Instant AddedAt { get; private set; }

    /// <summary>Last time a reading began.</summary>
    public Instant TriedAt { get; private set; }

    /// <summary>Last time it was read well, changed or not.</summary>
    public Instant ReadAt { get; private set; }

    /// <summary>Last time its events were made into closures.</summary>
    public Instant UnrolledAt { get; private set; }

    /// <summary>The mark that its site gave to the version last read, or null.</summary>
    public string? ETag { get; private set; }

    /// <summary>SHA-256 of the version last read, in hexadecimal.</summary>
    public string ContentHash { get; private set; } = "";

    /// <summary>When it is to be read next.</summary>
    public Instant NextReadAt { get; private set; }

    /// <summary>First of the readings that failed since the last good one; null when it is well.</summary>
    public Instant? FailingSince { get; private set; }

    /// <summary>Why the last reading failed; null when it is well.</summary>
    public CalendarTrouble? Trouble { get; private set; }

    /// <summary>Readings that failed in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>Events of the version last read that were not understood.</summary>
    public int NotUnderstood { get; private set; }

    /// <summary>First days of some of them.</summary>
    public IReadOnlyList<LocalDate> NotUnderstoodOn { get; private set; } = [];

    /// <summary>Names of zones in the version last read that nobody knows: their hours count in the zone of the place.</summary>
    public IReadOnlyList<string> UnknownZones { get; private set; } = [];

    /// <summary>What the version last read leaves in doubt.</summary>
    public CalendarDoubts Doubts => new(NotUnderstood, NotUnderstoodOn, UnknownZones);

    /// <summary>The site it is read from.</summary>
    public string Host => new Uri(Address).IdnHost;

    /// <summary>A calendar that was just read well.</summary>
    /// <exception cref="ArgumentException">The name or the address is blank or too long.</exception>
    public static ImportedCalendar Create(PlaceId place, string name, Uri address, Instant now, string? etag, string contentHash, CalendarDoubts doubts)
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > MaxName)
        {
            throw new ArgumentException($"A name has 1 to {MaxName} characters.", nameof(name));
        }

        if (address.AbsoluteUri.Length > MaxAddress)
        {
            throw new ArgumentException($"An address has at most {MaxAddress} characters.", nameof(address));
        }

        var calendar = new ImportedCalendar { Id = ImportedCalendarId.New(), PlaceId = place, Name = trimmed, Address = address.AbsoluteUri, AddedAt = now, TriedAt = now };
        calendar.NoteUnrolled(now, etag, contentHash, doubts);
        return calendar;
    }

    /// <summary>Takes the calendar for a reading, so that no other node reads it meanwhile; false if it is not due.</summary>
    /// <param name="asked">Someone wants it read now, due or not; but not again within a minute.</param>
    public bool Take(Instant now, bool asked)
    {
        if (asked ? now - TriedAt < BetweenTries : now < NextReadAt)
        {
            return false;
        }

        TriedAt = now;
        NextReadAt = now + LongestReading;
        return true;
    }

    /// <summary>The mark to show its site, which may then answer « nothing new »; null when all of it is wanted.</summary>
    public string? MarkToShow(Instant now) => IsUnrolled(now) ? ETag : null;

    /// <summary>Whether this content is known, and already made into closures as far ahead as it should.</summary>
    public bool Knows(string contentHash, Instant now) => IsUnrolled(now) && ContentHash == contentHash;

    /// <summary>Read well, and nothing new.</summary>
    public void NoteUnchanged(Instant now)
    {
        ReadAt = now;
        NextReadAt = now + BetweenReadings;
        FailingSince = null;
        Trouble = null;
        Failures = 0;
    }

    /// <summary>Read well, and made into closures.</summary>
    public void NoteUnrolled(Instant now, string? etag, string contentHash, CalendarDoubts doubts)
    {
        NoteUnchanged(now);
        (NotUnderstood, NotUnderstoodOn, UnknownZones) = (doubts.NotUnderstood, doubts.Examples, doubts.UnknownZones);
        UnrolledAt = now;
        ETag = etag is { Length: <= MaxETag } ? etag : null;
        ContentHash = contentHash;
    }

    /// <summary>Not read: what it said before stays, and the next try waits longer each time.</summary>
    public void NoteTrouble(Instant now, CalendarTrouble trouble)
    {
        FailingSince ??= now;
        Trouble = trouble;
        NextReadAt = now + Duration.Min(FirstRetry * (1L << Math.Min(Failures, 10)), LastRetry);
        Failures++;
    }

    private bool IsUnrolled(Instant now) => now - UnrolledAt < UnrolledFor;
}
