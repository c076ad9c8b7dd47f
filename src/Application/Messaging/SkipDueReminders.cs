using MediatR;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;

namespace RepairNet.Application.Messaging;

/// <summary>
/// After a restore: the reminders due since the backup was written may have left then, so none of them leaves again. Answers how
/// many were due.
/// </summary>
[AllowedTo(Permission.OperateInstance)]
public sealed record SkipDueReminders : ICommand<int>;

internal sealed class SkipDueRemindersHandler(IEnumerable<IReminders> reminders, IClock clock) : IRequestHandler<SkipDueReminders, int>
{
    public async Task<int> Handle(SkipDueReminders request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var skipped = 0;
        foreach (var kind in reminders)
        {
            skipped += await kind.SkipDueAsync(now, cancellationToken);
        }

        return skipped;
    }
}
