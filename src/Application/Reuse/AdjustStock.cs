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
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>What was counted of a category replaces what was written, with a reason. The difference is a weighing of its own.</summary>
/// <param name="Category">Code of the category; « unknown » for what nobody recognised.</param>
/// <param name="CountedKg">Kilograms found on the shelves.</param>
[AllowedTo(Permission.WeighReuse)]
public sealed record AdjustStock(OrganisationId Organisation, string? Category, decimal? CountedKg, string? Reason)
    : ICommand<OneOf<StockAdjusted, NotAReuseWorkshop, StockMoved, NotFound>>;

/// <param name="Id">The adjustment; null when nothing differed.</param>
public sealed record StockAdjusted(WeighingId? Id, long DifferenceGrams);

/// <summary>Someone weighed the same at the same moment: count again.</summary>
public sealed record StockMoved : IRefusal;

internal sealed class AdjustStockValidator : AbstractValidator<AdjustStock>
{
    /// <summary>The most a category may hold, a thousand tonnes: beyond it somebody slipped.</summary>
    private const decimal MostKg = 1_000_000m;

    public AdjustStockValidator(EquipmentCatalogue catalogue)
    {
        RuleFor(r => r.Category).Cascade(CascadeMode.Stop)
            .NotEmpty().WithMessage("Choisissez la famille d’objets.")
            .Must(c => c == ReuseNames.Unknown || catalogue.FindCategory(c) is not null).WithMessage("Cette famille d’objets n’existe pas. Choisissez-en une dans la liste.");
        RuleFor(r => r.CountedKg).Cascade(CascadeMode.Stop)
            .NotNull().WithMessage("Donnez ce qu’il y a vraiment, en kilogrammes : 0 s’il n’y a rien.")
            .Must(kg => kg is >= 0 and <= MostKg).WithMessage("Ce qu’il y a en stock va de 0 à 1 000 000 kg.")
            .Must(kg => kg * 1000 == decimal.Truncate(kg!.Value * 1000)).WithMessage("Le poids se donne au gramme près, en kilogrammes. Exemple : 6,235");
        RuleFor(r => r.Reason).Given("Dites pourquoi, en quelques mots.").Line(Weighing.MaxNote).WithoutContacts();
    }
}

internal sealed class AdjustStockHandler(RepairNetDb db, IStocks stocks, IRowLocks locks, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<AdjustStock, OneOf<StockAdjusted, NotAReuseWorkshop, StockMoved, NotFound>>
{
    public async Task<OneOf<StockAdjusted, NotAReuseWorkshop, StockMoved, NotFound>> Handle(AdjustStock request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.WeighReuse, request.Organisation)
            || await db.Organisations.Where(o => o.Id == request.Organisation).Select(o => (OrganisationKinds?)o.Kinds).SingleOrDefaultAsync(cancellationToken) is not { } kinds)
        {
            return new NotFound();
        }

        var place = await db.Places.Where(p => p.OrganisationId == request.Organisation)
            .OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new { p.Id, p.CommuneCode, p.TimeZone }).FirstOrDefaultAsync(cancellationToken);
        if (place is null || !kinds.HasFlag(OrganisationKinds.ReuseWorkshop))
        {
            return new NotAReuseWorkshop();
        }

        // Two who count the same shelf would both write the difference.
        await locks.HoldNameAsync("stock:" + request.Organisation, cancellationToken);
        var category = request.Category == ReuseNames.Unknown ? null : request.Category;
        var difference = (long)(request.CountedKg!.Value * 1000) - await db.HeldAsync(request.Organisation, category, cancellationToken);
        if (difference == 0)
        {
            return new StockAdjusted(null, 0);
        }

        var now = clock.GetCurrentInstant();
        var adjustment = Weighing.Adjustment(
            WeighingId.New(), new WeighedAt(request.Organisation, place.Id, place.CommuneCode, now, actor.Account), now.InZone(zones[place.TimeZone]).Date, category, difference, request.Reason!);
        if (await stocks.ChangeAsync(request.Organisation, adjustment.Changes, cancellationToken) is not null)
        {
            return new StockMoved();
        }

        db.Weighings.Add(adjustment);
        return new StockAdjusted(adjustment.Id, difference);
    }
}
