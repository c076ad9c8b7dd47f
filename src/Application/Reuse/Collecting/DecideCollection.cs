using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>A workshop asks something about a request, or says no with a reason and where to go instead. A day is proposed by <see cref="ProposeDay"/>.</summary>
/// <param name="Refuses">No; else it asks.</param>
/// <param name="Words">The question, or why it is no.</param>
[AllowedTo(Permission.KeepCollections)]
public sealed record DecideCollection(CollectionRequestId Id, bool Refuses, string? Words, Elsewhere Elsewhere = Elsewhere.Nowhere) : ICommand<OneOf<Done, CannotDecideCollection, NotFound>>;

/// <summary>It no longer stands so that this can be answered.</summary>
public sealed record CannotDecideCollection(CollectionStatus Status) : IRefusal;

internal sealed class DecideCollectionValidator : AbstractValidator<DecideCollection>
{
    public DecideCollectionValidator()
    {
        RuleFor(d => d.Words).Given("Dites pourquoi : la personne le lira.").When(d => d.Refuses);
        RuleFor(d => d.Words).Given("Écrivez votre question.").When(d => !d.Refuses);
        RuleFor(d => d.Words).Lines(CollectionRequest.MaxText);
    }
}

internal sealed class DecideCollectionHandler(RepairNetDb db, CollectionDesk desk, ICurrentActor currentActor, IClock clock) : IRequestHandler<DecideCollection, OneOf<Done, CannotDecideCollection, NotFound>>
{
    public async Task<OneOf<Done, CannotDecideCollection, NotFound>> Handle(DecideCollection request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await desk.HoldAsync(db.CollectionRequests.Where(r => r.Id == request.Id), cancellationToken) is not { } held || !actor.Acts(Permission.KeepCollections, held.OrganisationId))
        {
            return new NotFound();
        }

        var words = request.Words!.Trim();
        if (request.Refuses ? held.Status == CollectionStatus.Refused : held.Status == CollectionStatus.Asked && held.WorkshopWords == words)
        {
            return new Done();
        }

        var now = clock.GetCurrentInstant();
        if (request.Refuses && (held.IsOpen || held.Status == CollectionStatus.Absent))
        {
            await desk.FreeStopAsync(held, cancellationToken);
            held.Refuse(words, request.Elsewhere, now);
        }
        else if (!request.Refuses && held.Status is CollectionStatus.Requested or CollectionStatus.Asked)
        {
            held.Ask(words, now);
        }
        else
        {
            return new CannotDecideCollection(held.Status);
        }

        desk.Tell(held);
        return new Done();
    }
}
