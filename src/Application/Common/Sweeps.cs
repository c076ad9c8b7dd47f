namespace RepairNet.Application.Common;

/// <summary>
/// Work found by a query, « due and not done »: safe to run at any moment, twice, and on several nodes. The sweeps run every
/// minute where pages are served, and soon after the bell is rung; whatever a crash dropped, the next run finds again.
/// </summary>
public interface ISweep
{
    /// <param name="stopping">Raised when the program stops: finish the piece in hand and leave the rest.</param>
    Task SweepAsync(CancellationToken stopping);
}

/// <summary>Asks for a sweep now rather than at the next minute. Ring it after the commit (<see cref="AfterCommit"/>).</summary>
public interface ISweepBell
{
    /// <summary>Runs the sweep once within about a second, however often it is rung meanwhile. Where no pages are served, nothing.</summary>
    void Ring<TSweep>() where TSweep : ISweep;
}
