using NodaTime;
using RepairNet.Application.Impact;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

/// <summary>What the cube in memory adds up is what its cells say, however many they are and however they came.</summary>
public sealed class ImpactCubeTests
{
    private static readonly string[] Communes = ["", "38185", "38151", "75056", "97608", "2A004"];
    private static readonly string[] Countries = ["FRA", "DEU"];
    private static readonly string[] Categories = ["kettle", "mobile", "fridge"];
    private static readonly string[] Sets = ["rn-2026", "restart-2021"];
    private static readonly OrganisationId[] Organisations = [.. Enumerable.Range(0, 4).Select(_ => OrganisationId.New())];

    private static readonly ImpactGrouping[] Groupings = [.. Enum.GetValues<ImpactGrouping>()];

    /// <summary>Asked for in every way, and compared with a plain sum over the last state of each cell.</summary>
    private sealed class Checked(int seed, int moreCommunes = 0) : IDisposable
    {
        private readonly string[] communes = [.. Communes, .. Enumerable.Range(0, moreCommunes).Select(i => $"M{i:D4}")];
        private readonly Dice dice = new(seed);
        private readonly ImpactCube cube = new();
        private readonly Dictionary<ImpactCellKey, (long Count, long MassMg)> known = [];

        /// <summary>Slices asked for again and again: one where places only come after the others, and one where they come between.</summary>
        private readonly Dictionary<CubeSlice, PlacesFigures?> followed = new()
        {
            [new CubeSlice(null, "FRA", new LocalDate(2026, 3, 1), new LocalDate(2027, 3, 1), null, null)] = null,
            [new CubeSlice(Communes, null, null, null, null, null)] = null,
        };
        private readonly Dictionary<CubeSlice, ImpactPart[]> was = [];

        public int Cells => known.Count;

        public void Dispose() => cube.Dispose();

        public void Change(int cells)
        {
            var changed = new Dictionary<ImpactCellKey, ImpactRollup>();
            for (var i = 0; i < cells; i++)
            {
                var key = known.Count > 0 && dice.Next(4) == 0 ? known.Keys.ElementAt(dice.Next(Math.Min(known.Count, 50))) : AnyKey();
                changed[key] = new ImpactRollup(key, dice.Next(7) - 2, dice.Next(3) * 1000L);
            }

            foreach (var (key, rollup) in changed)
            {
                known[key] = (rollup.Count, rollup.MassMg);
            }

            foreach (var some in changed.Values.Chunk(100))
            {
                cube.Stage(some);
            }

            cube.Apply();
        }

        public void Ask()
        {
            foreach (var grouping in Groupings)
            {
                var slice = AnySlice();
                var sums = cube.Sum(slice, grouping).SelectMany(p => p.Cells.Select(c => (Part: PartOf(p.Like, grouping), Cell: c))).ToList();
                var due = Inside(slice)
                    .GroupBy(c => (PartOf(c.Key, grouping), grouping == ImpactGrouping.Commune ? c.Key.Country : "", c.Key.CategoryCode, c.Key.Outcome, c.Key.Provenance, c.Key.FactorSet))
                    .Select(g => (Part: g.Key.Item1, Cell: new ImpactCell(g.Key.CategoryCode, g.Key.Outcome, g.Key.Provenance, g.Key.FactorSet, false, g.Sum(c => c.Value.Count), g.Sum(c => c.Value.MassMg))))
                    .ToList();
                sums.ShouldBe(due, ignoreOrder: true, $"{grouping} of {slice}");
                AskFigures(slice, grouping);
            }

            AskFigures(AnySlice());
            AskAgain();

            var days = AnySlice();
            cube.DaysOfSeveral(days, 3).ShouldBe(
                Inside(days).Where(c => c.Value.Count > 0).GroupBy(c => c.Key.Date)
                    .Where(g => g.Sum(c => c.Value.Count) < 3 && g.Select(c => c.Key.OrganisationId).Distinct().Count() > 1).Select(g => g.Key),
                ignoreOrder: true);
        }

        /// <summary>Figures of parts: those of their cells added up as far as figures can tell them apart.</summary>
        private void AskFigures(CubeSlice slice, ImpactGrouping grouping)
        {
            if (grouping == ImpactGrouping.Commune)
            {
                return;
            }

            var (parts, sets) = cube.Figures(slice, grouping, Units);
            parts.Select(p => (PartOf(p.Like, grouping), p.Figures, p.Told)).ShouldBe(
                Inside(slice).GroupBy(c => PartOf(c.Key, grouping)).Select(part =>
                {
                    var cells = part.GroupBy(c => (c.Key.CategoryCode, c.Key.Outcome, c.Key.Provenance, c.Key.FactorSet))
                        .Select(g => (Cell: g.Key, Count: g.Sum(c => c.Value.Count), MassMg: g.Sum(c => c.Value.MassMg))).ToList();
                    return (part.Key, FiguresOf(part), cells.Sum(c => SmallCounts.Told(c.Count, c.MassMg)));
                }),
                ignoreOrder: true,
                $"{grouping} of {slice}");
            sets.ShouldBe(Inside(slice).Select(c => c.Key.FactorSet).Distinct(), ignoreOrder: true);
        }

        private static ImpactFigures FiguresOf(IEnumerable<KeyValuePair<ImpactCellKey, (long Count, long MassMg)>> cells)
        {
            ImpactSum sum = default;
            foreach (var (key, (count, massMg)) in cells)
            {
                sum.Add(key.Outcome, Units(new ImpactCell(key.CategoryCode, key.Outcome, key.Provenance, key.FactorSet, false, 0, 0)), count, massMg);
            }

            return sum.Figures;
        }

        /// <summary>Figures of places: an item of any outcome counts, one that works again counts for a kilogram, and for as many as it weighs.</summary>
        private void AskFigures(CubeSlice slice)
        {
            var (_, _, places, _, cells) = cube.FiguresByPlace(slice, Units, Named);
            var due = Inside(slice).GroupBy(c => (c.Key.Country, c.Key.CommuneCode)).ToList();
            Enumerable.Range(0, places.Count).Select(i => places[i]).Where(p => p.Key is not null).ShouldBe(
                due.Select(place => new ImpactPart(place.Key.CommuneCode, "« " + place.Key.CommuneCode + " »", FiguresOf(place))),
                ignoreOrder: true);
            cells.ShouldBe(
                Inside(slice).GroupBy(c => (c.Key.CategoryCode, c.Key.Outcome, c.Key.Provenance, c.Key.FactorSet)).Select(g => new ImpactCell(
                    g.Key.CategoryCode, g.Key.Outcome, g.Key.Provenance, g.Key.FactorSet, false, g.Sum(c => c.Value.Count), g.Sum(c => c.Value.MassMg))),
                ignoreOrder: true);
        }

        /// <summary>Figures of places made again from those of before, time after time, are those made from nothing.</summary>
        private void AskAgain()
        {
            foreach (var slice in followed.Keys)
            {
                var (anew, before) = (cube.FiguresByPlace(slice, Units, Named), followed[slice]);
                var again = cube.FiguresByPlace(slice, Units, Named, before);
                again.Version.ShouldBe(anew.Version);
                Parts(again).ShouldBe(Parts(anew));
                cube.FiguresByPlace(slice, Units, Named, again).ShouldBeSameAs(again);
                if (before is not null && again.Made.Count < again.Places.Count)
                {
                    // Those of before are as they were, and only what changed was made.
                    Parts(before).ShouldBe(was[slice]);
                    Enumerable.Range(0, before.Places.Count).Except(again.Made).All(i => before.Places[i] == again.Places[i]).ShouldBeTrue();
                    Remade += again.Made.Count;
                    Left += again.Places.Count - again.Made.Count;
                }

                (followed[slice], was[slice]) = (again, Parts(again));
            }

            static ImpactPart[] Parts(PlacesFigures figures) => [.. Enumerable.Range(0, figures.Places.Count).Select(i => figures.Places[i])];
        }

        /// <summary>Places that were made again, of slices that were followed.</summary>
        public int Remade { get; private set; }

        /// <summary>Places that were not.</summary>
        public int Left { get; private set; }

        private static PlaceName Named(int place, string commune) => new(commune, "« " + commune + " »", IsShared: false);

        private static UnitAmounts? Units(ImpactCell cell) => cell.Outcome != RepairOutcome.Fixed ? null : new UnitAmounts(
                cell.CategoryCode != "kettle",
                new Amount(Estimate.Exactly(cell.FactorSet == "rn-2026" ? 1 : 2), cell.Provenance, 0, Estimate.Exactly(3), 0),
                new Amount(Estimate.Exactly(1), cell.Provenance, 0, default, 0));

        private IEnumerable<KeyValuePair<ImpactCellKey, (long Count, long MassMg)>> Inside(CubeSlice slice) => known.Where(c =>
            !c.Key.IsReturn
            && (slice.Communes?.Contains(c.Key.CommuneCode) ?? c.Key.Country == slice.Country)
            && !(c.Key.Date < slice.From) && !(c.Key.Date > slice.To)
            && (slice.Organisation is null || c.Key.OrganisationId == slice.Organisation)
            && (slice.Category is null || c.Key.CategoryCode == slice.Category));

        private static object PartOf(ImpactCellKey key, ImpactGrouping grouping) => grouping switch
        {
            ImpactGrouping.Day => key.Date,
            ImpactGrouping.Month => key.Date.ToYearMonth(),
            ImpactGrouping.Year => key.Date.Year,
            ImpactGrouping.Commune => key.CommuneCode,
            ImpactGrouping.Organisation => key.OrganisationId,
            ImpactGrouping.Barrier => (object?)key.Barrier ?? "none",
            ImpactGrouping.Category or ImpactGrouping.Weee6 or ImpactGrouping.R543172 => key.CategoryCode,
            _ => "",
        };

        private ImpactCellKey AnyKey() => new(
            One(Countries), One(communes), One(Organisations), AnyDay(), One(Categories), One(Enum.GetValues<RepairOutcome>()), One(Enum.GetValues<Provenance>()), One(Sets),
            dice.Next(5) == 0, dice.Next(2) == 0 ? null : One(Enum.GetValues<RepairBarrier>()));

        private CubeSlice AnySlice()
        {
            var (from, to) = (dice.Next(3) == 0 ? (LocalDate?)null : AnyDay(), dice.Next(3) == 0 ? (LocalDate?)null : AnyDay());
            var some = dice.Next(2) == 0 ? null : communes.Where(_ => dice.Next(2) == 0).Append("00000").ToHashSet(StringComparer.Ordinal);
            return new CubeSlice(
                some, some is null ? One(Countries) : null, from, to, dice.Next(3) == 0 ? One([.. Organisations, OrganisationId.New()]) : null, dice.Next(3) == 0 ? One([.. Categories, "unheard-of"]) : null);
        }

        /// <summary>Years that an import may bring too.</summary>
        private LocalDate AnyDay() => dice.Next(20) switch
        {
            0 => LocalDate.MinIsoValue,
            1 => LocalDate.MaxIsoValue,
            2 => new LocalDate(2024, 2, 29),
            _ => new LocalDate(2026, 1, 1).PlusDays(dice.Next(800)),
        };

        private T One<T>(IReadOnlyList<T> of) => of[dice.Next(of.Count)];
    }

    [Fact]
    public void A_few_cells_at_a_time_add_up()
    {
        var (remade, left) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
        {
            using var both = new Checked(seed);
            both.Ask();
            for (var round = 0; round < 8; round++)
            {
                both.Change(1 + (seed * round));
                both.Ask();
            }

            (remade, left) = (remade + both.Remade, left + both.Left);
        }

        // Enough of both for the comparison to mean something: with six communes, a few changes are soon everywhere.
        remade.ShouldBeGreaterThan(50);
        left.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Many_cells_then_some_changed_and_some_new_add_up()
    {
        using var both = new Checked(7);
        both.Change(9000);
        both.Ask();
        for (var round = 0; round < 12; round++)
        {
            both.Change(700);
            both.Ask();
        }

        both.Cells.ShouldBeGreaterThan(13_000);
    }

    /// <summary>Several add them up at once.</summary>
    [Fact]
    public void Cells_of_very_many_places_add_up()
    {
        using var both = new Checked(3, moreCommunes: 2500);
        both.Change(20_000);
        for (var round = 0; round < 4; round++)
        {
            both.Ask();
            both.Change(400);
        }

        both.Ask();
    }

    [Fact]
    public void What_was_abandoned_is_never_added_up()
    {
        using var cube = new ImpactCube();
        var key = new ImpactCellKey("FRA", "38185", Organisations[0], new LocalDate(2027, 1, 31), "kettle", RepairOutcome.Fixed, Provenance.Weighed, "rn-2026", false, null);
        var all = new CubeSlice(null, "FRA", null, null, null, null);
        cube.Stage([new ImpactRollup(key, 3, 3000)]);
        cube.Sum(all, ImpactGrouping.None).ShouldBeEmpty();
        cube.Abandon();
        cube.Apply();
        cube.Sum(all, ImpactGrouping.None).ShouldBeEmpty();

        cube.Stage([new ImpactRollup(key, 2, 2000)]);
        cube.Apply();
        cube.Stage([new ImpactRollup(key, 2, 2000)]);
        cube.Apply();
        cube.Sum(all, ImpactGrouping.None).ShouldHaveSingleItem().Cells.ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    /// <summary>The same throws at each run (Knuth's multiplier for 2⁶⁴).</summary>
    private sealed class Dice(int seed)
    {
        private ulong state = (ulong)seed;

        public int Next(int below)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            return (int)((state >> 33) % (ulong)below);
        }
    }
}
