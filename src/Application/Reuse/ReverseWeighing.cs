using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Takes a weighing away by another that names it. Both stay and can be read.</summary>
[AllowedTo(Permission.WeighReuse)]
public sealed record ReverseWeighing(WeighingId Id, string? Reason) : ICommand<OneOf<WeighingReversed, AlreadyReversed, AlreadyGone, OfAnItem, NotFound>>;

/// <param name="Id">The weighing that takes it away.</param>
public sealed record WeighingReversed(WeighingId Id);

/// <summary>It is taken away already, or it takes another away itself.</summary>
public sealed record AlreadyReversed : IRefusal;

/// <summary>What came in has left since: its outflow is taken away first, or the stock is adjusted.</summary>
/// <param name="CategoryCode">Null for what nobody recognised.</param>
public sealed record AlreadyGone(string? CategoryCode, long HeldGrams) : IRefusal;

/// <summary>
/// It is how an item came or left that is followed one by one. One that left is taken back on its own page, so that both say the same; one that came was
/// weighed with it, and could not leave any more but at the cost of other things.
/// </summary>
public sealed record OfAnItem(string Name, string Code, bool CameIn = false) : IRefusal;

internal sealed class ReverseWeighingValidator : AbstractValidator<ReverseWeighing>
{
    public ReverseWeighingValidator() => RuleFor(r => r.Reason).Given("Dites pourquoi, en quelques mots.").Line(Weighing.MaxNote).WithoutContacts();
}

internal sealed class ReverseWeighingHandler(RepairNetDb db, IStocks stocks, IRowLocks locks, ICountedFigures figures, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<ReverseWeighing, OneOf<WeighingReversed, AlreadyReversed, AlreadyGone, OfAnItem, NotFound>>
{
    public async Task<OneOf<WeighingReversed, AlreadyReversed, AlreadyGone, OfAnItem, NotFound>> Handle(ReverseWeighing request, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync("weighing:" + request.Id, cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        var weighing = await db.Weighings.AsNoTracking().Include(w => w.Lines).SingleOrDefaultAsync(w => w.Id == request.Id, cancellationToken);
        if (weighing is null || !actor.Acts(Permission.WeighReuse, weighing.OrganisationId))
        {
            return new NotFound();
        }

        if (weighing.IsReversal || await db.Weighings.AnyAsync(w => w.ReversesId == weighing.Id, cancellationToken))
        {
            return new AlreadyReversed();
        }

        // Of what came in together with other things, an item that has no line of its own takes nothing away from it.
        ItemCode[] codes = [.. weighing.Lines.Where(l => l.ItemCode is not null).Select(l => l.ItemCode!.Value)];
        if (await db.ReuseItems.AsNoTracking().Where(i => i.OutflowId == weighing.Id || (i.IntakeId == weighing.Id && codes.Contains(i.Code))).OrderBy(i => i.Id)
            .Select(i => new { i.Name, i.Code, i.OutflowId }).FirstOrDefaultAsync(cancellationToken) is { } item)
        {
            return new OfAnItem(item.Name, item.Code.Value, item.OutflowId != weighing.Id);
        }

        // A part goes back to its shelf with what it weighs.
        if (await db.SpareParts.Where(p => p.OutflowId == weighing.Id).Select(p => (SparePartId?)p.Id).SingleOrDefaultAsync(cancellationToken) is { } part)
        {
            await locks.HoldNameAsync("part:" + part, cancellationToken);
            (await db.SpareParts.SingleAsync(p => p.Id == part, cancellationToken)).PutBack();
        }

        var reversal = weighing.Reverse(WeighingId.New(), await figures.DayAsync(weighing.CommuneCode, weighing.Date, cancellationToken), request.Reason!, clock.GetCurrentInstant(), actor.Account);
        if (await stocks.ChangeAsync(weighing.OrganisationId, reversal.Changes, cancellationToken) is { } missing)
        {
            return new AlreadyGone(missing.CategoryCode, await db.HeldAsync(weighing.OrganisationId, missing.CategoryCode, cancellationToken));
        }

        db.Weighings.Add(reversal);
        return new WeighingReversed(reversal.Id);
    }
}
