using NodaTime;

namespace RepairNet.Application.Publishing;

/// <summary>Keeps the counts of the instance an hour: a page that many read never makes the database count again, nor twice at once.</summary>
internal sealed class UsageCache(IClock clock) : IDisposable
{
    private static readonly Duration Kept = Duration.FromHours(1);

    private readonly SemaphoreSlim _counting = new(1);
    private volatile UsageTable? _table;

    public void Dispose() => _counting.Dispose();

    public async Task<UsageTable> GetAsync(Func<CancellationToken, Task<UsageTable>> count, CancellationToken cancellationToken)
    {
        if (Fresh() is { } known)
        {
            return known;
        }

        await _counting.WaitAsync(cancellationToken);
        try
        {
            return Fresh() ?? (_table = await count(cancellationToken));
        }
        finally
        {
            _counting.Release();
        }
    }

    private UsageTable? Fresh() => _table is { } table && clock.GetCurrentInstant() - table.CountedAt < Kept ? table : null;
}
