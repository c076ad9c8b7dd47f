using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>A request for a seat, as whoever made it sees it.</summary>
/// <param name="Secret">Of its link, as it is today.</param>
/// <param name="CentreWords">What the centre asked, or why it refused.</param>
/// <param name="CertificateNumber">In groups of four; null before it is given.</param>
public sealed record EnrolmentView(
    EnrolmentId Id,
    string Secret,
    EnrolmentStatus Status,
    Contact Contact,
    string Language,
    string? Reason,
    string? CentreWords,
    string? Answer,
    Instant? HeldUntil,
    bool LetGoTooOften,
    string? CertificateNumber,
    bool AgreesToIntroduction,
    bool IsFollowUpAsked,
    FollowUp? FollowUp,
    IntroductionView? Introduction,
    string CourseTitle,
    string CourseSlug,
    SessionView Session,
    CentreView Centre);

/// <summary>To whom someone was introduced.</summary>
/// <param name="State">What it answered.</param>
/// <param name="At">Local day on which they were introduced.</param>
public sealed record IntroductionView(Introduction State, string Name, string CommuneName, string? Email, string? Phone, LocalDate At);

/// <summary>Makes them.</summary>
internal sealed class EnrolmentViews(RepairNetDb db, CourseReader reader, EnrolmentSecrets secrets, ITerritories territories)
{
    public async Task<EnrolmentView> OfAsync(Enrolment enrolment, CancellationToken cancellationToken)
    {
        var session = (await reader.SessionsAsync(db.CourseSessions.Where(s => s.Id == enrolment.SessionId), inside: false, 1, cancellationToken))[0];
        var course = await db.Courses.AsNoTracking().SingleAsync(c => c.Id == session.CourseId, cancellationToken);
        var centre = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == course.OrganisationId, cancellationToken);
        var view = await reader.ViewAsync(course, centre, inside: false, cancellationToken);
        return new EnrolmentView(
            enrolment.Id, secrets.SecretOf(enrolment), enrolment.Status, enrolment.Contact, enrolment.Language, enrolment.Reason, enrolment.CentreWords, enrolment.Answer, enrolment.HeldUntil,
            enrolment.Status == EnrolmentStatus.Expired && enrolment.Unanswered >= Enrolment.MostUnanswered, Certificates.Written(enrolment.CertificateNumber), enrolment.AgreesToIntroduction,
            enrolment.FollowUpAskedAt is not null, enrolment.FollowUp, await IntroductionAsync(enrolment, session.Zone, cancellationToken), course.Title, course.Slug, session, view.Centre);
    }

    private async Task<IntroductionView?> IntroductionAsync(Enrolment enrolment, DateTimeZone zone, CancellationToken cancellationToken)
    {
        if (enrolment is not { IntroducedTo: { } to, IntroducedAt: { } at })
        {
            return null;
        }

        var organisation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == to, cancellationToken);
        return new IntroductionView(
            enrolment.Introduction, organisation.Name, (await territories.GetAsync(cancellationToken)).Commune(organisation.CommuneCode)?.Name ?? organisation.CommuneCode, organisation.Email, organisation.Phone, at.InZone(zone).Date);
    }
}

/// <summary>How the number of a certificate is written and read.</summary>
public static class Certificates
{
    /// <summary>In groups of four: « 7K3P-2M9Q-XWT4 ».</summary>
    public static string? Written(string? number) => number is null ? null : string.Join('-', Enumerable.Range(0, number.Length / 4).Select(i => number.Substring(i * 4, 4)));

    /// <summary>However it is typed; null when it is none.</summary>
    public static string? Read(string? text)
    {
        var number = new string([.. (text ?? "").ToUpperInvariant().Where(c => c is not (' ' or '-' or '\u00A0'))]);
        return number.Length == Enrolment.NumberLength && number.All(c => Enrolment.NumberSigns.Contains(c, StringComparison.Ordinal)) ? number : null;
    }
}
