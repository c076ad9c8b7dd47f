using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>The offers of the organisations one works for, in every state: drafts, then those published, what ends soonest first, then the others.</summary>
/// <param name="Organisation">Address of one organisation; null for the first one works for.</param>
[AllowedTo(Permission.ReadJobOffers)]
public sealed record GetOwnJobOffers(string? Organisation, int Skip = 0, int Take = 50) : IQuery<OneOf<OwnJobOffers, NotFound>>;

/// <param name="Organisations">Those one works for, by name; the one shown is among them.</param>
/// <param name="More">Whether other offers follow.</param>
public sealed record OwnJobOffers(OwnEmployer Organisation, IReadOnlyList<OwnEmployer> Organisations, IReadOnlyList<JobOfferView> Offers, bool More);

/// <summary>What a new offer begins with.</summary>
/// <param name="IsApproved">Whether the public sees its offers.</param>
public sealed record OwnEmployer(OrganisationId Id, string Name, string Slug, bool IsApproved, string CommuneCode, string? Email, string? Phone);

internal sealed class GetOwnJobOffersHandler(RepairNetDb db, JobOfferReader reader, ICurrentActor currentActor) : IRequestHandler<GetOwnJobOffers, OneOf<OwnJobOffers, NotFound>>
{
    private const int MostOrganisations = 50;

    public async Task<OneOf<OwnJobOffers, NotFound>> Handle(GetOwnJobOffers request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        OrganisationId[] own = [.. actor.OrganisationsWith(Permission.ReadJobOffers)];
        var organisations = await db.Organisations.AsNoTracking()
            .Where(o => own.Contains(o.Id) || (actor.IsOperator && o.Slug == request.Organisation))
            .OrderBy(o => o.Name).ThenBy(o => o.Slug).Take(MostOrganisations)
            .Select(o => new OwnEmployer(o.Id, o.Name, o.Slug, o.Status == OrganisationStatus.Approved, o.CommuneCode, o.Email, o.Phone)).ToListAsync(cancellationToken);
        if ((string.IsNullOrEmpty(request.Organisation) ? organisations.FirstOrDefault() : organisations.Find(o => o.Slug == request.Organisation)) is not { } organisation)
        {
            return new NotFound();
        }

        var offers = await db.JobOffers.AsNoTracking().Where(o => o.OrganisationId == organisation.Id)
            .OrderBy(o => o.Status == JobOfferStatus.Filled || o.Status == JobOfferStatus.Withdrawn).ThenBy(o => o.Status == JobOfferStatus.Published)
            .ThenBy(o => o.Status == JobOfferStatus.Published ? o.CurrentUntil : null).ThenByDescending(o => o.ChangedAt).ThenBy(o => o.Id)
            .Skip(request.Skip).Take(request.Take + 1).ToListAsync(cancellationToken);
        return new OwnJobOffers(organisation, organisations, await reader.ViewsAsync([.. offers.Take(request.Take)], null, cancellationToken), offers.Count > request.Take);
    }
}
