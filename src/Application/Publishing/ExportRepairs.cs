using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Publishing;

/// <summary>
/// Every repair of a territory and a period as rows of the Open Repair Data Standard: those of this network, then those imported,
/// each by day. A return is a row like any other: the standard has one for each attempt, and no word for what was counted before.
/// Problems are published without e-mail addresses nor telephone numbers.
/// </summary>
/// <param name="Territory">Key of the territory; null for everywhere.</param>
/// <param name="From">First local day; null for the beginning.</param>
/// <param name="To">Last local day, included; null for no end.</param>
/// <param name="Provider">Who gives the data: the name of this instance.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record ExportRepairs(string? Territory, LocalDate? From, LocalDate? To, string Provider) : IQuery<OneOf<RepairsExport, NotFound>>;

/// <summary>The rows, read from the database as they are asked for.</summary>
public sealed record RepairsExport(IAsyncEnumerable<OrdsRow> Rows);

internal sealed class ExportRepairsValidator : AbstractValidator<ExportRepairs>
{
    public ExportRepairsValidator() =>
        RuleFor(r => r.To).Must((r, to) => r.From is null || to is null || r.From <= to).WithMessage("La date de fin est avant la date de début.");
}

internal sealed class ExportRepairsHandler(RepairNetDb db, ITerritories territories, EquipmentCatalogue catalogue) : IRequestHandler<ExportRepairs, OneOf<RepairsExport, NotFound>>
{
    /// <summary>Category of the standard for what it has none for: it knows electrical items only.</summary>
    private const int Misc = 18;

    public async Task<OneOf<RepairsExport, NotFound>> Handle(ExportRepairs request, CancellationToken cancellationToken)
    {
        TerritoryKey? territory = null;
        var index = await territories.GetAsync(cancellationToken);
        if (!string.IsNullOrEmpty(request.Territory) && (territory = index.Find(request.Territory)) is null)
        {
            return new NotFound();
        }

        var own = db.Repairs.AsNoTracking();
        var imported = db.ImportedRepairs.AsNoTracking();
        if (request.From is { } from)
        {
            var month = MonthNumber.Of(from);
            own = own.Where(r => r.Date >= from);
            imported = imported.Where(r => EF.Property<int>(r, MonthColumn.Name) >= month && r.Date >= from);
        }

        if (request.To is { } to)
        {
            var month = MonthNumber.Of(to);
            own = own.Where(r => r.Date <= to);
            imported = imported.Where(r => EF.Property<int>(r, MonthColumn.Name) <= month && r.Date <= to);
        }

        switch (territory)
        {
            case { Level: TerritoryLevel.Country } country:
                var code = country.Code;
                own = country == TerritoryKey.France ? own : own.Where(_ => false);
                imported = imported.Where(r => r.Country == code);
                break;
            case { } key:
                // As figures count them: what was written down under the code of a commune merged since is there too.
                var communes = index.CodesOf(key).ToArray();
                own = own.Where(r => communes.Contains(r.CommuneCode));
                imported = imported.Where(r => r.CommuneCode != null && communes.Contains(r.CommuneCode));
                break;
        }

        return new RepairsExport(RowsAsync(own, imported, request.Provider, cancellationToken));
    }

    private async IAsyncEnumerable<OrdsRow> RowsAsync(
        IQueryable<Repair> own, IQueryable<ImportedRepair> imported, string provider, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var misc = catalogue.Categories.First(c => c.OrdsCategoryId == Misc);
        var named = own.OrderBy(r => r.Date).ThenBy(r => r.Id).Join(db.Organisations, r => r.OrganisationId, o => o.Id, (r, o) => new { Repair = r, Group = o.Status == OrganisationStatus.Approved ? o.Name : "" });
        await foreach (var row in named.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var category = catalogue.Category(row.Repair.CategoryCode);
            yield return RowOf(row.Repair, row.Group, category, category.OrdsCategoryId is null ? misc : category, provider);
        }

        var providers = await db.ImportedProviders.AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken);

        // Month after month: no more than a month is sorted at once.
        var byDay = imported.OrderBy(r => EF.Property<int>(r, MonthColumn.Name)).ThenBy(r => r.Date).ThenBy(r => r.ProviderId).ThenBy(r => r.RowId);
        await foreach (var repair in byDay.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var row = repair.RowOf(providers[repair.ProviderId]);
            yield return row with { Problem = PublishedText.Of(row.Problem) };
        }
    }

    private static OrdsRow RowOf(Repair repair, string group, Category category, Category ords, string provider) => new(
        OrdsRow.OwnPrefix + repair.Id,
        provider,
        TerritoryKey.France.Code,
        category.NameFr,
        ords.OrdsCategory!,
        ords.OrdsCategoryId!.Value.ToString(CultureInfo.InvariantCulture),
        PublishedText.Of(repair.Brand),
        repair.YearOfManufacture?.ToString(CultureInfo.InvariantCulture) ?? "",
        "",
        OrdsReading.StatusText(repair.Outcome),
        repair.Outcome == RepairOutcome.EndOfLife ? repair.Barrier?.OrdsLabel() ?? "" : "",
        group,
        LocalDatePattern.Iso.Format(repair.Date),
        PublishedText.Of(repair.Problem));
}
