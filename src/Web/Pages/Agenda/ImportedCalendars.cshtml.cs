using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>Calendars kept elsewhere that shut a place: followed, read again and left here; and who is expected while they shut it.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class ImportedCalendarsModel(IMediator mediator, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
{
    private static readonly Dictionary<string, string> Fields = new() { ["address"] = nameof(Address), ["name"] = nameof(Name) };

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    public IReadOnlyList<ImportedCalendarView> Calendars { get; private set; } = [];

    public BookingsDuringImports Inside { get; private set; } = new(0, []);

    public string? Message => Noted switch
    {
        "suivi" => texts["Ce calendrier est suivi : ses heures occupées ferment le lieu."],
        "lu" => texts["Lecture faite : le résultat est ci-dessous."],
        "retire" => texts["Ce calendrier n’est plus suivi. Ses fermetures sont effacées."],
        _ => null,
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await ShowAsync(cancellationToken) ? Page() : NotFound();

    [AllowedTo(Permission.ManageOrganisation)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        try
        {
            var outcome = await Mediator.Send(new AddImportedCalendar(Detail.Place.Id, Address, Name), cancellationToken);
            return outcome.Match(_ => Done("suivi"), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return await ShowAsync(cancellationToken) ? Wrong(refusal, Fields) : NotFound();
        }
    }

    [AllowedTo(Permission.KeepAgenda)]
    public async Task<IActionResult> OnPostChangeAsync(string? @do, string? calendar, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || !ApiText.TryId<ImportedCalendarId>(calendar, out var id))
        {
            return NotFound();
        }

        switch (@do)
        {
            case "read":
                return (await Mediator.Send(new RereadImportedCalendar(Detail.Place.Id, id), cancellationToken)).Match(_ => Done("lu"), _ => NotFound());
            case "remove":
                // Left twice, by two people or a double press: it is left.
                await Mediator.Send(new RemoveImportedCalendar(Detail.Place.Id, id), cancellationToken);
                return Done("retire");
            default:
                return NotFound();
        }
    }

    private async Task<bool> ShowAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || !(await Mediator.Send(new GetImportedCalendars(Detail.Place.Id), cancellationToken)).TryPickT0(out var calendars, out _))
        {
            return false;
        }

        Calendars = calendars;
        Inside = (await Mediator.Send(new GetBookingsDuringImports(Detail.Place.Id), cancellationToken)).Match(inside => inside, _ => new BookingsDuringImports(0, []));
        return true;
    }

    private IActionResult Done(string noted) => Redirect(Beside("/calendriers", "&fait=" + noted));
}
