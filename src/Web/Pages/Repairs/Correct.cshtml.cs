using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Repairs;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>« Corriger l’issue »: the ledger keeps both the old and the new.</summary>
[AllowedTo(Permission.RecordRepairs)]
public sealed class CorrectModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, ITerritories territories, IClock clock) : OutcomePage(mediator, equipment, texts), IAsksInOrder
{
    public IReadOnlyList<string> AsksFirst => ObjectFields;

    public RepairView Repair { get; private set; } = null!;

    /// <summary>Set when the repair is there no more.</summary>
    public Withdrawal? Withdrawn { get; private set; }

    /// <summary>Why it is corrected.</summary>
    [BindProperty(Name = "motif")]
    public string? Reason { get; set; }

    /// <summary>What the agenda says after a withdrawal.</summary>
    internal const string WithdrawnNote = "retrait";

    /// <summary>Why it is withdrawn.</summary>
    [BindProperty(Name = "retrait")]
    public string? WithdrawnFor { get; set; }

    /// <summary>Nothing hangs on it: it may never have been.</summary>
    public bool CanWithdraw => Repair.BookingId is null && Repair.Next is null;

    /// <summary>The place it should be at.</summary>
    [BindProperty(Name = "lieu")]
    public string? Place { get; set; }

    /// <summary>The version of the repair that the form shows.</summary>
    [BindProperty(Name = "version")]
    public string? Seen { get; set; }

    /// <summary>Places of the organisation.</summary>
    public IReadOnlyList<SelectListItem> OwnPlaces { get; private set; } = [];

    /// <summary>What the ledger says of it, from the first line.</summary>
    public IReadOnlyList<RepairLine> Lines { get; private set; } = [];

    /// <summary>Zone of the place.</summary>
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[Repair.TimeZone];

    /// <summary>The local day at the place.</summary>
    public LocalDate Today => clock.GetCurrentInstant().InZone(Zone).Date;

    public override bool AsksForCode => false;

    protected override CorrectionWords? Correction => new(Repair.OrganisationId, Reason, PlaceAsked);

    private PlaceId? PlaceAsked => ApiText.TryId<PlaceId>(Place, out var place) ? place : null;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return await GoneAsync(id, cancellationToken);
        }

        Show(Repair.Fields);
        Reason = Texts["Erreur de saisie"];
        Place = Repair.PlaceId.ToString();
        Seen = VersionNow;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return await GoneAsync(id, cancellationToken);
        }

        try
        {
            if (await ReadAsync(Today, new RepairedItem(null, Model: Repair.Fields.Item?.Model), cancellationToken) is not { } said)
            {
                return Wrong();
            }

            // What the form does not show stays as it stands when the correction is written.
            var outcome = await Mediator.Send(
                new CorrectRepair(Repair.Id, now => said with
                {
                    Item = said.Item! with { Model = now.Item?.Model, YearOfManufacture = now.Item?.YearOfManufacture },
                    CostEur = now.CostEur,
                    DeclaredKg = said.WeighedKg is null ? said.DeclaredKg : now.DeclaredKg,
                }, Reason, PlaceAsked, VersionSeen),
                cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                corrected => Task.FromResult(ToAgenda(Repair.PlaceId, said.Date, corrected.Id)), _ => GoneAsync(id, cancellationToken), _ => Task.FromResult(Changed()));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal);
        }
    }

    /// <summary>« Retirer cette réparation »: a visit without appointment that never was.</summary>
    public async Task<IActionResult> OnPostWithdrawAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return await GoneAsync(id, cancellationToken);
        }

        Show(Repair.Fields);
        Place = Repair.PlaceId.ToString();
        try
        {
            return await (await Mediator.Send(new WithdrawRepair(Repair.Id, WithdrawnFor, VersionSeen), cancellationToken)).Match<Task<IActionResult>>(
                _ => Task.FromResult<IActionResult>(Redirect(At("/pro/agenda", Repair.PlaceId, Repair.Fields.Date) + "&note=" + WithdrawnNote)),
                _ => GoneAsync(id, cancellationToken),
                _ => Task.FromResult(Changed()),
                _ =>
                {
                    ModelState.AddModelError("", Texts["Cette réparation ne se retire pas : une visite y est liée. Corrigez-la."]);
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Task.FromResult<IActionResult>(Page());
                });
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, new Dictionary<string, string> { ["reason"] = "retrait" });
            return Wrong();
        }
    }

    /// <summary>Null for a form that does not say; none that is for what is no number.</summary>
    private int? VersionSeen => string.IsNullOrEmpty(Seen) ? null : int.TryParse(Seen, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;

    private string VersionNow => Repair.Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>What was typed, to be sent again by whoever has read what was changed.</summary>
    private IActionResult Changed()
    {
        ModelState.AddModelError("", Texts["Cette réparation a été corrigée entre-temps : le registre, plus bas, dit par qui et comment. Vérifiez vos réponses, puis enregistrez de nouveau."]);
        Seen = VersionNow;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<IActionResult> GoneAsync(string id, CancellationToken cancellationToken) =>
        Withdrawal.Answer(this, Withdrawn = await Withdrawal.OfAsync(id, HttpContext, Mediator, territories, Texts, cancellationToken));

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<RepairId>(id, out var repair) || !(await Mediator.Send(new GetRepair(repair), cancellationToken)).TryPickT0(out var found, out _))
        {
            return false;
        }

        Repair = found;
        Lines = (await Mediator.Send(new GetRepairLines(repair), cancellationToken)).Match(l => l.Lines, _ => []);
        OwnPlaces = [.. (await Mediator.Send(new GetMyPlaces(), cancellationToken)).Places.Where(p => p.Organisation == found.OrganisationId).Select(p => new SelectListItem(p.Name, p.Id.ToString()))];
        return true;
    }
}
