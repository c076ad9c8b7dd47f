using System.Text;
using CsCheck;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Agenda;
using RepairNet.Domain.Agenda;
using RepairNet.Infrastructure.Agenda;
using RepairNet.TestSupport.Calendars;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Agenda;

/// <summary>What a calendar kept elsewhere says of when someone is busy, in whatever way it says it.</summary>
public sealed class CalendarReaderTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly Instant From = Instant.FromUtc(2027, 3, 1, 8, 0);
    private static readonly Instant To = From + Duration.FromDays(402);
    private static readonly CalendarReader Reader = new(DateTimeZoneProviders.Tzdb);

    [Theory]
    [InlineData("utc", "DTSTART:20270302T080000Z\nDTEND:20270302T100000Z", "2027-03-02T08:00Z/2027-03-02T10:00Z")]
    [InlineData("zone", "DTSTART;TZID=Europe/Paris:20270302T090000\nDTEND;TZID=Europe/Paris:20270302T110000", "2027-03-02T08:00Z/2027-03-02T10:00Z")]
    [InlineData("no zone", "DTSTART:20270302T090000\nDTEND:20270302T110000", "2027-03-02T08:00Z/2027-03-02T10:00Z")]
    [InlineData("another zone", "DTSTART;TZID=America/New_York:20270302T090000\nDTEND;TZID=America/New_York:20270302T110000", "2027-03-02T14:00Z/2027-03-02T16:00Z")]
    [InlineData("two zones", "DTSTART;TZID=Europe/Paris:20270302T090000\nDTEND;TZID=Europe/London:20270302T090000", "2027-03-02T08:00Z/2027-03-02T09:00Z")]
    [InlineData("a zone of Windows", "DTSTART;TZID=Romance Standard Time:20270302T090000\nDTEND;TZID=Romance Standard Time:20270302T110000", "2027-03-02T08:00Z/2027-03-02T10:00Z")]
    [InlineData("a zone with a prefix", "DTSTART;TZID=/citadel.org/20210210_1/Europe/London:20270302T090000\nDURATION:PT1H", "2027-03-02T09:00Z/2027-03-02T10:00Z")]
    [InlineData("a zone that nobody knows", "DTSTART;TZID=\"Bureau du fond\":20270302T090000\nDURATION:PT1H", "2027-03-02T08:00Z/2027-03-02T09:00Z")]
    [InlineData("a day", "DTSTART;VALUE=DATE:20270302\nDTEND;VALUE=DATE:20270303", "2027-03-01T23:00Z/2027-03-02T23:00Z")]
    [InlineData("a day without end", "DTSTART;VALUE=DATE:20270302", "2027-03-01T23:00Z/2027-03-02T23:00Z")]
    [InlineData("a day twice", "DTSTART;VALUE=DATE:20270302\nDTEND;VALUE=DATE:20270302", "2027-03-01T23:00Z/2027-03-02T23:00Z")]
    [InlineData("days over the change of clocks", "DTSTART;VALUE=DATE:20270327\nDURATION:P3D", "2027-03-26T23:00Z/2027-03-29T22:00Z")]
    [InlineData("a day and a half by the stopwatch", "DTSTART;TZID=Europe/Paris:20270327T120000\nDURATION:P1DT12H", "2027-03-27T11:00Z/2027-03-28T22:00Z")]
    [InlineData("running", "DTSTART:20270228T080000Z\nDTEND:20270301T090000Z", "2027-02-28T08:00Z/2027-03-01T09:00Z")]
    [InlineData("tentative", "DTSTART:20270302T080000Z\nDTEND:20270302T100000Z\nSTATUS:TENTATIVE", "2027-03-02T08:00Z/2027-03-02T10:00Z")]
    [InlineData("over", "DTSTART:20270228T080000Z\nDTEND:20270228T090000Z", "")]
    [InlineData("beyond the horizon", "DTSTART:20290228T080000Z\nDTEND:20290228T090000Z", "")]
    [InlineData("a moment", "DTSTART:20270302T080000Z", "")]
    [InlineData("backwards", "DTSTART:20270302T080000Z\nDTEND:20270302T070000Z", "")]
    [InlineData("free", "DTSTART:20270302T080000Z\nDTEND:20270302T100000Z\nTRANSP:TRANSPARENT", "")]
    [InlineData("free in Outlook", "DTSTART:20270302T080000Z\nDTEND:20270302T100000Z\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", "")]
    [InlineData("cancelled", "DTSTART:20270302T080000Z\nDTEND:20270302T100000Z\nSTATUS:CANCELLED", "")]
    [InlineData("in the gap of spring", "DTSTART;TZID=Europe/Paris:20270328T023000\nDTEND;TZID=Europe/Paris:20270328T033000", "2027-03-28T01:00Z/2027-03-28T01:30Z")]
    [InlineData("inside the gap", "DTSTART;TZID=Europe/Paris:20270328T021000\nDTEND;TZID=Europe/Paris:20270328T025000", "2027-03-28T01:00Z/2027-03-28T01:50Z")]
    [InlineData("into the gap", "DTSTART:20270328T013000\nDTEND:20270328T023000", "2027-03-28T00:30Z/2027-03-28T01:30Z")]
    [InlineData("over the hour told twice", "DTSTART;TZID=Europe/Paris:20271031T020000\nDTEND;TZID=Europe/Paris:20271031T030000", "2027-10-31T00:00Z/2027-10-31T02:00Z")]
    public void An_event_is_busy_from_its_start_to_its_end(string what, string lines, string expected) => Busy(lines).ShouldBe(expected, what);

    [Theory]
    [InlineData("wall clock", "DTSTART;TZID=Europe/Paris:20270326T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4", "2027-03-26T08:00Z/2027-03-26T09:00Z 2027-03-27T08:00Z/2027-03-27T09:00Z 2027-03-28T07:00Z/2027-03-28T08:00Z 2027-03-29T07:00Z/2027-03-29T08:00Z")]
    [InlineData("through the gap", "DTSTART;TZID=Europe/Paris:20270327T023000\nDTEND;TZID=Europe/Paris:20270327T033000\nRRULE:FREQ=DAILY;COUNT=3", "2027-03-27T01:30Z/2027-03-27T02:30Z 2027-03-28T01:00Z/2027-03-28T01:30Z 2027-03-29T00:30Z/2027-03-29T01:30Z")]
    [InlineData("begun long ago", "DTSTART;TZID=Europe/Paris:20100104T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20270308T080000Z", "2027-03-01T08:00Z/2027-03-01T09:00Z 2027-03-08T08:00Z/2027-03-08T09:00Z")]
    [InlineData("until a day", "DTSTART;TZID=Europe/Paris:20270301T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20270308", "2027-03-01T08:00Z/2027-03-01T09:00Z 2027-03-08T08:00Z/2027-03-08T09:00Z")]
    [InlineData("days until a day", "DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=WEEKLY;UNTIL=20270308", "2027-02-28T23:00Z/2027-03-01T23:00Z 2027-03-07T23:00Z/2027-03-08T23:00Z")]
    [InlineData("days until an instant", "DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=WEEKLY;UNTIL=20270308T235959Z", "2027-02-28T23:00Z/2027-03-01T23:00Z 2027-03-07T23:00Z/2027-03-08T23:00Z")]
    [InlineData("but one", "DTSTART;TZID=Europe/Paris:20270302T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Paris:20270309T090000", "2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-16T08:00Z/2027-03-16T09:00Z")]
    [InlineData("but one, in another zone", "DTSTART;TZID=Europe/Paris:20270302T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE:20270309T080000Z", "2027-03-02T08:00Z/2027-03-02T09:00Z")]
    [InlineData("but a day", "DTSTART;VALUE=DATE:20270302\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20270303", "2027-03-01T23:00Z/2027-03-02T23:00Z 2027-03-03T23:00Z/2027-03-04T23:00Z")]
    [InlineData("but an hour of one day", "DTSTART;TZID=Europe/Paris:20270302T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE;VALUE=DATE:20270309", "2027-03-02T08:00Z/2027-03-02T09:00Z")]
    [InlineData("but one, told from New York", "DTSTART;TZID=Europe/Paris:20270302T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE;TZID=America/New_York:20270309T030000", "2027-03-02T08:00Z/2027-03-02T09:00Z")]
    [InlineData("but by rule", "DTSTART;TZID=Europe/Paris:20270302T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\nEXRULE:FREQ=WEEKLY;INTERVAL=2", "2027-03-09T08:00Z/2027-03-09T09:00Z 2027-03-23T08:00Z/2027-03-23T09:00Z")]
    [InlineData("but by rule over the change of clocks", "DTSTART;TZID=Europe/Paris:20270326T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=WEEKLY;BYDAY=SU", "2027-03-26T08:00Z/2027-03-26T09:00Z 2027-03-27T08:00Z/2027-03-27T09:00Z 2027-03-29T07:00Z/2027-03-29T08:00Z")]
    [InlineData("days but by rule", "DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;INTERVAL=2", "2027-03-01T23:00Z/2027-03-02T23:00Z 2027-03-03T23:00Z/2027-03-04T23:00Z")]
    [InlineData("one more, but by rule", "DTSTART:20270302T080000Z\nDURATION:PT1H\nRDATE:20270303T080000Z,20270309T080000Z\nEXRULE:FREQ=WEEKLY;COUNT=2", "2027-03-03T08:00Z/2027-03-03T09:00Z")]
    [InlineData("and one more day", "DTSTART:20270302T080000Z\nDURATION:PT1H\nRDATE;VALUE=DATE:20270305", "2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-04T23:00Z/2027-03-05T23:00Z")]
    [InlineData("and one more, in its zone", "DTSTART:20270302T080000Z\nDURATION:PT1H\nRDATE;TZID=America/New_York:20270305T090000", "2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-05T14:00Z/2027-03-05T15:00Z")]
    [InlineData("and one more, but not then", "DTSTART:20270302T080000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20270305T080000Z/PT3H\nEXDATE:20270305T080000Z", "2027-03-02T08:00Z/2027-03-02T09:00Z")]
    [InlineData("in our own calendar, said twice", "DTSTART;VALUE=DATE:20270301\nRRULE:RSCALE=GREGORIAN;FREQ=WEEKLY;COUNT=1;SKIP=OMIT", "2027-02-28T23:00Z/2027-03-01T23:00Z")]
    [InlineData("and one more", "DTSTART:20270302T080000Z\nDURATION:PT1H\nRDATE:20270305T080000Z", "2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-05T08:00Z/2027-03-05T09:00Z")]
    [InlineData("and one longer", "DTSTART:20270302T080000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20270305T080000Z/PT3H,20270306T080000Z/20270306T083000Z", "2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-05T08:00Z/2027-03-05T11:00Z 2027-03-06T08:00Z/2027-03-06T08:30Z")]
    [InlineData("last friday", "DTSTART;VALUE=DATE:20270101\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270501", "2027-03-25T23:00Z/2027-03-26T23:00Z 2027-04-29T22:00Z/2027-04-30T22:00Z")]
    [InlineData("29 February", "DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY", "2028-02-28T23:00Z/2028-02-29T23:00Z")]
    [InlineData("a day that never comes", "DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "")]
    [InlineData("long, from before", "DTSTART;VALUE=DATE:20260801\nDURATION:P300D\nRRULE:FREQ=YEARLY;COUNT=1", "2026-07-31T22:00Z/2027-05-27T22:00Z")]
    public void What_comes_back_is_unrolled(string what, string lines, string expected) => Busy(lines).ShouldBe(expected, what);

    [Fact]
    public void An_occurrence_moved_or_cancelled_stands_for_itself()
    {
        const string FourWeeks = "UID:a\nDTSTART;TZID=Europe/Paris:20270302T090000\nDTEND;TZID=Europe/Paris:20270302T100000\nRRULE:FREQ=WEEKLY;COUNT=4";
        const string Moved = "UID:a\nRECURRENCE-ID:20270309T080000Z\nDTSTART;TZID=Europe/Paris:20270310T140000\nDTEND;TZID=Europe/Paris:20270310T150000";
        const string Cancelled = "UID:a\nRECURRENCE-ID;TZID=Europe/Paris:20270316T090000\nDTSTART;TZID=Europe/Paris:20270316T090000\nDTEND;TZID=Europe/Paris:20270316T100000\nSTATUS:CANCELLED";

        Busy(Moved, FourWeeks, Cancelled).ShouldBe("2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-10T13:00Z/2027-03-10T14:00Z 2027-03-23T08:00Z/2027-03-23T09:00Z");
    }

    private const string Weekly = "UID:a\nDTSTART;TZID=Europe/Paris:20270302T090000\nDTEND;TZID=Europe/Paris:20270302T100000\nRRULE:FREQ=WEEKLY;COUNT=5";

    /// <summary>RFC 5545 3.2.13: what a change does to one occurrence it does to all later ones, up to the next such change.</summary>
    [Theory]
    [InlineData("later and longer", "RECURRENCE-ID;TZID=Europe/Paris;RANGE=THISANDFUTURE:20270316T090000\nDTSTART;TZID=Europe/Paris:20270317T140000\nDTEND;TZID=Europe/Paris:20270317T160000", "2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-09T08:00Z/2027-03-09T09:00Z 2027-03-17T13:00Z/2027-03-17T15:00Z 2027-03-24T13:00Z/2027-03-24T15:00Z 2027-03-31T12:00Z/2027-03-31T14:00Z")]
    [InlineData("named in UTC", "RECURRENCE-ID;RANGE=THISANDFUTURE:20270323T080000Z\nDTSTART;TZID=Europe/Paris:20270323T080000\nDURATION:PT30M", "2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-09T08:00Z/2027-03-09T09:00Z 2027-03-16T08:00Z/2027-03-16T09:00Z 2027-03-23T07:00Z/2027-03-23T07:30Z 2027-03-30T06:00Z/2027-03-30T06:30Z")]
    [InlineData("to whole days", "RECURRENCE-ID;RANGE=\"THISANDFUTURE\";TZID=Europe/Paris:20270323T090000\nDTSTART;VALUE=DATE:20270324", "2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-09T08:00Z/2027-03-09T09:00Z 2027-03-16T08:00Z/2027-03-16T09:00Z 2027-03-23T23:00Z/2027-03-24T23:00Z 2027-03-30T22:00Z/2027-03-31T22:00Z")]
    [InlineData("no more", "RECURRENCE-ID;TZID=Europe/Paris;RANGE=THISANDFUTURE:20270316T090000\nDTSTART;TZID=Europe/Paris:20270316T090000\nSTATUS:CANCELLED", "2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-09T08:00Z/2027-03-09T09:00Z")]
    public void An_occurrence_changed_with_all_later_ones_takes_them_along(string what, string change, string expected)
    {
        Busy(Weekly, "UID:a\n" + change).ShouldBe(expected, what);
        Busy("UID:a\n" + change, Weekly).ShouldBe(expected, "the order in the file says nothing");
        Read(CalendarSite.Calendar(Weekly, "UID:a\n" + change)).AsT0.Doubts.NotUnderstood.ShouldBe(0);
    }

    [Fact]
    public void Of_two_changes_the_later_one_counts_and_a_single_occurrence_counts_before_both()
    {
        const string First = "UID:a\nRECURRENCE-ID;TZID=Europe/Paris;RANGE=THISANDFUTURE:20270309T090000\nDTSTART;TZID=Europe/Paris:20270309T100000\nDURATION:PT1H";
        const string Second = "UID:a\nRECURRENCE-ID;TZID=Europe/Paris;RANGE=THISANDFUTURE:20270323T090000\nDTSTART;TZID=Europe/Paris:20270323T150000\nDURATION:PT1H";
        const string Single = "UID:a\nRECURRENCE-ID;TZID=Europe/Paris:20270330T090000\nDTSTART;TZID=Europe/Paris:20270401T090000\nDURATION:PT1H";

        Busy(Second, Weekly, First, Single).ShouldBe("2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-09T09:00Z/2027-03-09T10:00Z 2027-03-16T09:00Z/2027-03-16T10:00Z 2027-03-23T14:00Z/2027-03-23T15:00Z 2027-04-01T07:00Z/2027-04-01T08:00Z");

        // Moved into what is looked at, from beyond it on either side.
        Busy("UID:a\nDTSTART:20260101T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3", "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260108T080000Z\nDTSTART:20270401T080000Z\nDURATION:PT1H")
            .ShouldBe("2027-04-01T08:00Z/2027-04-01T09:00Z 2027-04-08T08:00Z/2027-04-08T09:00Z");
        Busy("UID:a\nDTSTART:20290101T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2", "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20290101T080000Z\nDTSTART:20270401T080000Z\nDURATION:PT1H")
            .ShouldBe("2027-04-01T08:00Z/2027-04-01T09:00Z 2027-04-08T08:00Z/2027-04-08T09:00Z");
    }

    [Theory]
    [InlineData("back in time", "RECURRENCE-ID;TZID=Europe/Paris;RANGE=THISANDPRIOR:20270316T090000\nDTSTART;TZID=Europe/Paris:20270316T100000\nDURATION:PT1H", 1)]
    [InlineData("back in time, over", "RECURRENCE-ID;TZID=Europe/Paris;RANGE=THISANDPRIOR:20260316T090000\nDTSTART;TZID=Europe/Paris:20260316T100000\nDURATION:PT1H", 0)]
    [InlineData("with a rule of its own", "RECURRENCE-ID;TZID=Europe/Paris:20270316T090000\nDTSTART;TZID=Europe/Paris:20270316T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY", 1)]
    public void A_change_that_is_not_understood_is_told(string what, string change, int told)
    {
        var content = Read(CalendarSite.Calendar(Weekly, "UID:a\n" + change)).AsT0;

        content.Doubts.NotUnderstood.ShouldBe(told, what);
        content.Doubts.Examples.Count(day => day == new LocalDate(2027, 3, 16)).ShouldBe(told);
        Written(content.Busy).ShouldContain("2027-03-23T08:00Z/2027-03-23T09:00Z", Case.Sensitive, "the rest counts");
    }

    [Fact]
    public void What_comes_back_by_another_calendar_or_from_nowhere_is_told()
    {
        var content = Read(CalendarSite.Calendar(
            "DTSTART;VALUE=DATE:20270206\nRRULE:RSCALE=CHINESE;FREQ=YEARLY",
            "UID:b\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270302T080000Z\nDTSTART:20270302T090000Z\nDURATION:PT1H")).AsT0;

        (content.Doubts.NotUnderstood, content.Doubts.Examples.Count).ShouldBe((2, 2));
        Written(content.Busy).ShouldBe("2027-03-02T09:00Z/2027-03-02T10:00Z");
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_named()
    {
        var content = Read(CalendarSite.Calendar(
            "DTSTART;TZID=\"Bureau du fond\":20270302T090000\nDURATION:PT1H",
            "DTSTART;TZID=Romance Standard Time:20270303T090000\nDURATION:PT1H",
            "DTSTART;TZID=" + new string('z', 500) + ":20270304T090000\nDURATION:PT1H")).AsT0;

        content.Doubts.UnknownZones.ShouldBe(["Bureau du fond", new string('z', CalendarDoubts.MaxZone)]);
        content.Doubts.NotUnderstood.ShouldBe(0);
    }

    [Fact]
    public void A_list_of_busy_times_is_one_too()
    {
        var text = CalendarSite.Calendar().Replace("END:VCALENDAR", "BEGIN:VFREEBUSY\r\nDTSTART:20270301T000000Z\r\nFREEBUSY:20270302T080000Z/PT1H,20270303T080000Z/20270303T100000Z\r\nFREEBUSY;FBTYPE=FREE:20270304T080000Z/PT1H\r\nFREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270305T080000Z/PT1H\r\nEND:VFREEBUSY\r\nEND:VCALENDAR", StringComparison.Ordinal);

        Written(Read(text).AsT0.Busy).ShouldBe("2027-03-02T08:00Z/2027-03-02T09:00Z 2027-03-03T08:00Z/2027-03-03T10:00Z 2027-03-05T08:00Z/2027-03-05T09:00Z");
    }

    [Fact]
    public void Times_that_touch_are_one_and_nothing_ends_beyond_the_horizon_of_bookings()
    {
        Busy("DTSTART:20270302T080000Z\nDURATION:PT1H", "DTSTART:20270302T090000Z\nDURATION:PT1H", "DTSTART:20270302T083000Z\nDURATION:PT10M").ShouldBe("2027-03-02T08:00Z/2027-03-02T10:00Z");

        var daily = Read(CalendarSite.Calendar("DTSTART:20200101T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY")).AsT0.Busy;
        daily.Count.ShouldBe(402);
        daily[^1].Start.ShouldBeLessThan(To);
    }

    [Fact]
    public void A_zone_with_a_name_of_its_own_lies_where_its_table_says()
    {
        var text = CalendarSite.Calendar("DTSTART;TZID=Bureau:20270302T090000\nDURATION:PT1H")
            .Replace("PRODID", "BEGIN:VTIMEZONE\r\nTZID:Bureau\r\nX-LIC-LOCATION:America/Cayenne\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:-0300\r\nTZOFFSETTO:-0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nPRODID", StringComparison.Ordinal);

        Written(Read(text).AsT0.Busy).ShouldBe("2027-03-02T12:00Z/2027-03-02T13:00Z");
    }

    [Fact]
    public void What_is_of_no_interest_does_no_harm()
    {
        var text = CalendarSite.Calendar(
            "DTSTART:20270302T080000Z\nDURATION:PT1H\nDESCRIPTION:" + new string('a', 500_000) + "\n " + new string('b', 300_000)
            + "\nATTENDEE;CN=\"Marie: Blanc\";X=" + new string('c', 1_000) + ":mailto:marie@exemple.fr\nDTSTART-AUTRE:rien\nBEGIN:VALARM\nTRIGGER:-PT5M\nRRULE:FREQ=SECONDLY\nDTSTART:jamais\nEND:VALARM");

        Written(Read(text.Replace("\r\n", "\n", StringComparison.Ordinal)).AsT0.Busy).ShouldBe("2027-03-02T08:00Z/2027-03-02T09:00Z");
        Written(Read("\uFEFF" + text.Replace("VERSION", "X-VIDE:\r\n\r\nVERSION", StringComparison.Ordinal)).AsT0.Busy).ShouldBe("2027-03-02T08:00Z/2027-03-02T09:00Z");
        Written(Read("BEGIN:VCALENDAR\nEND:VCALENDAR").AsT0.Busy).ShouldBe("", "an empty calendar is one");
        Busy("DTST\n ART:2027\n\t0302T080000Z\nDURATION:PT1H").ShouldBe("2027-03-02T08:00Z/2027-03-02T09:00Z", "a line may be folded anywhere");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<!doctype html><title>Connexion</title>")]
    [InlineData("{\"calendar\": []}")]
    [InlineData("BEGIN:VCARD\r\nEND:VCARD\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270302T080000Z\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20271340T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270302T080000Z\r\nRRULE:FREQ=JAMAIS\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270302T080000Z\r\nRRULE:FREQ=DAILY;INTERVAL=0\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270302T080000Z\r\nDURATION:P99999999999D\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270302T080000Z\r\nDURATION:P2000000000D\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")]
    [InlineData("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VEVENT")]
    public void What_is_no_calendar_is_told_so(string text) => Read(text).AsT1.ShouldBe(CalendarTrouble.NotCalendar);

    [Fact]
    public void Lines_and_depths_without_measure_are_no_calendar()
    {
        Read(CalendarSite.Calendar("DTSTART;X=" + new string('a', 900_000) + ":20270302T080000Z")).AsT1.ShouldBe(CalendarTrouble.NotCalendar);
        Read(CalendarSite.Calendar("DTSTART:20270302T080000Z\nRRULE:FREQ=YEARLY;BYDAY=" + string.Join(',', Enumerable.Repeat("MO", 5_000)))).AsT1.ShouldBe(CalendarTrouble.NotCalendar);
        Read("BEGIN:VCALENDAR\n" + string.Concat(Enumerable.Repeat("BEGIN:VEVENT\n", 60_000))).AsT1.ShouldBe(CalendarTrouble.NotCalendar);
        Read(new string('A', 1_000_000)).AsT1.ShouldBe(CalendarTrouble.NotCalendar);
    }

    /// <summary>Unrolled without a bound, each of these keeps a processor busy for seconds to centuries.</summary>
    [Theory]
    [InlineData("RRULE:FREQ=SECONDLY", CalendarTrouble.RepeatsTooOften)]
    [InlineData("RRULE:FREQ=SECONDLY;COUNT=1", CalendarTrouble.RepeatsTooOften)]
    [InlineData("RRULE:FREQ=MINUTELY", CalendarTrouble.RepeatsTooOften)]
    [InlineData("RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5", CalendarTrouble.RepeatsTooOften)]
    [InlineData("RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=1,2,3,4,5,6,7,8,9,10;BYMINUTE=0,1,2;BYSECOND=1,2", CalendarTrouble.RepeatsTooOften)]
    [InlineData("RRULE:FREQ=HOURLY", CalendarTrouble.TooManyEvents)]
    public void What_comes_back_all_the_time_is_no_closure(string rule, CalendarTrouble trouble) =>
        Read(CalendarSite.Calendar($"DTSTART:00010101T000000Z\nDURATION:PT1S\n{rule}")).AsT1.ShouldBe(trouble);

    [Fact]
    public void Many_rules_that_cost_a_little_each_are_too_many()
    {
        Read(CalendarSite.Calendar(Enumerable.Repeat("DTSTART:19500101T000000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8", 5_000))).AsT1.ShouldBe(CalendarTrouble.TooManyEvents);
        Read(CalendarSite.Calendar(Enumerable.Repeat("DTSTART:20270101T000000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 5_000))).AsT1.ShouldBe(CalendarTrouble.TooManyEvents);
        Read(CalendarSite.Calendar(Enumerable.Repeat("DTSTART:20270302T000000Z\nDURATION:PT1M", 10_001))).AsT1.ShouldBe(CalendarTrouble.TooManyEvents);
        Read(CalendarSite.Calendar(Enumerable.Range(0, 10_000).Select(i => $"UID:a\nRECURRENCE-ID:20270302T0000{i % 60:00}Z\nDTSTART:20270302T000000Z"))).AsT0.Busy.ShouldBeEmpty();
    }

    [Fact]
    public void Starts_held_each_against_many_changes_cost_as_many_more()
    {
        var atTheEnd = Enumerable.Range(0, 50).Select(i => $"UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:22000101T0000{i:00}Z\nDTSTART:20270302T080000Z");
        Read(CalendarSite.Calendar(atTheEnd.Prepend("UID:a\nDTSTART:19260101T000000Z\nRRULE:FREQ=HOURLY"))).AsT1.ShouldBe(CalendarTrouble.TooManyEvents);

        var inTurn = Enumerable.Range(10, 50).Select(i => $"UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:202701{(i % 20) + 10}T08{i:00}00Z\nDTSTART:20270302T080000Z\nDURATION:PT1H");
        Read(CalendarSite.Calendar(inTurn.Prepend("UID:a\nDTSTART:19500101T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"))).AsT0.Busy.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_busy_office_is_read()
    {
        var weekly = Enumerable.Range(0, 300).Select(i => $"DTSTART;TZID=Europe/Paris:2015010{1 + (i % 9)}T{8 + (i % 10):00}0000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270{3 + (i % 6)}01T000000Z");

        Read(CalendarSite.Calendar(weekly)).AsT0.Busy.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Whatever_is_broken_in_a_file_is_told_and_nothing_thrown()
    {
        var sound = CalendarSite.Calendar(
            "DTSTART;TZID=Europe/Paris:20270302T090000\nDTEND;TZID=Europe/Paris:20270302T100000\nRRULE:FREQ=WEEKLY;COUNT=4;BYDAY=TU\nEXRULE:FREQ=WEEKLY;INTERVAL=3\nEXDATE;TZID=Europe/Paris:20270309T090000",
            "UID:0@exemple.fr\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20270316T090000\nDTSTART;TZID=Europe/Paris:20270317T090000\nDURATION:PT2H",
            "DTSTART;VALUE=DATE:20270501\nDURATION:P1W\nRDATE;VALUE=DATE:20270601\nRECURRENCE-ID;VALUE=DATE:20270501");
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Int[0, 12], Gen.Char["\0 ;:=,TZ09-+PWD\n\r\u00e9\ud800"]).Sample((at, cut, sign) =>
        {
            var broken = sound[..at] + sign + sound[Math.Min(sound.Length, at + cut)..];
            Read(broken).Switch(content => content.Busy.Count.ShouldBeLessThan(1_000), trouble => Enum.IsDefined(trouble).ShouldBeTrue());
        }, iter: 2_000);
    }

    private static string Busy(params IEnumerable<string> events) => Written(Read(CalendarSite.Calendar(events)).AsT0.Busy);

    private static OneOf.OneOf<CalendarContent, CalendarTrouble> Read(string text) => Reader.Read(Encoding.UTF8.GetBytes(text), Paris, From, To);

    private static string Written(IReadOnlyList<Domain.Common.TimeRange> busy)
    {
        var pattern = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm'Z'");
        return string.Join(' ', busy.Select(range => $"{pattern.Format(range.Start)}/{pattern.Format(range.End)}"));
    }
}
