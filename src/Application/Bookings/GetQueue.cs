using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>The queue of a session, for those who call.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetQueue(CafeSessionId Session) : IQuery<OneOf<QueueView, NotFound>>;

/// <param name="IsOpen">Numbers are given and called today.</param>
/// <param name="Tickets">All of the session, by number.</param>
public sealed record QueueView(
    CafeSessionId Session, PlaceId Place, string PlaceName, string PlaceSlug, string? Title, LocalDate Date, LocalDate Today, int Benches, bool IsOpen, IReadOnlyList<QueueLine> Tickets)
{
    public IEnumerable<QueueLine> Waiting => Tickets.Where(t => t.State == QueueTicketState.Waiting);

    public IEnumerable<QueueLine> Called => Tickets.Where(t => t.State == QueueTicketState.Called);

    /// <summary>The number moved last, for whoever wants to take that back; null when none was.</summary>
    /// <param name="bench">Where one works: others' calls are theirs to take back. Null for the desk, which sees all.</param>
    public QueueLine? LatestAt(int? bench) =>
        Tickets.Where(t => t.State != QueueTicketState.Waiting && t.MovedAt is not null && (bench is null || t.Bench == bench)).MaxBy(t => (t.MovedAt, t.Number));
}

/// <summary>A number of the queue.</summary>
/// <param name="MovedAt">When it was last moved; null while it was only given.</param>
public sealed record QueueLine(int Number, QueueTicketState State, int? Bench, string? Category, string? FirstName, Instant? MovedAt);

internal sealed class GetQueueHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetQueue, OneOf<QueueView, NotFound>>
{
    public async Task<OneOf<QueueView, NotFound>> Handle(GetQueue request, CancellationToken cancellationToken)
    {
        if (await db.WorkedAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadAgenda, request.Session, cancellationToken) is not { } worked)
        {
            return new NotFound();
        }

        var today = clock.GetCurrentInstant().InZone(zones[worked.TimeZone]).Date;
        var tickets = await db.QueueTickets.AsNoTracking().Where(t => t.SessionId == request.Session).OrderBy(t => t.Number).ToListAsync(cancellationToken);
        return new QueueView(
            request.Session,
            worked.Session.PlaceId,
            worked.PlaceName,
            worked.PlaceSlug,
            worked.Session.Title,
            worked.Session.Date,
            today,
            worked.Session.Benches,
            worked.IsQueueOpen(today),
            [.. tickets.Select(t => new QueueLine(t.Number, t.State, t.Bench, t.Category, t.FirstName, t.State == QueueTicketState.Waiting ? null : t.ChangedAt))]);
    }
}
