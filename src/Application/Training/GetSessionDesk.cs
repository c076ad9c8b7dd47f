using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>A session as its centre sees it: everybody who asked for a seat, and what was written to them.</summary>
[AllowedTo(Permission.ReadCourses)]
public sealed record GetSessionDesk(CourseSessionId Id) : IQuery<OneOf<SessionDesk, NotFound>>;

/// <param name="People">Those to answer first, then those accepted by name, then those in line in their order, then the rest.</param>
/// <param name="Notes">What was written to those enrolled, the latest first.</param>
/// <param name="Workshops">Organisations nearby that take apprentices, nearest first; not looked for where nobody may be introduced.</param>
public sealed record SessionDesk(CourseView Course, SessionView Session, IReadOnlyList<DeskEnrolment> People, IReadOnlyList<DeskNote> Notes, IReadOnlyList<NearbyWorkshop> Workshops)
{
    /// <summary>Who came and agrees to be introduced, by name.</summary>
    public IEnumerable<DeskEnrolment> Willing => Accepted.Where(p => p is { AgreesToIntroduction: true, Attended: not 0 });

    /// <summary>Who has a seat for good, by name.</summary>
    public IEnumerable<DeskEnrolment> Accepted => People.Where(p => p.Status == EnrolmentStatus.Accepted);
}

/// <param name="Attended">A bit for each meeting, in their order.</param>
/// <param name="IntroducedToName">Name of the organisation they were introduced to.</param>
/// <param name="HasLink">Whether their link still answers.</param>
public sealed record DeskEnrolment(
    EnrolmentId Id, Contact Contact, EnrolmentStatus Status, Instant CreatedAt, string? Reason, string? CentreWords, string? Answer, Instant? HeldUntil, long Attended, string? CertificateNumber, bool AgreesToIntroduction,
    Introduction Introduction, OrganisationId? IntroducedTo, string? IntroducedToName, bool HasLink)
{
    public bool CameTo(int meeting) => (Attended & (1L << meeting)) != 0;
}

public sealed record DeskNote(int Number, string Subject, string Text, Instant WrittenAt);

internal sealed class GetSessionDeskHandler(RepairNetDb db, CourseReader reader, EnrolmentLinks links, Apprenticeships apprenticeships, ICurrentActor currentActor) : IRequestHandler<GetSessionDesk, OneOf<SessionDesk, NotFound>>
{
    /// <summary>People of one session shown: many times its seats.</summary>
    private const int MostPeople = 2000;

    public async Task<OneOf<SessionDesk, NotFound>> Handle(GetSessionDesk request, CancellationToken cancellationToken)
    {
        var session = (await reader.SessionsAsync(db.CourseSessions.Where(s => s.Id == request.Id), inside: true, 1, cancellationToken)).SingleOrDefault();
        if (session is null
            || await db.Courses.AsNoTracking().SingleAsync(c => c.Id == session.CourseId, cancellationToken) is not { } course
            || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.ReadCourses, course.OrganisationId))
        {
            return new NotFound();
        }

        var centre = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == course.OrganisationId, cancellationToken);
        var people = await db.Enrolments.AsNoTracking().Where(e => e.SessionId == request.Id).OrderBy(e => e.CreatedAt).ThenBy(e => e.Id).Take(MostPeople).ToListAsync(cancellationToken);
        var answering = (await links.Answering.Where(e => e.SessionId == request.Id).Select(e => e.Id).ToListAsync(cancellationToken)).ToHashSet();
        OrganisationId[] introducedTo = [.. people.Where(e => e.IntroducedTo is not null).Select(e => e.IntroducedTo!.Value).Distinct()];
        var names = introducedTo.Length == 0 ? [] : await db.Organisations.AsNoTracking().Where(o => introducedTo.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancellationToken);
        var notes = await db.SessionNotes.AsNoTracking().Where(n => n.SessionId == request.Id).OrderByDescending(n => n.Number).Select(n => new DeskNote(n.Number, n.Subject, n.Text, n.WrittenAt)).ToListAsync(cancellationToken);
        return new SessionDesk(
            await reader.ViewAsync(course, centre, inside: true, cancellationToken),
            session,
            [
                .. people.OrderBy(e => Rank(e.Status)).ThenBy(e => e.Status == EnrolmentStatus.Accepted ? e.Contact.Name : "", StringComparer.CurrentCultureIgnoreCase)
                    .Select(e => new DeskEnrolment(e.Id, e.Contact, e.Status, e.CreatedAt, e.Reason, e.CentreWords, e.Answer, e.HeldUntil, e.Attended, Certificates.Written(e.CertificateNumber), e.AgreesToIntroduction, e.Introduction, e.IntroducedTo, e.IntroducedTo is { } to ? names.GetValueOrDefault(to) : null, answering.Contains(e.Id))),
            ],
            notes,
            people.Exists(e => e is { AgreesToIntroduction: true, HasCome: true, IsIntroduced: false }) ? await apprenticeships.AroundAsync(session, cancellationToken) : []);
    }

    private static int Rank(EnrolmentStatus status) => status switch
    {
        EnrolmentStatus.Requested => 0,
        EnrolmentStatus.Asked => 1,
        EnrolmentStatus.Accepted => 2,
        EnrolmentStatus.Offered => 3,
        EnrolmentStatus.Waiting => 4,
        EnrolmentStatus.Refused => 5,
        EnrolmentStatus.Withdrawn => 6,
        EnrolmentStatus.Expired => 7,
    };
}
