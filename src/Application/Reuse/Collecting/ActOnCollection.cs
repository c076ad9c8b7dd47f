using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>What someone does with their request.</summary>
public enum CollectionAct
{
    /// <summary>They will be there on the day proposed.</summary>
    Confirm,
    /// <summary>They cannot that day.</summary>
    Decline,
    /// <summary>They give it up.</summary>
    Withdraw,
    /// <summary>They answer what the workshop asked.</summary>
    Reply,
}

/// <summary>Someone acts on their request, by its link. Pressed twice, it is done once.</summary>
/// <param name="Text">Their answer, for a reply.</param>
[AllowedTo(Permission.OfferItems)]
public sealed record ActOnCollection(string Secret, CollectionAct Act, string? Text = null) : ICommand<OneOf<CollectionView, CollectionChanged, NotFound>>;

/// <summary>It no longer stands so that this can be done.</summary>
public sealed record CollectionChanged(CollectionView Collection) : IRefusal;

internal sealed class ActOnCollectionValidator : AbstractValidator<ActOnCollection>
{
    public ActOnCollectionValidator() => When(a => a.Act == CollectionAct.Reply, () => RuleFor(a => a.Text).Given("Écrivez votre réponse.").Lines(CollectionRequest.MaxText));
}

internal sealed class ActOnCollectionHandler(CollectionDesk desk, CollectionActs acts, CollectionViews views) : IRequestHandler<ActOnCollection, OneOf<CollectionView, CollectionChanged, NotFound>>
{
    public async Task<OneOf<CollectionView, CollectionChanged, NotFound>> Handle(ActOnCollection request, CancellationToken cancellationToken)
    {
        if (await desk.HoldAsync(desk.Opens(request.Secret), cancellationToken) is not { } held)
        {
            return new NotFound();
        }

        var isDone = await acts.DoAsync(held, request.Act, request.Text, cancellationToken);
        var view = await views.OfAsync(held, cancellationToken);
        return isDone ? view : new CollectionChanged(view);
    }
}

/// <summary>What people do with their request, by their link or through the workshop that calls them.</summary>
internal sealed class CollectionActs(RepairNetDb db, CollectionDesk desk, IClock clock)
{
    /// <param name="request">Held.</param>
    /// <returns>Whether it stands so now, done before or just now.</returns>
    public async Task<bool> DoAsync(CollectionRequest request, CollectionAct act, string? text, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        switch (act)
        {
            case CollectionAct.Confirm when request.Status == CollectionStatus.Confirmed:
            case CollectionAct.Withdraw when request.Status == CollectionStatus.Withdrawn:
            case CollectionAct.Reply when request.Status == CollectionStatus.Requested && request.Answer == text?.Trim():
                return true;
            case CollectionAct.Confirm when request.Status == CollectionStatus.Proposed:
                request.Confirm(now);
                break;
            case CollectionAct.Decline when request.HasStop:
                await desk.FreeStopAsync(request, cancellationToken);
                request.Decline(now);
                break;
            case CollectionAct.Withdraw when request.IsOpen:
                await desk.FreeStopAsync(request, cancellationToken);
                request.Withdraw(now);
                break;
            case CollectionAct.Reply when request.Status == CollectionStatus.Asked:
                request.Reply(text!.Trim(), now);
                break;
            default:
                return false;
        }

        desk.Confirm(request);
        if (act is CollectionAct.Decline or CollectionAct.Reply)
        {
            desk.TellWorkshop(request.OrganisationId);
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
