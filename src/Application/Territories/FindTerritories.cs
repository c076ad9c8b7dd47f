using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories;

/// <summary>The territories with agents that a few words may mean, at most <see cref="Most"/>: communes, EPCI and départements. All the communes of a whole postcode; none for no words.</summary>
/// <param name="Words">A key (<c>epci:200040715</c>), a name in any spelling, or a postcode.</param>
[AllowedTo(Permission.ManageAccounts)]
public sealed record FindTerritories(string? Words) : IQuery<IReadOnlyList<TerritoryFound>>
{
    /// <summary>How many are told apart at once.</summary>
    public const int Most = 12;
}

/// <param name="Level">What it is: two of different kinds may bear one name.</param>
/// <param name="Departement">Code of the département of a commune, which tells namesakes apart; null for the others.</param>
public sealed record TerritoryFound(string Key, string Name, TerritoryLevel Level, string? Departement);

internal sealed class FindTerritoriesHandler(ITerritories territories) : IRequestHandler<FindTerritories, IReadOnlyList<TerritoryFound>>
{
    private const int LongestWords = 120;

    public async Task<IReadOnlyList<TerritoryFound>> Handle(FindTerritories request, CancellationToken cancellationToken)
    {
        if (TextRules.OrNull(request.Words) is not { Length: <= LongestWords } words || !words.Any(char.IsLetterOrDigit))
        {
            return [];
        }

        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(words) is { Level: TerritoryLevel.Commune or TerritoryLevel.Epci or TerritoryLevel.Departement } key)
        {
            return index.NameOf(key) is { } name ? [new TerritoryFound(key.ToString(), name, key.Level, null)] : [];
        }

        var like = Slug.From(words);
        return
        [
            .. index.Epcis.Where(e => Slug.From(e.Name).Contains(like, StringComparison.Ordinal)).OrderBy(e => e.Name.Length).Take(5)
                .Select(e => new TerritoryFound(TerritoryKey.Epci(e.Code).ToString(), e.Name, TerritoryLevel.Epci, null)),
            .. index.Departements.Where(d => Slug.From(d.Name) == like)
                .Select(d => new TerritoryFound(TerritoryKey.Departement(d.Code).ToString(), d.Name, TerritoryLevel.Departement, null)),
            .. index.Understand(words, FindTerritories.Most - 6)
                .Select(m => new TerritoryFound(m.Commune.Key.ToString(), m.Commune.Name, TerritoryLevel.Commune, m.Commune.DepartementCode)),
        ];
    }
}
