using RepairNet.Domain.Common;

namespace RepairNet.Application.Training.Contract;

/// <summary>Forgets the person of requests for seats. In the current transaction.</summary>
public interface IPersonEnrolments
{
    /// <summary>Gives up what is still to come, hands the seats on, and erases who it was. Attendance stays, as a count.</summary>
    Task EraseAsync(IReadOnlyCollection<EnrolmentId> enrolments, CancellationToken cancellationToken);
}
