using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;

namespace RepairNet.Application.Training;

/// <summary>Writes sessions as a calendar file (RFC 5545), the same for the page, the feed and the mail.</summary>
public interface ITrainingCalendar
{
    /// <summary>One event for each meeting.</summary>
    /// <param name="isGone">They are held without who reads this: their calendar strikes them.</param>
    /// <param name="meetingsBefore">How many each session had: a calendar strikes those that are no more.</param>
    string Write(Texts t, IReadOnlyList<(string CourseTitle, string CourseSlug, SessionView Session)> sessions, bool isGone = false, int meetingsBefore = 0);
}
