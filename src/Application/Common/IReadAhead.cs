namespace RepairNet.Application.Common;

/// <summary>Something kept in memory that is read once pages are served, so that nobody waits for it; whoever comes first reads it else.</summary>
public interface IReadAhead
{
    Task ReadAheadAsync(CancellationToken cancellationToken);
}
