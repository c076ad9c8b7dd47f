using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« Chercher un rendez-vous »: by reference or by name, at all places one works at.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class FindModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public string? PageText { get; set; }

    /// <summary>What was found; null while nothing is looked for.</summary>
    public FoundBookings? Found { get; private set; }

    public int Current { get; private set; } = 1;

    public bool HasMore => Found is not null && Current * FindBookings.PageSize < Found.Total;

    /// <summary>The address of a page of what is found.</summary>
    public string PageAt(int page) => string.Create(CultureInfo.InvariantCulture, $"{Request.PathBase}/pro/chercher?q={Uri.EscapeDataString(Query ?? "")}&p={page}");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(PageText))
        {
            if (!int.TryParse(PageText, NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page is < 1 or > 10_000)
            {
                return NotFound();
            }

            Current = page;
        }

        if (!string.IsNullOrWhiteSpace(Query))
        {
            Found = await Mediator.Send(new FindBookings(Query, Current), cancellationToken);
        }

        return Page();
    }
}
