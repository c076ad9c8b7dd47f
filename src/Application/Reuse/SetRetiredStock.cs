using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A territory says how much computer equipment without use it held on 1 January.</summary>
/// <param name="Count">Pieces; null takes the number away.</param>
[AllowedTo(Permission.DeclarePurchases)]
public sealed record SetRetiredStock(string? Territory, int Year, int? Count) : ICommand<OneOf<Done, NotFound>>;

internal sealed class SetRetiredStockValidator : AbstractValidator<SetRetiredStock>
{
    public SetRetiredStockValidator()
    {
        RuleFor(r => r.Year).InclusiveBetween(PurchaseLine.FirstYear, PurchaseLine.LastYear).WithMessage("Donnez une année entre 2021 et 2100.");
        RuleFor(r => r.Count).Must(c => c is null or (>= 0 and <= RetiredStock.MaxCount)).WithMessage("Donnez un nombre entier, de 0 à 1 000 000.");
    }
}

internal sealed class SetRetiredStockHandler(RepairNetDb db, PurchasesDesk desk, IRowLocks locks) : IRequestHandler<SetRetiredStock, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(SetRetiredStock request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Territory, Permission.DeclarePurchases, cancellationToken) is not var (_, key, _, _))
        {
            return new NotFound();
        }

        await locks.HoldNameAsync($"retired-stock:{key}:{request.Year}", cancellationToken);
        var stock = await db.RetiredStocks.SingleOrDefaultAsync(s => s.Territory == key && s.Year == request.Year, cancellationToken);
        if (request.Count is not { } count)
        {
            db.RetiredStocks.RemoveRange(stock is null ? [] : [stock]);
        }
        else if (stock is null)
        {
            db.RetiredStocks.Add(new RetiredStock(key, request.Year, count));
        }
        else
        {
            stock.Hold(count);
        }

        return new Done();
    }
}
