using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>Addresses where a member's own calendar reads the appointments: opened and closed here.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class CalendarsModel(IMediator mediator, SiteLinks links, Texts texts) : PageModel
{
    /// <summary>A place, or all of them, and the address open for it.</summary>
    public sealed record Choice(PlaceId? Place, string Name, CalendarFeedView? Feed);

    public IReadOnlyList<Choice> Choices { get; private set; } = [];

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    public string? Message => Noted switch
    {
        "ouverte" => texts["L’adresse est prête."],
        "fermee" => texts["L’adresse est fermée : plus personne n’y lit rien."],
        _ => null,
    };

    public string AddressOf(CalendarFeedView feed) => links.CalendarFeed(feed.Secret, texts.Language);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var places = (await mediator.Send(new GetMyPlaces(), cancellationToken)).Places;
        var feeds = await mediator.Send(new GetCalendarFeeds(), cancellationToken);
        var each = places.Select(p => new Choice(p.Id, p.Name, feeds.FirstOrDefault(f => f.Place == p.Id)));
        var all = new Choice(null, texts["Tous mes lieux"], feeds.FirstOrDefault(f => f.Place is null));
        Choices = places.Count == 1 && all.Feed is null ? [.. each] : [.. each, all];
    }

    public async Task<IActionResult> OnPostAsync(string? @do, string? place, string? feed, CancellationToken cancellationToken)
    {
        switch (@do)
        {
            case "open" when string.IsNullOrEmpty(place):
                return Answer(await mediator.Send(new OpenCalendarFeed(null), cancellationToken), "ouverte");
            case "open" when ApiText.TryId<PlaceId>(place, out var id):
                return Answer(await mediator.Send(new OpenCalendarFeed(id), cancellationToken), "ouverte");
            case "revoke" when ApiText.TryId<CalendarFeedId>(feed, out var id):
                return Answer(await mediator.Send(new RevokeCalendarFeed(id), cancellationToken), "fermee");
            default:
                return NotFound();
        }
    }

    private IActionResult Answer(OneOf.OneOf<Done, NotFound> outcome, string noted) =>
        outcome.Match<IActionResult>(_ => Redirect($"{Request.PathBase}/pro/calendriers?fait={noted}"), _ => NotFound());
}
