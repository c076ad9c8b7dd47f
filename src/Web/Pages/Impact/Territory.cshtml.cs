using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Impact;

/// <summary>What repairs saved in a territory, for everybody.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class TerritoryModel(IMediator mediator, EquipmentCatalogue equipment, TextCatalog catalog, Texts texts) : TerritoryPage(mediator, equipment, catalog, texts);
