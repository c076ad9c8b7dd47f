using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Training;

/// <summary>« Inscrire à une formation »: an agent looks for a course for someone, and reads what centres answered to what was asked.</summary>
[AllowedTo(Permission.MediateBookings)]
public sealed class MediationModel(IMediator mediator, ITerritories territories) : PageModel
{
    private const int RadiusKm = 25;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "commune")]
    public string? CommuneText { get; set; }

    /// <summary>« oui » once a seat was asked for.</summary>
    [BindProperty(SupportsGet = true, Name = "demande")]
    public string? Asked { get; set; }

    public bool IsUnknownCommune { get; private set; }

    /// <summary>Null before one looked.</summary>
    public CoursesFound? Found { get; private set; }

    public IReadOnlyList<MediatedSeat> Seats { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Seats = await mediator.Send(new GetMediatedEnrolments(), cancellationToken);
        if (Text is null && CommuneText is null)
        {
            return;
        }

        Commune? commune = null;
        if (!string.IsNullOrWhiteSpace(CommuneText))
        {
            var index = await territories.GetAsync(cancellationToken);
            // Nobody is asked which one here: of those that share a postcode, it is the largest.
            commune = (index.Sharing(CommuneText).MaxBy(m => m.Commune.Population) ?? (index.Understand(CommuneText) is [var first, ..] ? first : null))?.Commune;
            IsUnknownCommune = commune is null;
            if (IsUnknownCommune)
            {
                return;
            }

            CommuneText = FrenchPlaceName.Typographic(commune!.Name);
        }

        Found = (await mediator.Send(new FindCourses(Near: commune?.Code, RadiusKm: RadiusKm, Text: Text?.Length > 200 ? Text[..200] : Text), cancellationToken)).Match(found => found, _ => new CoursesFound([], false));
    }
}
