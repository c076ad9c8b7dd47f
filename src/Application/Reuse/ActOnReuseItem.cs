using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>What someone of a workshop does with an item.</summary>
public enum ItemAct
{
    /// <summary>Writes down what is wrong with it.</summary>
    Diagnose,
    /// <summary>Writes down what was done to it.</summary>
    Repair,
    /// <summary>Takes it out of the shop window.</summary>
    Withdraw,
    /// <summary>It is kept for nobody any more.</summary>
    Release,
    Sell,
    Donate,
    Recycle,
    Discard,
    /// <summary>It did not leave after all, or came back.</summary>
    TakeBack,
}

/// <summary>
/// Does something with an item. What makes it leave writes its weighing in the same transaction: what is not in stock is refused, and a thing leaves
/// once, whoever presses.
/// </summary>
/// <param name="Words">A diagnosis, what was done, or why it comes back.</param>
/// <param name="Stream">Which recycling takes it.</param>
/// <param name="Reservation">
/// Of whom it is about, where it is kept for someone. It is not sold nor given away over the head of someone whom the request does not name.
/// </param>
[AllowedTo(Permission.KeepReuseItems)]
public sealed record ActOnReuseItem(ReuseItemId Id, ItemAct Act, string? Words = null, string? Stream = null, ItemReservationId? Reservation = null) : ICommand<OneOf<Done, NotSoNow, DataNotErased, NotInStock, KeptForSomeone, NotFound>>;

internal sealed class ActOnReuseItemValidator : AbstractValidator<ActOnReuseItem>
{
    public ActOnReuseItemValidator()
    {
        RuleFor(a => a.Words).Line(ReuseItem.MaxWords).WithoutContacts();
        When(a => a.Act == ItemAct.Diagnose, () => RuleFor(a => a.Words).Given("Dites ce qui a été trouvé, même si tout va bien."));
        When(a => a.Act == ItemAct.Repair, () => RuleFor(a => a.Words).Given("Dites ce qui a été fait."));
        When(a => a.Act == ItemAct.TakeBack, () => RuleFor(a => a.Words).Given("Dites pourquoi, en quelques mots.").Line(Weighing.MaxNote));
        When(a => a.Act == ItemAct.Recycle, () => RuleFor(a => a.Stream).Must(s => ReuseNames.ReadStream(s) is not null).WithMessage("Dites dans quelle filière cela part."));
    }
}

internal sealed class ActOnReuseItemHandler(RepairNetDb db, ItemDesk desk, ICountedFigures figures) : IRequestHandler<ActOnReuseItem, OneOf<Done, NotSoNow, DataNotErased, NotInStock, KeptForSomeone, NotFound>>
{
    public async Task<OneOf<Done, NotSoNow, DataNotErased, NotInStock, KeptForSomeone, NotFound>> Handle(ActOnReuseItem request, CancellationToken cancellationToken)
    {
        if (await desk.HoldOwnAsync(request.Id, cancellationToken) is not var (item, by))
        {
            return new NotFound();
        }

        var kept = await desk.KeptAsync(item, cancellationToken);
        var isPossible = request.Act switch
        {
            ItemAct.Diagnose or ItemAct.Repair => item.CanBeWorkedOn,
            ItemAct.Withdraw => item.State == ReuseItemState.Offered,
            ItemAct.Release => kept is not null,
            ItemAct.Sell or ItemAct.Donate => item.CanBeWorkedOn || item.State == ReuseItemState.Offered,
            ItemAct.Recycle or ItemAct.Discard => item.CanBeThrownAway,
            ItemAct.TakeBack => item.CanComeBack,
        };
        if (!isPossible)
        {
            return new NotSoNow(item.State);
        }

        // Withdrawn or released without a name, it is so whoever it is kept for: they are written to.
        if (kept is not null && kept.Id != request.Reservation && (request.Reservation is not null || request.Act is ItemAct.Sell or ItemAct.Donate))
        {
            return new KeptForSomeone();
        }

        switch (request.Act)
        {
            case ItemAct.Diagnose:
                item.Diagnose(request.Words!, by);
                return new Done();
            case ItemAct.Repair:
                item.Repair(request.Words!, by);
                return new Done();
            case ItemAct.Withdraw:
                item.Withdraw(by);
                await EndAsync(ReservationEnd.TakenBack);
                return new Done();
            case ItemAct.Release:
                await EndAsync(ReservationEnd.TakenBack);
                return new Done();
            case ItemAct.TakeBack:
                return await TakeBackAsync(item, request.Words!, by, cancellationToken);
            case ItemAct.Sell or ItemAct.Donate when !item.IsClean:
                return new DataNotErased();
            default:
                var destination = request.Act switch { ItemAct.Sell => Destination.Sold, ItemAct.Donate => Destination.Donated, ItemAct.Recycle => Destination.Recycled, _ => Destination.Discarded };
                var outflow = item.Leave(destination, destination == Destination.Recycled ? ReuseNames.ReadStream(request.Stream) : null, await desk.TodayAsync(item.PlaceId, cancellationToken), WeighingId.New(), by);
                if (await desk.WeighAsync(outflow, cancellationToken) is { } missing)
                {
                    return missing;
                }

                await EndAsync(ReservationEnd.PickedUp);
                return new Done();
        }

        async Task EndAsync(ReservationEnd end)
        {
            if (kept is not null)
            {
                await desk.EndAsync(item, kept, end, by, cancellationToken);
            }
        }
    }

    private async Task<OneOf<Done, NotSoNow, DataNotErased, NotInStock, KeptForSomeone, NotFound>> TakeBackAsync(ReuseItem item, string reason, DoneBy by, CancellationToken cancellationToken)
    {
        var outflow = await db.Weighings.AsNoTracking().Include(w => w.Lines).SingleAsync(w => w.Id == item.OutflowId, cancellationToken);
        var reversal = outflow.Reverse(WeighingId.New(), await figures.DayAsync(outflow.CommuneCode, outflow.Date, cancellationToken), reason, by.At, by.By);
        if (await desk.WeighAsync(reversal, cancellationToken) is { } missing)
        {
            return missing;
        }

        item.ComeBack(reason, reversal.Id, by);
        return new Done();
    }
}
