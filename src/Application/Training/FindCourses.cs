using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>How a course may be paid.</summary>
public enum CourseFunding
{
    /// <summary>It costs nothing.</summary>
    Free,
    /// <summary>A personal training account pays for it.</summary>
    Cpf,
}

/// <summary>Published courses of approved centres. Those with a session to come are first, soonest first.</summary>
/// <param name="Territory">Key of a territory: courses held there, or of a centre there. At a distance, those of centres there.</param>
/// <param name="Near">INSEE code of a commune to look around, with <paramref name="RadiusKm"/>; courses at a distance are kept.</param>
/// <param name="RadiusKm">1 to 100 km.</param>
/// <param name="From">Only with a session that ends on this day or later.</param>
/// <param name="Text">Words, each of which begins a word of its title, summary or objectives.</param>
/// <param name="Take">How many to give, 1 to 100.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record FindCourses(
    string? Territory = null, string? Near = null, int RadiusKm = 25, Trade? Trade = null, CourseLevel? Level = null, CourseKind? Kind = null, CourseFunding? Funding = null, LocalDate? From = null, string? Text = null,
    OrganisationId? Centre = null, int Skip = 0, int Take = 20)
    : IQuery<OneOf<CoursesFound, NotFound>>;

/// <param name="More">Whether others follow.</param>
public sealed record CoursesFound(IReadOnlyList<CourseCard> Items, bool More);

internal sealed class FindCoursesHandler(RepairNetDb db, CourseReader reader, ITerritories territories, IClock clock) : IRequestHandler<FindCourses, OneOf<CoursesFound, NotFound>>
{
    private const int MostWords = 6;
    private const int MostPerCourse = 20;

    public async Task<OneOf<CoursesFound, NotFound>> Handle(FindCourses request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var today = now.InUtc().Date;
        var courses = Filtered(request, today);
        if (request.Territory is { Length: > 0 } text)
        {
            if (index.Find(text) is not { } territory)
            {
                return new NotFound();
            }

            courses = reader.In(courses, territory, index, now);
        }

        Dictionary<string, double?>? around = null;
        if (request.Near is { Length: > 0 } code)
        {
            if (index.Commune(code) is not { } commune)
            {
                return new NotFound();
            }

            around = index.CodesAround(commune, request.RadiusKm);
            string[] near = [.. around.Keys];
            courses = reader.NotRefusedFrom(courses, commune.Key, index).Where(c => c.Mode == TeachingMode.Remote
                || db.CourseSessions.Any(s => s.CourseId == c.Id && s.End > now && s.CancelledAt == null && near.Contains(s.CommuneCode))
                || (!db.CourseSessions.Any(s => s.CourseId == c.Id && s.End > now && s.CancelledAt == null) && db.Organisations.Any(o => o.Id == c.OrganisationId && near.Contains(o.CommuneCode))));
        }

        var page = await courses
            .Select(c => new { Course = c, First = db.CourseSessions.Where(s => s.CourseId == c.Id && s.End > now && s.CancelledAt == null).Min(s => (LocalDate?)s.StartsOn), Centre = db.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => o.Name).First() })
            .OrderBy(r => r.First == null).ThenBy(r => r.First).ThenBy(r => r.Course.Slug)
            .Skip(request.Skip).Take(request.Take + 1).ToListAsync(cancellationToken);
        var ids = page.Take(request.Take).Select(r => r.Course.Id).ToList();
        var sessions = (await reader.SessionsAsync(db.CourseSessions.Where(s => ids.Contains(s.CourseId) && s.End > now && s.CancelledAt == null), inside: false, request.Take * MostPerCourse, cancellationToken)).ToLookup(s => s.CourseId);
        return new CoursesFound(
            [
                .. page.Take(request.Take).Select(r =>
                {
                    var (c, planned) = (r.Course, sessions[r.Course.Id].ToList());
                    var near = around is null ? [] : planned.Where(s => around.ContainsKey(s.CommuneCode)).ToList();
                    return new CourseCard(
                        c.Id, c.Slug, c.Title, c.Summary, c.Kind, c.Trade, c.Level, c.Mode, c.Minutes, c.Price, c.TakesCpfOn(today), r.Centre,
                        near.FirstOrDefault(s => s.TakesRequests) ?? near.FirstOrDefault() ?? planned.FirstOrDefault(s => s.TakesRequests) ?? planned.FirstOrDefault(),
                        planned.Count,
                        near.Count == 0 || c.Mode == TeachingMode.Remote ? null : near.Min(s => around![s.CommuneCode]));
                }),
            ],
            page.Count > request.Take);
    }

    private IQueryable<Course> Filtered(FindCourses request, LocalDate today)
    {
        var courses = reader.Public();
        courses = request.Trade is { } trade ? courses.Where(c => c.Trade == trade) : courses;
        courses = request.Level is { } level ? courses.Where(c => c.Level == level) : courses;
        courses = request.Kind is { } kind ? courses.Where(c => c.Kind == kind) : courses;
        courses = request.Centre is { } centre ? courses.Where(c => c.OrganisationId == centre) : courses;
        courses = request.Funding switch
        {
            CourseFunding.Free => courses.Where(c => c.PriceCents == 0),
            CourseFunding.Cpf => courses.Where(c => c.TakesCpf && c.IsQualiopi && c.CertifiedUntil >= today),
            _ => courses,
        };
        if (request.From is { } from)
        {
            courses = courses.Where(c => db.CourseSessions.Any(s => s.CourseId == c.Id && s.EndsOn >= from && s.CancelledAt == null));
        }

        foreach (var word in Slug.Fold(request.Text ?? "").Split('-', StringSplitOptions.RemoveEmptyEntries).Take(MostWords))
        {
            var begins = "-" + word;
            courses = courses.Where(c => c.SearchText.Contains(begins));
        }

        return courses;
    }
}
