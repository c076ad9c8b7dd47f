using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>What a resident means by a commune and an object, in their own words.</summary>
/// <param name="Commune">A name, a postcode, an INSEE code, or the key of a commune (<c>commune:38185</c>), which is never ambiguous.</param>
/// <param name="Object">Everyday words, or the code of a category.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record UnderstandSearch(string? Commune, string? Object) : IQuery<SearchUnderstood>;

/// <summary>One candidate is what they mean; several are to choose from; none is a word nobody knows (or nothing typed).</summary>
public sealed record SearchUnderstood(IReadOnlyList<CommuneMatch> Communes, IReadOnlyList<Category> Categories);

internal sealed class UnderstandSearchHandler(ITerritories territories, EquipmentCatalogue catalogue) : IRequestHandler<UnderstandSearch, SearchUnderstood>
{
    private const int MaxTyped = 120;

    public async Task<SearchUnderstood> Handle(UnderstandSearch request, CancellationToken cancellationToken) =>
        new(Communes(Short(request.Commune), await territories.GetAsync(cancellationToken)), Categories(Short(request.Object)));

    private static IReadOnlyList<CommuneMatch> Communes(string typed, TerritoryIndex index)
    {
        if (TerritoryKey.TryParse(typed, out var key))
        {
            return key.Level == TerritoryLevel.Commune && index.Commune(key.Code) is { } named ? [new CommuneMatch(named, null)] : [];
        }

        // A postcode that is also the code of a commune is a postcode: it is what people know.
        return index.Understand(typed);
    }

    private IReadOnlyList<Category> Categories(string typed)
    {
        if (catalogue.FindCategory(typed) is { } coded)
        {
            return [coded];
        }

        var found = catalogue.Search(typed);
        var named = found.Where(c => string.Equals(c.NameFr, typed, StringComparison.OrdinalIgnoreCase) || string.Equals(c.NameEn, typed, StringComparison.OrdinalIgnoreCase)).ToList();
        return named.Count == 1 ? named : found;
    }

    private static string Short(string? typed)
    {
        var text = typed?.Trim() ?? "";
        return text.Length > MaxTyped ? text[..MaxTyped] : text;
    }
}
