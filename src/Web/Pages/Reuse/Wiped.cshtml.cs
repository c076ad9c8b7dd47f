using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>The certificate that the data of an item were erased, to print.</summary>
[AllowedTo(Permission.ReadReuse)]
public sealed class WipedModel(IMediator mediator, EquipmentCatalogue catalogue, Texts texts) : PageModel
{
    public ReuseItemView View { get; private set; } = null!;

    /// <summary>What was said of the last time.</summary>
    public string? Words => View.History.FirstOrDefault(e => e.Deed == ReuseDeed.Wiped)?.Words;

    public string NameOf(string category) => ReuseWords.Category(texts, catalogue, category);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<ReuseItemId>(id, out var item) || !(await mediator.Send(new GetReuseItem(item), cancellationToken)).TryPickT0(out var view, out _) || view.Item.CertificateNumber is null)
        {
            return NotFound();
        }

        View = view;
        return Page();
    }
}
