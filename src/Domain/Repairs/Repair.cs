using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Repairs;

/// <summary>What became of one object on one day at one place.</summary>
public sealed class Repair
{
    private Repair()
    {
    }

    private Repair(
        RepairId id, OrganisationId organisation, PlaceId place, string communeCode, ItemCode item, BookingId? booking, int bookingItem, AccountId? recordedBy, Instant recordedAt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bookingItem, 1);
        Id = id;
        OrganisationId = organisation;
        PlaceId = place;
        CommuneCode = communeCode;
        ItemCode = item;
        BookingId = booking;
        BookingItem = bookingItem;
        RecordedBy = recordedBy;
        RecordedAt = recordedAt;
        Version = 1;
    }

    public RepairId Id { get; private set; }

    /// <summary>The appointment it ends, or null for someone who walked in.</summary>
    public BookingId? BookingId { get; private set; }

    /// <summary>Which item of the appointment it is, from 1; 1 for someone who walked in.</summary>
    public int BookingItem { get; private set; } = 1;

    public OrganisationId OrganisationId { get; private set; }

    public PlaceId PlaceId { get; private set; }

    /// <summary>INSEE code of the commune of the place on the day it was recorded: a place that moves does not move its past.</summary>
    public string CommuneCode { get; private set; } = "";

    public ItemCode ItemCode { get; private set; }

    /// <summary>Local day of the repair at the place.</summary>
    public LocalDate Date { get; private set; }

    public string CategoryCode { get; private set; } = "";

    public string? Brand { get; private set; }

    public string? Model { get; private set; }

    public int? YearOfManufacture { get; private set; }

    public string? Problem { get; private set; }

    public RepairOutcome Outcome { get; private set; }

    public RepairBarrier? Barrier { get; private set; }

    public string? NextStep { get; private set; }

    public Mass? Weighed { get; private set; }

    public Mass? Declared { get; private set; }

    public int? Minutes { get; private set; }

    public IReadOnlyList<string> Parts { get; private set; } = [];

    public decimal? CostEur { get; private set; }

    /// <summary>The object was already counted as repaired less than <see cref="Returns.Days"/> days apart: in the register, in no figure.</summary>
    public bool IsReturn { get; private set; }

    /// <summary>The account that wrote it down; null for an import.</summary>
    public AccountId? RecordedBy { get; private set; }

    public Instant RecordedAt { get; private set; }

    /// <summary>1, then one more at each correction or change of count.</summary>
    public int Version { get; private set; }

    /// <summary>Where the object's own weight comes from; <see cref="Equipment.Provenance.Averaged"/> when it has none.</summary>
    public Equipment.Provenance Provenance =>
        Weighed is not null ? Equipment.Provenance.Weighed : Declared is not null ? Equipment.Provenance.Declared : Equipment.Provenance.Averaged;

    /// <summary>The object's own weight: the scales, else what was declared, else nothing.</summary>
    public Mass? OwnWeight => Weighed ?? Declared;

    /// <summary>Writes a repair down.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="report">What the repairer says.</param>
    /// <param name="organisation">Who repaired.</param>
    /// <param name="place">Where.</param>
    /// <param name="communeCode">INSEE code of that place's commune.</param>
    /// <param name="item">The object.</param>
    /// <param name="booking">The appointment it ends, if any.</param>
    /// <param name="recordedBy">The account writing.</param>
    /// <param name="recordedAt">Now.</param>
    /// <param name="today">Today at the place.</param>
    /// <param name="bookingItem">Which item of the appointment it is, from 1.</param>
    /// <exception cref="ArgumentException">The report is outside <see cref="RepairLimits"/>.</exception>
    public static Repair Record(
        RepairId id,
        RepairReport report,
        OrganisationId organisation,
        PlaceId place,
        string communeCode,
        ItemCode item,
        BookingId? booking,
        AccountId? recordedBy,
        Instant recordedAt,
        LocalDate today,
        int bookingItem = 1)
    {
        var repair = new Repair(id, organisation, place, communeCode, item, booking, bookingItem, recordedBy, recordedAt);
        repair.Write(report, today);
        return repair;
    }

    /// <summary>Puts right where it was written down: another place of the same organisation, with the commune of that place.</summary>
    /// <param name="place">The right place.</param>
    /// <param name="communeCode">INSEE code of its commune.</param>
    public void Relocate(PlaceId place, string communeCode)
    {
        PlaceId = place;
        CommuneCode = communeCode;
    }

    /// <summary>Words every free text anew: what tells who brought the object goes, what tells of the object stays. No figure changes, nor its version.</summary>
    /// <param name="reword">Gives the words that may stay of those that were written.</param>
    public void Reword(Func<string, string> reword)
    {
        Brand = Reworded(Brand);
        Model = Reworded(Model);
        Problem = Reworded(Problem);
        NextStep = Reworded(NextStep);
        if (Parts.Count > 0)
        {
            Parts = [.. Parts.Select(reword)];
        }

        string? Reworded(string? text) => text is null ? null : reword(text);
    }

    /// <summary>Replaces what was written. Who and which object do not change; for where, see <see cref="Relocate"/>.</summary>
    /// <exception cref="ArgumentException">The report is outside <see cref="RepairLimits"/>.</exception>
    public void Correct(RepairReport report, LocalDate today)
    {
        Write(report, today);
        Version++;
    }

    /// <summary>
    /// Whether this, asked for again, is what was first written there. Once that was corrected nobody can tell any more, and
    /// the answer is yes.
    /// </summary>
    public bool SaysTheSameAs(Repair first) =>
        first.Version > 1
        || ((OrganisationId, PlaceId, BookingId, BookingItem, ItemCode) == (first.OrganisationId, first.PlaceId, first.BookingId, first.BookingItem, first.ItemCode)
            && (Date, CategoryCode, Outcome) == (first.Date, first.CategoryCode, first.Outcome)
            && (Brand, Model, YearOfManufacture, Problem, Barrier, NextStep) == (first.Brand, first.Model, first.YearOfManufacture, first.Problem, first.Barrier, first.NextStep)
            && (Weighed, Declared, Minutes, CostEur) == (first.Weighed, first.Declared, first.Minutes, first.CostEur)
            && Parts.SequenceEqual(first.Parts));

    /// <summary>What is written now, to be changed in part.</summary>
    public RepairReport Report() => new()
    {
        Date = Date,
        CategoryCode = CategoryCode,
        Outcome = Outcome,
        Brand = Brand,
        Model = Model,
        YearOfManufacture = YearOfManufacture,
        Problem = Problem,
        Barrier = Barrier,
        NextStep = NextStep,
        Weighed = Weighed,
        Declared = Declared,
        Minutes = Minutes,
        Parts = Parts,
        CostEur = CostEur,
    };

    internal void CountAs(bool isReturn)
    {
        if (IsReturn != isReturn)
        {
            IsReturn = isReturn;
            Version++;
        }
    }

    private void Write(RepairReport report, LocalDate today)
    {
        Require(RepairLimits.AllowsDate(report.Date, today), "date");
        Require(report.CategoryCode.Length > 0, "category");
        Require(report.Weighed is not { } weighed || RepairLimits.AllowsWeight(weighed), "weight");
        Require(report.Declared is not { } declared || RepairLimits.AllowsWeight(declared), "declared weight");
        Require(report.Minutes is not { } minutes || RepairLimits.AllowsMinutes(minutes), "minutes");
        Require(report.YearOfManufacture is not { } year || RepairLimits.AllowsYear(year, today), "year of manufacture");
        Require(report.CostEur is not { } cost || RepairLimits.AllowsCost(cost), "cost");
        Require(Fits(report.Brand, RepairLimits.MaxBrandLength), "brand");
        Require(Fits(report.Model, RepairLimits.MaxModelLength), "model");
        Require(Fits(report.Problem, RepairLimits.MaxProblemLength), "problem");
        Require(Fits(report.NextStep, RepairLimits.MaxNextStepLength), "next step");
        Require(report.Parts.Count <= RepairLimits.MaxParts && report.Parts.All(p => Fits(p, RepairLimits.MaxPartLength)), "parts");

        Date = report.Date;
        CategoryCode = report.CategoryCode;
        Outcome = report.Outcome;
        Brand = Clean(report.Brand);
        Model = Clean(report.Model);
        YearOfManufacture = report.YearOfManufacture;
        Problem = Clean(report.Problem);
        Barrier = report.Barrier;
        NextStep = Clean(report.NextStep);
        Weighed = report.Weighed;
        Declared = report.Declared;
        Minutes = report.Minutes;
        Parts = report.Parts.Select(Clean).OfType<string>().ToArray();
        CostEur = report.CostEur is { } paid ? decimal.Round(paid, 2, MidpointRounding.AwayFromZero) : null;
    }

    private static bool Fits(string? text, int length) => (text?.Length ?? 0) <= length;

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new ArgumentException($"The {what} of a repair is outside its limits.", nameof(holds));
        }
    }
}
