using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>
/// A page that changes hours: it first shows what would change, with the appointments already given that would no longer fit,
/// and saves only what was shown. Each of them is kept, to be moved next, or cancelled with a word to the person.
/// </summary>
public abstract class HoursPage(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
{
    private const string Cancel = "annuler";

    /// <summary>Name of the buttons that ask to see, and save nothing even where all was shown.</summary>
    private const string Look = "voir";

    /// <summary>Mark of what was shown: anything else is shown first.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>What the people whose appointment is cancelled are told.</summary>
    [BindProperty]
    public string? Message { get; set; }

    /// <summary>What would change; null before the check.</summary>
    public HoursPreview? Preview { get; private set; }

    protected Texts Texts => texts;

    public string ObjectOf(Appointment appointment) => equipment.NamesOf(texts, appointment.Categories);

    /// <summary>Whether the form says to cancel it: one field for each appointment, named by its reference.</summary>
    public bool IsCancelled(Appointment appointment) => Request.HasFormContentType && Request.Form[FieldOf(appointment)] == Cancel;

    /// <summary>« 9 h – 12 h, 14 h – 17 h (2 établis) »; « fermé » for none.</summary>
    public string Words(IReadOnlyList<DayOpening> openings) =>
        openings.Count == 0 ? texts["fermé"]
        : string.Join(", ", openings.Select(o => texts.Display.HoursShort(o.From, o.To) + (o.Benches == Detail.Place.Benches ? "" : " " + texts.Plural(o.Benches, "(1 établi)", "({0} établis)"))));

    /// <summary>Shows what a draft would change unless just that was shown; null to go on and save it.</summary>
    /// <param name="always">Also when it displaces nobody.</param>
    protected async Task<IActionResult?> ReviewAsync(HoursDraft draft, bool always, CancellationToken cancellationToken)
    {
        if (Message?.Trim().Length > BookingEvent.MaxReason)
        {
            ModelState.AddModelError(nameof(Message), "Ce texte est trop long : 300 signes au plus.");
        }

        if (!(await Mediator.Send(new PreviewHours(Detail.Place.Id, draft), cancellationToken)).TryPickT0(out var preview, out _))
        {
            return NotFound();
        }

        Preview = preview;
        var mark = Mark(draft, preview);
        var isNew = Request.Form.ContainsKey(Look) || (mark != Seen && (always || preview.Displaced.Count > 0));
        Seen = mark;
        return !ModelState.IsValid ? Wrong() : isNew ? Page() : null;
    }

    /// <summary>
    /// Once the hours are saved: cancels what was to be, and shows what is left to be moved. The same form sent again after it was
    /// stopped half-way finds the hours saved and nobody displaced by them any more: what it decides counts for whoever is still without a place.
    /// </summary>
    protected async Task<IActionResult> FinishAsync()
    {
        // Begun, it is carried through, whether or not the browser waits for it.
        var misplaced = (await Mediator.Send(new GetMisplaced(Detail.Place.Id), CancellationToken.None)).Match<IReadOnlyList<Appointment>>(found => found, _ => []);
        var displaced = Preview!.Displaced.Select(a => a.Reference).ToHashSet(StringComparer.Ordinal);
        var left = 0;
        foreach (var appointment in misplaced.Where(a => displaced.Contains(a.Reference) || Request.Form.ContainsKey(FieldOf(a))))
        {
            if (IsCancelled(appointment))
            {
                // Someone may have cancelled it meanwhile: then there is nothing left to do.
                await Mediator.Send(new ChangeBookingByReference(appointment.Reference, WorkshopNote.Cancel, Message), CancellationToken.None);
            }
            else
            {
                left++;
            }
        }

        return left > 0 ? Redirect(Beside("/a-revoir", "&fait=1")) : Saved();
    }

    private static string FieldOf(Appointment appointment) => $"Decisions[{appointment.Reference}]";

    private static string Mark(HoursDraft draft, HoursPreview preview) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            JsonSerializer.Serialize(new
            {
                Week = draft.Week?.Openings.Select(o => $"{o with { Services = null }}{string.Join(',', o.Services ?? [])}"),
                Day = draft.Day is null ? null : draft.Day.Date + string.Join(',', draft.Day.Openings.Select(o => $"{o.From}{o.To}{o.Benches}")),
                Closure = draft.Closure is null ? null : $"{draft.Closure.From}{draft.Closure.To}",
                Displaced = preview.Displaced.Select(a => a.Reference),
            }))))[..16];
}
