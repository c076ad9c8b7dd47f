using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>What an agent reads of an organisation before deciding for a territory.</summary>
/// <param name="Territory">Key of the territory that decides.</param>
[AllowedTo(Permission.ReadTerritory)]
public sealed record GetOrganisationFile(OrganisationId Organisation, string Territory) : IQuery<OneOf<OrganisationFile, NotFound>>;

/// <param name="TerritoryKey">Key of the territory of today.</param>
/// <param name="OpensBookings">Whether this territory's approval opens the organisation to the public.</param>
/// <param name="Decision">What this territory decided; null when it has not.</param>
/// <param name="Others">What other territories decided.</param>
public sealed record OrganisationFile(
    OrganisationId Id,
    string Name,
    string Slug,
    OrganisationKinds Kinds,
    string CommuneCode,
    string CommuneName,
    string? Siret,
    string? Email,
    string? Phone,
    string? Website,
    string? Description,
    Instant CreatedAt,
    OrganisationStatus Status,
    IReadOnlyList<string> Places,
    string TerritoryKey,
    string TerritoryName,
    bool OpensBookings,
    FileDecision? Decision,
    IReadOnlyList<FileDecision> Others);

public sealed record FileDecision(string TerritoryName, AccreditationStatus Status, string? Note, Instant At);

internal sealed class GetOrganisationFileHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<GetOrganisationFile, OneOf<OrganisationFile, NotFound>>
{
    public async Task<OneOf<OrganisationFile, NotFound>> Handle(GetOrganisationFile request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        var o = await db.Organisations.AsNoTracking().Include(x => x.Accreditations).SingleOrDefaultAsync(x => x.Id == request.Organisation, cancellationToken);
        if (o is null || index.Find(request.Territory) is not { } key || !actor.Acts(Permission.ReadTerritory, key))
        {
            return new NotFound();
        }

        var text = key.ToString();
        var commune = index.Commune(o.CommuneCode);
        var own = o.Accreditations.SingleOrDefault(a => a.Territory == text);
        if (own is null && !actor.MaySee(o.Id, o.Status, commune))
        {
            return new NotFound();
        }

        var places = await db.Places.AsNoTracking().Where(p => p.OrganisationId == o.Id).Select(p => new { p.Name, p.Address, p.CommuneCode }).ToListAsync(cancellationToken);
        return new OrganisationFile(
            o.Id, o.Name, o.Slug, o.Kinds, o.CommuneCode, commune?.Name ?? o.CommuneCode, o.Siret, o.Email, o.Phone, o.Website, o.Description, o.CreatedAt, o.Status,
            [.. places.Select(p => $"{p.Name}, {p.Address}, {index.Commune(p.CommuneCode)?.Name ?? p.CommuneCode}").Order(StringComparer.OrdinalIgnoreCase)],
            text,
            index.NameOf(key)!,
            (key.Level == TerritoryLevel.Commune && key.Code == o.CommuneCode) || (key.Level == TerritoryLevel.Epci && key.Code == o.EpciCode),
            own is null ? null : View(own),
            [.. o.Accreditations.Where(a => a != own).OrderBy(a => a.Territory, StringComparer.Ordinal).Select(View)]);

        FileDecision View(Accreditation a) => new(index.NameOf(Domain.Territories.TerritoryKey.From(a.Territory)) ?? a.Territory, a.Status, a.Note, a.DecidedAt);
    }
}
