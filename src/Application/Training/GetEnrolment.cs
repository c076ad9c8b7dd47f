using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>A request for a seat, for whoever holds its link. The link answers until a year after the session: the certificate and the question that comes later are behind it.</summary>
[AllowedTo(Permission.FindCourses)]
public sealed record GetEnrolment(string Secret) : IQuery<OneOf<EnrolmentView, NotFound>>;

internal sealed class GetEnrolmentHandler(EnrolmentLinks links, EnrolmentViews views) : IRequestHandler<GetEnrolment, OneOf<EnrolmentView, NotFound>>
{
    public async Task<OneOf<EnrolmentView, NotFound>> Handle(GetEnrolment request, CancellationToken cancellationToken) =>
        await links.Opens(request.Secret).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } enrolment ? await views.OfAsync(enrolment, cancellationToken) : new NotFound();
}

/// <summary>What the secrets of links open.</summary>
internal sealed class EnrolmentLinks(RepairNetDb db, IClock clock)
{
    /// <summary>How long a link answers once the session is over.</summary>
    private static readonly Duration Lasts = Duration.FromDays(366);

    /// <summary>Requests whose links answer now.</summary>
    public IQueryable<Enrolment> Answering
    {
        get
        {
            var since = clock.GetCurrentInstant() - Lasts;
            return db.Enrolments.Where(e => e.ErasedAt == null && db.CourseSessions.Any(s => s.Id == e.SessionId && s.End > since));
        }
    }

    /// <summary>The request this secret opens now, if any.</summary>
    public IQueryable<Enrolment> Opens(string secret)
    {
        var hash = BookingSecrets.Hash(secret);
        return Answering.Where(e => e.SecretHash == hash);
    }
}
