using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Training;

/// <summary>An offer as those who work for its organisation see it, in any state.</summary>
[AllowedTo(Permission.ReadJobOffers)]
public sealed record GetOwnJobOffer(JobOfferId Id) : IQuery<OneOf<JobOfferView, NotFound>>;

internal sealed class GetOwnJobOfferHandler(RepairNetDb db, JobOfferReader reader, ICurrentActor currentActor) : IRequestHandler<GetOwnJobOffer, OneOf<JobOfferView, NotFound>>
{
    public async Task<OneOf<JobOfferView, NotFound>> Handle(GetOwnJobOffer request, CancellationToken cancellationToken) =>
        await reader.FindAsync(db.JobOffers.Where(o => o.Id == request.Id), cancellationToken) is { } offer
            && (await currentActor.GetAsync(cancellationToken)).Acts(Permission.ReadJobOffers, offer.Employer.Id) ? offer : new NotFound();
}
