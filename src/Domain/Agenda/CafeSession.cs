using System.Diagnostics.CodeAnalysis;
using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>What can be wrong with the terms of a session.</summary>
public enum CafeSessionError
{
    TitleTooLong,
    ToNotAfterFrom,
    BenchesOutOfRange,
    MinutesOutOfRange,
}

/// <summary>What a session is to be, before it is known to be possible.</summary>
/// <param name="Title">What it is about, or null: « Spécial couture ».</param>
/// <param name="Date">The local day.</param>
/// <param name="From">When it begins, local.</param>
/// <param name="To">When it ends, local, the same day and excluded; midnight is the end of the day.</param>
/// <param name="Benches">Benches open, numbered 1 to n.</param>
/// <param name="Volunteers">People of the place who said that they will be there.</param>
/// <param name="MinutesPerPlace">Minutes given to each item; null for those of the service.</param>
public sealed record CafeSessionTerms(string? Title, LocalDate Date, LocalTime From, LocalTime To, int Benches, IReadOnlyList<PersonId> Volunteers, int? MinutesPerPlace = null)
{
    /// <summary>All that is wrong with these terms; empty when a session can be made of them.</summary>
    public IReadOnlyList<CafeSessionError> Errors()
    {
        var errors = new List<CafeSessionError>();
        if (Title?.Trim().Length > CafeSession.MaxTitle)
        {
            errors.Add(CafeSessionError.TitleTooLong);
        }

        if (!To.IsAfter(From))
        {
            errors.Add(CafeSessionError.ToNotAfterFrom);
        }

        if (Benches is < 1 or > OpeningRule.MaxBenches)
        {
            errors.Add(CafeSessionError.BenchesOutOfRange);
        }

        if (MinutesPerPlace is < CafeSession.MinMinutes or > CafeSession.MaxMinutes)
        {
            errors.Add(CafeSessionError.MinutesOutOfRange);
        }

        return errors;
    }
}

/// <summary>
/// A dated session of a repair café: on that day its hours stand in for all others of the place, and its benches are booked
/// for what someone present repairs. A day of a place has at most one that takes place.
/// </summary>
public sealed class CafeSession
{
    public const int MaxTitle = 80;

    /// <summary>Least and most minutes that a session gives to each item.</summary>
    public const int MinMinutes = 5;
    public const int MaxMinutes = 240;

    private readonly List<SessionVolunteer> _volunteers = [];

    private CafeSession()
    {
    }

    public CafeSessionId Id { get; private set; }

    public PlaceId PlaceId { get; private set; }

    /// <summary>What it is about, or null.</summary>
    public string? Title { get; private set; }

    /// <summary>The local day.</summary>
    public LocalDate Date { get; private set; }

    /// <summary>When it begins, local.</summary>
    public LocalTime From { get; private set; }

    /// <summary>When it ends, local, excluded; midnight is the end of the day.</summary>
    public LocalTime To { get; private set; }

    /// <summary>Benches open, numbered 1 to n.</summary>
    public int Benches { get; private set; }

    /// <summary>Minutes given to each item; null for those of the service booked.</summary>
    public int? MinutesPerPlace { get; private set; }

    /// <summary>When it was called off; null while it takes place.</summary>
    public Instant? CancelledAt { get; private set; }

    /// <summary>Who said that they will be there.</summary>
    public IReadOnlyList<SessionVolunteer> Volunteers => _volunteers;

    /// <summary>Plans a session of terms known to be possible.</summary>
    /// <exception cref="ArgumentException">The terms have errors.</exception>
    public static CafeSession Plan(CafeSessionId id, PlaceId place, CafeSessionTerms terms)
    {
        var session = new CafeSession { Id = id, PlaceId = place };
        session.Change(terms);
        return session;
    }

    /// <summary>Plans a session, or says all that is wrong with the terms.</summary>
    public static bool TryPlan(CafeSessionId id, PlaceId place, CafeSessionTerms terms, [NotNullWhen(true)] out CafeSession? session, out IReadOnlyList<CafeSessionError> errors)
    {
        errors = terms.Errors();
        session = errors.Count > 0 ? null : Plan(id, place, terms);
        return session is not null;
    }

    /// <summary>Whether both are planned in the same words.</summary>
    public bool SaysTheSameAs(CafeSession other) =>
        (Title, Date, From, To, Benches, MinutesPerPlace) == (other.Title, other.Date, other.From, other.To, other.Benches, other.MinutesPerPlace)
        && _volunteers.Select(v => v.PersonId).ToHashSet().SetEquals(other._volunteers.Select(v => v.PersonId));

    /// <summary>Gives it other terms. Who no longer comes leaves the list; appointments are not its business.</summary>
    /// <exception cref="ArgumentException">The terms have errors; the session stays as it was.</exception>
    public void Change(CafeSessionTerms terms)
    {
        var errors = terms.Errors();
        if (errors.Count > 0)
        {
            throw new ArgumentException($"Not a session: {string.Join(", ", errors)}.", nameof(terms));
        }

        Title = string.IsNullOrWhiteSpace(terms.Title) ? null : terms.Title.Trim();
        (Date, From, To, Benches, MinutesPerPlace) = (terms.Date, terms.From, terms.To, terms.Benches, terms.MinutesPerPlace);
        var coming = terms.Volunteers.ToHashSet();
        _volunteers.RemoveAll(v => !coming.Contains(v.PersonId));
        coming.ExceptWith(_volunteers.Select(v => v.PersonId));
        _volunteers.AddRange(terms.Volunteers.Where(coming.Remove).Select(person => new SessionVolunteer(Id, PlaceId, person)));
    }

    /// <summary>Whether its last hour is past.</summary>
    /// <param name="zone">Of the place.</param>
    public bool IsOver(Instant now, DateTimeZone zone) => now >= To.EndsOn(Date).InZoneLeniently(zone).ToInstant();

    /// <summary>Someone will not come after all. False if they were not expected.</summary>
    public bool Withdraw(PersonId person) => _volunteers.RemoveAll(v => v.PersonId == person) > 0;

    /// <summary>Calls it off. False if it was already.</summary>
    public bool Cancel(Instant now)
    {
        if (CancelledAt is not null)
        {
            return false;
        }

        CancelledAt = now;
        return true;
    }
}

/// <summary>Someone who said that they will be at a session.</summary>
public sealed class SessionVolunteer
{
    internal SessionVolunteer(CafeSessionId sessionId, PlaceId placeId, PersonId personId) => (SessionId, PlaceId, PersonId) = (sessionId, placeId, personId);

    private SessionVolunteer()
    {
    }

    public CafeSessionId SessionId { get; private set; }

    /// <summary>The place of the session: whose offer it changes.</summary>
    public PlaceId PlaceId { get; private set; }

    public PersonId PersonId { get; private set; }
}

/// <summary>A session as slots are computed with it.</summary>
/// <param name="Date">The local day.</param>
/// <param name="From">When it begins, local.</param>
/// <param name="To">When it ends, local, excluded; midnight is the end of the day.</param>
/// <param name="Benches">Benches open, numbered 1 to n.</param>
/// <param name="Categories">Codes of the equipment that someone present repairs without help.</param>
/// <param name="IsCalledOff">It does not take place: its day stays shut, whatever the weekly rules say.</param>
/// <param name="MinutesPerPlace">Minutes given to each item; null for those of the service.</param>
public sealed record SessionHours(CafeSessionId Id, LocalDate Date, LocalTime From, LocalTime To, int Benches, IReadOnlySet<string> Categories, bool IsCalledOff = false, int? MinutesPerPlace = null)
{
    /// <summary>Whether someone present repairs this category.</summary>
    public bool Repairs(string category) => Categories.Contains(category);

    /// <summary>Whether an appointment keeps its bench and its time in this session.</summary>
    /// <param name="start">Its start, local.</param>
    /// <param name="end">Its end, local, buffer left out.</param>
    /// <param name="bench">Number of its bench, from 1.</param>
    public bool Holds(LocalDateTime start, LocalDateTime end, int bench) =>
        start.Date == Date && start >= Date.At(From) && end <= To.EndsOn(Date) && bench <= Benches;
}

/// <summary>How many can still come to a session.</summary>
public static class SessionPlaces
{
    /// <summary>
    /// Appointments that can still be given, bench by bench, one after the other: the same starts as are offered. A place taken is one
    /// less, whoever takes which bench.
    /// </summary>
    /// <param name="free">The time that no booking takes, for each bench.</param>
    /// <param name="starts">The starts offered on that day, in order.</param>
    /// <param name="length">How long an appointment lasts.</param>
    /// <param name="pitch">How long it keeps its bench, buffer included.</param>
    public static int Left(IEnumerable<IEnumerable<TimeRange>> free, IReadOnlyList<Instant> starts, Duration length, Duration pitch)
    {
        var left = 0;
        foreach (var stretch in free.SelectMany(bench => bench))
        {
            var from = stretch.Start;
            foreach (var start in starts.Where(start => start >= stretch.Start && start + length <= stretch.End))
            {
                if (start >= from)
                {
                    from = start + pitch;
                    left++;
                }
            }
        }

        return left;
    }
}
