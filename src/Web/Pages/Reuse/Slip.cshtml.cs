using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>A weighing to print or to take away.</summary>
[AllowedTo(Permission.ReadReuse)]
public sealed class SlipModel(IMediator mediator, EquipmentCatalogue catalogue, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["reason"] = "motif" };

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    [BindProperty(Name = "motif")]
    public string? Reason { get; set; }

    public WeighingView View { get; private set; } = null!;

    public string? Refusal { get; private set; }

    /// <summary>The weighing was just taken away.</summary>
    public bool IsNew => Done == "1";

    public bool IsWrong => Refusal is not null || !ModelState.IsValid;

    public string NameOf(string? category) => ReuseWords.Category(texts, catalogue, category);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    [AllowedTo(Permission.WeighReuse)]
    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            return (await mediator.Send(new ReverseWeighing(View.Weighing.Id, Reason), cancellationToken)).Match(
                reversed => Redirect($"{Request.PathBase}/pro/pesee/{reversed.Id}?fait=1"),
                _ => Refused(texts["Cette pesée est déjà annulée."]),
                gone => Refused(texts["Ce qui est entré est déjà sorti en partie : il reste {0} de « {1} ». Annulez d’abord la sortie, ou ajustez le stock.", ReuseWords.Kg(texts, gone.HeldGrams), NameOf(gone.CategoryCode)]),
                item => Refused(item.CameIn
                    ? texts["Cette pesée est l’entrée de « {0} » ({1}), un objet suivi. S’il n’est plus là, notez sur sa page comment il est parti.", item.Name, item.Code]
                    : texts["Cette pesée est la sortie de « {0} » ({1}). Reprenez l’objet sur sa page : les deux diront la même chose.", item.Name, item.Code]),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<WeighingId>(id, out var weighing) || !(await mediator.Send(new GetWeighing(weighing), cancellationToken)).TryPickT0(out var view, out _))
        {
            return false;
        }

        View = view;
        return true;
    }
}
