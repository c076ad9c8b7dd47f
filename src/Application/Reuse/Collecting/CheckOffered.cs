using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>Whether one thing can be offered so, before it is added to the form. What is wrong with it is said by the exception.</summary>
[AllowedTo(Permission.OfferItems)]
public sealed record CheckOffered(OfferedFields Item) : IQuery<OfferedItem>;

internal sealed class CheckOfferedHandler(EquipmentCatalogue catalogue) : IRequestHandler<CheckOffered, OfferedItem>
{
    public Task<OfferedItem> Handle(CheckOffered request, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var item = CollectionRules.Item(request.Item, "", catalogue, (holds, field, sentence) =>
        {
            if (!holds)
            {
                errors.TryAdd(field, [sentence]);
            }
        });
        return errors.Count > 0 || item is null ? throw new InvalidRequestException(errors) : Task.FromResult(item.Value);
    }
}
