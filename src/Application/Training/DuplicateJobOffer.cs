using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Makes another offer like this one: a draft. One whose contact was forgotten cannot be copied: who answers it now is not known.</summary>
/// <param name="NewId">Made with the form it comes from, so that a button pressed twice makes one.</param>
[AllowedTo(Permission.KeepJobOffers)]
public sealed record DuplicateJobOffer(JobOfferId Id, JobOfferId NewId) : ICommand<OneOf<JobOfferAdded, OfferMoved, NotFound>>;

internal sealed class DuplicateJobOfferHandler(RepairNetDb db, IRowLocks locks, ICurrentActor currentActor, IClock clock) : IRequestHandler<DuplicateJobOffer, OneOf<JobOfferAdded, OfferMoved, NotFound>>
{
    public async Task<OneOf<JobOfferAdded, OfferMoved, NotFound>> Handle(DuplicateJobOffer request, CancellationToken cancellationToken)
    {
        var offer = await db.JobOffers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == request.Id, cancellationToken);
        if (offer is null || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepJobOffers, offer.OrganisationId))
        {
            return new NotFound();
        }

        if (offer.Email is null && offer.Phone is null)
        {
            return new OfferMoved();
        }

        await locks.HoldNameAsync(JobOfferReader.LockOf(request.NewId), cancellationToken);
        if (await db.JobOffers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == request.NewId, cancellationToken) is { } made)
        {
            return made.OrganisationId == offer.OrganisationId ? new JobOfferAdded(made.Id, made.Slug) : new NotFound();
        }

        var slug = await new Slugs(locks).FindAsync("job-offer", db.JobOffers.Select(o => o.Slug), offer.Title, "", cancellationToken);
        db.JobOffers.Add(new JobOffer(request.NewId, offer.OrganisationId, slug, offer.Terms, clock.GetCurrentInstant()));
        return new JobOfferAdded(request.NewId, slug);
    }
}
