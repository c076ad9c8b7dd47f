using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>
/// People introduced to an organisation, as long as they agree: those who wait for an answer, then those it welcomed. Whoever took their consent back,
/// and whoever it said no to, is not among them.
/// </summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record GetIntroductions(OrganisationId Organisation) : IQuery<OneOf<IReadOnlyList<IntroducedPerson>, NotFound>>;

/// <param name="CertificateNumber">In groups of four; null where none was given.</param>
/// <param name="At">When they were introduced.</param>
/// <param name="WelcomedAt">When they were welcomed; null while they wait.</param>
public sealed record IntroducedPerson(
    EnrolmentId Id, Contact Contact, string CourseTitle, string CourseSlug, Trade Trade, string CentreName, LocalDate EndedOn, string? CertificateNumber, LocalDate At, LocalDate? WelcomedAt)
{
    public bool Waits => WelcomedAt is null;
}

internal sealed class GetIntroductionsHandler(RepairNetDb db, ICurrentActor currentActor, IDateTimeZoneProvider zones) : IRequestHandler<GetIntroductions, OneOf<IReadOnlyList<IntroducedPerson>, NotFound>>
{
    /// <summary>People shown, the latest first: nobody welcomes as many.</summary>
    private const int Most = 200;

    public async Task<OneOf<IReadOnlyList<IntroducedPerson>, NotFound>> Handle(GetIntroductions request, CancellationToken cancellationToken)
    {
        if (!(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepAgenda, request.Organisation))
        {
            return new NotFound();
        }

        var rows = await (
            from e in db.Enrolments.AsNoTracking()
            where e.IntroducedTo == request.Organisation && e.AgreesToIntroduction && (e.Introduction == Introduction.Waiting || e.Introduction == Introduction.Welcomed)
            join s in db.CourseSessions on e.SessionId equals s.Id
            join c in db.Courses on s.CourseId equals c.Id
            join o in db.Organisations on s.OrganisationId equals o.Id
            orderby e.IntroducedAt descending, e.Id
            select new { Enrolment = e, c.Title, c.Slug, c.Trade, Centre = o.Name, s.EndsOn, s.TimeZone }).Take(Most).ToListAsync(cancellationToken);
        return rows
            .Select(r => new IntroducedPerson(
                r.Enrolment.Id, r.Enrolment.Contact, r.Title, r.Slug, r.Trade, r.Centre, r.EndsOn, Certificates.Written(r.Enrolment.CertificateNumber), On(r.Enrolment.IntroducedAt!.Value, r.TimeZone),
                r.Enrolment.Introduction == Introduction.Welcomed ? On(r.Enrolment.WelcomedAt!.Value, r.TimeZone) : null))
            .OrderBy(p => !p.Waits).ToList();

        LocalDate On(Instant instant, string zone) => instant.InZone(zones[zone]).Date;
    }
}
