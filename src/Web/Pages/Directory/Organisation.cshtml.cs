using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Mon organisation »: where it stands, its places, what it says of itself.</summary>
[AllowedTo(Permission.ReadOrganisation)]
public sealed class OrganisationModel(IMediator mediator) : OrganisationPage(mediator)
{
    /// <summary>« 1 » when something was just saved.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    public IReadOnlyList<OwnOrganisation> Own { get; private set; } = [];

    /// <summary>Whether one is shown; else they choose among theirs.</summary>
    public bool IsShown { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(Slug))
        {
            Own = await Mediator.Send(new GetOwnPlaces(), cancellationToken);
            if (Own is not [var only])
            {
                return Page();
            }

            Slug = only.Organisation.Slug;
        }

        if (await LoadAsync(managersOnly: false, cancellationToken) is { } refused)
        {
            return refused;
        }

        IsShown = true;
        return Page();
    }
}
