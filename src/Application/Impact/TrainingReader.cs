using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Impact;

/// <summary>What one session came to, before anything is merged: for whoever decides what is shown.</summary>
internal sealed record TrainingTally(Trade Trade, OrganisationId Centre, TrainingFigures Figures, IReadOnlyDictionary<FollowUp, long> Answers);

/// <summary>
/// The one calculation of what courses came to, for the dashboard, the report, the files and the API: sessions that are over and were not called off, of
/// courses the public could see, in two queries whatever their number.
/// </summary>
internal sealed class TrainingReader(RepairNetDb db, IClock clock)
{
    /// <param name="index">The territories.</param>
    /// <param name="territory">Where they were held; at a distance, where the centre is.</param>
    /// <param name="from">First local day on which they ended.</param>
    /// <param name="to">Last one, included.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<TrainingTally>> TallyAsync(TerritoryIndex index, TerritoryKey territory, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var over = db.CourseSessions.AsNoTracking().Where(s => s.EndsOn >= from && s.EndsOn <= to && s.End <= now && s.CancelledAt == null
            && db.Courses.Any(c => c.Id == s.CourseId && c.Status != CourseStatus.Draft) && db.Organisations.Any(o => o.Id == s.OrganisationId && o.Status != OrganisationStatus.Pending));
        if (territory != TerritoryKey.France)
        {
            var communes = index.CodesOf(territory).ToArray();
            over = over.Where(s => communes.Contains(s.CommuneCode));
        }

        var sessions = await over.Join(db.Courses, s => s.CourseId, c => c.Id, (s, c) => new { Session = s, c.Trade }).ToListAsync(cancellationToken);
        var seats = (await (
            from e in db.Enrolments.AsNoTracking()
            where e.Status == EnrolmentStatus.Accepted && over.Any(s => s.Id == e.SessionId)
            group e by new { e.SessionId, e.Attended, IsCertified = e.CertifiedAt != null, IsAsked = e.FollowUpAskedAt != null, e.FollowUp, IsIntroduced = e.Introductions > 0, IsWelcomed = e.WelcomedAt != null } into same
            select new { same.Key, People = same.Count() }).ToListAsync(cancellationToken))
            .ToLookup(r => r.Key.SessionId, r => new SeatOutcome(r.Key.Attended, r.Key.IsCertified, r.Key.IsAsked, r.Key.FollowUp, r.Key.IsIntroduced, r.Key.IsWelcomed, r.People));
        return
        [
            .. sessions.Select(s =>
            {
                SeatOutcome[] own = [.. seats[s.Session.Id]];
                return new TrainingTally(
                    s.Trade, s.Session.OrganisationId, TrainingFigures.Of(s.Session, own),
                    own.Where(o => o.Answer is not null).GroupBy(o => o.Answer!.Value).ToDictionary(g => g.Key, g => g.Sum(o => (long)o.People)));
            }),
        ];
    }
}
