using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The figures of a territory as a small page for a frame of another site, or as a piece of one that its server includes.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class FragmentModel(IMediator mediator, EquipmentCatalogue equipment, TextCatalog catalog, Texts texts, SiteLinks links) : TerritoryPage(mediator, equipment, catalog, texts)
{
    protected override string Below => "/fragment.html";

    /// <summary>The words it is written with: those of its own parameter, not of the address.</summary>
    public Texts Words { get; private set; } = texts;

    /// <summary>Only the piece, without the page around it.</summary>
    [BindProperty(SupportsGet = true, Name = "forme")]
    public string? Form { get; set; }

    public bool IsPiece => Form == "inclusion";

    /// <summary>Absolute: it is read from another site.</summary>
    public string Target => $"{links.Base}{(Words.Language == Language.English ? RequestLanguage.EnglishPrefix : "")}/territoires/{View.Balance.Territory}";

    public string Search => $"{links.Base}{(Words.Language == Language.English ? RequestLanguage.EnglishPrefix : "")}/";

    protected override IActionResult Answer(Texts words)
    {
        Words = words;
        return Revalidation.IsKnown(HttpContext, $"{Form} {words.Language} {View.Balance.TerritoryName} {View.InShort} {View.Whole} {links.Base}")
            ? StatusCode(StatusCodes.Status304NotModified)
            : Page();
    }
}
