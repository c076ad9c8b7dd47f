using NodaTime;
using RepairNet.Application.Impact;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Impact;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Application.Tests.Repairs;

/// <summary>Records repairs as a workshop does.</summary>
internal static class Bench
{
    /// <summary>Today in Grenoble, by the clock of tests.</summary>
    public static readonly LocalDate Today = new(2027, 3, 1);

    public static RepairFields Fields(string category = "kettle", string outcome = "fixed", LocalDate? date = null, decimal? weighed = null, decimal? declared = null) =>
        new(date ?? Today, new RepairedItem(category), outcome, WeighedKg: weighed, DeclaredKg: declared);

    public static async Task<RepairRecorded> RecordAsync(this TestInstance instance, Workshop workshop, RepairFields? fields = null, string? itemCode = null) =>
        (await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, fields ?? Fields(), itemCode), workshop.Member)).AsT0;

    public static async Task<ImpactReport> ImpactAsync(
        this TestInstance instance, string territory, ImpactGrouping groupBy = ImpactGrouping.None, LocalDate? from = null, LocalDate? to = null, string? factors = null) =>
        (await instance.SendAsync(new GetImpact(territory, from, to, groupBy, factors))).AsT0;

    public static Task<TotalsVerified> VerifyAsync(this TestInstance instance) => instance.SendAsync(new VerifyTotals(), Given.Operator);
}
