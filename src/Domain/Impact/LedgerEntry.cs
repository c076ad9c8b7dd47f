using System.Globalization;
using NodaTime;
using NodaTime.Text;
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

    /// <summary>Characters of a reason.</summary>
    public const int MaxReason = RepairLimits.MaxReasonLength;

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

    /// <summary>Local day it counts on: that of the repair, except that what is written about a closed period counts on the day it is written.</summary>
    public LocalDate Date { get; private set; }

    /// <summary>Local day of the repair, where it is not the one it counts on.</summary>
    public LocalDate? OccurredOn { get; private set; }

    public string CategoryCode { get; private set; } = "";

    public RepairOutcome Outcome { get; private set; }

    public Provenance Provenance { get; private set; }

    /// <summary>Key of the factor set it was made with.</summary>
    public string FactorSet { get; private set; } = "";

    public bool IsReturn { get; private set; }

    /// <summary>What stood in the way of what was not repaired, where someone said.</summary>
    public RepairBarrier? Barrier { get; private set; }

    /// <summary>Year of the Code officiel géographique that <see cref="CommuneCode"/> is from; null for lines written before this was kept.</summary>
    public int? CogYear { get; private set; }

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

    /// <summary>The account that had it written; null for the program itself.</summary>
    public AccountId? RecordedBy { get; private set; }

    /// <summary>Why, in a few words, for a line that corrects; at most <see cref="MaxReason"/> characters.</summary>
    public string? Reason { get; private set; }

    /// <summary>The cell of the roll-up this line belongs to.</summary>
    public ImpactCellKey Cell => new(Country, CommuneCode ?? "", OrganisationId, Date, CategoryCode, Outcome, Provenance, FactorSet, IsReturn, Barrier);

    /// <summary>Local day of the repair.</summary>
    public LocalDate Day => OccurredOn ?? Date;

    /// <summary>What this line adds to its cell: items.</summary>
    public long CountChange => Sign;

    /// <summary>What this line adds to its cell: milligrams.</summary>
    public long MassChangeMg => Sign * (MassMg ?? 0);

    /// <summary>
    /// The line as it is signed when a period is closed: sequence, identifier, day it counts on, day of the repair, country, commune, organisation,
    /// category, outcome, provenance, factor set, return, barrier, sign, milligrams and the line it corrects, separated by semicolons.
    /// </summary>
    public string ToLine() => string.Join(';',
        Sequence.ToString(CultureInfo.InvariantCulture), Id, LocalDatePattern.Iso.Format(Date), LocalDatePattern.Iso.Format(Day), Country, CommuneCode ?? "", OrganisationId,
        CategoryCode, Outcome.Code(), Provenance.ToString().ToLowerInvariant(), FactorSet, IsReturn ? "return" : "", Barrier?.Code() ?? "",
        Sign.ToString(CultureInfo.InvariantCulture), MassMg?.ToString(CultureInfo.InvariantCulture) ?? "", CorrectsEntryId?.ToString() ?? "");

    /// <summary>The line that counts a repair.</summary>
    /// <param name="repair">As it stands.</param>
    /// <param name="factorSet">Key of the factor set.</param>
    /// <param name="countsOn">Local day it counts on.</param>
    /// <param name="note">Who writes, when, why, and the year of the codes.</param>
    public static LedgerEntry Of(Repair repair, string factorSet, LocalDate countsOn, LedgerNote note) => new()
    {
        Id = LedgerEntryId.New(),
        Country = HomeCountry,
        CommuneCode = repair.CommuneCode.Length == 0 ? null : repair.CommuneCode,
        OrganisationId = repair.OrganisationId,
        Date = countsOn,
        OccurredOn = countsOn == repair.Date ? null : repair.Date,
        CategoryCode = repair.CategoryCode,
        Outcome = repair.Outcome,
        Provenance = repair.Provenance,
        FactorSet = factorSet,
        IsReturn = repair.IsReturn,
        Barrier = repair.Outcome == RepairOutcome.Fixed ? null : repair.Barrier,
        CogYear = note.CogYear,
        Sign = 1,
        MassMg = repair.OwnWeight?.Milligrams,
        RepairId = repair.Id,
        RecordedAt = note.At,
        RecordedBy = note.By,
        Reason = note.Reason,
    };

    /// <summary>The line that counts an imported repair: the standard has no weight, so it is averaged, and no label, so it is no return.</summary>
    /// <param name="repair">As it was read.</param>
    /// <param name="factorSet">Key of the factor set.</param>
    /// <param name="countsOn">Local day it counts on.</param>
    /// <param name="note">Who writes, when, and the year of the codes.</param>
    public static LedgerEntry Of(ImportedRepair repair, string factorSet, LocalDate countsOn, LedgerNote note) => new()
    {
        Id = LedgerEntryId.New(),
        Country = repair.Country,
        CommuneCode = repair.CommuneCode,
        OrganisationId = repair.ProviderId,
        Date = countsOn,
        OccurredOn = countsOn == repair.Date ? null : repair.Date,
        CategoryCode = repair.CategoryCode,
        Outcome = repair.Outcome,
        Provenance = Provenance.Averaged,
        FactorSet = factorSet,
        Barrier = repair.Outcome == RepairOutcome.Fixed ? null : repair.Barrier,
        CogYear = note.CogYear,
        Sign = 1,
        ImportedRepairId = repair.Id,
        RecordedAt = note.At,
        RecordedBy = note.By,
        Reason = note.Reason,
    };

    /// <summary>The line that takes this one away: equal to it but for its sign, and for its day where the period of that day is closed.</summary>
    /// <param name="countsOn">Local day it counts on.</param>
    /// <param name="note">Who writes, when and why.</param>
    /// <exception cref="InvalidOperationException">This line takes another away itself.</exception>
    public LedgerEntry Reverse(LocalDate countsOn, LedgerNote note) => Sign == 1
        ? new()
        {
            Id = LedgerEntryId.New(),
            Country = Country,
            CommuneCode = CommuneCode,
            OrganisationId = OrganisationId,
            Date = countsOn,
            OccurredOn = countsOn == Day ? null : Day,
            CategoryCode = CategoryCode,
            Outcome = Outcome,
            Provenance = Provenance,
            FactorSet = FactorSet,
            IsReturn = IsReturn,
            Barrier = Barrier,
            CogYear = CogYear,
            Sign = -1,
            MassMg = MassMg,
            RepairId = RepairId,
            ImportedRepairId = ImportedRepairId,
            CorrectsEntryId = Id,
            RecordedAt = note.At,
            RecordedBy = note.By,
            Reason = note.Reason,
        }
        : throw new InvalidOperationException("A reversal is not reversed: write a new line.");

    /// <summary>Whether the line says what the repair says now.</summary>
    public bool Says(Repair repair) =>
        Sign == 1 && RepairId == repair.Id && Day == repair.Date && Cell == Of(repair, FactorSet, Date, new LedgerNote(RecordedAt)).Cell && MassMg == repair.OwnWeight?.Milligrams;

    /// <summary>Whether the line says what the imported repair says.</summary>
    public bool Says(ImportedRepair repair) =>
        Sign == 1 && ImportedRepairId == repair.Id && Day == repair.Date && Cell == Of(repair, FactorSet, Date, new LedgerNote(RecordedAt)).Cell && MassMg is null;

    /// <summary>Whether this line takes that one away, and says the same as it in all but the day it counts on.</summary>
    public bool TakesAway(LedgerEntry line) =>
        Sign == -1 && CorrectsEntryId == line.Id && Day == line.Day && Cell with { Date = line.Date } == line.Cell && MassMg == line.MassMg;
}

/// <summary>Who has a line written, when and why.</summary>
/// <param name="At">Now.</param>
/// <param name="By">The account; null for the program itself.</param>
/// <param name="Reason">Why, in a few words, for a correction.</param>
/// <param name="CogYear">Year of the Code officiel géographique in force.</param>
public readonly record struct LedgerNote(Instant At, AccountId? By = null, string? Reason = null, int? CogYear = null);
