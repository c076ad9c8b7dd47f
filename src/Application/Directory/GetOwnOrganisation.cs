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

/// <summary>An organisation as those who work for it see it.</summary>
/// <param name="Slug">Last part of the address of its page.</param>
[AllowedTo(Permission.ReadOrganisation)]
public sealed record GetOwnOrganisation(string Slug) : IQuery<OneOf<OrganisationSheet, NotFound>>;

/// <param name="CommuneCode">INSEE code of its commune.</param>
/// <param name="Places">By name.</param>
/// <param name="IsManager">Whether the reader may change it and its members.</param>
public sealed record OrganisationSheet(
    OrganisationId Id,
    string Name,
    string Slug,
    OrganisationKinds Kinds,
    string CommuneCode,
    string CommuneName,
    OrganisationStatus Status,
    string? Siret,
    string? Email,
    string? Phone,
    string? Website,
    string? Description,
    IReadOnlyList<OrganisationPlace> Places,
    bool IsManager)
{
    /// <summary>It says it holds the QualiRépar label.</summary>
    public bool DeclaresQualiRepar { get; init; }

    /// <summary>Number of its label as it gives it, or null.</summary>
    public string? QualiReparNumber { get; init; }

    /// <summary>It takes apprentices and beginners.</summary>
    public bool TakesApprentices { get; init; }

    /// <summary>Whether it has benches at which one may learn.</summary>
    public bool MayTakeApprentices { get; init; }

    /// <summary>Questions, answers and decisions, the oldest first.</summary>
    public IReadOnlyList<FileEntryView> Entries { get; init; } = [];

    /// <summary>Whom its file waits for.</summary>
    public FileTurn Turn { get; init; }

    /// <summary>Name of the territory whose agents look after it; null when that is whoever runs the instance.</summary>
    public string? Responsible { get; init; }

    /// <summary>Approvals of a former commune that no longer stand: by whom, and since when; the latest first.</summary>
    public IReadOnlyList<LapsedApproval> Lapsed { get; init; } = [];
}

/// <summary>An approval that no longer stands, for the organisation is of another commune.</summary>
public sealed record LapsedApproval(string TerritoryName, Instant At);

/// <param name="Services">How many services are offered there.</param>
public sealed record OrganisationPlace(PlaceId Id, string Name, string Slug, string Address, string CommuneName, int Benches, int Services);

internal sealed class GetOwnOrganisationHandler(RepairNetDb db, ITerritories territories, AccreditationDesk desk, FileJournal journal, ICurrentActor currentActor) : IRequestHandler<GetOwnOrganisation, OneOf<OrganisationSheet, NotFound>>
{
    public async Task<OneOf<OrganisationSheet, NotFound>> Handle(GetOwnOrganisation request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var o = await db.Organisations.AsNoTracking().Include(x => x.Accreditations).SingleOrDefaultAsync(x => x.Slug == request.Slug, cancellationToken);
        if (o is null || !actor.Acts(Permission.ReadOrganisation, o.Id))
        {
            return new NotFound();
        }

        var index = await territories.GetAsync(cancellationToken);
        var places = await db.Places.AsNoTracking().Where(p => p.OrganisationId == o.Id)
            .Select(p => new { p.Id, p.Name, p.Slug, p.Address, p.CommuneCode, p.Benches, Services = db.Services.Count(s => s.PlaceId == p.Id) })
            .ToListAsync(cancellationToken);
        return new OrganisationSheet(
            o.Id, o.Name, o.Slug, o.Kinds, o.CommuneCode, Named(o.CommuneCode), o.Status, o.Siret, o.Email, o.Phone, o.Website, o.Description,
            [.. places.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Slug, StringComparer.Ordinal)
                .Select(p => new OrganisationPlace(p.Id, p.Name, p.Slug, p.Address, Named(p.CommuneCode), p.Benches, p.Services))],
            actor.May(Permission.ManageOrganisation, o.Id))
        {
            DeclaresQualiRepar = o.DeclaresQualiRepar,
            QualiReparNumber = o.QualiReparNumber,
            TakesApprentices = o.TakesApprentices,
            MayTakeApprentices = o.MayTakeApprentices,
            Entries = await journal.ReadAsync(o.Id, index, cancellationToken),
            Turn = o.Turn,
            Responsible = index.Commune(o.CommuneCode) is { } commune && AccreditationDesk.ResponsibleFor(commune, await desk.WithAgentsAsync(cancellationToken)) is { } key ? index.NameOf(key) : null,
            Lapsed = [.. o.Accreditations.Where(a => a.Status == AccreditationStatus.Lapsed).OrderByDescending(a => a.DecidedAt)
                .Select(a => new LapsedApproval(index.NameOf(TerritoryKey.From(a.Territory)) ?? a.Territory, a.DecidedAt))],
        };

        string Named(string code) => index.Commune(code)?.Name ?? code;
    }
}
