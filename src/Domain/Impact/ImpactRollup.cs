using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Impact;

/// <summary>What makes repairs alike for every figure there is: they are counted together.</summary>
/// <param name="Country">ISO 3166-1 alpha-3.</param>
/// <param name="CommuneCode">INSEE code, or nothing (« sans commune »).</param>
/// <param name="OrganisationId">Who repaired.</param>
/// <param name="Date">Local day it counts on.</param>
/// <param name="CategoryCode">Category of the object.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Provenance">Where its own weight comes from.</param>
/// <param name="FactorSet">Key of the factor set it was recorded with.</param>
/// <param name="IsReturn">Already counted less than 90 days apart.</param>
/// <param name="Barrier">What stood in the way, if it was not repaired and someone said.</param>
public readonly record struct ImpactCellKey(
    string Country,
    string CommuneCode,
    OrganisationId OrganisationId,
    LocalDate Date,
    string CategoryCode,
    RepairOutcome Outcome,
    Provenance Provenance,
    string FactorSet,
    bool IsReturn,
    RepairBarrier? Barrier);

/// <summary>The sum of the ledger's lines of one cell. It is a convenience: the ledger alone makes it again.</summary>
public sealed class ImpactRollup
{
    private ImpactRollup()
    {
    }

    public ImpactRollup(ImpactCellKey key, long count = 0, long massMg = 0)
    {
        Country = key.Country;
        CommuneCode = key.CommuneCode;
        OrganisationId = key.OrganisationId;
        Date = key.Date;
        CategoryCode = key.CategoryCode;
        Outcome = key.Outcome;
        Provenance = key.Provenance;
        FactorSet = key.FactorSet;
        IsReturn = key.IsReturn;
        BarrierCode = key.Barrier?.Code() ?? "";
        Month = MonthNumber.Of(key.Date);
        Count = count;
        MassMg = massMg;
    }

    public string Country { get; private set; } = "";

    /// <summary>INSEE code; empty for « sans commune », because no key column may be null.</summary>
    public string CommuneCode { get; private set; } = "";

    public OrganisationId OrganisationId { get; private set; }

    public LocalDate Date { get; private set; }

    public string CategoryCode { get; private set; } = "";

    public RepairOutcome Outcome { get; private set; }

    public Provenance Provenance { get; private set; }

    public string FactorSet { get; private set; } = "";

    public bool IsReturn { get; private set; }

    /// <summary>Code of what stood in the way; empty for none, because no key column may be null.</summary>
    public string BarrierCode { get; private set; } = "";

    public RepairBarrier? Barrier => RepairBarriers.TryParse(BarrierCode, out var barrier) ? barrier : null;

    /// <summary>Year × 100 + month of the day, so that a database can group by either.</summary>
    public int Month { get; private set; }

    public long Count { get; private set; }

    public long MassMg { get; private set; }

    /// <summary>Grows with each transaction that changes the cell, so that it can be told what changed since; given by the database.</summary>
    public long Version { get; private set; }

    public ImpactCellKey Key => new(Country, CommuneCode, OrganisationId, Date, CategoryCode, Outcome, Provenance, FactorSet, IsReturn, Barrier);

    public ImpactCell Cell => new(CategoryCode, Outcome, Provenance, FactorSet, IsReturn, Count, MassMg);

    /// <summary>Adds up lines of the ledger, cell by cell; cells that come to nothing are left out.</summary>
    public static IReadOnlyList<ImpactRollup> From(IEnumerable<LedgerEntry> entries)
    {
        var sums = new Sums();
        foreach (var entry in entries)
        {
            sums.Add(entry);
        }

        return sums.Cells();
    }

    /// <summary>Adds up lines of the ledger one by one.</summary>
    public sealed class Sums
    {
        private readonly Dictionary<ImpactCellKey, ImpactRollup> cells = [];

        /// <summary>Adds one more to its cell.</summary>
        public void Add(LedgerEntry entry)
        {
            if (!cells.TryGetValue(entry.Cell, out var cell))
            {
                cells.Add(entry.Cell, cell = new ImpactRollup(entry.Cell));
            }

            cell.Count += entry.CountChange;
            cell.MassMg += entry.MassChangeMg;
        }

        /// <summary>What they come to so far; cells that come to nothing are left out.</summary>
        public IReadOnlyList<ImpactRollup> Cells() => [.. cells.Values.Where(c => c.Count != 0 || c.MassMg != 0)];
    }
}
