using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>A part, as it comes from a form or a request.</summary>
/// <param name="Name">What repairers call it.</param>
/// <param name="Brand">Null for that of the item.</param>
/// <param name="Model">Null for that of the item.</param>
/// <param name="State">« tested », « untested » or « to-repair ».</param>
/// <param name="WeighedKg">On the scales; null when it was not weighed.</param>
/// <param name="Shelf">Where it lies.</param>
public sealed record PartFields(string? Name, string? Brand, string? Model, string? State, decimal? WeighedKg, string? Shelf);

/// <summary>A part is taken from an item and put on a shelf, where repairers of the network find it.</summary>
[AllowedTo(Permission.KeepReuseItems)]
public sealed record TakePart(ReuseItemId Item, PartFields Fields, SparePartId? OnceId = null) : ICommand<OneOf<PartTaken, NotSoNow, NotFound>>;

public sealed record PartTaken(SparePartId Id);

internal sealed class TakePartHandler(RepairNetDb db, ItemDesk desk, EquipmentCatalogue catalogue) : IRequestHandler<TakePart, OneOf<PartTaken, NotSoNow, NotFound>>
{
    public async Task<OneOf<PartTaken, NotSoNow, NotFound>> Handle(TakePart request, CancellationToken cancellationToken)
    {
        if (await desk.HoldOwnAsync(request.Item, cancellationToken) is not var (item, by))
        {
            return new NotFound();
        }

        var id = request.OnceId ?? SparePartId.New();
        if (await db.SpareParts.FindAsync([id], cancellationToken) is { } made)
        {
            return made.ItemId == item.Id ? new PartTaken(id) : new NotFound();
        }

        if (!item.CanGiveParts)
        {
            return new NotSoNow(item.State);
        }

        db.SpareParts.Add(item.TakePart(id, Read(request.Fields, item), by));
        return new PartTaken(id);
    }

    private PartDescription Read(PartFields fields, ReuseItem item)
    {
        var errors = new ItemErrors();
        errors.Require(!string.IsNullOrWhiteSpace(fields.Name), "name", "Dites quelle pièce c’est. Exemple : pompe de vidange");
        errors.Line("name", fields.Name, SparePart.MaxName, published: true);
        errors.Line("brand", fields.Brand, ReuseItem.MaxBrand, published: true);
        errors.Line("model", fields.Model, ReuseItem.MaxModel, published: true);
        errors.Line("shelf", fields.Shelf, SparePart.MaxShelf, published: true);
        var state = ReuseNames.ReadPartState(fields.State);
        errors.Require(state is not null, "state", "Dites si la pièce marche : essayée, pas essayée ou à réparer.");
        LineWeight? weight = fields.WeighedKg is null ? null
            : WeighingRules.Line(new WeighedLine(item.CategoryCode, fields.WeighedKg, null, 1, IsSure: true), "", catalogue, (holds, field, sentence) => errors.Require(holds, field, sentence));
        errors.Require(weight is not { } w || w.NetGrams < item.LeftGrams, "weighedKg", "Une pièce pèse moins que ce qu’il reste de l’objet. Vérifiez la virgule.");
        errors.Throw();
        return new PartDescription(
            fields.Name!.Trim(), TextRules.OrNull(fields.Brand) ?? item.Brand, TextRules.OrNull(fields.Model) ?? item.Model, item.CategoryCode, state!.Value, weight?.NetGrams, TextRules.OrNull(fields.Shelf));
    }
}
