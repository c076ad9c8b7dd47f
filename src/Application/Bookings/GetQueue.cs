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
[AllowedTo(Caller.Member)]
public sealed record GetQueue(CafeSessionId Session) : IQuery<OneOf<QueueView, NotFound>>;

/// <param name="IsOpen">Numbers are given and called today.</param>
/// <param name="Tickets">All of the session, by number.</param>
/// <param name="Latest">The number moved last, for whoever wants to take that back; null when none was.</param>
public sealed record QueueView(
    CafeSessionId Session, PlaceId Place, string PlaceName, string PlaceSlug, string? Title, LocalDate Date, LocalDate Today, int Benches, bool IsOpen, IReadOnlyList<QueueLine> Tickets, QueueLine? Latest)
{
    public IEnumerable<QueueLine> Waiting => Tickets.Where(t => t.State == QueueTicketState.Waiting);

    public IEnumerable<QueueLine> Called => Tickets.Where(t => t.State == QueueTicketState.Called);
}

/// <summary>A number of the queue.</summary>
public sealed record QueueLine(int Number, QueueTicketState State, int? Bench, string? Category, string? FirstName);

internal sealed class GetQueueHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetQueue, OneOf<QueueView, NotFound>>
{
    public async Task<OneOf<QueueView, NotFound>> Handle(GetQueue request, CancellationToken cancellationToken)
    {
        if (await db.WorkedAsync(await currentActor.GetAsync(cancellationToken), request.Session, cancellationToken) is not { } worked)
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
            [.. tickets.Select(Line)],
            tickets.Where(t => t.ChangedAt > t.GivenAt).MaxBy(t => t.ChangedAt) is { State: not QueueTicketState.Waiting } latest ? Line(latest) : null);
    }

    private static QueueLine Line(QueueTicket ticket) => new(ticket.Number, ticket.State, ticket.Bench, ticket.Category, ticket.FirstName);
}
