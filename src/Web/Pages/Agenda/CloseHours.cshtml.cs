using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>« Fermer des heures »: first who is expected then, to be kept or cancelled; then the closure.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class CloseHoursModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : HoursPage(mediator, equipment, texts, zones)
{
    private static readonly Dictionary<string, string> Fields = new() { ["from"] = nameof(FromDay), ["to"] = nameof(ToDay), ["reason"] = nameof(Reason) };

    [BindProperty]
    public string? FromDay { get; set; }

    [BindProperty]
    public string? FromHour { get; set; }

    [BindProperty]
    public string? ToDay { get; set; }

    [BindProperty]
    public string? ToHour { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        FromDay = ToDay = ApiTime.Date(Detail.Today);
        (FromHour, ToHour) = ("00:00", "23:59");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var asked = (From: Read(FromDay, FromHour, nameof(FromDay), nameof(FromHour)), To: Read(ToDay, ToHour, nameof(ToDay), nameof(ToHour)));
        if (asked is not ({ } from, { } to))
        {
            return Wrong();
        }

        // One minute to midnight is how a form says « the whole day ».
        var start = from.InZoneLeniently(Zone).ToInstant();
        var end = (to.TimeOfDay == new LocalTime(23, 59) ? to.PlusMinutes(1) : to).InZoneLeniently(Zone).ToInstant();
        if (end <= start)
        {
            ModelState.AddModelError(nameof(ToDay), "La fermeture finit après avoir commencé.");
            return Wrong();
        }

        try
        {
            var closure = new AddClosure(Detail.Place.Id, start, end, Reason);
            return await ReviewAsync(new HoursDraft(Closure: closure), always: false, cancellationToken)
                ?? await (await Mediator.Send(closure, cancellationToken)).Match(_ => FinishAsync(), _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private LocalDateTime? Read(string? day, string? hour, string dayField, string hourField)
    {
        if (TypedDay.TryRead(day, out var date) && date.Year is >= 2000 and < 2200 && ApiTime.TryTime(hour?.Trim(), out var time))
        {
            // On the night when clocks go forward an hour is skipped: nobody knows which hour beside it was meant.
            if (Zone.MapLocal(date + time).Count > 0)
            {
                return date + time;
            }

            ModelState.AddModelError(hourField, "Cette heure n’existe pas cette nuit-là : on passe à l’heure d’été. Donnez-en une autre.");
            return null;
        }

        ModelState.AddModelError(dayField, "Donnez un jour et une heure. Exemple : 29/03/2027 et 14:00");
        return null;
    }
}
