using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>The desk gives the next number of a session to someone who came without an appointment.</summary>
/// <param name="Ticket">Made with the button: pressed twice, it gives one number.</param>
/// <param name="Category">Code of what they bring; null or blank for not said.</param>
/// <param name="FirstName">For the volunteers alone; null or blank for not said.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record GiveTicket(CafeSessionId Session, QueueTicketId Ticket, string? Category = null, string? FirstName = null) : ICommand<OneOf<TicketGiven, QueueShut, NotFound, GivenOtherwise>>;

/// <summary>The number is given, or was already by the same button.</summary>
public sealed record TicketGiven(int Number);

/// <summary>The same button gave this number, with other answers: whether it is for someone else, the desk knows.</summary>
public sealed record GivenOtherwise(int Number) : IRefusal;

/// <summary>Numbers are given and called on the day of the session alone, while it takes place, up to 999.</summary>
public sealed record QueueShut : IRefusal;

internal sealed class GiveTicketValidator : AbstractValidator<GiveTicket>
{
    public GiveTicketValidator(CategoryCodes categories)
    {
        RuleFor(t => t.Category).Must(code => string.IsNullOrEmpty(code) || categories.Exists(code)).WithMessage("Choisissez l’objet dans la liste.");
        RuleFor(t => t.FirstName).Writable();
        RuleFor(t => t.FirstName).Must(name => (name?.Trim().Length ?? 0) <= QueueTicket.MaxFirstName).WithMessage("Ce prénom est trop long : 40 signes au plus.");
    }
}

internal sealed class GiveTicketHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GiveTicket, OneOf<TicketGiven, QueueShut, NotFound, GivenOtherwise>>
{
    public async Task<OneOf<TicketGiven, QueueShut, NotFound, GivenOtherwise>> Handle(GiveTicket request, CancellationToken cancellationToken)
    {
        if (await db.WorkedAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.Session, cancellationToken) is not { } worked)
        {
            return new NotFound();
        }

        var (category, firstName) = (TextRules.OrNull(request.Category), TextRules.OrNull(request.FirstName));
        await locks.HoldQueueAsync(request.Session, cancellationToken);
        if (await db.QueueTickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.Ticket, cancellationToken) is { } given)
        {
            return given.SessionId != request.Session ? new NotFound()
                : (given.Category, given.FirstName) == (category, firstName) ? new TicketGiven(given.Number)
                : new GivenOtherwise(given.Number);
        }

        var now = clock.GetCurrentInstant();
        var last = await db.QueueTickets.Where(t => t.SessionId == request.Session).MaxAsync(t => (int?)t.Number, cancellationToken) ?? 0;
        if (last == QueueTicket.MaxNumber || !worked.IsQueueOpen(now.InZone(zones[worked.TimeZone]).Date))
        {
            return new QueueShut();
        }

        var ticket = new QueueTicket(request.Ticket, request.Session, last + 1, category, firstName, now);
        db.QueueTickets.Add(ticket);
        return new TicketGiven(ticket.Number);
    }
}
