using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Requests for seats, for who lost their links: those that are open, and courses someone came to, where the certificate is.</summary>
internal sealed class LostEnrolments(RepairNetDb db, EnrolmentLinks enrolments, EnrolmentViews views, ITrainingLinks links, TextCatalog catalog, IClock clock) : IPersonalLinks
{
    public string Subject(Texts t) => t["Retrouver vos inscriptions"];

    public async Task<IReadOnlyList<PersonalLink>> OfAsync(string contactKey, Language language, int most, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var found = await enrolments.Answering
            .Where(e => e.ContactKey == contactKey && Enrolment.OpenStates.Contains(e.Status) && (e.Attended != 0 || db.CourseSessions.Any(s => s.Id == e.SessionId && s.End > now)))
            .AsNoTracking().OrderByDescending(e => e.CreatedAt).Take(most).ToListAsync(cancellationToken);
        var t = catalog.In(language);
        var answer = new List<PersonalLink>();
        foreach (var enrolment in found)
        {
            var view = await views.OfAsync(enrolment, cancellationToken);
            answer.Add(new PersonalLink(
                view.Contact, [(t["Intitulé"], view.CourseTitle), (t["Quand"], TrainingWords.Days(t, view.Session)), (t["Centre"], view.Centre.Name)], t["Voir mon inscription"], links.Enrolment(view.Secret, language)));
        }

        return answer;
    }
}
