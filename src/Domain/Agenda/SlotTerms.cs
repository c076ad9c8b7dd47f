using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>What a service asks of its slots.</summary>
public sealed record SlotTerms
{
    /// <param name="service">The service booked.</param>
    /// <param name="durationMinutes">Length of an appointment, in minutes, 1 or more.</param>
    /// <param name="bufferMinutes">Minutes the bench stays busy after it, 0 or more.</param>
    /// <param name="minNoticeMinutes">Least minutes between now and a start, 0 or more.</param>
    /// <param name="maxAheadDays">Most local days between now and a start, 0 or more.</param>
    /// <param name="categories">What is to be repaired: a session is offered where it repairs one of these; null = whatever it is.</param>
    /// <param name="needsAll">A session is offered only where it repairs every one of them: they come together.</param>
    /// <param name="items">How many items come together, 1 or more: a session may give each its own minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its least value.</exception>
    public SlotTerms(ServiceId service, int durationMinutes, int bufferMinutes = 0, int minNoticeMinutes = 0, int maxAheadDays = 60, IReadOnlyCollection<string>? categories = null, bool needsAll = false, int items = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(durationMinutes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(bufferMinutes);
        ArgumentOutOfRangeException.ThrowIfNegative(minNoticeMinutes);
        ArgumentOutOfRangeException.ThrowIfNegative(maxAheadDays);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        Service = service;
        DurationMinutes = durationMinutes;
        BufferMinutes = bufferMinutes;
        MinNoticeMinutes = minNoticeMinutes;
        MaxAheadDays = maxAheadDays;
        Categories = categories;
        NeedsAll = needsAll;
        Items = items;
    }

    public ServiceId Service { get; }

    /// <summary>Length of an appointment, in minutes, 1 or more; on the day of a session see <see cref="PlaceHours.MinutesOn"/>.</summary>
    public int DurationMinutes { get; }

    /// <summary>Minutes the bench stays busy after an appointment.</summary>
    public int BufferMinutes { get; }

    /// <summary>Least minutes between now and a start.</summary>
    public int MinNoticeMinutes { get; }

    /// <summary>Most days between now and a start, in local date and time.</summary>
    public int MaxAheadDays { get; }

    /// <summary>Codes of the equipment to be repaired; null = whatever it is.</summary>
    public IReadOnlyCollection<string>? Categories { get; }

    /// <summary>Whether all of <see cref="Categories"/> are to be repaired; else any of them will do.</summary>
    public bool NeedsAll { get; }

    /// <summary>How many items come together.</summary>
    public int Items { get; }

    /// <summary>Whether a session repairs what is to be repaired.</summary>
    public bool SuitedBy(SessionHours session) =>
        Categories is null || (NeedsAll ? Categories.All(session.Repairs) : Categories.Any(session.Repairs));
}
