namespace RepairNet.Application.Common;

/// <summary>Something kept in memory that is read once pages are served, so that nobody waits for it; whoever comes first reads it else.</summary>
public interface IReadAhead
{
    /// <summary>Whether the home page asks for it: it is read while the program begins to listen, and not some seconds later.</summary>
    bool IsOnHomePage => false;

    Task ReadAheadAsync(CancellationToken cancellationToken);
}
