using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>« Corriger l’issue »: the ledger keeps both the old and the new.</summary>
public sealed class CorrectModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : OutcomePage(mediator, equipment, texts)
{
    public RepairView Repair { get; private set; } = null!;

    public override bool AsksForCode => false;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        Show(Repair.Fields);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            if (Read(Repair.Fields.Item?.Model) is not { } said)
            {
                return Wrong();
            }

            // What the form does not show stays as it stands when the correction is written.
            var outcome = await Mediator.Send(
                new CorrectRepair(Repair.Id, now => said with
                {
                    Item = said.Item! with { Model = now.Item?.Model, YearOfManufacture = now.Item?.YearOfManufacture },
                    CostEur = now.CostEur,
                }),
                cancellationToken);
            return outcome.Match(corrected => ToAgenda(Repair.PlaceId, said.Date, corrected.Id), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal);
        }
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<RepairId>(id, out var repair) || !(await Mediator.Send(new GetRepair(repair), cancellationToken)).TryPickT0(out var found, out _))
        {
            return false;
        }

        Repair = found;
        return true;
    }
}
