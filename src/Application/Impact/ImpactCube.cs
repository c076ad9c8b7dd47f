using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Impact;

/// <summary>Which cells of the roll-up to add up; returns are in none.</summary>
/// <param name="Communes">Codes of the communes; null for all of a country.</param>
/// <param name="Country">ISO 3166-1 alpha-3, where <paramref name="Communes"/> is null.</param>
/// <param name="From">First local day; null for the beginning.</param>
/// <param name="To">Last local day, included; null for no end.</param>
/// <param name="Organisation">Of one organisation only.</param>
/// <param name="Category">Of one category only.</param>
internal sealed record CubeSlice(IReadOnlyCollection<string>? Communes, string? Country, LocalDate? From, LocalDate? To, OrganisationId? Organisation, string? Category);

/// <summary>Cells that one part is made of.</summary>
/// <param name="Like">A key of the part: what the grouping goes by is in it, and nothing else.</param>
/// <param name="Cells">Added up as far as figures can tell them apart.</param>
internal sealed record CubePart(ImpactCellKey Like, IReadOnlyList<ImpactCell> Cells);

/// <summary>The figures of one part.</summary>
/// <param name="Like">A key of the part: what the grouping goes by is in it, and nothing else.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Told">How many repairs it tells of, as <see cref="SmallCounts.Told"/> says.</param>
internal sealed record CubePartFigures(ImpactCellKey Like, ImpactFigures Figures, long Told);

/// <summary>The figures of parts.</summary>
/// <param name="Parts">Each of them.</param>
/// <param name="FactorSets">Those that any of their cells was recorded with.</param>
internal sealed record CubeFigures(IReadOnlyList<CubePartFigures> Parts, IReadOnlySet<string> FactorSets);

/// <summary>The figures of places, as they are at a version of the cube.</summary>
/// <param name="Version">Of the cube.</param>
/// <param name="Numbers">Of the places, in the cube.</param>
/// <param name="Places">Each in its own; those of no cell are nothing.</param>
/// <param name="Made">Which of them were made for this version: all, or those with a cell that is not as it was.</param>
/// <param name="Cells">Those of the places made, added up as far as figures can tell them apart.</param>
internal sealed record PlacesFigures(long Version, IReadOnlyList<int> Numbers, ManyImpactParts Places, IReadOnlyList<int> Made, IReadOnlyList<ImpactCell> Cells);

/// <summary>
/// The roll-up packed in memory: 32 bytes a cell, by place and day, so that a year of any territory is added up in some milliseconds. A cell that
/// comes again replaces what was known of it, so that one that comes twice changes nothing. Safe for many readers and one writer.
/// </summary>
internal sealed class ImpactCube : IDisposable
{
    private const int KindBits = 20;
    private const int DayBits = 23;
    private const int PlaceBits = 64 - KindBits - DayBits;

    private const int DaysOfMonth = 31;
    private const int DaysOfYear = 12 * DaysOfMonth;

    /// <summary>NodaTime's first year is −9998.</summary>
    private const int YearsBefore = 9999;

    /// <summary>New cells are kept apart, place by place, until they are this many or as large a part of all.</summary>
    private const int FewNew = 4096;
    private const int PartNew = 32;

    private readonly ReaderWriterLockSlim turn = new();
    private readonly Numbers<Place> places = new(1 << PlaceBits);
    private readonly Numbers<Kind> kinds = new(1 << KindBits);
    private readonly Numbers<OrganisationId> organisations = new(int.MaxValue);
    private readonly Numbers<Figure> figures = new(int.MaxValue);
    private readonly Dictionary<string, List<int>> placesOfCommune = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> placesOfCountry = new(StringComparer.Ordinal);

    /// <summary>The same as they are read: none goes, and none changes its place.</summary>
    private readonly ConcurrentDictionary<string, int[]> readOfCountry = new(StringComparer.Ordinal);
    private readonly List<int> figureOfKind = [];

    /// <summary>The version in which a cell of each place last was not as before.</summary>
    private readonly List<long> changedAt = [];

    /// <summary>By key and organisation.</summary>
    private Cell[] cells = [];

    /// <summary>Where the cells of each place begin, and where those of the last one end.</summary>
    private int[] starts = [0];

    /// <summary>Known, and shown to nobody yet.</summary>
    private readonly List<Cell> staged = [];

    /// <summary>Shown, and not among the others in order yet.</summary>
    private readonly List<Cell> added = [];
    private readonly Dictionary<(ulong, int), int> indexOfAdded = [];
    private readonly Dictionary<int, List<int>> addedOfPlace = [];

    /// <summary>Grows whenever a cell is not as it was.</summary>
    private long version;

    /// <summary>Keeps cells as they are now for <see cref="Apply"/>; one cell at most once.</summary>
    public void Stage(IEnumerable<ImpactRollup> changed)
    {
        turn.EnterWriteLock();
        try
        {
            foreach (var rollup in changed)
            {
                staged.Add(new Cell
                {
                    Key = (PlaceOf(rollup) << (DayBits + KindBits)) | ((ulong)Packed(rollup.Date) << KindBits) | KindOf(rollup),
                    Organisation = organisations.Of(rollup.OrganisationId),
                    Count = rollup.Count,
                    MassMg = rollup.MassMg,
                });
            }
        }
        finally
        {
            turn.ExitWriteLock();
        }
    }

    /// <summary>Shows all that was staged, at once: nobody adds up a part of it.</summary>
    public void Apply()
    {
        turn.EnterWriteLock();
        try
        {
            var next = version + 1;
            if (cells.Length == 0 && added.Count == 0 && staged.Count > FewNew)
            {
                Merge(staged);
                CollectionsMarshal.AsSpan(changedAt).Fill(next);
                version = next;
                return;
            }

            var isAnyChanged = false;
            foreach (ref readonly var cell in CollectionsMarshal.AsSpan(staged))
            {
                if (Find(cell) is var at && at >= 0)
                {
                    Changed(cell, cells[at].IsOther(cell));
                    cells[at] = cell;
                    continue;
                }

                ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(indexOfAdded, (cell.Key, cell.Organisation), out var known);
                if (known)
                {
                    Changed(cell, added[index].IsOther(cell));
                    added[index] = cell;
                }
                else
                {
                    Changed(cell, true);
                    index = added.Count;
                    added.Add(cell);
                    ref var fresh = ref CollectionsMarshal.GetValueRefOrAddDefault(addedOfPlace, PlaceOf(cell.Key), out _);
                    (fresh ??= []).Add(index);
                }
            }

            Forget(staged);
            version = isAnyChanged ? next : version;
            if (added.Count > Math.Max(FewNew, cells.Length / PartNew))
            {
                Merge(added);
            }

            void Changed(in Cell cell, bool isChanged)
            {
                if (isChanged)
                {
                    isAnyChanged = true;
                    changedAt[PlaceOf(cell.Key)] = next;
                }
            }
        }
        finally
        {
            turn.ExitWriteLock();
        }
    }

    /// <summary>Forgets what was staged.</summary>
    public void Abandon()
    {
        turn.EnterWriteLock();
        Forget(staged);
        turn.ExitWriteLock();
    }

    /// <summary>
    /// Adds up what is asked for, part by part. Where the grouping is by class of waste, a part is a category; by commune, a place: two countries may each
    /// have one of the same code, or of none.
    /// </summary>
    public IReadOnlyList<CubePart> Sum(CubeSlice slice, ImpactGrouping grouping)
    {
        turn.EnterReadLock();
        try
        {
            var sums = new FigureSums(figures.Count);
            if (grouping == ImpactGrouping.Commune)
            {
                return Scan(slice, CollectionsMarshal.AsSpan(PlacesOf(slice)), new SumsByPlace(this, sums, [])).Parts;
            }

            using var parts = SumsOf(slice, grouping);
            var cut = new List<CubePart>();
            foreach (var part in parts.Parts)
            {
                parts.AddUp(part, sums);
                cut.Add(new CubePart(KeyOf(part, grouping), CellsOf(sums)));
                sums.Clear();
            }

            return cut;
        }
        finally
        {
            turn.ExitReadLock();
        }
    }

    /// <summary>The figures of the same parts; by commune, <see cref="FiguresByPlace"/> makes them.</summary>
    /// <param name="slice">Which cells.</param>
    /// <param name="grouping">How they are cut.</param>
    /// <param name="units">What repairs of a kind amount to; null where they amount to nothing.</param>
    public CubeFigures Figures(CubeSlice slice, ImpactGrouping grouping, Func<ImpactCell, UnitAmounts?> units)
    {
        turn.EnterReadLock();
        try
        {
            using var sums = SumsOf(slice, grouping);
            int[] numbers = [.. sums.Parts];
            var (parts, unitsOfFigure) = (new CubePartFigures[numbers.Length], UnitsOfFigures(units));
            var made = new ConcurrentBag<FigureSums>();
            ManyParts.Shares(
                numbers.Length,
                sums.Count,
                () => new FigureSums(figures.Count),
                (from, to, own) =>
                {
                    for (var i = from; i < to; i++)
                    {
                        sums.AddUp(numbers[i], own);
                        parts[i] = FiguresOf(KeyOf(numbers[i], grouping), own, unitsOfFigure);
                        own.Clear();
                    }

                    return own;
                },
                made.Add);
            return new CubeFigures(parts, made.SelectMany(own => own.EverMade).Distinct().Select(f => figures[f].FactorSet).ToHashSet(StringComparer.Ordinal));
        }
        finally
        {
            turn.ExitReadLock();
        }
    }

    /// <summary>
    /// The figures of each place of a slice; several are made at once where they are many. Where those of before are given, only what changed since is made:
    /// theirs if nothing did.
    /// </summary>
    /// <param name="slice">Which cells.</param>
    /// <param name="units">What repairs of a kind amount to; null where they amount to nothing.</param>
    /// <param name="name">Key and label of a place, by its number and the code of its commune.</param>
    /// <param name="before">Those of the same slice, units and names at an earlier version.</param>
    public PlacesFigures FiguresByPlace(
        CubeSlice slice, Func<ImpactCell, UnitAmounts?> units, Func<int, string, PlaceName> name, PlacesFigures? before = null)
    {
        turn.EnterReadLock();
        try
        {
            if (before is not null && before.Version == version)
            {
                return before;
            }

            // Places that the slice did not have may come between the others: they are all made again then.
            var found = ReadPlacesOf(slice);
            var isAfter = before is not null && found.Length >= before.Numbers.Count && found.Take(before.Numbers.Count).SequenceEqual(before.Numbers);
            ArraySegment<int> made = isAfter ? (int[])[.. Enumerable.Range(0, found.Length).Where(i => i >= before!.Numbers.Count || changedAt[found[i]] > before.Version)] : FirstNumbers.Of(found.Length);
            int[] some = isAfter ? [.. made.Select(i => found[i])] : found;
            var parts = isAfter ? before!.Places.With(made, found.Length) : new ManyImpactParts(found.Length);
            var amounts = AmountsOfKinds(UnitsOfFigures(units));
            var wholes = new ConcurrentBag<CellSum[]>();
            ManyParts.Ranges(made.Count, (from, to) => wholes.Add(Scan(slice, some.AsSpan(from..to), new FiguresOfPlaces(this, amounts, name, parts, made, from)).Whole));
            return new PlacesFigures(
                version,
                found,
                parts,
                made,
                [.. Enumerable.Range(0, figures.Count).Where(f => wholes.Any(w => w[f].IsMade)).Select(f => CellOf(f, wholes.Sum(w => w[f].Count), wholes.Sum(w => w[f].MassMg)))]);
        }
        finally
        {
            turn.ExitReadLock();
        }
    }

    /// <summary>The days on which several organisations made fewer repairs than this, all together.</summary>
    public IReadOnlyList<LocalDate> DaysOfSeveral(CubeSlice slice, int fewerThan)
    {
        turn.EnterReadLock();
        try
        {
            return Scan(slice, () => new DaysOfOrganisations()).Several(fewerThan);
        }
        finally
        {
            turn.ExitReadLock();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>What there is to add up of a slice; a part is numbered by its day, month, year or organisation, or else by one of its kinds.</summary>
    private PartSums SumsOf(CubeSlice slice, ImpactGrouping grouping) => grouping switch
    {
        ImpactGrouping.Day or ImpactGrouping.Month or ImpactGrouping.Year or ImpactGrouping.Organisation => Scan(slice, () => new SumsByPart(this, grouping)).Sums,
        _ => Scan(slice, () => new SumsByKind(this)).Parts(grouping),
    };

    private ImpactCellKey KeyOf(int part, ImpactGrouping grouping) => grouping switch
    {
        ImpactGrouping.Day => default(ImpactCellKey) with { Date = Unpacked(part) },
        ImpactGrouping.Month => default(ImpactCellKey) with { Date = Unpacked(part * DaysOfMonth) },
        ImpactGrouping.Year => default(ImpactCellKey) with { Date = Unpacked(part * DaysOfYear) },
        ImpactGrouping.Organisation => default(ImpactCellKey) with { OrganisationId = organisations[part] },
        ImpactGrouping.None => default,
        ImpactGrouping.Barrier => default(ImpactCellKey) with { Barrier = kinds[part].Barrier },
        _ => default(ImpactCellKey) with { CategoryCode = kinds[part].Category },
    };

    private UnitAmounts?[] UnitsOfFigures(Func<ImpactCell, UnitAmounts?> units) => [.. Enumerable.Range(0, figures.Count).Select(f => units(CellOf(f, 0, 0)))];

    private KindAmounts[] AmountsOfKinds(UnitAmounts?[] unitsOfFigure) => [.. Enumerable.Range(0, kinds.Count).Select(k => new KindAmounts(figureOfKind[k], kinds[k].Outcome, unitsOfFigure[figureOfKind[k]]))];

    private IReadOnlyList<ImpactCell> CellsOf(FigureSums sums)
    {
        var cells = new List<ImpactCell>(sums.Made.Count);
        foreach (var figure in sums.Made)
        {
            cells.Add(CellOf(figure, sums[figure].Count, sums[figure].MassMg));
        }

        return cells;
    }

    private CubePartFigures FiguresOf(ImpactCellKey like, FigureSums sums, UnitAmounts?[] units)
    {
        ImpactSum sum = default;
        long told = 0;
        foreach (var figure in sums.Made)
        {
            var (count, massMg) = sums[figure];
            sum.Add(figures[figure].Outcome, units[figure], count, massMg);
            told += SmallCounts.Told(count, massMg);
        }

        return new CubePartFigures(like, sum.Figures, told);
    }

    /// <summary>Shows the cells of a slice, to several visitors at once where its places are many, and puts together what they saw.</summary>
    private T Scan<T>(CubeSlice slice, Func<T> visitor)
        where T : struct, IVisitor, IJoinable<T>
    {
        var some = PlacesOf(slice);
        var seen = new ConcurrentBag<T>();
        ManyParts.Shares(some.Count, 0, visitor, (from, to, own) => Scan(slice, CollectionsMarshal.AsSpan(some)[from..to], own), seen.Add);
        var whole = visitor();
        foreach (var one in seen)
        {
            whole.Join(one);
        }

        return whole;
    }

    /// <summary>Shows the cells of some places of a slice, those of a place one after the other. A structure, so that the loop is compiled for each.</summary>
    private T Scan<T>(CubeSlice slice, ReadOnlySpan<int> some, T visitor)
        where T : struct, IVisitor
    {
        var organisation = -1;
        if (slice.Organisation is { } only && !organisations.TryFind(only, out organisation))
        {
            return visitor;
        }

        var wanted = new bool[kinds.Count];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = !kinds[i].IsReturn && (slice.Category is null || kinds[i].Category == slice.Category);
        }

        var (from, to) = (slice.From is { } first ? Packed(first) : 0, slice.To is { } last ? Packed(last) : (1 << DayBits) - 1);
        foreach (var place in some)
        {
            if (place + 1 < starts.Length)
            {
                var span = cells.AsSpan(starts[place]..starts[place + 1]);
                for (var i = FirstOf(span, from); i < span.Length && DayOf(span[i].Key) <= to; i++)
                {
                    Show(span[i], organisation, wanted, ref visitor);
                }
            }

            if (addedOfPlace.Count > 0 && addedOfPlace.TryGetValue(place, out var fresh))
            {
                var span = CollectionsMarshal.AsSpan(added);
                foreach (var i in fresh)
                {
                    if (DayOf(span[i].Key) is var day && day >= from && day <= to)
                    {
                        Show(span[i], organisation, wanted, ref visitor);
                    }
                }
            }

            visitor.EndOfPlace();
        }

        return visitor;

        static void Show(in Cell cell, int organisation, bool[] wanted, ref T visitor)
        {
            var kind = KindOf(cell.Key);
            if (wanted[kind] && (organisation < 0 || cell.Organisation == organisation))
            {
                visitor.Visit(cell, kind);
            }
        }
    }

    /// <summary>Of a country the same array each time, as long as it is the same: an array of so many is a large object, and each of those brings the collector sooner.</summary>
    private int[] ReadPlacesOf(CubeSlice slice)
    {
        var some = PlacesOf(slice);
        return slice.Communes is not null ? [.. some]
            : readOfCountry.TryGetValue(slice.Country!, out var known) && known.Length == some.Count ? known
            : readOfCountry[slice.Country!] = [.. some];
    }

    private List<int> PlacesOf(CubeSlice slice) => slice.Communes is { } communes
        ? [.. communes.SelectMany(code => placesOfCommune.GetValueOrDefault(code) ?? [])]
        : placesOfCountry.GetValueOrDefault(slice.Country!) ?? [];

    /// <summary>Where a cell is among those in order; negative where it is new.</summary>
    private int Find(in Cell cell)
    {
        var place = PlaceOf(cell.Key);
        if (place + 1 >= starts.Length)
        {
            return -1;
        }

        var at = cells.AsSpan(starts[place]..starts[place + 1]).BinarySearch(cell);
        return at < 0 ? at : starts[place] + at;
    }

    /// <summary>Puts new cells among the others.</summary>
    private void Merge(List<Cell> some)
    {
        var fresh = CollectionsMarshal.AsSpan(some);
        fresh.Sort();
        var all = new Cell[cells.Length + fresh.Length];
        for (int i = 0, old = 0, next = 0; i < all.Length; i++)
        {
            all[i] = next == fresh.Length || (old < cells.Length && cells[old].CompareTo(fresh[next]) < 0) ? cells[old++] : fresh[next++];
        }

        cells = all;
        starts = new int[places.Count + 1];
        foreach (ref readonly var cell in cells.AsSpan())
        {
            starts[PlaceOf(cell.Key) + 1]++;
        }

        for (var place = 1; place < starts.Length; place++)
        {
            starts[place] += starts[place - 1];
        }

        Forget(some);
        indexOfAdded.Clear();
        indexOfAdded.TrimExcess();
        addedOfPlace.Clear();
        addedOfPlace.TrimExcess();
    }

    /// <summary>A first reading may be of a million cells: what they took is given back.</summary>
    private static void Forget(List<Cell> some)
    {
        some.Clear();
        if (some.Capacity > FewNew)
        {
            some.Capacity = FewNew;
        }
    }

    /// <summary>The first of some cells of one place that is of a day or later.</summary>
    private static int FirstOf(ReadOnlySpan<Cell> cells, int day)
    {
        var (low, high) = (0, cells.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = DayOf(cells[middle].Key) < day ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private ulong PlaceOf(ImpactRollup rollup)
    {
        var place = new Place(rollup.Country, rollup.CommuneCode);
        var number = places.Of(place);
        if (number == changedAt.Count)
        {
            changedAt.Add(version);
            Of(placesOfCommune, place.CommuneCode).Add(number);
            Of(placesOfCountry, place.Country).Add(number);
        }

        return (ulong)number;

        static List<int> Of(Dictionary<string, List<int>> some, string key)
        {
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(some, key, out _);
            return own ??= [];
        }
    }

    private ulong KindOf(ImpactRollup rollup)
    {
        var kind = kinds.Of(new Kind(rollup.CategoryCode, rollup.Outcome, rollup.Provenance, rollup.FactorSet, rollup.IsReturn, rollup.Barrier));
        if (kind == figureOfKind.Count)
        {
            figureOfKind.Add(figures.Of(new Figure(rollup.CategoryCode, rollup.Outcome, rollup.Provenance, rollup.FactorSet)));
        }

        return (ulong)kind;
    }

    private static int PlaceOf(ulong key) => (int)(key >> (DayBits + KindBits));

    private static int DayOf(ulong key) => (int)(key >> KindBits) & ((1 << DayBits) - 1);

    private static int KindOf(ulong key) => (int)key & ((1 << KindBits) - 1);

    /// <summary>A day as a number that goes with time, whole months and years apart.</summary>
    private static int Packed(LocalDate day) => ((day.Year + YearsBefore) * DaysOfYear) + ((day.Month - 1) * DaysOfMonth) + day.Day - 1;

    private static LocalDate Unpacked(int day) => new((day / DaysOfYear) - YearsBefore, (day % DaysOfYear / DaysOfMonth) + 1, (day % DaysOfMonth) + 1);

    private readonly record struct Place(string Country, string CommuneCode);

    private readonly record struct Kind(string Category, RepairOutcome Outcome, Provenance Provenance, string FactorSet, bool IsReturn, RepairBarrier? Barrier);

    /// <summary>As far as figures can tell cells apart.</summary>
    private readonly record struct Figure(string Category, RepairOutcome Outcome, Provenance Provenance, string FactorSet);

    /// <summary>What repairs of a kind amount to, found once for all cells.</summary>
    private readonly record struct KindAmounts(int Figure, RepairOutcome Outcome, UnitAmounts? Units);

    private struct Cell : IComparable<Cell>
    {
        public ulong Key;
        public long Count;
        public long MassMg;
        public int Organisation;

        public readonly bool IsOther(in Cell same) => Count != same.Count || MassMg != same.MassMg;

        public readonly int CompareTo(Cell other) => Key != other.Key ? Key.CompareTo(other.Key) : Organisation.CompareTo(other.Organisation);
    }

    /// <summary>Numbers given to values as they come, from 0.</summary>
    private sealed class Numbers<T>(int most)
        where T : notnull
    {
        private readonly Dictionary<T, int> numbers = [];
        private readonly List<T> values = [];

        public int Count => values.Count;

        public T this[int number] => values[number];

        public bool TryFind(T value, out int number) => numbers.TryGetValue(value, out number);

        public int Of(T value)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, value, out var known);
            if (!known)
            {
                if (values.Count == most)
                {
                    throw new InvalidOperationException($"More than {most} values of {typeof(T).Name}.");
                }

                number = values.Count;
                values.Add(value);
            }

            return number;
        }
    }

    private interface IVisitor
    {
        void Visit(in Cell cell, int kind);

        /// <summary>All cells of a place were shown.</summary>
        void EndOfPlace();
    }

    private interface IJoinable<T>
    {
        /// <summary>Adds what another saw.</summary>
        void Join(T other);
    }

    /// <summary>A sum, be it of nothing.</summary>
    private struct CellSum
    {
        public long Count;
        public long MassMg;
        public bool IsMade;

        public void Add(long count, long massMg)
        {
            Count += count;
            MassMg += massMg;
            IsMade = true;
        }
    }

    private ImpactCell CellOf(int figure, long count, long massMg)
    {
        var (category, outcome, provenance, factors) = figures[figure];
        return new ImpactCell(category, outcome, provenance, factors, false, count, massMg);
    }

    /// <summary>All of a slice together, by barrier or by category: as many sums as there are kinds.</summary>
    private readonly struct SumsByKind(ImpactCube cube) : IVisitor, IJoinable<SumsByKind>
    {
        private readonly CellSum[] sums = new CellSum[cube.kinds.Count];

        public void Visit(in Cell cell, int kind) => sums[kind].Add(cell.Count, cell.MassMg);

        public void EndOfPlace()
        {
        }

        public void Join(SumsByKind other)
        {
            for (var kind = 0; kind < sums.Length; kind++)
            {
                if (other.sums[kind].IsMade)
                {
                    sums[kind].Add(other.sums[kind].Count, other.sums[kind].MassMg);
                }
            }
        }

        public PartSums Parts(ImpactGrouping grouping)
        {
            var sums = new PartSums(cube.figures.Count);
            var parts = new Dictionary<(string? Category, RepairBarrier? Barrier), int>();
            for (var kind = 0; kind < this.sums.Length; kind++)
            {
                if (this.sums[kind].IsMade)
                {
                    var part = grouping switch
                    {
                        ImpactGrouping.Category or ImpactGrouping.Weee6 or ImpactGrouping.R543172 => (cube.kinds[kind].Category, default(RepairBarrier?)),
                        ImpactGrouping.Barrier => (null, cube.kinds[kind].Barrier),
                        _ => default,
                    };
                    parts.TryAdd(part, kind);
                    sums.Add(parts[part], cube.figureOfKind[kind], this.sums[kind].Count, this.sums[kind].MassMg);
                }
            }

            return sums;
        }
    }

    /// <summary>The sums of one place at a time.</summary>
    private struct SumsByPlace(ImpactCube cube, FigureSums sums, List<CubePart> parts) : IVisitor
    {
        private int place;

        public readonly IReadOnlyList<CubePart> Parts => parts;

        public void Visit(in Cell cell, int kind)
        {
            sums.Add(cube.figureOfKind[kind], cell.Count, cell.MassMg);
            place = PlaceOf(cell.Key);
        }

        public readonly void EndOfPlace()
        {
            if (sums.Made.Count > 0)
            {
                parts.Add(new CubePart(default(ImpactCellKey) with { Country = cube.places[place].Country, CommuneCode = cube.places[place].CommuneCode }, cube.CellsOf(sums)));
                sums.Clear();
            }
        }
    }

    /// <summary>The figures of one place after the other, from one of those to make on; others may make those of other places meanwhile.</summary>
    private struct FiguresOfPlaces(ImpactCube cube, KindAmounts[] amounts, Func<int, string, PlaceName> name, ManyImpactParts parts, ArraySegment<int> made, int next) : IVisitor
    {
        private ImpactSum sum;
        private int place = -1;

        /// <summary>All these places together, by figure.</summary>
        public CellSum[] Whole { get; } = new CellSum[cube.figures.Count];

        public void Visit(in Cell cell, int kind)
        {
            ref readonly var amount = ref amounts[kind];
            sum.Add(amount.Outcome, amount.Units, cell.Count, cell.MassMg);
            Whole[amount.Figure].Add(cell.Count, cell.MassMg);
            place = PlaceOf(cell.Key);
        }

        public void EndOfPlace()
        {
            ref var part = ref parts[made[next++]];
            if (place < 0)
            {
                part = default;
                return;
            }

            var called = name(place, cube.places[place].CommuneCode);
            part = new ImpactPart(called.Key, called.Label, sum.Figures);
            (sum, place) = (default, -1);
        }
    }

    /// <summary>By day, month, year or organisation: as many parts as there turn out to be.</summary>
    private readonly struct SumsByPart(ImpactCube cube, ImpactGrouping grouping) : IVisitor, IJoinable<SumsByPart>
    {
        public PartSums Sums { get; } = new(cube.figures.Count);

        public void Visit(in Cell cell, int kind)
        {
            var part = grouping switch
            {
                ImpactGrouping.Day => DayOf(cell.Key),
                ImpactGrouping.Month => DayOf(cell.Key) / DaysOfMonth,
                ImpactGrouping.Year => DayOf(cell.Key) / DaysOfYear,
                _ => cell.Organisation,
            };
            Sums.Add(part, cube.figureOfKind[kind], cell.Count, cell.MassMg);
        }

        public void EndOfPlace()
        {
        }

        public void Join(SumsByPart other) => Sums.Join(other.Sums);
    }

    private readonly struct DaysOfOrganisations() : IVisitor, IJoinable<DaysOfOrganisations>
    {
        private readonly Dictionary<int, (long Count, int Organisation, bool AreSeveral)> days = [];

        public void Visit(in Cell cell, int kind)
        {
            if (cell.Count > 0)
            {
                ref var day = ref CollectionsMarshal.GetValueRefOrAddDefault(days, DayOf(cell.Key), out var known);
                day = (day.Count + cell.Count, cell.Organisation, known && (day.AreSeveral || day.Organisation != cell.Organisation));
            }
        }

        public void EndOfPlace()
        {
        }

        public void Join(DaysOfOrganisations other)
        {
            foreach (var (number, more) in other.days)
            {
                ref var day = ref CollectionsMarshal.GetValueRefOrAddDefault(days, number, out var known);
                day = known ? (day.Count + more.Count, day.Organisation, day.AreSeveral || more.AreSeveral || day.Organisation != more.Organisation) : more;
            }
        }

        public IReadOnlyList<LocalDate> Several(int fewerThan) =>
            [.. days.Where(d => d.Value.AreSeveral && d.Value.Count < fewerThan).Select(d => Unpacked(d.Key))];
    }
}

/// <summary>0, 1, 2 and so on, from one array for all: as ever new ones they would be large objects.</summary>
file static class FirstNumbers
{
    private static int[] longest = [];

    public static ArraySegment<int> Of(int count)
    {
        var known = Volatile.Read(ref longest);
        if (known.Length < count)
        {
            Volatile.Write(ref longest, known = [.. Enumerable.Range(0, count)]);
        }

        return new ArraySegment<int>(known, 0, count);
    }
}
