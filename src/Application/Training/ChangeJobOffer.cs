using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Changes all that is said of an offer. The address of its page stays, and its time runs on.</summary>
[AllowedTo(Permission.KeepJobOffers)]
public sealed record ChangeJobOffer(JobOfferId Id, JobOfferDetails Offer) : ICommand<OneOf<Done, NotFound>>;

internal sealed class ChangeJobOfferValidator : AbstractValidator<ChangeJobOffer>
{
    public ChangeJobOfferValidator(TrainingJobs jobs, ITerritories territories, IClock clock) => RuleFor(c => c.Offer).SetValidator(new JobOfferDetailsValidator(jobs, territories, clock)).OverridePropertyName("");
}

internal sealed class ChangeJobOfferHandler(JobOfferReader reader, ITerritories territories, ICurrentActor currentActor, IClock clock) : IRequestHandler<ChangeJobOffer, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ChangeJobOffer request, CancellationToken cancellationToken)
    {
        if (await reader.HoldAsync(request.Id, cancellationToken) is not { } offer || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepJobOffers, offer.OrganisationId))
        {
            return new NotFound();
        }

        var terms = request.Offer.ToTerms();
        var commune = (await territories.GetAsync(cancellationToken)).Commune(terms.CommuneCode)!;
        offer.Describe(terms with { CommuneCode = commune.Code }, clock.GetCurrentInstant());
        return new Done();
    }
}
