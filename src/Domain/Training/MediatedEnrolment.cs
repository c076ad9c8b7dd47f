using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Training;

/// <summary>A seat that an agent asked for, for someone who came to the town hall: only who asked finds it again.</summary>
public sealed class MediatedEnrolment
{
    public MediatedEnrolment(EnrolmentId enrolment, AccountId askedBy, Instant at) => (EnrolmentId, AskedBy, AskedAt) = (enrolment, askedBy, at);

    private MediatedEnrolment()
    {
    }

    public EnrolmentId EnrolmentId { get; private set; }
    public AccountId AskedBy { get; private set; }
    public Instant AskedAt { get; private set; }
}
