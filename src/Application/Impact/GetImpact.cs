using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>
/// What repairs saved in a territory, over a period, cut as asked. Whoever is no agent of the territory sees no part that <see cref="SmallCounts"/>
/// says is too small to be shown alone: it is merged into a wider one, and the parts still make the whole.
/// </summary>
/// <param name="Territory">Key of the territory, as <c>epci:200040715</c>.</param>
/// <param name="From">First local day; null for the beginning.</param>
/// <param name="To">Last local day, included; null for no end.</param>
/// <param name="GroupBy">How to cut.</param>
/// <param name="Factors">Key of a factor set to compute everything with; null to keep for each entry the set it was made with.</param>
/// <param name="Language">Language of the labels.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetImpact(
    string? Territory, LocalDate? From = null, LocalDate? To = null, ImpactGrouping GroupBy = ImpactGrouping.None, string? Factors = null, Language Language = Language.French)
    : IQuery<OneOf<ImpactReport, NotFound>>;

internal sealed class GetImpactValidator : AbstractValidator<GetImpact>
{
    public GetImpactValidator(EquipmentCatalogue catalogue)
    {
        RuleFor(r => r.Territory).NotEmpty().WithMessage("Donnez un territoire. Exemple : commune:38185");
        RuleFor(r => r.Factors).Must(f => string.IsNullOrEmpty(f) || catalogue.FindFactorSet(f) is not null)
            .WithMessage("Ce jeu de facteurs n’existe pas. Choisissez : rn-2026, restart-2021 ou restart-2018.");
        RuleFor(r => r.To).Must((r, to) => r.From is null || to is null || r.From <= to).WithMessage("La date de fin est avant la date de début.");
    }
}

internal sealed class GetImpactHandler(ImpactReader reader, WideReports wide, ITerritories territories, EquipmentCatalogue catalogue, TextCatalog texts, ICurrentActor currentActor) : IRequestHandler<GetImpact, OneOf<ImpactReport, NotFound>>
{
    public async Task<OneOf<ImpactReport, NotFound>> Handle(GetImpact request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory)
        {
            return new NotFound();
        }

        var factors = catalogue.FindFactorSet(request.Factors);
        var scope = new ImpactScope(territory, request.From, request.To);
        var words = texts.In(request.Language);
        if (request.GroupBy == ImpactGrouping.Commune)
        {
            // Names of communes are those of the index; names of others may change at any time.
            var before = wide.Find(request, index);
            var communes = await reader.CommunesAsync(index, scope, factors, wide.NamesOf(index, words), before?.Cut, cancellationToken);
            var made = communes.Communes == before?.Cut.Communes ? before.Report : Report(communes.Whole, communes.Factors, communes.Communes);
            wide.Keep(new WideReport(request, index, communes, made));
            return made;
        }

        var cut = await reader.CutAsync(index, scope, request.GroupBy, factors, cancellationToken);
        var parts = SmallCounts.Concern(request.GroupBy) && !index.MaySee(await currentActor.GetAsync(cancellationToken), Permission.ReadTerritoryFigures, territory)
            ? await reader.MergeSmallAsync(cut.Parts, index, scope, request.GroupBy, cancellationToken)
            : cut.Parts;
        return Report(
            ImpactFigures.Sum(parts.Select(p => p.Figures)),
            cut.Factors,
            await reader.NamedAsync(parts, request.GroupBy, index, words, cancellationToken));

        ImpactReport Report(ImpactFigures whole, string sets, IReadOnlyList<ImpactPart> cut) => new(
            territory, index.NameOf(territory)!, index.PopulationOf(territory), request.From, request.To, sets, whole, cut);
    }
}
