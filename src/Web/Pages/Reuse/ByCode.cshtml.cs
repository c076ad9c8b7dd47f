using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>Where the QR of a label leads: its workshop to the item's own page, anyone else to the shop window if it is there.</summary>
[AllowedTo(Permission.FindReuseItems)]
public sealed class ByCodeModel(IMediator mediator, ICurrentActor actors) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        // Who belongs to no workshop is not asked about their right to one: they are anyone.
        if ((await actors.GetAsync(cancellationToken)).May(Permission.ReadReuse) && (await mediator.Send(new GetReuseItem(null, code), cancellationToken)).TryPickT0(out var own, out _))
        {
            return Redirect($"{Request.PathBase}/pro/objets/{own.Item.Id}");
        }

        return (await mediator.Send(new GetOfferedItem(null, code), cancellationToken)).Match<IActionResult>(item => Redirect($"{Request.PathBase}/reemploi/{item.Card.Id}"), _ => NotFound());
    }
}
