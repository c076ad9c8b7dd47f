using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>A certificate of attendance, for whoever was given its number: it proves itself.</summary>
/// <param name="Number">However it is typed.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record GetCertificate(string Number) : IQuery<OneOf<CertificateView, NotFound>>;

/// <param name="Number">In groups of four.</param>
/// <param name="Minutes">Attended.</param>
/// <param name="Meetings">Attended, in order.</param>
public sealed record CertificateView(string Number, string Name, CourseView Course, SessionView Session, IReadOnlyList<Meeting> Meetings, int Minutes, Instant GivenAt);

internal sealed class GetCertificateHandler(RepairNetDb db, CourseReader reader) : IRequestHandler<GetCertificate, OneOf<CertificateView, NotFound>>
{
    public async Task<OneOf<CertificateView, NotFound>> Handle(GetCertificate request, CancellationToken cancellationToken)
    {
        if (Certificates.Read(request.Number) is not { } number || await db.Enrolments.AsNoTracking().SingleOrDefaultAsync(e => e.CertificateNumber == number, cancellationToken) is not { } enrolment)
        {
            return new NotFound();
        }

        var session = (await reader.SessionsAsync(db.CourseSessions.Where(s => s.Id == enrolment.SessionId), inside: false, 1, cancellationToken))[0];
        var course = await db.Courses.AsNoTracking().SingleAsync(c => c.Id == session.CourseId, cancellationToken);
        var centre = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == course.OrganisationId, cancellationToken);
        Meeting[] came = [.. session.Meetings.Where((_, i) => enrolment.HasAttended(i))];
        return new CertificateView(Certificates.Written(number)!, enrolment.Contact.Name, await reader.ViewAsync(course, centre, inside: false, cancellationToken), session, came, came.Sum(m => m.Minutes), enrolment.CertifiedAt!.Value);
    }
}
