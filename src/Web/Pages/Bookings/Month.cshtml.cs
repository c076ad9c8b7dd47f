using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The agenda of a place by month: how full each day is.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class MonthModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    [BindProperty(SupportsGet = true, Name = "mois")]
    public string? MonthText { get; set; }

    public PlaceMonth Month { get; private set; } = null!;

    /// <summary>Rows of seven days from Monday; null where a day is of another month.</summary>
    public IEnumerable<MonthDay?[]> Weeks => Enumerable.Repeat<MonthDay?>(null, (int)Month.Days[0].Load.Date.DayOfWeek - 1)
        .Concat(Month.Days)
        .Chunk(7)
        .Select(week => week.Length == 7 ? week : [.. week, .. Enumerable.Repeat<MonthDay?>(null, 7 - week.Length)]);

    /// <summary>Days that are not like the others, to be named.</summary>
    public IEnumerable<(MonthDay Day, string Names)> Named => Month.Days.Select(day => (Day: day, Names: NamesOf(day))).Where(named => named.Names.Length > 0);

    /// <summary>The day that « Jour » and « Semaine » go to: today in this month, else its first.</summary>
    public LocalDate Day => Month.Today.ToYearMonth() == Month.Month ? Month.Today : Month.Days[0].Load.Date;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var asked = string.IsNullOrEmpty(MonthText) ? null : YearMonthPattern.Iso.Parse(MonthText);
        if (asked is { Success: false })
        {
            return NotFound();
        }

        var (place, answer) = await ChooseAsync(cancellationToken);
        return answer ?? (await Mediator.Send(new GetMonth(place, asked?.Value), cancellationToken)).Match<IActionResult>(
            month =>
            {
                Month = month;
                return Page();
            },
            _ => NotFound());
    }

    /// <summary>Holiday, closures and session of a day, in words; empty for a day like the others.</summary>
    public string NamesOf(MonthDay day)
    {
        var names = new List<string>();
        if (day.Holiday is not null)
        {
            names.Add(Texts["Jour férié : {0}.", Texts[day.Holiday]]);
        }

        names.AddRange(day.Closures.Select(reason => reason is null ? Texts["Fermeture."] : Texts["Fermeture : {0}.", reason]));
        if (day.Session is { } session)
        {
            names.Add(session switch
            {
                { IsCalledOff: true } => Texts["Séance de repair-café annulée."],
                { Title: { } title } => Texts["Séance de repair-café : {0}.", title],
                _ => Texts["Séance de repair-café."],
            });
        }

        return string.Join(' ', names);
    }
}
