using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>
/// A volunteer calls a number, notes that it was served or is gone, or takes that back. The button says which number and how it
/// saw it: pressed twice, or by two people, it never moves another one.
/// </summary>
/// <param name="Seen">How the number stood on the page.</param>
/// <param name="Bench">Where to, when it is called: 1 to the benches of the session.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record MoveTicket(CafeSessionId Session, int Number, QueueMove Move, QueueTicketState Seen, int? Bench = null) : ICommand<OneOf<TicketMoved, MovedMeanwhile, QueueShut, NotFound>>;

/// <summary>The number stands as asked.</summary>
public sealed record TicketMoved(QueueTicketState State, int? Bench);

/// <summary>Someone else was quicker with this number: it stands so now.</summary>
public sealed record MovedMeanwhile(QueueTicketState State, int? Bench) : IRefusal;

internal sealed class MoveTicketValidator : AbstractValidator<MoveTicket>
{
    public MoveTicketValidator() =>
        RuleFor(t => t.Bench).Must((t, bench) => t.Move != QueueMove.Call || bench is >= 1).WithMessage("Choisissez l’établi.");
}

internal sealed class MoveTicketHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<MoveTicket, OneOf<TicketMoved, MovedMeanwhile, QueueShut, NotFound>>
{
    public async Task<OneOf<TicketMoved, MovedMeanwhile, QueueShut, NotFound>> Handle(MoveTicket request, CancellationToken cancellationToken)
    {
        if (await db.WorkedAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.Session, cancellationToken) is not { } worked)
        {
            return new NotFound();
        }

        if (request.Move == QueueMove.Call && request.Bench > worked.Session.Benches)
        {
            throw new InvalidRequestException("bench", "Choisissez l’établi.");
        }

        var now = clock.GetCurrentInstant();
        if (!worked.IsQueueOpen(now.InZone(zones[worked.TimeZone]).Date))
        {
            return new QueueShut();
        }

        await locks.HoldQueueAsync(request.Session, cancellationToken);
        if (await db.QueueTickets.SingleOrDefaultAsync(t => t.SessionId == request.Session && t.Number == request.Number, cancellationToken) is not { } ticket)
        {
            return new NotFound();
        }

        return ticket.Move(request.Move, request.Seen, request.Bench, now) switch
        {
            QueueChange.Made or QueueChange.AlreadySo => new TicketMoved(ticket.State, ticket.Bench),
            QueueChange.MovedMeanwhile => new MovedMeanwhile(ticket.State, ticket.Bench),
        };
    }
}
