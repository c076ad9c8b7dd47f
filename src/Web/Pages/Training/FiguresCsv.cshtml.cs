using System.Globalization;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Training;

namespace RepairNet.Web.Pages.Training;

/// <summary>What the courses of a territory came to in a year as a table: the whole, each trade, each centre.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class FiguresCsvModel(IMediator mediator, Texts texts) : PageModel
{
    private const string Header = "territory,from,to,by,key,label,sessions,sessions_without_sheet,places_offered,places_taken,people_who_came,people_who_came_to_all,hours_held,hours_attended,certificates,follow_up_asked,follow_up_answered";

    public async Task<IActionResult> OnGetAsync(string? territoire, string? annee, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(territoire) || FiguresModel.YearOf(annee) is not { } year
            || (await mediator.Send(new GetTrainingFigures(territoire, new LocalDate(year, 1, 1), new LocalDate(year, 12, 31)), cancellationToken)).TryPickT1(out _, out var report))
        {
            return NotFound();
        }

        await mediator.Send(new NoteExport(report.Territory.ToString(), Texts.Key("Bilan des formations (CSV)")), cancellationToken);
        var csv = new StringBuilder(Header);
        foreach (var answer in Enum.GetValues<FollowUp>())
        {
            csv.Append(",answered_").Append(TrainingNames.Name(answer).Replace('-', '_'));
        }

        csv.Append(",answered_others,people_introduced,people_welcomed\r\n");
        foreach (var (by, part) in new[] { ("total", report.Whole) }.Concat(report.Trades.Select(p => ("trade", p))).Concat(report.Centres.Select(p => ("centre", p))))
        {
            csv.AppendJoin(',', Row(report, by, part).Select(OrdsCsv.Cell)).Append("\r\n");
        }

        return File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", $"formations-{report.Territory.Level.ToString().ToLowerInvariant()}-{report.Territory.Code}-{year.ToString("0000", CultureInfo.InvariantCulture)}.csv");
    }

    /// <summary>An answer merged with others has an empty cell, as one that nobody gave.</summary>
    private IEnumerable<string> Row(TrainingReport report, string by, TrainingPart part)
    {
        var f = part.Figures;
        return
        [
            report.Territory.ToString(), NodaTime.Text.LocalDatePattern.Iso.Format(report.From), NodaTime.Text.LocalDatePattern.Iso.Format(report.To), by, part.Key, FiguresModel.Name(texts, part),
            Text(f.Sessions), Text(f.WithoutSheet), Text(f.Offered), Text(f.Taken), Text(f.Came), Text(f.CameToAll), Hours(f.MinutesHeld), Hours(f.MinutesAttended), Text(f.Certificates), Text(f.Asked), Text(f.Answered),
            .. Enum.GetValues<FollowUp>().Select(answer => People(part, answer)), People(part, null), Text(f.Introduced), Text(f.Welcomed),
        ];
    }

    private static string People(TrainingPart part, FollowUp? answer) => string.Concat(part.Answers.Where(a => a.Answer == answer).Select(a => Text(a.People)));

    private static string Hours(long minutes) => decimal.Round(minutes / 60m, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
