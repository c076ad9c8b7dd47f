using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The figures of a territory as an image for other sites.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class BadgeModel(IMediator mediator, EquipmentCatalogue equipment, TextCatalog catalog, Texts texts) : TerritoryPage(mediator, equipment, catalog, texts)
{
    protected override string Below => "/badge.svg";

    protected override IActionResult Answer(Texts words) =>
        Revalidation.Answer(HttpContext, ImpactWords.Badge(View, words), "image/svg+xml; charset=utf-8");
}
