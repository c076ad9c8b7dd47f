using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Impact;

/// <summary>A report of very many communes.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Index">The territories it was made of.</param>
/// <param name="Cut">What its parts come from.</param>
/// <param name="Report">The report.</param>
internal sealed record WideReport(GetImpact Request, TerritoryIndex Index, CommunesCut Cut, ImpactReport Report);

/// <summary>
/// The last reports of very many communes, kept while such are asked for: to sort and write tens of thousands of parts takes longer than to add them up, and
/// from one question to the next nearly all are the same. Few, not for long, and none that was asked for only once: each takes some ten megabytes, and what
/// is kept without need is in the way of the collector. Kept with them are the names in them.
/// </summary>
internal sealed class WideReports : IDisposable
{
    /// <summary>The years that people put side by side.</summary>
    private const int Most = 6;

    /// <summary>Requests that are remembered until they come again.</summary>
    private const int MostAsked = 2 * Most;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly Lock gate = new();
    private readonly ITimer forget;

    /// <summary>The one asked for last is the last.</summary>
    private readonly List<WideReport> reports = new(Most);
    private readonly List<NamesInLanguage> names = [];

    /// <summary>What was asked for once lately; the last is the last.</summary>
    private readonly List<GetImpact> askedOnce = new(MostAsked);

    public WideReports(TimeProvider time) => forget = time.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The report of this request, of the same territories; what it tells may have changed since.</summary>
    public WideReport? Find(GetImpact request, TerritoryIndex index)
    {
        lock (gate)
        {
            return reports.Find(r => r.Request == request && r.Index == index);
        }
    }

    /// <summary>Keeps a report, if it is of very many parts and its request comes again, unless a later one of the same is kept already.</summary>
    public void Keep(WideReport report)
    {
        if (!report.Report.IsWide)
        {
            return;
        }

        lock (gate)
        {
            forget.Change(Kept, Timeout.InfiniteTimeSpan);
            var same = reports.FindIndex(r => r.Request == report.Request);
            if (same >= 0)
            {
                report = reports[same].Index == report.Index && reports[same].Cut.Places.Version > report.Cut.Places.Version ? reports[same] : report;
                reports.RemoveAt(same);
            }
            else if (!askedOnce.Remove(report.Request))
            {
                Add(askedOnce, report.Request, MostAsked);
                return;
            }

            Add(reports, report, Most);
        }

        static void Add<T>(List<T> last, T one, int most)
        {
            if (last.Count == most)
            {
                last.RemoveAt(0);
            }

            last.Add(one);
        }
    }

    /// <summary>The names of places by these territories, in this language.</summary>
    public PlaceNames NamesOf(TerritoryIndex index, Texts texts)
    {
        lock (gate)
        {
            forget.Change(Kept, Timeout.InfiniteTimeSpan);
            names.RemoveAll(n => n.Index != index);
            var known = names.Find(n => n.Language == texts.Language);
            if (known is null)
            {
                names.Add(known = new NamesInLanguage(index, texts.Language, new PlaceNames(code => ImpactReader.NameOf(code, index, texts))));
            }

            return known.Names;
        }
    }

    public void Dispose() => forget.Dispose();

    private void Forget()
    {
        lock (gate)
        {
            reports.Clear();
            names.Clear();
            askedOnce.Clear();
        }
    }

    private sealed record NamesInLanguage(TerritoryIndex Index, Language Language, PlaceNames Names);
}
