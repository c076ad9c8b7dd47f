using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>An organisation, of any kind, writes an offer down. Nobody else sees it before it is published.</summary>
/// <param name="Id">Made with the form it comes from, so that a form sent twice adds once; null to have one made.</param>
[AllowedTo(Permission.KeepJobOffers)]
public sealed record AddJobOffer(OrganisationId Organisation, JobOfferDetails Offer, JobOfferId? Id = null) : ICommand<OneOf<JobOfferAdded, NotFound>>;

public sealed record JobOfferAdded(JobOfferId Id, string Slug);

internal sealed class AddJobOfferValidator : AbstractValidator<AddJobOffer>
{
    public AddJobOfferValidator(TrainingJobs jobs, ITerritories territories, IClock clock) => RuleFor(c => c.Offer).SetValidator(new JobOfferDetailsValidator(jobs, territories, clock)).OverridePropertyName("");
}

internal sealed class AddJobOfferHandler(RepairNetDb db, ITerritories territories, IRowLocks locks, ICurrentActor currentActor, IClock clock) : IRequestHandler<AddJobOffer, OneOf<JobOfferAdded, NotFound>>
{
    public async Task<OneOf<JobOfferAdded, NotFound>> Handle(AddJobOffer request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.KeepJobOffers, request.Organisation) || !await db.Organisations.AnyAsync(o => o.Id == request.Organisation, cancellationToken))
        {
            return new NotFound();
        }

        var id = request.Id ?? JobOfferId.New();
        await locks.HoldNameAsync(JobOfferReader.LockOf(id), cancellationToken);
        if (await db.JobOffers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancellationToken) is { } made)
        {
            return made.OrganisationId == request.Organisation ? new JobOfferAdded(made.Id, made.Slug) : new NotFound();
        }

        var terms = request.Offer.ToTerms();
        var commune = (await territories.GetAsync(cancellationToken)).Commune(terms.CommuneCode)!;
        var slug = await new Slugs(locks).FindAsync("job-offer", db.JobOffers.Select(o => o.Slug), terms.Title, commune.Name, cancellationToken);
        db.JobOffers.Add(new JobOffer(id, request.Organisation, slug, terms with { CommuneCode = commune.Code }, clock.GetCurrentInstant()));
        return new JobOfferAdded(id, slug);
    }
}
