using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse;

/// <summary>What a territory declares of its purchases in a year, for its agents and for the file it publishes.</summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="Year">Null for the year before this one: the one to declare.</param>
[AllowedTo(Permission.ReadPurchases)]
public sealed record GetPurchases(string? Territory, int? Year = null) : IQuery<OneOf<Purchases, NotFound>>;

/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Buyer">Who buys; null until someone says.</param>
/// <param name="Lines">What is declared, in the order of the schema.</param>
public sealed record Purchases(TerritoryKey Territory, string TerritoryName, int Year, int ThisYear, BuyerName? Buyer, IReadOnlyList<DeclaredPurchase> Lines)
{
    /// <summary>All lines together.</summary>
    public Spending Total => Lines.Aggregate(default(Spending), (sum, line) => sum + line.Spending);
}

/// <param name="Siret">Fourteen digits.</param>
public sealed record BuyerName(string Siret, string LegalName);

/// <param name="Spending">Cents, taxes not included.</param>
public sealed record DeclaredPurchase(ProductKind Product, Spending Spending, string? Comment);

internal sealed class GetPurchasesHandler(RepairNetDb db, PurchasesDesk desk, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetPurchases, OneOf<Purchases, NotFound>>
{
    public async Task<OneOf<Purchases, NotFound>> Handle(GetPurchases request, CancellationToken cancellationToken)
    {
        if (request.Year is < PurchaseLine.FirstYear or > PurchaseLine.LastYear
            || await desk.FindAsync(request.Territory, Permission.ReadPurchases, cancellationToken) is not var (territory, key, index, _))
        {
            return new NotFound();
        }

        var thisYear = clock.GetCurrentInstant().InZone(zones[TimeZones.Metropolitan]).Year;
        var year = request.Year ?? Math.Max(PurchaseLine.FirstYear, thisYear - 1);
        return new Purchases(
            territory, FrenchPlaceName.Typographic(index.NameOf(territory)!), year, thisYear,
            await db.PublicBuyers.AsNoTracking().Where(b => b.Territory == key).Select(b => new BuyerName(b.Siret, b.LegalName)).SingleOrDefaultAsync(cancellationToken),
            [.. (await db.PurchaseLines.AsNoTracking().Where(l => l.Territory == key && l.Year == year)
                .Select(l => new DeclaredPurchase(l.Product, new Spending(l.TotalCents, l.ReusedCents, l.GivenCents, l.RecycledCents), l.Comment)).ToListAsync(cancellationToken)).OrderBy(l => l.Product)]);
    }
}
