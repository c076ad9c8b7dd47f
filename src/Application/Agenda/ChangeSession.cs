using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>
/// Changes a session to come. Refused where it would leave an appointment without its bench or its hour: nobody is let down by
/// a form. Once its day is over it stays as it was, and once numbers of its queue were given it keeps its day. Who no longer comes leaves the list; appointments for what only they repair stay, and the session's page shows them.
/// </summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record ChangeSession(PlaceId PlaceId, CafeSessionId SessionId, CafeSessionDescription Session) : ICommand<OneOf<Done, AppointmentsOutside, SessionThatDay, NotFound, SessionPast, QueueBegun>>, IMayFreeSlots;

/// <summary>Appointments already given would fall outside the session.</summary>
/// <param name="Appointments">How many.</param>
public sealed record AppointmentsOutside(int Appointments) : IRefusal;

/// <summary>The day of the session is over: what took place then is not changed.</summary>
public sealed record SessionPast : IRefusal;

/// <summary>Numbers of its queue were given: they are of that day.</summary>
public sealed record QueueBegun : IRefusal;

internal sealed class ChangeSessionValidator : AbstractValidator<ChangeSession>
{
    public ChangeSessionValidator() => RuleFor(s => s.Session).SetValidator(new CafeSessionDescriptionValidator()).OverridePropertyName("");
}

internal sealed class ChangeSessionHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, IBusyTimes busyTimes, IAppointments appointments, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<ChangeSession, OneOf<Done, AppointmentsOutside, SessionThatDay, NotFound, SessionPast, QueueBegun>>
{
    private static readonly HashSet<string> Nothing = [];

    public async Task<OneOf<Done, AppointmentsOutside, SessionThatDay, NotFound, SessionPast, QueueBegun>> Handle(ChangeSession request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        await locks.HoldAgendaAsync(request.PlaceId, cancellationToken);
        if (await db.CafeSessions.Include(s => s.Volunteers).SingleOrDefaultAsync(s => s.Id == request.SessionId && s.PlaceId == request.PlaceId && s.CancelledAt == null, cancellationToken) is not { } session)
        {
            return new NotFound();
        }

        var zone = zones[await db.Places.Where(p => p.Id == request.PlaceId).Select(p => p.TimeZone).SingleAsync(cancellationToken)];
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        if (session.Date < today)
        {
            return new SessionPast();
        }

        var terms = await request.Session.ReadAsync(db, request.PlaceId, today, cancellationToken);
        if (terms.Date != session.Date && await appointments.HasQueueAsync(session.Id, cancellationToken))
        {
            return new QueueBegun();
        }

        if (await db.CafeSessions.AsNoTracking().SingleOrDefaultAsync(s => s.PlaceId == request.PlaceId && s.Date == terms.Date && s.CancelledAt == null && s.Id != session.Id, cancellationToken) is { } other)
        {
            return new SessionThatDay(other.Id);
        }

        var before = new SessionHours(session.Id, session.Date, session.From, session.To, session.Benches, Nothing);
        var after = new SessionHours(session.Id, terms.Date, terms.From, terms.To, terms.Benches, Nothing);
        var outside = (await busyTimes.AppointmentsAsync(request.PlaceId, zone.AtStartOfDay(session.Date).ToInstant(), zone.AtStartOfDay(session.Date.PlusDays(1)).ToInstant(), cancellationToken))
            .Count(a => Holds(before, a, zone) && !Holds(after, a, zone));
        if (outside > 0)
        {
            return new AppointmentsOutside(outside);
        }

        session.Change(terms);
        return new Done();
    }

    private static bool Holds(SessionHours session, BusyTime appointment, DateTimeZone zone) =>
        session.Holds(appointment.Range.Start.InZone(zone).LocalDateTime, appointment.Range.End.InZone(zone).LocalDateTime, appointment.Bench);
}
