using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Training;

/// <summary>The sessions to come of a territory, soonest first: what a calendar follows. At a distance, those of centres there.</summary>
/// <param name="Territory">Key of the territory.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record GetSessionsToCome(string? Territory) : IQuery<OneOf<SessionsToCome, NotFound>>;

/// <param name="Sessions">With the title and the last part of the address of their course; at most <see cref="Most"/>.</param>
public sealed record SessionsToCome(TerritoryKey Territory, IReadOnlyList<(string CourseTitle, string CourseSlug, SessionView Session)> Sessions)
{
    public const int Most = 500;
}

internal sealed class GetSessionsToComeValidator : AbstractValidator<GetSessionsToCome>
{
    public GetSessionsToComeValidator() => RuleFor(r => r.Territory).NotEmpty().WithMessage("Donnez un territoire. Exemple : commune:38185");
}

internal sealed class GetSessionsToComeHandler(RepairNetDb db, CourseReader reader, ITerritories territories, IClock clock) : IRequestHandler<GetSessionsToCome, OneOf<SessionsToCome, NotFound>>
{
    public async Task<OneOf<SessionsToCome, NotFound>> Handle(GetSessionsToCome request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory)
        {
            return new NotFound();
        }

        var (now, courses) = (clock.GetCurrentInstant(), reader.NotRefusedFrom(reader.Public(), territory, index));
        var sessions = db.CourseSessions.Where(s => s.End > now && s.CancelledAt == null && courses.Any(c => c.Id == s.CourseId));
        if (territory != TerritoryKey.France)
        {
            var communes = index.CodesOf(territory).ToArray();
            sessions = sessions.Where(s => communes.Contains(s.CommuneCode));
        }

        var ids = await sessions.OrderBy(s => s.Start).ThenBy(s => s.Id).Take(SessionsToCome.Most).Select(s => new { s.Id, s.CourseId }).ToListAsync(cancellationToken);
        var (own, of) = (ids.Select(i => i.Id).ToArray(), ids.Select(i => i.CourseId).Distinct().ToArray());
        var views = await reader.SessionsAsync(db.CourseSessions.Where(s => own.Contains(s.Id)), inside: false, SessionsToCome.Most, cancellationToken);
        var names = await db.Courses.AsNoTracking().Where(c => of.Contains(c.Id)).Select(c => new { c.Id, c.Title, c.Slug }).ToDictionaryAsync(c => c.Id, cancellationToken);
        return new SessionsToCome(territory, [.. views.Select(v => (names[v.CourseId].Title, names[v.CourseId].Slug, v))]);
    }
}
