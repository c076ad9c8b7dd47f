using System.Buffers;
using System.Runtime.InteropServices;

namespace RepairNet.Application.Impact;

/// <summary>Sums by figure, of one part after the other. Not for several at once.</summary>
/// <param name="figures">How many figures there are.</param>
internal sealed class FigureSums(int figures)
{
    private readonly (long Count, long MassMg, bool IsMade)[] sums = new (long, long, bool)[figures];
    private readonly bool[] everMade = new bool[figures];
    private readonly List<int> made = [];

    /// <summary>Those of this part, in the order they came.</summary>
    public IReadOnlyList<int> Made => made;

    /// <summary>Those of any part so far.</summary>
    public IEnumerable<int> EverMade => Enumerable.Range(0, everMade.Length).Where(f => everMade[f]);

    public (long Count, long MassMg) this[int figure] => (sums[figure].Count, sums[figure].MassMg);

    public void Add(int figure, long count, long massMg)
    {
        ref var sum = ref sums[figure];
        if (!sum.IsMade)
        {
            (sum.IsMade, everMade[figure]) = (true, true);
            made.Add(figure);
        }

        sum.Count += count;
        sum.MassMg += massMg;
    }

    public void AddTo(FigureSums others)
    {
        foreach (var figure in made)
        {
            others.Add(figure, sums[figure].Count, sums[figure].MassMg);
        }
    }

    /// <summary>Begins with another part.</summary>
    public void Clear()
    {
        foreach (var figure in made)
        {
            sums[figure] = default;
        }

        made.Clear();
    }
}

/// <summary>
/// What there is to add up, part by part. The sums of a few parts are made at once; of more, what comes is kept, and added up at the end, one part after
/// the other: the sums of one part are in the nearest memory together, those of all the days of a year are not. Not for several at once; what it took is
/// given back in the end.
/// </summary>
/// <param name="figures">How many figures there are.</param>
internal sealed class PartSums(int figures) : IDisposable
{
    /// <summary>Parts whose sums are made at once.</summary>
    private const int Few = 24;

    /// <summary>What another part takes at a time, so that what is next to each other is read together.</summary>
    private const int OfRun = 8;
    private const int OfShelf = 1 << 11;

    private readonly List<FigureSums> few = [];

    /// <summary>Runs in the order they were taken; the first is nobody's.</summary>
    private readonly List<Shelf> shelves = [];
    private int runs = 1;

    /// <summary>Of a part, where its last run ends so far; of one of the few, its sums, as the complement of their place.</summary>
    private readonly Dictionary<int, int> ends = [];
    private readonly List<PartSums> joined = [];

    /// <summary>Numbers of the parts.</summary>
    public IEnumerable<int> Parts => joined.Aggregate(ends.Keys.AsEnumerable(), (parts, other) => parts.Union(other.Parts));

    /// <summary>How many things are still to be added up: about, and never fewer.</summary>
    public int Count => few.Sum(sums => sums.Made.Count) + (runs * OfRun) + joined.Sum(other => other.Count);

    public void Add(int part, int figure, long count, long massMg)
    {
        ref var end = ref CollectionsMarshal.GetValueRefOrAddDefault(ends, part, out var known);
        if (!known && few.Count < Few)
        {
            end = ~few.Count;
            few.Add(new FigureSums(figures));
        }

        if (end < 0)
        {
            few[~end].Add(figure, count, massMg);
            return;
        }

        if (end % OfRun == 0)
        {
            end = NewRun(after: end);
        }

        shelves[end / OfRun / OfShelf].Things[end % (OfRun * OfShelf)] = new Thing(figure, count, massMg);
        end++;
    }

    /// <summary>Adds all that was added to another, which is given back with this one.</summary>
    public void Join(PartSums other) => joined.Add(other);

    /// <summary>Adds up one part.</summary>
    public void AddUp(int part, FigureSums sums)
    {
        var end = ends.GetValueOrDefault(part);
        if (end < 0)
        {
            few[~end].AddTo(sums);
        }

        while (end > 0)
        {
            var (shelf, run) = (shelves[(end - 1) / OfRun / OfShelf], (end - 1) / OfRun % OfShelf);
            foreach (ref readonly var thing in shelf.Things.AsSpan(run * OfRun, ((end - 1) % OfRun) + 1))
            {
                sums.Add(thing.Figure, thing.Count, thing.MassMg);
            }

            end = shelf.Before[run];
        }

        foreach (var other in joined)
        {
            other.AddUp(part, sums);
        }
    }

    public void Dispose()
    {
        foreach (var shelf in shelves)
        {
            ArrayPool<Thing>.Shared.Return(shelf.Things);
            ArrayPool<int>.Shared.Return(shelf.Before);
        }

        shelves.Clear();
        joined.ForEach(other => other.Dispose());
    }

    private int NewRun(int after)
    {
        if (runs / OfShelf == shelves.Count)
        {
            shelves.Add(new Shelf(ArrayPool<Thing>.Shared.Rent(OfRun * OfShelf), ArrayPool<int>.Shared.Rent(OfShelf)));
        }

        shelves[runs / OfShelf].Before[runs % OfShelf] = after;
        return OfRun * runs++;
    }

    private readonly record struct Thing(int Figure, long Count, long MassMg);

    /// <param name="Things">Run after run.</param>
    /// <param name="Before">Of each run, where the one before of the same part ends; 0 where it is the first.</param>
    private readonly record struct Shelf(Thing[] Things, int[] Before);
}
