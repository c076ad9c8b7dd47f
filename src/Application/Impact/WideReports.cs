using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Impact;

/// <summary>A report of very many communes.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Index">The territories it was made of.</param>
/// <param name="Cut">What its parts come from.</param>
/// <param name="Report">The report.</param>
internal sealed record WideReport(GetImpact Request, TerritoryIndex Index, CommunesCut Cut, ImpactReport Report);

/// <summary>
/// The last reports of very many communes, kept while such are asked for: to name, sort and write tens of thousands of parts takes longer than to add them
/// up, and from one question to the next nearly all are the same. Few, and not for long: each takes some ten megabytes.
/// </summary>
internal sealed class WideReports : IDisposable
{
    /// <summary>The years that people put side by side.</summary>
    private const int Most = 6;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly Lock gate = new();
    private readonly ITimer forget;

    /// <summary>The one asked for last is the last.</summary>
    private readonly List<WideReport> reports = new(Most);

    public WideReports(TimeProvider time) => forget = time.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The report of this request, of the same territories; what it tells may have changed since.</summary>
    public WideReport? Find(GetImpact request, TerritoryIndex index)
    {
        lock (gate)
        {
            return reports.Find(r => r.Request == request && r.Index == index);
        }
    }

    /// <summary>Keeps a report, if it is of very many parts, unless a later one of the same request is kept already.</summary>
    public void Keep(WideReport report)
    {
        if (!report.Report.IsWide)
        {
            return;
        }

        lock (gate)
        {
            var same = reports.FindIndex(r => r.Request == report.Request);
            if (same >= 0)
            {
                report = reports[same].Index == report.Index && reports[same].Cut.Places.Version > report.Cut.Places.Version ? reports[same] : report;
                reports.RemoveAt(same);
            }
            else if (reports.Count == Most)
            {
                reports.RemoveAt(0);
            }

            reports.Add(report);
            forget.Change(Kept, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => forget.Dispose();

    private void Forget()
    {
        lock (gate)
        {
            reports.Clear();
        }
    }
}
