using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Tests.Repairs;

/// <summary>Makes repairs for tests.</summary>
internal static class Repaired
{
    public static readonly LocalDate Today = new(2027, 3, 29);
    public static readonly Instant Now = Instant.FromUtc(2027, 3, 29, 8, 0);
    public static readonly OrganisationId Workshop = OrganisationId.New();

    public static RepairReport Report(string category = "kettle", RepairOutcome outcome = RepairOutcome.Fixed, LocalDate? date = null) =>
        new() { Date = date ?? Today, CategoryCode = category, Outcome = outcome };

    public static Repair Record(
        RepairReport? report = null, string commune = "38151", Instant? at = null, ItemCode? item = null, OrganisationId? organisation = null) =>
        Repair.Record(
            RepairId.New(), report ?? Report(), organisation ?? Workshop, PlaceId.New(), commune, item ?? ItemCode.New(), null, AccountId.New(), at ?? Now, Today);
}
