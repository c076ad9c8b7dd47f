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

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The ticket, for whoever holds its link.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class ShowModel(IMediator mediator, EquipmentCatalogue equipment, SiteLinks links, ITerritoryContacts contacts, IClock clock, Texts texts) : PageModel
{
    public BookingView Booking { get; private set; } = null!;

    /// <summary>The item, where it stayed at the workshop.</summary>
    public OwnItemView? Left { get; private set; }

    /// <summary>Who helps, where the place is.</summary>
    public TerritoryVoice? Help { get; private set; }

    public ZonedDateTime Start => Booking.Start.InZone(Booking.Zone);

    public ZonedDateTime Until => Booking.ChangeableUntil.InZone(Booking.Zone);

    public ZonedDateTime ConfirmBy => (Booking.ConfirmBy ?? Booking.Start).InZone(Booking.Zone);

    public bool IsOpen => Booking.Status == BookingStatus.Confirmed;

    public bool IsChangeable => IsOpen && clock.GetCurrentInstant() <= Booking.ChangeableUntil;

    /// <summary>What people call what they bring: « Aspirateur Rowenta Silence ».</summary>
    public string Item => equipment.NamesOf(texts, [Booking.Item, .. Booking.MoreItems], ItemNaming.Model);

    /// <summary>The link of this page, to show at the workshop.</summary>
    public QrDrawing Qr => QrDrawing.Of(links.Booking(Booking.Secret));

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetBooking(secret), cancellationToken)).TryPickT0(out var view, out _))
        {
            return NotFound();
        }

        Booking = view;
        Help = await contacts.OfCommuneAsync(view.CommuneCode, texts.Language, cancellationToken);
        Left = (await mediator.Send(new FindItemOfBooking(secret), cancellationToken)).Match(item => item, _ => (OwnItemView?)null);
        return Page();
    }
}
