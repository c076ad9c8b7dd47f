using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Training;

/// <inheritdoc cref="IPersonEnrolments"/>
internal sealed class PersonEnrolments(RepairNetDb db, SessionSeats seats, IClock clock) : IPersonEnrolments
{
    public async Task EraseAsync(IReadOnlyCollection<EnrolmentId> enrolments, CancellationToken cancellationToken)
    {
        foreach (var id in enrolments.OrderBy(id => id.Value))
        {
            if (await seats.HoldAsync(db.Enrolments.Where(e => e.Id == id), cancellationToken) is not { } held)
            {
                continue;
            }

            var (enrolment, session) = held;
            var now = clock.GetCurrentInstant();
            var hadSeat = enrolment.Seat is not null;
            if (now < session.End)
            {
                enrolment.Withdraw(now);
            }

            enrolment.Erase(now);
            await db.SaveChangesAsync(cancellationToken);
            await db.EnrolmentCalls.Where(c => c.EnrolmentId == id).ExecuteDeleteAsync(cancellationToken);
            await db.MediatedEnrolments.Where(m => m.EnrolmentId == id).ExecuteDeleteAsync(cancellationToken);
            if (hadSeat && enrolment.Seat is null)
            {
                await seats.OfferFreeAsync(session, cancellationToken);
            }
        }
    }
}
