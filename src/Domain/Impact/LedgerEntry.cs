using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Impact;

/// <summary>
/// One line of the impact ledger. Lines are only ever added: a mistake is taken away by a line of opposite sign that names it,
/// and what is right is added by another.
/// </summary>
public sealed class LedgerEntry
{
    /// <summary>The country of every place on this network.</summary>
    public const string HomeCountry = "FRA";

    private LedgerEntry()
    {
    }

    /// <summary>Order of writing, given by the database.</summary>
    public long Sequence { get; private set; }

    public LedgerEntryId Id { get; private set; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public string Country { get; private set; } = HomeCountry;

    /// <summary>INSEE code of the place's commune, or null for an import that does not say.</summary>
    public string? CommuneCode { get; private set; }

    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Local day of the repair.</summary>
    public LocalDate Date { get; private set; }

    public string CategoryCode { get; private set; } = "";

    public RepairOutcome Outcome { get; private set; }

    public Provenance Provenance { get; private set; }

    /// <summary>Key of the factor set it was made with.</summary>
    public string FactorSet { get; private set; } = "";

    public bool IsReturn { get; private set; }

    /// <summary>+1 adds, −1 takes away.</summary>
    public int Sign { get; private set; }

    /// <summary>The object's own weight in milligrams, never negative; null when it has none.</summary>
    public long? MassMg { get; private set; }

    /// <summary>The repair of this network it counts; null when it counts an imported one.</summary>
    public RepairId? RepairId { get; private set; }

    /// <summary>The imported repair it counts; null when it counts one of this network. Exactly one of the two is there.</summary>
    public ImportedRepairId? ImportedRepairId { get; private set; }

    /// <summary>The line a −1 takes away.</summary>
    public LedgerEntryId? CorrectsEntryId { get; private set; }

    public Instant RecordedAt { get; private set; }

    /// <summary>The cell of the roll-up this line belongs to.</summary>
    public ImpactCellKey Cell => new(Country, CommuneCode ?? "", OrganisationId, Date, CategoryCode, Outcome, Provenance, FactorSet, IsReturn);

    /// <summary>What this line adds to its cell: items.</summary>
    public long CountChange => Sign;

    /// <summary>What this line adds to its cell: milligrams.</summary>
    public long MassChangeMg => Sign * (MassMg ?? 0);

    /// <summary>The line that counts a repair.</summary>
    public static LedgerEntry Of(Repair repair, string factorSet, Instant now) => new()
    {
        Id = LedgerEntryId.New(),
        Country = HomeCountry,
        CommuneCode = repair.CommuneCode.Length == 0 ? null : repair.CommuneCode,
        OrganisationId = repair.OrganisationId,
        Date = repair.Date,
        CategoryCode = repair.CategoryCode,
        Outcome = repair.Outcome,
        Provenance = repair.Provenance,
        FactorSet = factorSet,
        IsReturn = repair.IsReturn,
        Sign = 1,
        MassMg = repair.OwnWeight?.Milligrams,
        RepairId = repair.Id,
        RecordedAt = now,
    };

    /// <summary>The line that counts an imported repair: the standard has no weight, so it is averaged, and no label, so it is no return.</summary>
    public static LedgerEntry Of(ImportedRepair repair, string factorSet, Instant now) => new()
    {
        Id = LedgerEntryId.New(),
        Country = repair.Country,
        CommuneCode = repair.CommuneCode,
        OrganisationId = repair.ProviderId,
        Date = repair.Date,
        CategoryCode = repair.CategoryCode,
        Outcome = repair.Outcome,
        Provenance = Provenance.Averaged,
        FactorSet = factorSet,
        Sign = 1,
        ImportedRepairId = repair.Id,
        RecordedAt = now,
    };

    /// <summary>The line that takes this one away.</summary>
    /// <exception cref="InvalidOperationException">This line takes another away itself.</exception>
    public LedgerEntry Reverse(Instant now) => Sign == 1
        ? new()
        {
            Id = LedgerEntryId.New(),
            Country = Country,
            CommuneCode = CommuneCode,
            OrganisationId = OrganisationId,
            Date = Date,
            CategoryCode = CategoryCode,
            Outcome = Outcome,
            Provenance = Provenance,
            FactorSet = FactorSet,
            IsReturn = IsReturn,
            Sign = -1,
            MassMg = MassMg,
            RepairId = RepairId,
            ImportedRepairId = ImportedRepairId,
            CorrectsEntryId = Id,
            RecordedAt = now,
        }
        : throw new InvalidOperationException("A reversal is not reversed: write a new line.");

    /// <summary>Whether the line says what the repair says now.</summary>
    public bool Says(Repair repair) => Sign == 1 && RepairId == repair.Id && Cell == Of(repair, FactorSet, RecordedAt).Cell && MassMg == repair.OwnWeight?.Milligrams;

    /// <summary>Whether the line says what the imported repair says.</summary>
    public bool Says(ImportedRepair repair) => Sign == 1 && ImportedRepairId == repair.Id && Cell == Of(repair, FactorSet, RecordedAt).Cell && MassMg is null;
}
