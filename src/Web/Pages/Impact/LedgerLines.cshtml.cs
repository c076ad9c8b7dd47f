using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The lines of the ledger behind a figure: what an agent, or who checks their work, adds up again.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class LedgerLinesModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, EquipmentCatalogue equipment, Texts texts)
    : DashboardPage(mediator, currentActor, territories, equipment, texts)
{
    private readonly Texts texts = texts;

    [BindProperty(SupportsGet = true, Name = "resultat")]
    public string? Outcome { get; set; }

    [BindProperty(SupportsGet = true, Name = "poids")]
    public string? Provenance { get; set; }

    [BindProperty(SupportsGet = true, Name = "deee")]
    public string? Weee6 { get; set; }

    [BindProperty(SupportsGet = true, Name = "r543172")]
    public string? R543172 { get; set; }

    [BindProperty(SupportsGet = true, Name = "obstacle")]
    public string? Barrier { get; set; }

    [BindProperty(SupportsGet = true, Name = "electrique")]
    public string? Electrical { get; set; }

    [BindProperty(SupportsGet = true, Name = "sans-commune")]
    public string? WithoutCommune { get; set; }

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true, Name = "avant")]
    public string? After { get; set; }

    /// <summary>Null while something asked for makes no sense.</summary>
    public LedgerLines? Lines { get; private set; }

    /// <summary>What the lines are narrowed to, as the end of an address.</summary>
    public string More => string.Concat(new[] { ("resultat", Outcome), ("poids", Provenance), ("deee", Weee6), ("r543172", R543172), ("obstacle", Barrier), ("electrique", Electrical), ("sans-commune", WithoutCommune) }
        .Where(p => !string.IsNullOrWhiteSpace(p.Item2)).Select(p => $"&{p.Item1}={Uri.EscapeDataString(p.Item2!)}"));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await OpenAsync(cancellationToken))
        {
            return NotFound();
        }

        try
        {
            var choice = new LineChoice(Outcome, Provenance, Weee6, R543172, Barrier, Electrical == "true", WithoutCommune == "true");
            if ((await Mediator.Send(new ListLedgerLines(Choice, choice, After, texts.Language), cancellationToken)).TryPickT1(out _, out var lines))
            {
                return NotFound();
            }

            Lines = lines;
        }
        catch (InvalidRequestException refusal)
        {
            Refuse(refusal);
        }

        return Page();
    }
}
