using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>Whether a request can be sent so, for the page that shows the answers once more. What is wrong with it is said by the exception.</summary>
/// <param name="Commune">INSEE code of where the things are.</param>
[AllowedTo(Permission.OfferItems)]
public sealed record CheckCollection(CollectionFields Fields, string Commune) : IQuery<int>;

internal sealed class CheckCollectionHandler(EquipmentCatalogue catalogue) : IRequestHandler<CheckCollection, int>
{
    /// <returns>Kilograms supposed.</returns>
    public Task<int> Handle(CheckCollection request, CancellationToken cancellationToken) =>
        Task.FromResult((int)Math.Ceiling(CollectionRules.Read(request.Fields, request.Commune, catalogue).Items.Sum(i => i.Grams) / 1000m));
}
