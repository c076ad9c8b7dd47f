using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;

namespace RepairNet.Application.Training;

/// <summary>Writes sessions as a calendar file (RFC 5545), the same for the page, the feed and the mail.</summary>
public interface ITrainingCalendar
{
    /// <summary>One event for each meeting.</summary>
    string Write(Texts t, IReadOnlyList<(string CourseTitle, string CourseSlug, SessionView Session)> sessions);
}
