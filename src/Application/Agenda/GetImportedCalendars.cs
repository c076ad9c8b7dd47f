using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>The calendars kept elsewhere that shut a place, for its members.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetImportedCalendars(PlaceId Place) : IQuery<OneOf<IReadOnlyList<ImportedCalendarView>, NotFound>>
{
    /// <summary>Closures shown of each.</summary>
    public const int ClosuresShown = 5;
}

/// <param name="Host">The site it is read from; its whole address is often a secret.</param>
/// <param name="ReadAt">Last time it was read well.</param>
/// <param name="FailingSince">Null when it is well.</param>
/// <param name="Trouble">Why the last reading failed; null when it is well.</param>
/// <param name="NextReadAt">When it is read next.</param>
/// <param name="Closures">Running or to come, in all.</param>
/// <param name="Next">The first of them.</param>
/// <param name="Doubts">What was not understood in full.</param>
public sealed record ImportedCalendarView(
    ImportedCalendarId Id, string Name, string Host, Instant ReadAt, Instant? FailingSince, CalendarTrouble? Trouble, Instant NextReadAt, int Closures, IReadOnlyList<TimeRange> Next,
    CalendarDoubts Doubts);

internal sealed class GetImportedCalendarsHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<GetImportedCalendars, OneOf<IReadOnlyList<ImportedCalendarView>, NotFound>>
{
    public async Task<OneOf<IReadOnlyList<ImportedCalendarView>, NotFound>> Handle(GetImportedCalendars request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadAgenda, request.Place, cancellationToken) is null)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var views = new List<ImportedCalendarView>();
        foreach (var calendar in await db.ImportedCalendars.AsNoTracking().Where(c => c.PlaceId == request.Place).OrderBy(c => c.Id).ToListAsync(cancellationToken))
        {
            var closures = db.Closures.AsNoTracking().Where(c => c.ImportedFrom == calendar.Id && c.End > now);
            var next = await closures.OrderBy(c => c.Start).Take(GetImportedCalendars.ClosuresShown).ToListAsync(cancellationToken);
            views.Add(new ImportedCalendarView(
                calendar.Id, calendar.Name, calendar.Host, calendar.ReadAt, calendar.FailingSince, calendar.Trouble, calendar.NextReadAt,
                await closures.CountAsync(cancellationToken), [.. next.Select(c => c.Range)],
                calendar.Doubts));
        }

        return views;
    }
}
