using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Agenda;

/// <summary>A calendar read well: what it says, and how to know it again.</summary>
internal sealed record CalendarReading(IReadOnlyList<TimeRange> Busy, CalendarDoubts Doubts, string? ETag, string ContentHash);

/// <summary>
/// Reads calendars kept elsewhere and makes them into closures. The network is never waited for inside a transaction: a
/// reading is taken, made, then written, each for itself.
/// </summary>
internal sealed class CalendarImports(
    RepairNetDb db, ICalendarSource source, ICalendarReader reader, IWriteTransactions transactions, IRowLocks locks, IDateTimeZoneProvider zones, IClock clock)
{
    /// <summary>As far ahead as anyone can book, and the two days until it is unrolled again.</summary>
    private static readonly Duration Ahead = Duration.FromDays(BookingTerms.MaxAhead + 2);

    /// <summary>Reads an address for the first time.</summary>
    public async Task<OneOf<CalendarReading, CalendarTrouble>> ReadAsync(Uri address, string timeZone, CancellationToken cancellationToken)
    {
        var fetched = await source.FetchAsync(address, etag: null, cancellationToken);
        return fetched.Match<OneOf<CalendarReading, CalendarTrouble>>(
            file => Unroll(file, HashOf(file), timeZone),
            _ => CalendarTrouble.SiteError,
            trouble => trouble);
    }

    /// <summary>Reads a calendar again if it is due, or asked for; false if it is not, or is gone.</summary>
    public async Task<bool> ReadAgainAsync(ImportedCalendarId id, bool asked, CancellationToken cancellationToken)
    {
        if (await TakeAsync(id, asked, cancellationToken) is not { } taken)
        {
            return false;
        }

        var now = clock.GetCurrentInstant();
        var fetched = await source.FetchAsync(new Uri(taken.Address), taken.MarkToShow(now), cancellationToken);
        var timeZone = await db.Places.Where(p => p.Id == taken.PlaceId).Select(p => p.TimeZone).SingleOrDefaultAsync(cancellationToken);
        var reading = fetched.Match<OneOf<CalendarReading, CalendarUnchanged, CalendarTrouble>>(
            file => HashOf(file) is var hash && taken.Knows(hash, now)
                ? new CalendarUnchanged()
                : Unroll(file, hash, timeZone!).Match<OneOf<CalendarReading, CalendarUnchanged, CalendarTrouble>>(read => read, trouble => trouble),
            unchanged => unchanged,
            trouble => trouble);
        return await transactions.RunAsync(() => NoteAsync(taken, reading, cancellationToken), noted => noted, cancellationToken);
    }

    /// <summary>
    /// Makes the closures of a calendar those it says now: what it still says stays as it is, so that nothing changes where nothing
    /// changed. Called in the transaction that holds the agenda of the place.
    /// </summary>
    public async Task ReplaceClosuresAsync(ImportedCalendar calendar, IReadOnlyList<TimeRange> busy, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var before = await db.Closures.Where(c => c.ImportedFrom == calendar.Id).ToListAsync(cancellationToken);
        var said = busy.ToHashSet();
        var (past, future) = (now - ImportedCalendar.PastKept, before.Where(c => c.End > now).ToList());

        // What is over was true when it counted.
        db.Closures.RemoveRange(before.Where(c => c.End <= past));
        db.Closures.RemoveRange(future.Where(c => !said.Contains(c.Range)));

        // Of one under way that it says otherwise now, what has passed was true too.
        foreach (var running in future.Where(c => c.Start < now && !said.Contains(c.Range)))
        {
            var until = busy.Where(range => range.Start < now && range.End > now).Select(range => range.Start).Append(now).Min();
            if (until > running.Start)
            {
                db.Closures.Add(Closure.Imported(calendar, new TimeRange(running.Start, until)));
            }
        }

        var kept = future.Select(c => c.Range).ToHashSet();
        db.Closures.AddRange(busy.Where(range => range.End > now && !kept.Contains(range)).Select(range => Closure.Imported(calendar, range)));
    }

    /// <summary>Takes the reading, in a short transaction of its own.</summary>
    private async Task<ImportedCalendar?> TakeAsync(ImportedCalendarId id, bool asked, CancellationToken cancellationToken)
    {
        var taken = await transactions.RunAsync(
            async () =>
            {
                db.ChangeTracker.Clear();
                await locks.HoldNameAsync($"imported-calendar {id}", cancellationToken);
                var calendar = await db.ImportedCalendars.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
                return calendar is not null && calendar.Take(clock.GetCurrentInstant(), asked) ? calendar : null;
            },
            calendar => calendar is not null,
            cancellationToken);
        db.ChangeTracker.Clear();
        return taken;
    }

    private async Task<bool> NoteAsync(ImportedCalendar taken, OneOf<CalendarReading, CalendarUnchanged, CalendarTrouble> reading, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();

        // Removed while it was read: what it said is nobody's. The lock comes first, so that a removal is seen.
        if (!await locks.HoldAgendaAsync(taken.PlaceId, cancellationToken)
            || await db.ImportedCalendars.SingleOrDefaultAsync(c => c.Id == taken.Id, cancellationToken) is not { } calendar)
        {
            return false;
        }

        var now = clock.GetCurrentInstant();
        if (reading.TryPickT0(out var read, out var other))
        {
            await ReplaceClosuresAsync(calendar, read.Busy, cancellationToken);
            calendar.NoteUnrolled(now, read.ETag, read.ContentHash, read.Doubts);
        }
        else
        {
            other.Switch(_ => calendar.NoteUnchanged(now), trouble => calendar.NoteTrouble(now, trouble));
        }

        return true;
    }

    private OneOf<CalendarReading, CalendarTrouble> Unroll(CalendarFile file, string hash, string timeZone)
    {
        var now = clock.GetCurrentInstant();
        return reader.Read(file.Content.Span, zones[timeZone], now, now + Ahead).Match<OneOf<CalendarReading, CalendarTrouble>>(
            content => content.Busy.Count > ImportedCalendar.MostClosures ? CalendarTrouble.TooManyEvents : new CalendarReading(content.Busy, content.Doubts, file.ETag, hash),
            trouble => trouble);
    }

    private static string HashOf(CalendarFile file) => Convert.ToHexString(SHA256.HashData(file.Content.Span));
}
