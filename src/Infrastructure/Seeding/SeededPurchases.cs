using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>What the commune of the demo network declares of its purchases, last year and this one, and the computer equipment it retired.</summary>
internal sealed class SeededPurchases(Instant now, LocalDate today)
{
    private const string Territory = "commune:38151";

    private const string Siret = "21380151700011";

    // Ids of their own numbers: the rest of the network stays as it is without purchases.
    private readonly SeededNumbers _numbers = new(514_229);

    /// <summary>The rows to write.</summary>
    public IReadOnlyList<object> Rows() =>
    [
        new PublicBuyer(Territory, Siret, "Commune d’Échirolles"),
        .. Year(today.Year - 1),
        .. Year(today.Year),
        new RetiredStock(Territory, today.Year, 84),
        Batch(40, "laptop", 18, RetiredTo.Association, "La Remise, ressourcerie", true),
        Batch(33, "desktop-computer", 14, RetiredTo.PublicBody, "Centre communal d’action sociale", true),
        Batch(33, "flat-screen", 12, RetiredTo.Staff, "Le personnel", false),
        Batch(12, "desktop-computer", 9, RetiredTo.Recycled, null, false, RetiredExclusion.OverTenYears),
        Batch(5, "mobile", 11, RetiredTo.TakenBack, "Éco-organisme", true),
    ];

    private PurchaseLine[] Year(int year) =>
    [
        Line(year, ProductKind.ComputersAndPhones, new Spending(6_240_000, 1_480_000, 0, 0), "Ordinateurs portables reconditionnés du service jeunesse"),
        Line(year, ProductKind.Paper, new Spending(1_215_050, 0, 0, 1_215_050), null),
        Line(year, ProductKind.Furniture, new Spending(3_890_000, 742_500, 60_000, 310_000), null),
        Line(year, ProductKind.GamesAndToys, new Spending(412_000, 188_000, 0, 0), "Ludothèque, avec la ressourcerie"),
    ];

    private PurchaseLine Line(int year, ProductKind product, Spending spending, string? comment) => new(Territory, year, product, spending, comment, null, now);

    private RetiredBatch Batch(int daysAgo, string category, int count, RetiredTo to, string? recipient, bool undertaken, RetiredExclusion? exclusion = null)
    {
        // In the first weeks of a year, what left did so this year all the same.
        var day = LocalDate.Max(today.PlusDays(-daysAgo), new LocalDate(today.Year, 1, 1));
        return new RetiredBatch(RetiredBatchId.From(_numbers.Id(now - Duration.FromDays(daysAgo))), Territory, new RetiredTerms(day, category, count, to, recipient, undertaken, exclusion), null, now);
    }
}
