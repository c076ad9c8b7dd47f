using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The figures chosen as a table: one row for each part of each period, exact numbers.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class DashboardTableModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, EquipmentCatalogue equipment, Texts texts)
    : DashboardPage(mediator, currentActor, territories, equipment, texts)
{
    private const string Header = "cut,key,label,period,from,to,brought,fixed,repairable,end_of_life,unknown,ewaste_kg_low,ewaste_kg,ewaste_kg_high,diverted_kg_low,diverted_kg,diverted_kg_high,"
        + "weighed_kg,declared_kg,averaged_kg,items_without_weight,co2e_kg_low,co2e_kg,co2e_kg_high,items_without_footprint,"
        + "filter_commune,filter_place,filter_organisation,filter_category";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await OpenAsync(cancellationToken))
        {
            return NotFound();
        }

        // What makes no sense is said by the page, on its fields.
        await ReadAsync(cancellationToken);
        if (Dashboard is not null)
        {
            await Mediator.Send(new NoteExport(Territory, Texts.Key("Tableau de bord (CSV)")), cancellationToken);
        }

        return Dashboard is { } board ? File(Encoding.UTF8.GetBytes(Write(board)), "text/csv; charset=utf-8", "bilan.csv") : LocalRedirect(Url.Content("~/mairie/bilan?" + Choice.Query()));
    }

    private static string Write(Dashboard board)
    {
        var csv = new StringBuilder(Header).Append("\r\n");

        // A file is read without its page: each row says what of the territory it tells.
        var chosen = new[] { board.CommuneName, board.PlaceName, board.OrganisationName, board.CategoryName }.Select(name => FigureWords.Csv(name ?? "")).ToArray();
        Row("total", "total", board.TerritoryName, board.Figures, board.Compared);
        foreach (var cut in board.Cuts)
        {
            foreach (var part in cut.Parts)
            {
                Row(cut.Grouping.ToString().ToLowerInvariant(), part.Key, part.Label, part.Figures, cut.Grouping == ImpactGrouping.Month || board.Compared is null ? null : part.Compared);
            }
        }

        return csv.ToString();

        void Row(string cut, string key, string label, ImpactFigures now, ImpactFigures? then)
        {
            Line("period", board.Filter.Period, now);
            if (then is { } figures)
            {
                Line("compared", board.Filter.Compared!, figures);
            }

            void Line(string name, DateInterval days, ImpactFigures f) => csv.AppendJoin(',', new[]
            {
                cut, FigureWords.Csv(key), FigureWords.Csv(label), name, FigureWords.Iso(days.Start), FigureWords.Iso(days.End),
            }.Concat(new decimal[]
            {
                f.Repairs.Total, f.Repairs.Fixed, f.Repairs.Repairable, f.Repairs.EndOfLife, f.Repairs.Unknown,
                f.EWasteDiverted.Kg.Low, f.EWasteDiverted.Kg.Central, f.EWasteDiverted.Kg.High, f.Diverted.Kg.Low, f.Diverted.Kg.Central, f.Diverted.Kg.High,
                f.Diverted.WeighedKg, f.Diverted.DeclaredKg, f.Diverted.AveragedKg, f.Diverted.ItemsWithoutWeight, f.Co2e.Kg.Low, f.Co2e.Kg.Central, f.Co2e.Kg.High, f.Co2e.ItemsWithoutFootprint,
            }.Select(FigureWords.Csv)).Concat(chosen)).Append("\r\n");
        }
    }
}
