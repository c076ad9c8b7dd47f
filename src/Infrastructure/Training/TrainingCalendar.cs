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

/// <summary>A VEVENT for each meeting, with a lasting UID, in UTC as those of appointments.</summary>
internal sealed class TrainingCalendar(ITrainingLinks links, IClock clock) : ITrainingCalendar
{
    public string Write(Texts t, IReadOnlyList<(string CourseTitle, string CourseSlug, SessionView Session)> sessions)
    {
        var calendar = new Calendar { Method = CalendarMethods.Publish, ProductId = "-//RepairNet//Formations//FR" };
        calendar.AddProperty("X-WR-CALNAME", t["Formations"]);
        foreach (var (title, slug, session) in sessions)
        {
            var link = links.Course(slug, t.Language);
            foreach (var (meeting, i) in session.Meetings.Select((m, i) => (m, i)))
            {
                calendar.Events.Add(new CalendarEvent
                {
                    Uid = $"{session.Id}-{i + 1}@session.repairnet",
                    DtStamp = Utc(clock.GetCurrentInstant()),
                    DtStart = Utc(session.Zone.AtLeniently(meeting.Date.At(meeting.From)).ToInstant()),
                    DtEnd = Utc(session.Zone.AtLeniently(meeting.Date.At(meeting.To)).ToInstant()),
                    Summary = title,
                    Location = TrainingWords.Where(t, session),
                    Description = link,
                    Url = new Uri(link),
                    Status = session.State == SessionState.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
                });
            }
        }

        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private static CalDateTime Utc(Instant instant) => new(instant.ToDateTimeUtc());
}
