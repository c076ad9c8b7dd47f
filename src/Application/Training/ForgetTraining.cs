using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Training;

/// <summary>A training is told no more of someone.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record ForgetTraining(PlaceId Place, PersonId Person, CourseSessionId Session) : ICommand<OneOf<Done, NotFound>>;

internal sealed class ForgetTrainingHandler(TrainingProofs proofs, ICurrentActor currentActor) : IRequestHandler<ForgetTraining, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ForgetTraining request, CancellationToken cancellationToken)
    {
        if (await proofs.PersonAsync(await currentActor.GetAsync(cancellationToken), request.Place, request.Person, cancellationToken) is not { } person)
        {
            return new NotFound();
        }

        person.ForgetTraining(request.Session);
        return new Done();
    }
}
