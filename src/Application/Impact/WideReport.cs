using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Impact;

/// <summary>
/// The last report of very many communes, kept while it is asked for and nothing in it changed: to name, sort and write tens of thousands of parts takes
/// longer than to add them up. Only one, and not for long: it takes tens of megabytes.
/// </summary>
internal sealed class WideReport : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly ITimer forget;
    private volatile Answer? latest;

    public WideReport(TimeProvider time) => forget = time.CreateTimer(_ => latest = null, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The report of this request, if it was made of the same territories and of the cube at this version.</summary>
    public ImpactReport? Find(GetImpact request, TerritoryIndex index, long version)
    {
        if (latest is not { } answer || answer.Request != request || answer.Index != index || answer.Version != version)
        {
            return null;
        }

        forget.Change(Kept, Timeout.InfiniteTimeSpan);
        return answer.Report;
    }

    public void Keep(GetImpact request, TerritoryIndex index, long version, ImpactReport report)
    {
        if (report.IsWide)
        {
            latest = new Answer(request, index, version, report);
            forget.Change(Kept, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => forget.Dispose();

    private sealed record Answer(GetImpact Request, TerritoryIndex Index, long Version, ImpactReport Report);
}
