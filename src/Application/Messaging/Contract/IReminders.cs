using NodaTime;

namespace RepairNet.Application.Messaging.Contract;

/// <summary>What an area writes to people ahead of time. One for each thing that people are reminded of; a warning without which nothing may be taken away is none.</summary>
public interface IReminders
{
    /// <summary>Notes those that are due as sent, in the current transaction, and sends none.</summary>
    /// <returns>How many were due.</returns>
    Task<int> SkipDueAsync(Instant now, CancellationToken cancellationToken);
}
