using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>Appointments to come that the hours of a place no longer hold: whoever works there moves them, cancels them, or opens for them.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetMisplaced(PlaceId PlaceId) : IQuery<OneOf<IReadOnlyList<Appointment>, NotFound>>;

internal sealed class GetMisplacedHandler(RepairNetDb db, ICurrentActor currentActor, IAgendas agendas, IAppointments appointments, IClock clock)
    : IRequestHandler<GetMisplaced, OneOf<IReadOnlyList<Appointment>, NotFound>>
{
    public async Task<OneOf<IReadOnlyList<Appointment>, NotFound>> Handle(GetMisplaced request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var given = await appointments.ToComeAsync(request.PlaceId, now, cancellationToken);
        if (given.Count == 0)
        {
            return new List<Appointment>();
        }

        var hours = (await agendas.HoursAsync([request.PlaceId], now.InUtc().Date.PlusDays(-1), given[^1].Start.InUtc().Date.PlusDays(1), cancellationToken))[request.PlaceId];
        return given.Where(a => !hours.IsOpen(new TimeRange(a.Start, a.End), a.Bench)).ToList();
    }
}
