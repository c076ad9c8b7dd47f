using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>A page by which the members of an organisation look after one of its places, named by <c>?lieu=</c>. To others it does not exist.</summary>
public abstract class WorkshopPage(IMediator mediator, IDateTimeZoneProvider zones) : FormPage
{
    [BindProperty(SupportsGet = true, Name = "lieu")]
    public string? Place { get; set; }

    public PlaceDetail Detail { get; private set; } = null!;

    public DateTimeZone Zone => zones[Detail.Place.TimeZone];

    protected IMediator Mediator { get; } = mediator;

    /// <summary>Address of another page of the same workshop.</summary>
    public string Beside(string page, string query = "") => $"{Request.PathBase}/pro/atelier{page}?lieu={Detail.Place.Slug}{query}";

    /// <summary>Reads the place; false when it is not theirs.</summary>
    protected async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var outcome = await Mediator.Send(new GetPlaceBySlug(Place ?? ""), cancellationToken);
        if (!outcome.TryPickT0(out var detail, out _) || !detail.IsMember)
        {
            return false;
        }

        Detail = detail;
        return true;
    }

    /// <summary>Back to the overview, which says that it is done.</summary>
    protected IActionResult Saved() => Redirect(Beside("", "&fait=1"));
}
