using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>One day with openings of its own; no opening at all shuts it.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class EditDayModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : HoursPage(mediator, equipment, texts, zones)
{
    private const int Lines = 3;

    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public List<string?> From { get; set; } = [];

    [BindProperty]
    public List<string?> To { get; set; } = [];

    /// <summary>What is known now of days with openings of their own: this form changes one, whichever is typed.</summary>
    public string Stamp => ShownStamp.Of(Detail.Days.Select(d => $"{ApiTime.Date(d.Date)} {HoursOf(d.Openings)}"));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Fill();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Fill();
        if (!TypedDay.TryRead(Day, out var date))
        {
            ModelState.AddModelError(nameof(Day), "Cette date ne se lit pas. Elle ressemble à : 29/03/2027");
        }

        var openings = new List<DayOverrideOpening>();
        var fields = new Dictionary<string, string> { ["date"] = nameof(Day), ["openings"] = nameof(Day) };
        for (var i = 0; i < Lines; i++)
        {
            if (string.IsNullOrWhiteSpace(From[i]) && string.IsNullOrWhiteSpace(To[i]))
            {
                continue;
            }

            if (!ApiTime.TryTime(From[i]?.Trim(), out var from))
            {
                ModelState.AddModelError($"From[{i}]", "Donnez l’heure d’ouverture. Exemple : 09:00");
            }

            if (!ApiTime.TryClosing(To[i]?.Trim(), out var to))
            {
                ModelState.AddModelError($"To[{i}]", "Donnez l’heure de fermeture. Exemple : 12:00");
            }

            fields[$"openings[{openings.Count}].from"] = $"From[{i}]";
            fields[$"openings[{openings.Count}].to"] = $"To[{i}]";
            openings.Add(new DayOverrideOpening(from, to));
        }

        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        // Sent twice, the first press is not somebody else.
        if (ShownStamp.IsStale(Request, Stamp) && !Detail.Days.Any(d => d.Date == date && HoursOf(d.Openings) == HoursOf(openings)))
        {
            return ShownStamp.Stale(this);
        }

        try
        {
            var day = new SetDay(Detail.Place.Id, date, openings);
            return await ReviewAsync(new HoursDraft(Day: day), always: false, cancellationToken)
                ?? await (await Mediator.Send(day, cancellationToken)).Match(_ => FinishAsync(), _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, fields);
        }
    }

    private static string HoursOf(IEnumerable<DayOverrideOpening> openings) =>
        string.Join(',', openings.OrderBy(o => o.From).Select(o => $"{ApiTime.Time(o.From)}-{ApiTime.Closing(o.To)} {o.Benches}"));

    /// <summary>Always the same number of lines, whatever was sent.</summary>
    private void Fill()
    {
        foreach (var list in new[] { From, To })
        {
            list.RemoveRange(Math.Min(Lines, list.Count), Math.Max(0, list.Count - Lines));
            while (list.Count < Lines)
            {
                list.Add(null);
            }
        }
    }
}
