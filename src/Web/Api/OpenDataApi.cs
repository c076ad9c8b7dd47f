using System.Globalization;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Publishing;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Imports;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>Data anyone may take and use again, each as CSV and as JSON: what <c>/donnees/catalogue.jsonld</c> lists.</summary>
internal static class OpenDataApi
{
    private const string Csv = "text/csv; charset=utf-8";
    private const string Json = "application/json; charset=utf-8";

    public static void Map(RouteGroupBuilder api)
    {
        var data = api.MapGroup("/open-data").WithTags("Open data");
        data.MapGet("/repairs.csv", RepairsAsync).WithName("openRepairs")
            .WithSummary("Every repair, in the 14 columns of the Open Repair Data Standard 0.3; everywhere without territory. Returns within 90 days are rows too. Problems are published without e-mail addresses nor telephone numbers. A cell that a spreadsheet would take for a formula begins with an apostrophe, which is not part of its value.")
            .Produces<string>(200, "text/csv").ProducesProblem(404).ProducesProblem(422).AllowedTo(Permission.ReadInPublic);
        data.MapGet("/repairs.json", RepairsJsonAsync).WithName("openRepairsJson")
            .WithSummary("The same rows, each as an object whose names are the columns of the standard, in one array.")
            .Produces<IReadOnlyList<Dictionary<string, string>>>().ProducesProblem(404).ProducesProblem(422).AllowedTo(Permission.ReadInPublic);
        data.MapGet("/places.csv", PlacesAsync).WithName("openPlaces")
            .WithSummary("Every place of an approved organisation, with what the organisation does; everywhere without territory. No person, no e-mail address, no telephone number.")
            .Produces<string>(200, "text/csv").ProducesProblem(404).AllowedTo(Permission.ReadInPublic);
        data.MapGet("/places.json", PlacesJsonAsync).WithName("openPlacesJson").WithSummary("The same places, in one array.")
            .Produces<IReadOnlyList<OpenPlaceJson>>().ProducesProblem(404).AllowedTo(Permission.ReadInPublic);
        data.MapGet("/equipment-categories.csv", Categories).WithName("openEquipmentCategories")
            .WithSummary("The categories of equipment and their places in other classifications.").Produces<string>(200, "text/csv").AllowedTo(Permission.ReadInPublic);
        data.MapGet("/repair-bonuses.csv", Bonuses).WithName("openRepairBonuses")
            .WithSummary("What the French repair bonus is known to take off on any day, price list by price list, with its source. To be checked: no official file exists.").Produces<string>(200, "text/csv").AllowedTo(Permission.ReadInPublic);
        data.MapGet("/closed-periods.csv", ClosedAsync).WithName("openClosedPeriods")
            .WithSummary("Closed periods of a territory, the last first: figures, hash, and the hash of the one before.").Produces<string>(200, "text/csv").ProducesProblem(404).ProducesProblem(422).AllowedTo(Permission.ReadInPublic);
    }

    private static async Task<IResult> RepairsAsync(string? territory, string? from, string? to, IMediator mediator, InstanceSettings instance, CancellationToken cancellationToken) =>
        (await mediator.Send(new ExportRepairs(territory, ApiText.Date(from, "from"), ApiText.Date(to, "to"), instance.Name), cancellationToken)).Match<IResult>(
            export => new StreamedText(export.Rows.Select(OrdsCsv.Line).Prepend(OrdsCsv.Header), Csv, "repairs.csv"), _ => Problems.NotFound());

    private static async Task<IResult> RepairsJsonAsync(string? territory, string? from, string? to, IMediator mediator, InstanceSettings instance, CancellationToken cancellationToken) =>
        (await mediator.Send(new ExportRepairs(territory, ApiText.Date(from, "from"), ApiText.Date(to, "to"), instance.Name), cancellationToken)).Match(
            export => Results.Json(export.Rows.Select(row => OrdsRow.Columns.Zip(row.Cells).ToDictionary(p => p.First, p => p.Second)), contentType: Json), _ => Problems.NotFound());

    private static async Task<IResult> PlacesAsync(string? territory, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new ExportPlaces(territory), cancellationToken)).Match<IResult>(
            export => new StreamedText(
                export.Places.Select(p => OpenPlaceJson.Of(p, links.Base)).Select(p => Line(
                    p.OrganisationId, p.Organisation, string.Join(' ', p.Kinds), p.Website ?? "", p.DeclaresQualiRepar ? "true" : "false", p.PlaceId, p.Name, p.Address, p.CommuneCode, p.Commune, Text(p.Lat), Text(p.Lon), p.Url))
                    .Prepend("organisation_id,organisation,kinds,website,declares_qualirepar,place_id,name,address,commune_code,commune,lat,lon,url"),
                Csv,
                "places.csv"),
            _ => Problems.NotFound());

    private static async Task<IResult> PlacesJsonAsync(string? territory, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new ExportPlaces(territory), cancellationToken)).Match(
            export => Results.Json(export.Places.Select(p => OpenPlaceJson.Of(p, links.Base)), contentType: Json), _ => Problems.NotFound());

    private static IResult Categories(EquipmentCatalogue catalogue) => File(
        "equipment-categories.csv",
        "code,name_fr,name_en,powered,ords_category_id,ords_category,unu_key,weee6,fr_r543_172",
        catalogue.Categories.Select(c => Line(
            c.Code, c.NameFr, c.NameEn, c.Powered ? "true" : "false", Text(c.OrdsCategoryId), c.OrdsCategory ?? "", c.UnuKey ?? "", Text(c.Weee6), Text(c.FrR543172))));

    private static IResult Bonuses(EquipmentCatalogue catalogue) => File(
        "repair-bonuses.csv",
        "scheme,category,product,amount_eur,least_invoice_eur,from,to,source,confidence,to_be_checked",
        catalogue.RepairBonuses.Select(BonusJson.Of).Select(b => Line(
            b.Scheme, b.Category, b.Product, Text(b.AmountEur), Text(b.LeastInvoiceEur), b.From, b.To ?? "", b.Source, b.Confidence, "true")));

    private static async Task<IResult> ClosedAsync(string? territory, IMediator mediator, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        fields.Require(!string.IsNullOrWhiteSpace(territory), "territory", "Donnez un territoire. Exemple : commune:38185");
        fields.Check();
        var lines = new List<string>();
        long? before = null;
        do
        {
            var answer = await mediator.Send(new GetClosedPeriods(territory, before), cancellationToken);
            if (answer.TryPickT1(out _, out var page))
            {
                return Problems.NotFound();
            }

            lines.AddRange(page.Periods.Select(ClosedPeriodJson.Of).Select(p => Line(
                Text(p.Number), p.Territory, p.TerritoryName, p.Period, p.From, p.To, p.ClosedAt, string.Join(' ', p.Factors), Text(p.CogYear), Text(p.Entries), Text(p.LateEntries),
                Text(p.Repairs.Total), Text(p.Repairs.Fixed), Text(p.Diverted.Kg.Central), Text(p.EWasteDiverted.Kg.Low), Text(p.EWasteDiverted.Kg.Central), Text(p.EWasteDiverted.Kg.High), Text(p.Co2e.Kg.Central),
                p.Hash, p.Previous, p.Url)));
            before = page.Next;
        }
        while (before is not null);
        return File(
            "closed-periods.csv",
            "number,territory,territory_name,period,from,to,closed_at,factors,cog_year,entries,late_entries,repairs,fixed,diverted_kg,ewaste_diverted_kg_low,ewaste_diverted_kg,ewaste_diverted_kg_high,co2e_kg,sha256,previous,url",
            lines);
    }

    private static StreamedText File(string name, string header, IEnumerable<string> lines) => new(lines.Prepend(header).ToAsyncEnumerable(), Csv, name);

    private static string Line(params string[] cells) => string.Join(',', cells.Select(OrdsCsv.Cell));

    private static string Text<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    private static string Text<T>(T value)
        where T : struct, IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>A place of an approved organisation.</summary>
/// <param name="Kinds"><c>repairer</c>, <c>repair-cafe</c>, <c>reuse-workshop</c>, <c>training-centre</c>.</param>
/// <param name="DeclaresQualiRepar">It says that it holds the QualiRépar label; nobody checks.</param>
/// <param name="Lat">Degrees north, WGS 84, or null.</param>
/// <param name="Lon">Degrees east, WGS 84, or null.</param>
/// <param name="Url">Its page.</param>
internal sealed record OpenPlaceJson(
    string OrganisationId, string Organisation, IReadOnlyList<string> Kinds, string? Website, bool DeclaresQualiRepar, string PlaceId, string Name, string Address, string CommuneCode, string Commune, double? Lat, double? Lon, string Url)
{
    public static OpenPlaceJson Of(PublishedPlace place, string site) => new(
        place.Organisation.ToString(), place.OrganisationName, DirectoryNames.Names(place.Kinds), place.Website, place.DeclaresQualiRepar,
        place.Place.ToString(), place.Name, place.Address, place.CommuneCode, place.CommuneName, place.Lat, place.Lon, $"{site}/lieux/{place.Slug}");
}
