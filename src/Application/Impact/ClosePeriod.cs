using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>
/// Closes a year or a quarter of a territory: its figures, the lines they come from, the factor sets and the year of the commune codes are signed,
/// and nothing counts in it any more.
/// </summary>
/// <param name="Territory">Key of the territory, one the agent looks after.</param>
/// <param name="Period">« 2026 » or « 2026-Q1 ».</param>
[AllowedTo(Permission.CloseFigures)]
public sealed record ClosePeriod(string? Territory, string? Period) : ICommand<OneOf<PeriodClosed, PeriodNotOver, PeriodAlreadyClosed, NotFound>>;

/// <summary>It is closed.</summary>
/// <param name="Number">Its number in the chain.</param>
/// <param name="Hash">Hash of its statement.</param>
public sealed record PeriodClosed(long Number, string Hash);

/// <summary>Its last day is not over everywhere in the territory.</summary>
/// <param name="LastDay">That day.</param>
public sealed record PeriodNotOver(LocalDate LastDay) : IRefusal;

/// <summary>It, or the year it belongs to, was closed before.</summary>
/// <param name="Number">By which.</param>
public sealed record PeriodAlreadyClosed(long Number) : IRefusal;

internal sealed class ClosePeriodValidator : AbstractValidator<ClosePeriod>
{
    public ClosePeriodValidator() =>
        RuleFor(r => r.Period).Must(p => ReportingPeriod.TryParse(p, out _)).WithMessage("Donnez une année ou un trimestre. Exemples : 2026, 2026-T1");
}

internal sealed class ClosePeriodHandler(
    RepairNetDb db,
    ICurrentActor currentActor,
    ITerritories territories,
    IRowLocks locks,
    StatementMaker statements,
    IAuditLog log,
    IMediator mediator,
    IClock clock)
    : IRequestHandler<ClosePeriod, OneOf<PeriodClosed, PeriodNotOver, PeriodAlreadyClosed, NotFound>>
{
    public async Task<OneOf<PeriodClosed, PeriodNotOver, PeriodAlreadyClosed, NotFound>> Handle(ClosePeriod request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !index.LookedAfterBy(actor, Permission.CloseFigures, territory) || index.CommunesOf(territory).Count == 0
            || !ReportingPeriod.TryParse(request.Period, out var period))
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        if (period.To >= ImpactPeriods.BegunEverywhere(now, index, territory))
        {
            return new PeriodNotOver(period.To);
        }

        // Whoever is writing in the ledger ends first; whoever comes later finds the period closed.
        await locks.HoldNameAsync(CountingDays.Periods, cancellationToken);
        var (key, from, to) = (territory.ToString(), period.From, period.To);
        var earlier = await db.ClosedPeriods.AsNoTracking()
            .Where(p => p.Territory == key && p.From <= from && p.To >= to).OrderBy(p => p.Number).Select(p => (long?)p.Number).FirstOrDefaultAsync(cancellationToken);
        if (earlier is { } number)
        {
            return new PeriodAlreadyClosed(number);
        }

        var last = await db.ClosedPeriods.AsNoTracking().OrderByDescending(p => p.Number).Select(p => new { p.Number, p.Hash }).FirstOrDefaultAsync(cancellationToken);
        var statement = await statements.MakeAsync(index, territory, period, (last?.Number ?? 0) + 1, last?.Hash ?? PeriodStatement.NoPrevious, now, cancellationToken);
        var closed = new ClosedPeriod(statement, actor.Account);
        db.ClosedPeriods.Add(closed);
        db.ClosedCommunes.AddRange(StatementMaker.Codes(index, territory).Select(code => new ClosedCommune(closed, code)));
        await mediator.Publish(new PeriodWasClosed(closed.Number), cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.PeriodClosed) { Territory = key, Words = request.Period!.Trim() }, cancellationToken);
        return new PeriodClosed(closed.Number, closed.Hash);
    }
}
