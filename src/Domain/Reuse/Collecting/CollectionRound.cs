using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Reuse.Collecting;

/// <summary>Half a day: nobody can say the hour of a round.</summary>
public enum HalfDay
{
    Morning,
    Afternoon,
}

/// <summary>
/// A morning or an afternoon from home to home. How many stops and kilograms are kept for people is counted on its own row, in the database, which holds
/// them to what the van takes: see the table.
/// </summary>
public sealed class CollectionRound
{
    /// <summary>Communes of one round.</summary>
    public const int MaxCommunes = 30;

    /// <summary>How far ahead a round is planned, in days.</summary>
    public const int MaxDaysAhead = 180;

    public const int MaxReason = 200;

    /// <summary>When a round begins and ends, by the half of the day.</summary>
    private static readonly LocalTime Start = new(8, 30);
    private static readonly LocalTime Noon = new(12, 30);
    private static readonly LocalTime End = new(18, 0);

    private string _communes = "";

    /// <param name="communes">INSEE codes, in the order in which they are driven through.</param>
    public CollectionRound(CollectionRoundId id, OrganisationId organisation, LocalDate date, HalfDay half, IReadOnlyList<string> communes, int stops, int kilograms, DateTimeZone zone, Instant now)
    {
        if (communes.Count is 0 or > MaxCommunes || stops is <= 0 or > CollectionTerms.MaxStops || kilograms is <= 0 or > CollectionTerms.MaxKilograms)
        {
            throw new ArgumentException("A round goes somewhere, with a van.", nameof(communes));
        }

        (Id, OrganisationId, Date, Half, MaxStops, MaxGrams, CreatedAt) = (id, organisation, date, half, stops, kilograms * 1000, now);
        _communes = string.Join(' ', communes.Distinct());
        TimeZone = zone.Id;
        StartsAt = (date + FirstOf(half)).InZoneLeniently(zone).ToInstant();
    }

    private CollectionRound() => TimeZone = "";

    public CollectionRoundId Id { get; private set; }

    public OrganisationId OrganisationId { get; private set; }

    public LocalDate Date { get; private set; }

    public HalfDay Half { get; private set; }

    public string TimeZone { get; private set; }

    public Instant StartsAt { get; private set; }

    public int MaxStops { get; private set; }

    public int MaxGrams { get; private set; }

    /// <summary>Stops kept for people. Changed by the database alone.</summary>
    public int Stops { get; private set; }

    /// <summary>Grams kept for them. Changed by the database alone.</summary>
    public int Grams { get; private set; }

    public Instant CreatedAt { get; private set; }

    public Instant? CancelledAt { get; private set; }

    /// <summary>Why it does not take place: told to those it was proposed to.</summary>
    public string? CancelReason { get; private set; }

    /// <summary>INSEE codes, in the order in which they are driven through.</summary>
    public IReadOnlyList<string> Communes => _communes.Split(' ');

    /// <summary>From when to when, at the place.</summary>
    public (LocalTime From, LocalTime To) Hours => (FirstOf(Half), Half == HalfDay.Morning ? Noon : End);

    /// <summary>Whether people may still be taken into it.</summary>
    public bool IsOpenAt(Instant now) => CancelledAt is null && now < StartsAt;

    /// <summary>It does not take place.</summary>
    public void Cancel(string reason, Instant now)
    {
        if (!IsOpenAt(now) || string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidOperationException("A round that has begun is not called off, and whoever calls one off says why.");
        }

        (CancelledAt, CancelReason) = (now, reason.Trim());
    }

    private static LocalTime FirstOf(HalfDay half) => half == HalfDay.Morning ? Start : Noon.PlusHours(1);
}
