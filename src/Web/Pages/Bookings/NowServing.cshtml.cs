using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The numbers called, to be read from across the room; on a telephone, how many come before one's own. No name, no object.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class NowServingModel(IMediator mediator, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "numero")]
    public string? NumberText { get; set; }

    /// <summary>« 1 » when the page is not to change by itself.</summary>
    [BindProperty(SupportsGet = true, Name = "fixe")]
    public string? Still { get; set; }

    public NowServing Serving { get; private set; } = null!;

    public bool IsStill => Still == "1";

    /// <summary>Address of this page, without anyone's number.</summary>
    public string Here => $"{Request.PathBase}{Request.Path}";

    /// <summary>This page, changing by itself or not: whichever it is not now.</summary>
    public string Other
    {
        get
        {
            var query = Number is { } number ? QueryString.Create("numero", number.ToString(CultureInfo.InvariantCulture)) : QueryString.Empty;
            return Here + (IsStill ? query : query.Add("fixe", "1"));
        }
    }

    /// <summary>Where one's own number stands, in words; null when none was asked for.</summary>
    public string? MineWords => string.IsNullOrWhiteSpace(NumberText) ? null : Serving.Mine switch
    {
        null => texts["Ce numéro n’a pas été donné. Regardez votre ticket."],
        { State: QueueTicketState.Called, Bench: { } bench } mine => texts["Le {0} est appelé : allez à l’établi {1}.", mine.Number, bench],
        { State: QueueTicketState.Waiting, Before: 0 } mine => texts["Le {0} est le prochain.", mine.Number],
        { State: QueueTicketState.Waiting } mine => texts.Plural(mine.Before, "Une personne avant le {1}.", "{0} personnes avant le {1}.", mine.Number),
        var mine => texts["Le {0} est déjà passé. Parlez-en à l’accueil.", mine.Number],
    };

    private int? Number => int.TryParse(NumberText?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= QueueTicket.MaxNumber ? number : null;

    public async Task<IActionResult> OnGetAsync(string slug, string date, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryDate(date, out var day) || !(await mediator.Send(new GetNowServing(slug, day, Number), cancellationToken)).TryPickT0(out var serving, out _))
        {
            return NotFound();
        }

        Serving = serving;
        Response.Headers.CacheControl = "no-store";
        if (serving.IsOpen && !IsStill)
        {
            // A header, so that neither a script nor a tag is needed; whoever reads slowly stops it with a link.
            Response.Headers["Refresh"] = "15";
        }

        return Page();
    }
}
