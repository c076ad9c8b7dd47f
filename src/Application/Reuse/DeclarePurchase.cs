using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A territory says what it spent in a year on one kind of products. Nothing anywhere takes the line away.</summary>
/// <param name="Product">As forms name it: see <see cref="PurchaseNames.Code(ProductKind)"/>.</param>
/// <param name="Total">Euros without taxes, on all such products.</param>
/// <param name="Reused">Of which on reused ones.</param>
/// <param name="Given">What given ones count for.</param>
/// <param name="Recycled">Of which on those that hold recycled matter.</param>
[AllowedTo(Permission.DeclarePurchases)]
public sealed record DeclarePurchase(string? Territory, int Year, string? Product, decimal? Total, decimal? Reused, decimal? Given, decimal? Recycled, string? Comment)
    : ICommand<OneOf<Done, NotFound>>;

internal sealed class DeclarePurchaseValidator : AbstractValidator<DeclarePurchase>
{
    private const string Amount = "Donnez des euros hors taxes, de 0 à 1 000 000 000, avec deux décimales au plus. Exemple : 1250,50";

    public DeclarePurchaseValidator()
    {
        RuleFor(r => r.Year).InclusiveBetween(PurchaseLine.FirstYear, PurchaseLine.LastYear).WithMessage("Donnez une année entre 2021 et 2100.");
        RuleFor(r => r.Product).Must(p => PurchaseNames.ReadProduct(p) is not null).WithMessage("Choisissez le type de produits dans la liste.");
        RuleFor(r => r.Total).Must(IsAmount).WithMessage(Amount);
        RuleFor(r => r.Reused).Must(IsAmount).WithMessage(Amount);
        RuleFor(r => r.Given).Must(IsAmount).WithMessage(Amount);
        RuleFor(r => r.Recycled).Must(IsAmount).WithMessage(Amount);
        RuleFor(r => r.Reused).Must((r, reused) => (reused ?? 0) <= (r.Total ?? 0)).WithMessage("La part issue du réemploi ne peut pas dépasser la dépense totale.").When(r => IsAmount(r.Reused) && IsAmount(r.Total));
        RuleFor(r => r.Recycled).Must((r, recycled) => (recycled ?? 0) <= (r.Total ?? 0)).WithMessage("La part en matières recyclées ne peut pas dépasser la dépense totale.").When(r => IsAmount(r.Recycled) && IsAmount(r.Total));
        RuleFor(r => r.Comment).Line(PurchaseLine.MaxComment).WithoutContacts();
    }

    private static bool IsAmount(decimal? euros) => euros is null || (euros is >= 0 and <= Spending.MaxCents / 100m && decimal.Round(euros.Value, 2) == euros);
}

internal sealed class DeclarePurchaseHandler(RepairNetDb db, PurchasesDesk desk, IRowLocks locks, IClock clock) : IRequestHandler<DeclarePurchase, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(DeclarePurchase request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Territory, Permission.DeclarePurchases, cancellationToken) is not var (_, key, _, actor))
        {
            return new NotFound();
        }

        // Two agents may declare the first of a kind at the same moment: there is no row to hold yet.
        await locks.HoldNameAsync($"purchases:{key}:{request.Year}", cancellationToken);
        var product = PurchaseNames.ReadProduct(request.Product)!.Value;
        var spending = new Spending(Cents(request.Total), Cents(request.Reused), Cents(request.Given), Cents(request.Recycled));
        var line = await db.PurchaseLines.SingleOrDefaultAsync(l => l.Territory == key && l.Year == request.Year && l.Product == product, cancellationToken);
        var now = clock.GetCurrentInstant();
        if (spending.IsNothing)
        {
            db.PurchaseLines.RemoveRange(line is null ? [] : [line]);
        }
        else if (line is null)
        {
            db.PurchaseLines.Add(new PurchaseLine(key, request.Year, product, spending, request.Comment, actor.Account, now));
        }
        else
        {
            line.Declare(spending, request.Comment, actor.Account, now);
        }

        return new Done();
    }

    private static long Cents(decimal? euros) => (long)((euros ?? 0) * 100);
}
