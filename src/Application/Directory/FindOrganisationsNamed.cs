using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Directory;

/// <summary>Organisations of whatever state that a few words of their name may mean, at most <see cref="Most"/>; none for no words.</summary>
/// <param name="Words">Part of the name in any spelling, or the id.</param>
[AllowedTo(Permission.ManageAccounts)]
public sealed record FindOrganisationsNamed(string? Words) : IQuery<IReadOnlyList<NamedOrganisation>>
{
    /// <summary>How many are told apart at once.</summary>
    public const int Most = 12;
}

public sealed record NamedOrganisation(OrganisationId Id, string Name, string Slug, string CommuneName);

internal sealed class FindOrganisationsNamedHandler(RepairNetDb db, ITerritories territories) : IRequestHandler<FindOrganisationsNamed, IReadOnlyList<NamedOrganisation>>
{
    public async Task<IReadOnlyList<NamedOrganisation>> Handle(FindOrganisationsNamed request, CancellationToken cancellationToken)
    {
        if (TextRules.OrNull(request.Words) is not { } words || !words.Any(char.IsLetterOrDigit))
        {
            return [];
        }

        // Addresses hold the names without accents nor capitals: what is looked for is folded the same way.
        var known = Guid.TryParse(words, out var id) ? OrganisationId.From(id) : default;
        var like = Slug.From(words);
        var found = await db.Organisations.AsNoTracking()
            .Where(o => o.Id == known || o.Slug.Contains(like))
            .OrderBy(o => o.Slug).Take(FindOrganisationsNamed.Most)
            .Select(o => new { o.Id, o.Name, o.Slug, o.CommuneCode })
            .ToListAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        var exact = found.Where(o => string.Equals(o.Name, words, StringComparison.OrdinalIgnoreCase)).ToList();
        return [.. (exact.Count > 0 ? exact : found).Select(o => new NamedOrganisation(o.Id, o.Name, o.Slug, index.Commune(o.CommuneCode)?.Name ?? o.CommuneCode))];
    }
}
