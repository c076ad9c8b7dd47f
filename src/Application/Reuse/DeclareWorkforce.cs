using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A reuse workshop says who worked in a quarter. Nothing in both takes the declaration away.</summary>
/// <param name="Fte">Full-time equivalents, on average.</param>
/// <param name="InsertionHours">Hours of people in insertion.</param>
[AllowedTo(Permission.WeighReuse)]
public sealed record DeclareWorkforce(OrganisationId Organisation, int Year, int Quarter, decimal? Fte, int? InsertionHours) : ICommand<OneOf<Done, NotAReuseWorkshop, WorkforceFrozen, NotFound>>;

/// <summary>The commune’s figures of that quarter are closed: they change no more.</summary>
public sealed record WorkforceFrozen : IRefusal;

internal sealed class DeclareWorkforceValidator : AbstractValidator<DeclareWorkforce>
{
    private const int Hundredths = 100;

    public DeclareWorkforceValidator()
    {
        RuleFor(r => r.Fte).Must(f => f is null || (f is >= 0 and <= Workforce.MaxFteHundredths / Hundredths && decimal.Round(f.Value, 2) == f))
            .WithMessage("Donnez des équivalents temps plein, de 0 à 10 000, avec deux décimales au plus. Exemple : 7,5");
        RuleFor(r => r.InsertionHours).Must(h => h is null or (>= 0 and <= Workforce.MaxHours)).WithMessage("Donnez un nombre d’heures entier, de 0 à 5 000 000.");
    }
}

internal sealed class DeclareWorkforceHandler(RepairNetDb db, ReuseReader reader, IRowLocks locks, ICountedFigures figures, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<DeclareWorkforce, OneOf<Done, NotAReuseWorkshop, WorkforceFrozen, NotFound>>
{
    public async Task<OneOf<Done, NotAReuseWorkshop, WorkforceFrozen, NotFound>> Handle(DeclareWorkforce request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.WeighReuse, request.Organisation)
            || await db.Organisations.Where(o => o.Id == request.Organisation).Select(o => (OrganisationKinds?)o.Kinds).SingleOrDefaultAsync(cancellationToken) is not { } kinds)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        if (Quarter.Of(request.Year, request.Quarter, default) is not var (from, to) || from > await reader.TodayAsync(request.Organisation, now, zones, cancellationToken))
        {
            return new NotFound();
        }

        // Two may declare at the same moment: there is no row to hold yet.
        await locks.HoldNameAsync($"workforce:{request.Organisation}", cancellationToken);

        // It goes on counting where it declared before, as long as it still receives there: a place added elsewhere does not move its jobs.
        var before = await db.Workforces.Where(w => w.OrganisationId == request.Organisation).OrderByDescending(w => w.LastDay).Select(w => w.CommuneCode).FirstOrDefaultAsync(cancellationToken);
        var commune = await db.Places.Where(p => p.OrganisationId == request.Organisation).OrderByDescending(p => p.CommuneCode == before).ThenBy(p => p.Name).ThenBy(p => p.Id)
            .Select(p => p.CommuneCode).FirstOrDefaultAsync(cancellationToken);
        if (commune is null || !kinds.HasFlag(OrganisationKinds.ReuseWorkshop))
        {
            return new NotAReuseWorkshop();
        }

        var declared = await db.Workforces.SingleOrDefaultAsync(w => w.OrganisationId == request.Organisation && w.LastDay == to, cancellationToken);

        // Unlike a weighing, what was so in a quarter cannot count on another day.
        if (await figures.DayAsync(declared?.CommuneCode ?? commune, to, cancellationToken) != to)
        {
            return new WorkforceFrozen();
        }

        var (fte, hours) = ((int)((request.Fte ?? 0) * 100), request.InsertionHours ?? 0);
        if (request is { Fte: null, InsertionHours: null })
        {
            db.Workforces.RemoveRange(declared is null ? [] : [declared]);
        }
        else if (declared is null)
        {
            db.Workforces.Add(new Workforce(request.Organisation, commune, from, fte, hours, actor.Account, now));
        }
        else
        {
            declared.Declare(fte, hours, actor.Account, now);
        }

        return new Done();
    }
}
