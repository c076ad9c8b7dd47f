namespace RepairNet.Domain.Training;

/// <summary>What became of seats of one session that came to the same.</summary>
/// <param name="Attended">Meetings attended, a bit for each in their order.</param>
/// <param name="IsCertified">A certificate was given.</param>
/// <param name="IsAsked">They were asked, six months after, what became of it.</param>
/// <param name="Answer">What they said; null without an answer.</param>
/// <param name="IsIntroduced">They were introduced to an organisation that takes apprentices.</param>
/// <param name="IsWelcomed">It welcomed them.</param>
/// <param name="People">How many.</param>
public readonly record struct SeatOutcome(long Attended, bool IsCertified, bool IsAsked, FollowUp? Answer, bool IsIntroduced, bool IsWelcomed, int People);

/// <summary>What sessions that are over came to. Figures of several add up, exactly.</summary>
/// <param name="Sessions">How many there were.</param>
/// <param name="WithoutSheet">Those where people had a seat and nobody is noted as present: the sheet was not filled in, as a rule.</param>
/// <param name="Offered">Places offered.</param>
/// <param name="Taken">People who were accepted.</param>
/// <param name="Came">People who came to one meeting at least.</param>
/// <param name="CameToAll">People who came to all meetings. Whoever enters on the way misses those before.</param>
/// <param name="MinutesHeld">What was taught, in minutes.</param>
/// <param name="MinutesAttended">What people heard of it: a minute for each of them.</param>
/// <param name="Certificates">Certificates of attendance given.</param>
/// <param name="Asked">People asked, six months after, what became of it.</param>
/// <param name="Answered">People who answered.</param>
/// <param name="Introduced">People introduced to an organisation that takes apprentices.</param>
/// <param name="Welcomed">Those it welcomed.</param>
public readonly record struct TrainingFigures(
    long Sessions, long WithoutSheet, long Offered, long Taken, long Came, long CameToAll, long MinutesHeld, long MinutesAttended, long Certificates, long Asked, long Answered,
    long Introduced, long Welcomed)
{
    /// <summary>Share of those accepted who came to all meetings; null where nobody was.</summary>
    public decimal? CompletionOfTaken => Taken == 0 ? null : (decimal)CameToAll / Taken;

    /// <summary>Share of those who came who came to all meetings; null where nobody did.</summary>
    public decimal? CompletionOfCame => Came == 0 ? null : (decimal)CameToAll / Came;

    public static TrainingFigures operator +(TrainingFigures a, TrainingFigures b) => new(
        a.Sessions + b.Sessions, a.WithoutSheet + b.WithoutSheet, a.Offered + b.Offered, a.Taken + b.Taken, a.Came + b.Came, a.CameToAll + b.CameToAll,
        a.MinutesHeld + b.MinutesHeld, a.MinutesAttended + b.MinutesAttended, a.Certificates + b.Certificates, a.Asked + b.Asked, a.Answered + b.Answered,
        a.Introduced + b.Introduced, a.Welcomed + b.Welcomed);

    /// <summary>The figures of one session that is over.</summary>
    /// <param name="session">It.</param>
    /// <param name="seats">What became of its seats.</param>
    public static TrainingFigures Of(CourseSession session, IReadOnlyCollection<SeatOutcome> seats)
    {
        var meetings = session.Meetings;
        var all = (1L << meetings.Count) - 1;
        long taken = 0, came = 0, whole = 0, minutes = 0, certificates = 0, asked = 0, answered = 0, introduced = 0, welcomed = 0;
        foreach (var seat in seats)
        {
            var attended = seat.Attended & all;
            taken += seat.People;
            came += attended != 0 ? seat.People : 0;
            whole += attended == all ? seat.People : 0;
            minutes += (long)seat.People * meetings.Where((_, i) => (attended >> i & 1) == 1).Sum(m => m.Minutes);
            certificates += seat.IsCertified ? seat.People : 0;
            asked += seat.IsAsked ? seat.People : 0;
            answered += seat.Answer is not null ? seat.People : 0;
            introduced += seat.IsIntroduced ? seat.People : 0;
            welcomed += seat.IsWelcomed ? seat.People : 0;
        }

        return new TrainingFigures(1, taken > 0 && came == 0 ? 1 : 0, session.Seats, taken, came, whole, session.Minutes, minutes, certificates, asked, answered, introduced, welcomed);
    }
}
