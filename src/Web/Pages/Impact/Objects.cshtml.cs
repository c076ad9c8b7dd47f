using MediatR;
using RepairNet.Application.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Impact;

/// <summary>What gets repaired in a territory, what does not, and why.</summary>
public sealed class ObjectsModel(IMediator mediator, EquipmentCatalogue equipment, TextCatalog catalog, Texts texts) : TerritoryPage(mediator, equipment, catalog, texts)
{
    protected override string Below => "/objets";
}
