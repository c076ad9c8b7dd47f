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

/// <summary>Shuts a place from one instant to another, whatever its openings say. Sent twice, it is one closure. Appointments already given inside stay, and are for the workshop to call about.</summary>
/// <param name="From">First instant shut.</param>
/// <param name="To">First instant open again, still to come and within five years of <paramref name="From"/>.</param>
/// <param name="Reason">What the public is told, or null.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record AddClosure(PlaceId PlaceId, Instant From, Instant To, string? Reason) : ICommand<OneOf<ClosureAdded, NotFound>>, IMayFreeSlots;

/// <summary>The closure exists.</summary>
/// <param name="BookingsInside">Appointments already given during it.</param>
public sealed record ClosureAdded(ClosureId Id, int BookingsInside);

internal sealed class AddClosureValidator : AbstractValidator<AddClosure>
{
    private static readonly Duration Longest = Duration.FromDays(5 * 366);
    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    public AddClosureValidator(IClock clock)
    {
        RuleFor(c => c.From).Must(from => from >= Earliest && from < Latest).WithMessage("Cette date est trop loin d’aujourd’hui.");
        RuleFor(c => c.To).Must((c, to) => to - c.From >= Duration.FromMinutes(1)).WithMessage("La fermeture finit après avoir commencé.");
        RuleFor(c => c.To).Must((c, to) => to > clock.GetCurrentInstant() || to <= c.From || c.From < Earliest).WithMessage("Cette fermeture est déjà passée. Donnez une fin à venir.");
        RuleFor(c => c.To).Must((c, to) => to - c.From <= Longest).WithMessage("Une fermeture dure cinq ans au plus.");
        RuleFor(c => c.Reason).Line(Closure.MaxReasonLength);
    }
}

internal sealed class AddClosureHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, IAppointments appointments) : IRequestHandler<AddClosure, OneOf<ClosureAdded, NotFound>>
{
    /// <summary>A place keeps at most this many closures made by hand and not yet over.</summary>
    private const int MaxClosures = 500;

    public async Task<OneOf<ClosureAdded, NotFound>> Handle(AddClosure request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        await locks.HoldAgendaAsync(request.PlaceId, cancellationToken);
        var closure = Closure.Create(request.PlaceId, new TimeRange(request.From, request.To), request.Reason);
        var (start, end, reason) = (closure.Start, closure.End, closure.Reason);
        var inside = (await appointments.ToComeAsync(request.PlaceId, request.From, cancellationToken)).Count(a => a.Start < request.To);
        if (await db.Closures.AsNoTracking().FirstOrDefaultAsync(c => c.PlaceId == request.PlaceId && c.ImportedFrom == null && c.Start == start && c.End == end && c.Reason == reason, cancellationToken) is { } made)
        {
            return new ClosureAdded(made.Id, inside);
        }

        if (await db.Closures.CountAsync(c => c.PlaceId == request.PlaceId && c.ImportedFrom == null && c.End > request.From, cancellationToken) >= MaxClosures)
        {
            throw new InvalidRequestException("from", "Ce lieu a déjà 500 fermetures. Effacez celles qui ne servent plus.");
        }

        db.Closures.Add(closure);
        return new ClosureAdded(closure.Id, inside);
    }
}
