using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Impact;

/// <summary>What gets repaired in a territory, what does not, and why.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class ObjectsModel(IMediator mediator, EquipmentCatalogue equipment, TextCatalog catalog, Texts texts) : TerritoryPage(mediator, equipment, catalog, texts)
{
    protected override string Below => "/objets";
}
