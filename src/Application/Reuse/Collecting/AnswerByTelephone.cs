using FluentValidation;
using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>The workshop called someone who has no e-mail address: they were told, and perhaps answered.</summary>
/// <param name="Act">What they said; null when they were told and there was nothing to answer.</param>
/// <param name="Text">Their answer, for a reply.</param>
[AllowedTo(Permission.KeepCollections)]
public sealed record AnswerByTelephone(CollectionRequestId Id, CollectionAct? Act, string? Text = null) : ICommand<OneOf<Done, CannotDecideCollection, NotFound>>;

internal sealed class AnswerByTelephoneValidator : AbstractValidator<AnswerByTelephone>
{
    public AnswerByTelephoneValidator() => When(a => a.Act == CollectionAct.Reply, () => RuleFor(a => a.Text).Given("Écrivez ce que la personne a répondu.").Lines(CollectionRequest.MaxText));
}

internal sealed class AnswerByTelephoneHandler(RepairNetDb db, CollectionDesk desk, CollectionActs acts, ICurrentActor currentActor) : IRequestHandler<AnswerByTelephone, OneOf<Done, CannotDecideCollection, NotFound>>
{
    public async Task<OneOf<Done, CannotDecideCollection, NotFound>> Handle(AnswerByTelephone request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await desk.HoldAsync(db.CollectionRequests.Where(r => r.Id == request.Id), cancellationToken) is not { } held || !actor.Acts(Permission.KeepCollections, held.OrganisationId))
        {
            return new NotFound();
        }

        if (request.Act is { } said && !await acts.DoAsync(held, said, request.Text, cancellationToken))
        {
            return new CannotDecideCollection(held.Status);
        }

        held.MarkCalled();
        return new Done();
    }
}
