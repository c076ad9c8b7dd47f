using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>The seats that the sender asked for, for others, and what the centres answered; the last first. Those of colleagues stay theirs.</summary>
[AllowedTo(Permission.MediateBookings)]
public sealed record GetMediatedEnrolments : IQuery<IReadOnlyList<MediatedSeat>>
{
    public const int Most = 100;
}

/// <summary>A seat asked for, for someone.</summary>
/// <param name="CentreWords">What the centre asked, or why it refused.</param>
public sealed record MediatedSeat(EnrolmentId Id, EnrolmentStatus Status, Contact Contact, string CourseTitle, string CourseSlug, SessionView Session, string CentreName, string? CentrePhone, string? CentreWords, Instant? HeldUntil);

internal sealed class GetMediatedEnrolmentsHandler(RepairNetDb db, CourseReader reader, ICurrentActor currentActor, IClock clock) : IRequestHandler<GetMediatedEnrolments, IReadOnlyList<MediatedSeat>>
{
    /// <summary>How long after a session they are still shown.</summary>
    private static readonly Duration After = Duration.FromDays(30);

    public async Task<IReadOnlyList<MediatedSeat>> Handle(GetMediatedEnrolments request, CancellationToken cancellationToken)
    {
        if ((await currentActor.GetAsync(cancellationToken)).Account is not { } account)
        {
            return [];
        }

        var since = clock.GetCurrentInstant() - After;
        var found = await (
            from m in db.MediatedEnrolments.AsNoTracking()
            join e in db.Enrolments.AsNoTracking() on m.EnrolmentId equals e.Id
            join s in db.CourseSessions.AsNoTracking() on e.SessionId equals s.Id
            join c in db.Courses.AsNoTracking() on s.CourseId equals c.Id
            join o in db.Organisations.AsNoTracking() on c.OrganisationId equals o.Id
            where m.AskedBy == account && e.ErasedAt == null && s.End > since
            orderby m.AskedAt descending, m.EnrolmentId descending
            select new { Enrolment = e, c.Title, c.Slug, o.Name, o.Phone }).Take(GetMediatedEnrolments.Most).ToListAsync(cancellationToken);
        var ids = found.Select(f => f.Enrolment.SessionId).Distinct().ToList();
        var sessions = ids.Count == 0 ? [] : (await reader.SessionsAsync(db.CourseSessions.Where(s => ids.Contains(s.Id)), inside: false, ids.Count, cancellationToken)).ToDictionary(s => s.Id);
        return [.. found.Select(f => new MediatedSeat(f.Enrolment.Id, f.Enrolment.Status, f.Enrolment.Contact, f.Title, f.Slug, sessions[f.Enrolment.SessionId], f.Name, f.Phone, f.Enrolment.CentreWords, f.Enrolment.HeldUntil))];
    }
}
