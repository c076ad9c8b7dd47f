using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Bookings;

/// <summary>
/// After a restore: the reminders due since the backup was written may have left then, so none of them leaves again. Answers how
/// many were due.
/// </summary>
[AllowedTo(Permission.OperateInstance)]
public sealed record SkipDueReminders : ICommand<int>;

internal sealed class SkipDueRemindersHandler(RepairNetDb db, IClock clock) : IRequestHandler<SkipDueReminders, int>
{
    public async Task<int> Handle(SkipDueReminders request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var due = await db.Bookings.Where(b => b.ReminderAt != null && b.ReminderAt <= now).ToListAsync(cancellationToken);
        due.ForEach(b => b.SkipReminder());
        return due.Count;
    }
}
