using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>What an organisation does with an offer.</summary>
public enum JobOfferAct
{
    /// <summary>Shows it for 60 days: a draft, or what was withdrawn or filled by mistake.</summary>
    Publish,
    /// <summary>60 days again, expired or not.</summary>
    Renew,
    /// <summary>Someone was found.</summary>
    Fill,
    Withdraw,
}

/// <summary>Publishes an offer, renews it, says that it is filled, or withdraws it. Twice is once.</summary>
[AllowedTo(Permission.KeepJobOffers)]
public sealed record ActOnJobOffer(JobOfferId Id, JobOfferAct Act) : ICommand<OneOf<Done, OfferMoved, NotFound>>;

/// <summary>It stands otherwise by now: what was asked no longer makes sense. Or how one answers it was forgotten since.</summary>
public sealed record OfferMoved : IRefusal;

internal sealed class ActOnJobOfferHandler(JobOfferReader reader, ICurrentActor currentActor, IClock clock) : IRequestHandler<ActOnJobOffer, OneOf<Done, OfferMoved, NotFound>>
{
    public async Task<OneOf<Done, OfferMoved, NotFound>> Handle(ActOnJobOffer request, CancellationToken cancellationToken)
    {
        if (await reader.HoldAsync(request.Id, cancellationToken) is not { } offer || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepJobOffers, offer.OrganisationId))
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var isDone = request.Act switch
        {
            // A button pressed twice.
            JobOfferAct.Publish => offer.StateAt(now) == JobOfferState.Current || offer.Publish(now),
            JobOfferAct.Renew => offer.Renew(now),
            JobOfferAct.Fill => offer.Fill(now),
            JobOfferAct.Withdraw => offer.Withdraw(now),
        };
        return isDone ? new Done() : new OfferMoved();
    }
}
