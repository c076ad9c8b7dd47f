using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Plans a session of a course, or several alike at a regular distance.</summary>
/// <param name="Id">Made with the form it comes from, so that a form sent twice plans once; null to have one made.</param>
/// <param name="Times">How many, 1 to <see cref="MostAtOnce"/>.</param>
/// <param name="EveryDays">Days from one to the next, 1 to 366.</param>
[AllowedTo(Permission.KeepCourses)]
public sealed record PlanSessions(CourseId Course, SessionDetails Session, CourseSessionId? Id = null, int Times = 1, int EveryDays = 7) : ICommand<OneOf<SessionsPlanned, NotFound>>
{
    public const int MostAtOnce = 26;
}

/// <summary>They are planned, soonest first.</summary>
public sealed record SessionsPlanned(IReadOnlyList<CourseSessionId> Ids);

internal sealed class PlanSessionsValidator : AbstractValidator<PlanSessions>
{
    public PlanSessionsValidator()
    {
        RuleFor(s => s.Session).SetValidator(new SessionDetailsValidator()).OverridePropertyName("");
        RuleFor(s => s.Times).InclusiveBetween(1, PlanSessions.MostAtOnce).WithMessage("De 1 à 26 sessions à la fois.");
        RuleFor(s => s.EveryDays).InclusiveBetween(1, 366).WithMessage("De 1 à 366 jours d’une session à la suivante.");
    }
}

internal sealed class PlanSessionsHandler(RepairNetDb db, SessionWhere where, IRowLocks locks, ICurrentActor currentActor) : IRequestHandler<PlanSessions, OneOf<SessionsPlanned, NotFound>>
{
    public async Task<OneOf<SessionsPlanned, NotFound>> Handle(PlanSessions request, CancellationToken cancellationToken)
    {
        var course = await db.Courses.AsNoTracking().Where(c => c.Id == request.Course).Select(c => new { c.Id, c.OrganisationId }).SingleOrDefaultAsync(cancellationToken);
        if (course is null || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCourses, course.OrganisationId))
        {
            return new NotFound();
        }

        if (request.Id is { } given)
        {
            await locks.HoldNameAsync("course-session:" + given, cancellationToken);
            if (await db.CourseSessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == given, cancellationToken) is { } made)
            {
                return made.CourseId == course.Id ? new SessionsPlanned([made.Id]) : new NotFound();
            }
        }

        var (commune, zone) = await where.FindAsync(course.OrganisationId, request.Session.Place, cancellationToken);
        var ids = new List<CourseSessionId>();
        for (var i = 0; i < request.Times; i++)
        {
            var id = i == 0 && request.Id is { } first ? first : CourseSessionId.New();
            var terms = request.Session.Later(i * request.EveryDays).ToTerms();
            where.RequireToCome(terms, zone);
            db.CourseSessions.Add(new CourseSession(id, course.Id, course.OrganisationId, commune, zone, terms));
            ids.Add(id);
        }

        return new SessionsPlanned(ids);
    }
}

/// <summary>Where a session is held, and the zone its hours are told in.</summary>
internal sealed class SessionWhere(RepairNetDb db, ITerritories territories, IClock clock, IDateTimeZoneProvider zones)
{
    /// <summary>How far ahead a session is planned.</summary>
    public const int MostYears = 5;

    public static readonly string TooFarAhead = Texts.Key("Une session se prévoit cinq ans à l’avance au plus.");

    /// <exception cref="InvalidRequestException">The place is none of the centre's.</exception>
    public async Task<(string Commune, DateTimeZone Zone)> FindAsync(OrganisationId centre, PlaceId? place, CancellationToken cancellationToken)
    {
        if (place is { } id)
        {
            return await db.Places.AsNoTracking().Where(p => p.Id == id && p.OrganisationId == centre).Select(p => new { p.CommuneCode, p.TimeZone }).SingleOrDefaultAsync(cancellationToken) is { } found
                ? (found.CommuneCode, zones[found.TimeZone])
                : throw new InvalidRequestException("place", "Choisissez un des lieux du centre.");
        }

        var code = await db.Organisations.AsNoTracking().Where(o => o.Id == centre).Select(o => o.CommuneCode).SingleAsync(cancellationToken);
        return (code, zones[(await territories.GetAsync(cancellationToken)).Commune(code)?.TimeZoneId ?? Domain.Territories.TimeZones.Metropolitan]);
    }

    /// <summary>A session is planned before it is over.</summary>
    /// <exception cref="InvalidRequestException">Its last meeting is past, or years away.</exception>
    public void RequireToCome(SessionTerms terms, DateTimeZone zone)
    {
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        var last = terms.Meetings.Max(m => m.Date);
        if (last < today || last > today.PlusYears(MostYears))
        {
            throw new InvalidRequestException("meetings", last < today ? "Cette session est déjà passée." : TooFarAhead);
        }
    }
}
