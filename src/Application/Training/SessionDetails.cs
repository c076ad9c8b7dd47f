using FluentValidation;
using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>What a centre types about a session.</summary>
/// <param name="Place">One of the centre's places; null at a distance.</param>
/// <param name="Meetings">When people meet.</param>
/// <param name="Minimum">Below so many it does not take place.</param>
/// <param name="EnrolUntil">Null for the day before it begins.</param>
public sealed record SessionDetails(
    PlaceId? Place, IReadOnlyList<Meeting>? Meetings, int? Seats, int? Minimum = 1, LocalDate? EnrolFrom = null, LocalDate? EnrolUntil = null, SessionEntry Entry = SessionEntry.Fixed, bool AcceptsAtOnce = false)
{
    internal SessionTerms ToTerms() => new(Place, Meetings ?? [], Seats ?? 0, Minimum ?? 1, EnrolFrom, EnrolUntil, Entry, AcceptsAtOnce);

    /// <summary>The same so many days later.</summary>
    public SessionDetails Later(int days) => this with
    {
        Meetings = [.. (Meetings ?? []).Select(m => m with { Date = m.Date.PlusDays(days) })],
        EnrolFrom = EnrolFrom?.PlusDays(days),
        EnrolUntil = EnrolUntil?.PlusDays(days),
    };
}

internal sealed class SessionDetailsValidator : AbstractValidator<SessionDetails>
{
    /// <summary>The field of an error and its sentence.</summary>
    private static readonly Dictionary<SessionError, (string Field, string Words)> Said = new()
    {
        [SessionError.NoMeeting] = ("meetings", "Donnez au moins une date, avec son début et sa fin."),
        [SessionError.TooManyMeetings] = ("meetings", "60 demi-journées au plus."),
        [SessionError.EndsBeforeItStarts] = ("meetings", "Une demi-journée finit après son début."),
        [SessionError.MeetingsOverlap] = ("meetings", "Deux demi-journées se chevauchent."),
        [SessionError.TooLong] = ("meetings", "Entre le premier et le dernier jour : 800 jours au plus."),
        [SessionError.SeatsOutOfRange] = ("seats", "De 1 à 500 places."),
        [SessionError.MinimumOutOfRange] = ("minimum", "Le minimum va de 1 au nombre de places."),
        [SessionError.EnrolmentUpsideDown] = ("enrolUntil", "Les inscriptions finissent après leur début."),
        [SessionError.EnrolmentAfterTheEnd] = ("enrolUntil", "Les inscriptions finissent au plus tard le dernier jour."),
    };

    public SessionDetailsValidator() => RuleFor(s => s).Custom((session, context) =>
    {
        foreach (var error in session.ToTerms().Errors())
        {
            context.AddFailure(Said[error].Field, Said[error].Words);
        }
    });
}
