using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>A centre writes down who came to which meeting, as on the signed sheet. Once the session is over it may give the certificates.</summary>
/// <param name="Attended">For each person accepted, a bit for each meeting in their order; who is left out keeps what is written.</param>
/// <param name="Certify">Whether to give a certificate to whoever came to one meeting at least.</param>
[AllowedTo(Permission.KeepCourses)]
public sealed record RecordAttendance(CourseSessionId Session, IReadOnlyDictionary<EnrolmentId, long> Attended, bool Certify) : ICommand<OneOf<AttendanceRecorded, NotOverYet, NotFound>>;

/// <param name="Certificates">Given now.</param>
public sealed record AttendanceRecorded(int Certificates);

/// <summary>Nobody attended what has not begun, and nobody is certified before the end.</summary>
public sealed record NotOverYet : IRefusal;

internal sealed class RecordAttendanceHandler(RepairNetDb db, SessionSeats seats, ICurrentActor currentActor, IClock clock) : IRequestHandler<RecordAttendance, OneOf<AttendanceRecorded, NotOverYet, NotFound>>
{
    public async Task<OneOf<AttendanceRecorded, NotOverYet, NotFound>> Handle(RecordAttendance request, CancellationToken cancellationToken)
    {
        if (await seats.HoldAsync(request.Session, cancellationToken) is not { } session || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCourses, session.OrganisationId))
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        if (session.CancelledAt is not null || now < session.Start || (request.Certify && now < session.End))
        {
            return new NotOverYet();
        }

        var people = await db.Enrolments.Where(e => e.SessionId == session.Id && e.Status == EnrolmentStatus.Accepted).ToListAsync(cancellationToken);
        var meetings = (1L << session.Meetings.Count) - 1;
        var given = 0;
        foreach (var enrolment in people)
        {
            if (request.Attended.TryGetValue(enrolment.Id, out var attended))
            {
                enrolment.Attend(attended & meetings);
            }

            if (request.Certify && enrolment is { Attended: not 0, CertificateNumber: null })
            {
                enrolment.Certify(RandomNumberGenerator.GetBytes(Enrolment.NumberLength), now);
                seats.Tell(enrolment);
                given++;
            }
        }

        return new AttendanceRecorded(given);
    }
}
