using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>A round: whom to see, in order, to print and take along; then what came of each stop.</summary>
[AllowedTo(Permission.ReadCollections)]
public sealed class RoundModel(IMediator mediator, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["reason"] = "motif" };

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "demande")]
    public string? Stop { get; set; }

    [BindProperty(Name = "venu")]
    public string? Came { get; set; }

    [BindProperty(Name = "motif")]
    public string? Reason { get; set; }

    public RoundSheet Sheet { get; private set; } = null!;

    public string? Refusal { get; private set; }

    public string? Message => Noted switch
    {
        "creee" => texts["La tournée est créée. Les personnes sont prévenues."],
        "annulee" => texts["La tournée est annulée. Les personnes sont prévenues."],
        "1" => texts["C’est enregistré."],
        _ => null,
    };

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    /// <summary>« Ramassé » or « Absent ».</summary>
    [AllowedTo(Permission.KeepCollections)]
    public async Task<IActionResult> OnPostVisitAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken) || !ApiText.TryId<CollectionRequestId>(Stop, out var stop) || Sheet.Stops.All(s => s.Id != stop) || Came is not ("oui" or "non"))
        {
            return NotFound();
        }

        return (await mediator.Send(new RecordVisit(stop, Came == "oui"), cancellationToken)).Match(
            _ => Done("1"), _ => Refused(texts["Le jour de la tournée n’est pas venu, ou cette demande a changé entre-temps."]), _ => NotFound());
    }

    /// <summary>« Annuler la tournée ».</summary>
    [AllowedTo(Permission.KeepCollections)]
    public async Task<IActionResult> OnPostCancelAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            return (await mediator.Send(new CancelRound(Sheet.Id, Reason), cancellationToken)).Match(
                _ => Done("annulee"), _ => Refused(texts["Cette tournée a commencé : elle ne s’annule plus."]), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private IActionResult Done(string noted) => Redirect($"{Request.PathBase}/pro/collectes/tournee/{Sheet.Id}?fait={noted}");

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<CollectionRoundId>(id, out var round) || !(await mediator.Send(new GetRound(round), cancellationToken)).TryPickT0(out var sheet, out _))
        {
            return false;
        }

        Sheet = sheet;
        return true;
    }
}
