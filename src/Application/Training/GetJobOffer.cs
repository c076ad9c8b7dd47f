using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>One offer: to all while it is current, in any state to those of its organisation. Of one that was public once, that it is over.</summary>
/// <param name="Id">Its id, or null to find it by its address.</param>
/// <param name="Slug">Last part of the address of its page.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetJobOffer(JobOfferId? Id, string? Slug = null) : IQuery<OneOf<JobOfferView, JobOfferOver, NotFound>>;

/// <summary>It was public: filled, withdrawn, or not renewed in time.</summary>
/// <param name="Trade">To look for others like it.</param>
public sealed record JobOfferOver(string Title, Trade Trade, string CommuneCode);

internal sealed class GetJobOfferHandler(RepairNetDb db, JobOfferReader reader, ICurrentActor currentActor) : IRequestHandler<GetJobOffer, OneOf<JobOfferView, JobOfferOver, NotFound>>
{
    public async Task<OneOf<JobOfferView, JobOfferOver, NotFound>> Handle(GetJobOffer request, CancellationToken cancellationToken)
    {
        var which = request.Id is { } id ? db.JobOffers.Where(o => o.Id == id) : db.JobOffers.Where(o => o.Slug == request.Slug);
        if (await reader.FindAsync(which, cancellationToken) is not { } offer)
        {
            return new NotFound();
        }

        if (offer.IsPublic || JobOfferReader.IsSeenFromInside(offer, await currentActor.GetAsync(cancellationToken)))
        {
            return offer;
        }

        // One that never was public, or whose organisation is not, does not exist.
        return offer is { PublishedAt: not null, Employer.IsApproved: true } ? new JobOfferOver(offer.Terms.Title, offer.Terms.Trade, offer.Terms.CommuneCode) : new NotFound();
    }
}
