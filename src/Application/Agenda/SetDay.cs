using FluentValidation;
using FluentValidation.Results;
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

/// <summary>Gives one local day its own openings in place of the weekly ones; none = shut.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record SetDay(PlaceId PlaceId, LocalDate Date, IReadOnlyList<DayOverrideOpening> Openings) : ICommand<OneOf<Done, NotFound>>, IMayFreeSlots;

internal sealed class SetDayValidator : AbstractValidator<SetDay>
{
    private const int MaxOpenings = 24;

    public SetDayValidator()
    {
        RuleFor(d => d.Date).Must(date => date.Year is >= 2000 and < 2200).WithMessage("Cette date est trop loin d’aujourd’hui.");
        RuleFor(d => d.Openings).Custom((openings, context) =>
        {
            if (openings.Count > MaxOpenings)
            {
                context.AddFailure(new ValidationFailure("openings", "Un jour a 24 plages d’ouverture au plus."));
                return;
            }

            foreach (var (i, error) in DayOverride.Errors(openings))
            {
                context.AddFailure(new ValidationFailure($"openings[{i}].{OpeningErrors.Field(error)}", OpeningErrors.Message(error)));
            }
        });
    }
}

internal sealed class SetDayHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks) : IRequestHandler<SetDay, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(SetDay request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        await locks.HoldAgendaAsync(request.PlaceId, cancellationToken);
        if (await db.CafeSessions.AnyAsync(s => s.PlaceId == request.PlaceId && s.Date == request.Date && s.CancelledAt == null, cancellationToken))
        {
            throw new InvalidRequestException("date", "Une séance est annoncée ce jour-là : changez plutôt la séance.");
        }

        if (await db.DayOverrides.SingleOrDefaultAsync(d => d.PlaceId == request.PlaceId && d.Date == request.Date, cancellationToken) is { } before)
        {
            // Openings are keyed by their hour: the old ones leave before the new ones come.
            db.DayOverrides.Remove(before);
            await db.SaveChangesAsync(cancellationToken);
        }

        db.DayOverrides.Add(DayOverride.Create(request.PlaceId, request.Date, request.Openings));
        return new Done();
    }
}
