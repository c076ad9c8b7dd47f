using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>The items of a reuse workshop. A code typed or scanned opens its item.</summary>
[AllowedTo(Permission.ReadReuse)]
public sealed class ItemsModel(IMediator mediator, Texts texts) : PageModel
{
    public const int PerPage = 20;
    private const int LongestText = 200;

    private static readonly (string Name, ItemsShown Shown)[] All =
    [
        ("ici", ItemsShown.Here), ("atelier", ItemsShown.InHand), ("vitrine", ItemsShown.Offered), ("reserves", ItemsShown.Reserved), ("pieces", ItemsShown.Dismantled), ("partis", ItemsShown.Gone), ("tous", ItemsShown.All),
    ];

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "etat")]
    public string? ShownText { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    public int Skip { get; private set; }

    /// <summary>Null for someone who works for no reuse workshop: the page then says what it is for.</summary>
    public ReuseItemList? List { get; private set; }

    public IEnumerable<SelectListItem> States => All.Select(s => new SelectListItem(Say(s.Shown), s.Name));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 100_000 ? skip : 0;
        var shown = All.Where(s => s.Name == ShownText).Select(s => (ItemsShown?)s.Shown).FirstOrDefault() ?? (string.IsNullOrWhiteSpace(Text) ? ItemsShown.Here : ItemsShown.All);
        ShownText = All.First(s => s.Shown == shown).Name;
        Text = Text?.Length > LongestText ? Text[..LongestText] : Text;
        if (!(await mediator.Send(new GetReuseItems(Organisation, shown, Text, Skip, PerPage), cancellationToken)).TryPickT0(out var list, out _))
        {
            return string.IsNullOrEmpty(Organisation) ? Page() : NotFound();
        }

        List = list;
        return list.Found is { } found ? Redirect($"{Request.PathBase}/pro/objets/{found}") : Page();
    }

    /// <summary>The same list further on.</summary>
    public string Address(int skip)
    {
        var query = new Dictionary<string, string?> { ["organisation"] = List!.Workshop.Slug, ["q"] = Text, ["etat"] = ShownText, ["suite"] = skip > 0 ? skip.ToString(CultureInfo.InvariantCulture) : null };
        return Request.PathBase + "/pro/objets" + QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }

    private string Say(ItemsShown shown) => shown switch
    {
        ItemsShown.Here => texts["À la ressourcerie"],
        ItemsShown.InHand => texts["À l’atelier"],
        ItemsShown.Offered => texts["En vitrine"],
        ItemsShown.Reserved => texts["Réservés"],
        ItemsShown.Dismantled => texts["Démontés pour pièces"],
        ItemsShown.Gone => texts["Partis"],
        ItemsShown.All => texts["Tous"],
    };
}
