using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Drawing;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The ticket, for whoever holds its link.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class ShowModel(IMediator mediator, EquipmentCatalogue equipment, SiteLinks links, ITerritoryContacts contacts, LinkPasses passes, IClock clock, Texts texts) : PageModel
{
    public BookingView Booking { get; private set; } = null!;

    /// <summary>The item, where it stayed at the workshop.</summary>
    public OwnItemView? Left { get; private set; }

    /// <summary>Who helps, where the place is.</summary>
    public TerritoryVoice? Help { get; private set; }

    public ZonedDateTime Start => Booking.Start.InZone(Booking.Zone);

    public ZonedDateTime Until => Booking.ChangeableUntil.InZone(Booking.Zone);

    public ZonedDateTime ConfirmBy => (Booking.ConfirmBy ?? Booking.Start).InZone(Booking.Zone);

    public bool IsOpen => Booking.Status == BookingStatus.Confirmed && !IsPast;

    /// <summary>Nobody noted what came of it yet; whoever reads « À mardi ! » would think of the next one.</summary>
    public bool IsPast => clock.GetCurrentInstant() > Booking.End;

    public bool IsChangeable => Booking.IsChangeableAt(clock.GetCurrentInstant());

    public bool IsMovable => Booking.IsMovableAt(clock.GetCurrentInstant());

    /// <summary>What people call what they bring: « Aspirateur Rowenta Silence ».</summary>
    public string Item => equipment.NamesOf(texts, [Booking.Item, .. Booking.MoreItems], ItemNaming.Model);

    /// <summary>The link of this page, to show at the workshop.</summary>
    public QrDrawing Qr => QrDrawing.Of(links.Booking(Booking.Secret));

    /// <summary>The link itself, for who has no message to find it in again.</summary>
    public string PersonalLink => links.Booking(Booking.Secret, texts.Language);

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    /// <summary>The link was replaced too often within the hour.</summary>
    public bool TooManyLinks { get; private set; }

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (passes.SecretOf(HttpContext, LinkKind.Booking, secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        return LinkKind.Booking.IsName(secret) ? Page() : passes.Open(this, LinkKind.Booking, Booking.Reference, opened);
    }

    /// <summary>« Changer mon lien secret ».</summary>
    public async Task<IActionResult> OnPostRenewAsync(string secret, CancellationToken cancellationToken)
    {
        if (passes.SecretOf(HttpContext, LinkKind.Booking, secret) is not { } opened)
        {
            return NotFound();
        }

        return await (await mediator.Send(new RenewBookingLink(opened), cancellationToken)).Match<Task<IActionResult>>(
            renewed => Task.FromResult(Renewed(renewed)),
            async _ =>
            {
                TooManyLinks = true;
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await LoadAsync(opened, cancellationToken) ? Page() : NotFound();
            },
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    /// <summary>By mail the new link reaches whoever booked, and nobody else: this browser gives its pass back. Without an address, it is all there is.</summary>
    private IActionResult Renewed(LinkRenewed renewed)
    {
        if (!renewed.IsMailed)
        {
            return passes.Open(this, LinkKind.Booking, renewed.Booking.Reference, renewed.Booking.Secret, "?fait=lien");
        }

        passes.Forget(HttpContext, LinkKind.Booking, renewed.Booking.Reference);
        return Redirect($"{Request.PathBase}/retrouver?fait=lien");
    }

    private async Task<bool> LoadAsync(string secret, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetBooking(secret), cancellationToken)).TryPickT0(out var view, out _))
        {
            return false;
        }

        Booking = view;
        Help = await contacts.OfCommuneAsync(view.CommuneCode, texts.Language, cancellationToken);
        Left = (await mediator.Send(new FindItemOfBooking(secret), cancellationToken)).Match(item => item, _ => (OwnItemView?)null);
        return true;
    }
}
