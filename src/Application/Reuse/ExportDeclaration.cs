using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>
/// The weighings of a quarter, a row for each category, movement, channel or destination, and commune: what eco-organisations ask for, each in its
/// own form. The table is ours; it holds all that those forms add up. What nobody recognised has its rows, without classification.
/// </summary>
[AllowedTo(Permission.ReadReuse)]
public sealed record ExportDeclaration(string? Organisation, int Year, int Quarter) : IQuery<OneOf<Declaration, NotFound>>;

public sealed record Declaration(OwnReuseWorkshop Workshop, LocalDate From, LocalDate To, IReadOnlyList<DeclaredRow> Rows);

/// <param name="Category">Null for what nobody recognised.</param>
/// <param name="Grams">Grams in, out, or added by an adjustment (taken away below zero).</param>
/// <param name="Items">Items counted; what was only weighed is in it for nothing.</param>
/// <param name="OriginCode">INSEE code of the commune it comes from; null when nobody said.</param>
public sealed record DeclaredRow(
    Category? Category, WeighingDirection Direction, IntakeChannel? Channel, Destination? Destination, RecyclingStream? Stream, string? OriginCode, string? OriginName, long Grams, long Items);

internal sealed class ExportDeclarationHandler(ReuseReader reader, ITerritories territories, EquipmentCatalogue catalogue, ICurrentActor currentActor)
    : IRequestHandler<ExportDeclaration, OneOf<Declaration, NotFound>>
{
    public async Task<OneOf<Declaration, NotFound>> Handle(ExportDeclaration request, CancellationToken cancellationToken)
    {
        if (await reader.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadReuse, request.Organisation, cancellationToken) is not var (workshop, _)
            || Quarter.Of(request.Year, request.Quarter, default) is not var (from, to))
        {
            return new NotFound();
        }

        var index = await territories.GetAsync(cancellationToken);
        return new Declaration(workshop, from, to,
        [
            .. (await reader.RowsAsync(workshop.Id, from, to, cancellationToken))
                .Where(r => r.Grams != 0 || r.Items != 0)
                .OrderBy(r => r.Category is null).ThenBy(r => r.Category, StringComparer.Ordinal).ThenBy(r => r.Direction).ThenBy(r => r.Channel).ThenBy(r => r.Destination).ThenBy(r => r.Stream).ThenBy(r => r.Origin, StringComparer.Ordinal)
                .Select(r => (Row: r, Sign: r.Direction == WeighingDirection.Out ? -1 : 1))
                .Select(r => new DeclaredRow(
                    catalogue.FindCategory(r.Row.Category), r.Row.Direction, r.Row.Channel, r.Row.Destination, r.Row.Stream, r.Row.Origin, index.Commune(r.Row.Origin)?.Name, r.Sign * r.Row.Grams, r.Sign * r.Row.Items)),
        ]);
    }
}
