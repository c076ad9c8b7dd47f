using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Finds offers and makes views of them: the same for pages, the API, feeds and files.</summary>
internal sealed class JobOfferReader(RepairNetDb db, ITerritories territories, TrainingJobs jobs, IRowLocks locks, IClock clock, IDateTimeZoneProvider zones)
{
    /// <summary>Whoever would change this offer waits for whoever has this name.</summary>
    public static string LockOf(JobOfferId id) => "job-offer:" + id;

    /// <summary>The offer, to change it: whoever else would waits to the end of the transaction. Null if there is none.</summary>
    public async Task<JobOffer?> HoldAsync(JobOfferId id, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync(LockOf(id), cancellationToken);
        return await db.JobOffers.SingleOrDefaultAsync(o => o.Id == id, cancellationToken);
    }

    /// <summary>What the public sees: current, of an approved organisation. What was filled or withdrawn is current no more.</summary>
    public IQueryable<JobOffer> Public()
    {
        var now = clock.GetCurrentInstant();
        return db.JobOffers.AsNoTracking().Where(o => o.CurrentUntil > now && db.Organisations.Any(g => g.Id == o.OrganisationId && g.Status == OrganisationStatus.Approved));
    }

    /// <summary>Without those of organisations that this territory, or one around it, refused.</summary>
    public IQueryable<JobOffer> NotRefusedFrom(IQueryable<JobOffer> offers, TerritoryKey territory, TerritoryIndex index)
    {
        var accepted = db.Organisations.NotRefusedFrom(territory, index);
        return offers.Where(o => accepted.Any(g => g.Id == o.OrganisationId));
    }

    /// <summary>Those of a territory.</summary>
    public static IQueryable<JobOffer> In(IQueryable<JobOffer> offers, TerritoryKey territory, TerritoryIndex index) => offers.In(o => o.CommuneCode, territory, index);

    /// <summary>The one offer asked for, whoever may see it; null if there is none.</summary>
    public async Task<JobOfferView?> FindAsync(IQueryable<JobOffer> which, CancellationToken cancellationToken) =>
        (await ViewsAsync(await which.AsNoTracking().ToListAsync(cancellationToken), null, cancellationToken)).SingleOrDefault();

    /// <summary>Offers in the order given: one more query whatever their number.</summary>
    /// <param name="around">Communes with their distances, where one looks around one.</param>
    public async Task<IReadOnlyList<JobOfferView>> ViewsAsync(IReadOnlyList<JobOffer> offers, IReadOnlyDictionary<string, double?>? around, CancellationToken cancellationToken)
    {
        if (offers.Count == 0)
        {
            return [];
        }

        var (now, index) = (clock.GetCurrentInstant(), await territories.GetAsync(cancellationToken));
        OrganisationId[] owners = [.. offers.Select(o => o.OrganisationId).Distinct()];
        var employers = await db.Organisations.AsNoTracking().Where(o => owners.Contains(o.Id))
            .Select(o => new EmployerView(o.Id, o.Name, o.Slug, o.Website, o.Status == OrganisationStatus.Approved)).ToDictionaryAsync(e => e.Id, cancellationToken);
        return
        [
            .. offers.Select(o =>
            {
                var commune = index.Commune(o.CommuneCode);
                var zone = zones[commune?.TimeZoneId ?? TimeZones.Metropolitan];
                return new JobOfferView(
                    o.Id, o.Slug, o.Terms, jobs.Find(o.Rome), o.StateAt(now), o.CreatedAt, o.ChangedAt, o.PublishedAt, o.CurrentUntil, o.FilledAt, now, zone, now.InZone(zone).Date,
                    commune?.Name ?? o.CommuneCode, commune?.Postcodes is [var only] ? only : null, employers[o.OrganisationId], around?.TryGetValue(o.CommuneCode, out var km) == true ? km : null);
            }),
        ];
    }

    /// <summary>A view as someone of its organisation may see it, in any state.</summary>
    public static bool IsSeenFromInside(JobOfferView offer, Actor actor) => actor.May(Permission.ReadJobOffers, offer.Employer.Id);
}
