using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>What an agent reads of an organisation before deciding for a territory; of one of elsewhere, what the public reads and what their territory wrote itself.</summary>
/// <param name="Territory">Key of the territory that decides.</param>
[AllowedTo(Permission.ReadTerritory)]
public sealed record GetOrganisationFile(OrganisationId Organisation, string Territory) : IQuery<OneOf<OrganisationFile, NotFound>>;

/// <param name="TerritoryKey">Key of the territory of today.</param>
/// <param name="OpensBookings">Whether this territory's approval opens the organisation to the public.</param>
/// <param name="Decision">What this territory decided; null when it has not.</param>
/// <param name="Others">What other territories decided; of an organisation of elsewhere, nothing.</param>
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
    IReadOnlyList<FileDecision> Others)
{
    /// <summary>Key of the territory whose list of files the reader works from: a département that stands in for a commune has none of that commune.</summary>
    public required string ListKey { get; init; }

    /// <summary>Questions, answers and decisions, the oldest first.</summary>
    public IReadOnlyList<FileEntryView> Entries { get; init; } = [];

    /// <summary>Its places, whose pages can be looked at before they are public.</summary>
    public IReadOnlyList<FilePlace> Previews { get; init; } = [];

    /// <summary>Those who manage it; null for an organisation of elsewhere.</summary>
    public IReadOnlyList<FileManager>? Managers { get; init; }

    /// <summary>Others of the same SIRET, or of the same name in the same commune: perhaps the same.</summary>
    public IReadOnlyList<PossibleDuplicate> Duplicates { get; init; } = [];
}

/// <param name="Services">How many services are described there.</param>
public sealed record FilePlace(string Name, string Slug, int Services);

public sealed record FileManager(string? Name, string Email);

/// <param name="SameSiret">It gives the same number; else it bears the same name in the same commune.</param>
public sealed record PossibleDuplicate(OrganisationId Id, string Name, string CommuneName, OrganisationStatus Status, bool SameSiret);

public sealed record FileDecision(string TerritoryName, AccreditationStatus Status, string? Note, Instant At);

internal sealed class GetOrganisationFileHandler(RepairNetDb db, ITerritories territories, IAccounts accounts, AccreditationDesk desk, FileJournal journal, ICurrentActor currentActor) : IRequestHandler<GetOrganisationFile, OneOf<OrganisationFile, NotFound>>
{
    public async Task<OneOf<OrganisationFile, NotFound>> Handle(GetOrganisationFile request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        var o = await db.Organisations.AsNoTracking().Include(x => x.Accreditations).SingleOrDefaultAsync(x => x.Id == request.Organisation, cancellationToken);
        if (o is null || index.Find(request.Territory) is not { } key || !await desk.DecidesAsync(actor, Permission.ReadTerritory, key, o, index, cancellationToken))
        {
            return new NotFound();
        }

        var text = key.ToString();
        var commune = index.Commune(o.CommuneCode);
        var own = o.Accreditations.SingleOrDefault(a => a.Territory == text);
        var isAround = actor.IsOperator || index.Holds(key, o.CommuneCode);
        var places = await db.Places.AsNoTracking().Where(p => p.OrganisationId == o.Id).Select(p => new { p.Name, p.Slug, p.Address, p.CommuneCode, Services = db.Services.Count(s => s.PlaceId == p.Id) }).ToListAsync(cancellationToken);
        return new OrganisationFile(
            o.Id, o.Name, o.Slug, o.Kinds, o.CommuneCode, commune?.Name ?? o.CommuneCode, o.Siret, o.Email, o.Phone, o.Website, o.Description, o.CreatedAt, o.Status,
            [.. places.Select(p => $"{p.Name}, {p.Address}, {index.Commune(p.CommuneCode)?.Name ?? p.CommuneCode}").Order(StringComparer.OrdinalIgnoreCase)],
            text,
            index.NameOf(key)!,
            o.IsOpenedBy(key),
            own is null ? null : View(own),
            [.. o.Accreditations.Where(a => isAround && a != own).OrderBy(a => a.Territory, StringComparer.Ordinal).Select(View)])
        {
            ListKey = (actor.May(Permission.ReadTerritory, key) ? key : TerritoryKey.Departement(commune!.DepartementCode)).ToString(),
            Entries = [.. (await journal.ReadAsync(o.Id, index, cancellationToken)).Where(e => isAround || e.Territory == text)],
            Previews = [.. places.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(p => new FilePlace(p.Name, p.Slug, p.Services))],
            Managers = isAround ? await ManagersAsync(o.Id, cancellationToken) : null,
            Duplicates = isAround ? await DuplicatesAsync(o, index, cancellationToken) : [],
        };

        FileDecision View(Accreditation a) => new(index.NameOf(TerritoryKey.From(a.Territory)) ?? a.Territory, a.Status, a.Note, a.DecidedAt);
    }

    private async Task<IReadOnlyList<FileManager>> ManagersAsync(OrganisationId organisation, CancellationToken cancellationToken)
    {
        var managers = new List<FileManager>();
        foreach (var manager in await journal.ManagersOf(organisation).Take(10).ToListAsync(cancellationToken))
        {
            if (await accounts.FindAsync(manager, cancellationToken) is { } account)
            {
                managers.Add(new FileManager(account.DisplayName, account.Email));
            }
        }

        return managers;
    }

    private async Task<IReadOnlyList<PossibleDuplicate>> DuplicatesAsync(Organisation o, TerritoryIndex index, CancellationToken cancellationToken)
    {
        var near = await db.Organisations.AsNoTracking()
            .Where(x => x.Id != o.Id && (x.CommuneCode == o.CommuneCode || (o.Siret != null && x.Siret == o.Siret)))
            .Select(x => new { x.Id, x.Name, x.CommuneCode, x.Status, x.Siret })
            .ToListAsync(cancellationToken);
        var name = Slug.From(o.Name);
        return
        [
            .. near.Select(x => (Row: x, SameSiret: o.Siret is not null && x.Siret == o.Siret))
                .Where(x => x.SameSiret || (x.Row.CommuneCode == o.CommuneCode && Slug.From(x.Row.Name) == name))
                .OrderByDescending(x => x.SameSiret).ThenBy(x => x.Row.Name, StringComparer.OrdinalIgnoreCase)
                .Select(x => new PossibleDuplicate(x.Row.Id, x.Row.Name, index.Commune(x.Row.CommuneCode)?.Name ?? x.Row.CommuneCode, x.Row.Status, x.SameSiret)),
        ];
    }
}
