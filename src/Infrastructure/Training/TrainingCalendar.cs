using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Infrastructure.Training;

/// <summary>
/// A VEVENT for each meeting, in UTC as those of appointments. Its UID is its place in the session, so that one that moves is the same; its SEQUENCE is
/// when it was written, so that a calendar keeps the latest, also of someone who gave a seat up and has another.
/// </summary>
internal sealed class TrainingCalendar(ITrainingLinks links, IClock clock) : ITrainingCalendar
{
    private static readonly Instant Beginning = Instant.FromUtc(2020, 1, 1, 0, 0);

    public string Write(Texts t, IReadOnlyList<(string CourseTitle, string CourseSlug, SessionView Session)> sessions, bool isGone = false, int meetingsBefore = 0)
    {
        var now = clock.GetCurrentInstant();
        var calendar = new Calendar { Method = CalendarMethods.Publish, ProductId = "-//RepairNet//Formations//FR" };
        calendar.AddProperty("X-WR-CALNAME", t["Formations"]);
        foreach (var (title, slug, session) in sessions)
        {
            var link = links.Course(slug, t.Language);
            for (var i = 0; i < Math.Max(session.Meetings.Count, meetingsBefore); i++)
            {
                // One that is no more is struck where the last one is: nobody kept when it was.
                var meeting = session.Meetings[Math.Min(i, session.Meetings.Count - 1)];
                calendar.Events.Add(new CalendarEvent
                {
                    Uid = $"{session.Id}-{i + 1}@session.repairnet",
                    Sequence = (int)(now - Beginning).TotalSeconds,
                    DtStamp = Utc(now),
                    DtStart = Utc(session.Zone.AtLeniently(meeting.Date.At(meeting.From)).ToInstant()),
                    DtEnd = Utc(session.Zone.AtLeniently(meeting.Date.At(meeting.To)).ToInstant()),
                    Summary = title,
                    Location = TrainingWords.Where(t, session),
                    Description = link,
                    Url = new Uri(link),
                    Status = isGone || session.State == SessionState.Cancelled || i >= session.Meetings.Count ? EventStatus.Cancelled : EventStatus.Confirmed,
                });
            }
        }

        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private static CalDateTime Utc(Instant instant) => new(instant.ToDateTimeUtc());
}
