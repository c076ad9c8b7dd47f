using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>« Fermer des heures »: first who is expected then, since they are to be called; then the closure.</summary>
public sealed class CloseHoursModel(IMediator mediator, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
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

    /// <summary>Set once the people expected then were shown.</summary>
    [BindProperty]
    public bool Seen { get; set; }

    /// <summary>Appointments given during the closure asked for, as far ahead as they can be; null before the check.</summary>
    public IReadOnlyList<AgendaLine>? Expected { get; private set; }

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

        var asked = (From: Read(FromDay, FromHour, nameof(FromDay)), To: Read(ToDay, ToHour, nameof(ToDay)));
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

        var expected = await ExpectedAsync(start, end, from.Date, to.Date, cancellationToken);
        if (expected.Count > 0 && !Seen)
        {
            Expected = expected;
            return Page();
        }

        try
        {
            var outcome = await Mediator.Send(new AddClosure(Detail.Place.Id, start, end, Reason), cancellationToken);
            return outcome.Match(_ => Saved(), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private LocalDateTime? Read(string? day, string? hour, string field)
    {
        if (ApiTime.TryDate(day?.Trim(), out var date) && date.Year is >= 2000 and < 2200 && ApiTime.TryTime(hour?.Trim(), out var time))
        {
            return date + time;
        }

        ModelState.AddModelError(field, "Donnez un jour et une heure. Exemple : 2027-03-29 et 14:00");
        return null;
    }

    private async Task<IReadOnlyList<AgendaLine>> ExpectedAsync(Instant start, Instant end, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        var expected = new List<AgendaLine>();
        var (first, last) = (LocalDate.Max(from, Detail.Today), LocalDate.Min(to, Detail.Today.PlusDays(400)));
        while (first <= last)
        {
            var until = LocalDate.Min(last, first.PlusDays(GetAgenda.MaxDays - 1));
            var outcome = await Mediator.Send(new GetAgenda(Detail.Place.Id, first, until), cancellationToken);
            outcome.Switch(
                agenda => expected.AddRange(agenda.Lines.Where(l => l.Status is BookingStatus.Confirmed or BookingStatus.Arrived && l.Start < end && start < l.End)),
                _ => { });
            first = until.PlusDays(1);
        }

        return expected;
    }
}
