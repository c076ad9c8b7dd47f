using System.Globalization;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Reuse;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>The declaration of a quarter as a table.</summary>
[AllowedTo(Permission.ReadReuse)]
public sealed class StockCsvModel(IMediator mediator, Texts texts) : PageModel
{
    private const string Header = "organisation,from,to,movement,channel,destination,stream,category,label,r543_172,weee6,origin_commune,origin_name,kg,items\r\n";

    public async Task<IActionResult> OnGetAsync(string? organisation, string? annee, string? trimestre, CancellationToken cancellationToken)
    {
        if (!StockModel.TryQuarter(annee, trimestre, out var year, out var quarter) || year is not { } y || quarter is not { } q
            || !(await mediator.Send(new ExportDeclaration(organisation, y, q), cancellationToken)).TryPickT0(out var declaration, out _))
        {
            return NotFound();
        }

        var csv = new StringBuilder(Header);
        foreach (var row in declaration.Rows)
        {
            csv.AppendJoin(',', Cells(declaration, row).Select(OrdsCsv.Cell)).Append("\r\n");
        }

        return File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"declaration-{declaration.Workshop.Slug}-{y:0000}-t{q}.csv"));
    }

    private IEnumerable<string> Cells(Declaration declaration, DeclaredRow row) =>
    [
        declaration.Workshop.Name, LocalDatePattern.Iso.Format(declaration.From), LocalDatePattern.Iso.Format(declaration.To),
        row.Direction switch { WeighingDirection.In => "in", WeighingDirection.Out => "out", WeighingDirection.Adjustment => "adjustment" },
        row.Channel is { } channel ? ReuseNames.Name(channel) : "", row.Destination is { } destination ? ReuseNames.Name(destination) : "", row.Stream is { } stream ? ReuseNames.Name(stream) : "",
        row.Category?.Code ?? ReuseNames.Unknown, row.Category is null ? texts["Famille inconnue"] : texts.Language == Language.English ? row.Category.NameEn : row.Category.NameFr,
        Whole(row.Category?.FrR543172), Whole(row.Category?.Weee6), row.OriginCode ?? "", row.OriginName ?? "",
        (row.Grams / 1000m).ToString("0.000", CultureInfo.InvariantCulture), row.Items.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Whole(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
