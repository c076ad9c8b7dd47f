using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Not this time: the person is told, and the organisation no longer sees who it was. Pressed twice, it is done once.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record DeclineIntroduction(EnrolmentId Id, OrganisationId By) : ICommand<OneOf<Done, NotWaiting, NotFound>>;

/// <summary>It was answered otherwise already.</summary>
public sealed record NotWaiting : IRefusal;

internal sealed class DeclineIntroductionHandler(IntroducedPeople introduced, ICurrentActor currentActor) : IRequestHandler<DeclineIntroduction, OneOf<Done, NotWaiting, NotFound>>
{
    public async Task<OneOf<Done, NotWaiting, NotFound>> Handle(DeclineIntroduction request, CancellationToken cancellationToken)
    {
        if (!(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepAgenda, request.By) || await introduced.HoldAsync(request.Id, request.By, cancellationToken) is not { } enrolment)
        {
            return new NotFound();
        }

        if (enrolment.Introduction != Introduction.Waiting)
        {
            return enrolment.Introduction == Introduction.Declined ? new Done() : new NotWaiting();
        }

        enrolment.Decline();
        introduced.Tell(enrolment);
        return new Done();
    }
}

/// <summary>People introduced to one organisation: to another they do not exist, nor once they no longer agree.</summary>
internal sealed class IntroducedPeople(RepairNetDb db, SessionSeats seats)
{
    /// <summary>The request of someone introduced to it, held to the end of the transaction.</summary>
    public async Task<Enrolment?> HoldAsync(EnrolmentId id, OrganisationId organisation, CancellationToken cancellationToken) =>
        (await seats.HoldAsync(db.Enrolments.Where(e => e.Id == id && e.IntroducedTo == organisation && e.AgreesToIntroduction), cancellationToken))?.Enrolment;

    /// <summary>Tells them what it answered.</summary>
    public void Tell(Enrolment enrolment) => seats.Tell(enrolment, MessageKind.IntroductionAnswered, enrolment.Introductions);
}
