using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Pages.Training;

/// <summary>A course as schema.org says it: a <c>Course</c> with its <c>CourseInstance</c>s, or for an « atelier » one <c>EducationEvent</c> for each date.</summary>
internal static class CourseJsonLd
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Default, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static string Write(CourseView course, SiteLinks links)
    {
        var url = links.Course(course.Slug, Language.French);
        var provider = new Dictionary<string, object?> { ["@type"] = "EducationalOrganization", ["name"] = course.Centre.Name, ["telephone"] = course.Centre.Phone, ["url"] = course.Centre.Website };
        object offer = new Dictionary<string, object?> { ["@type"] = "Offer", ["price"] = course.Terms.Price, ["priceCurrency"] = "EUR", ["category"] = course.Terms.Price == 0 ? "Free" : "Paid", ["url"] = url };
        var instances = course.Sessions.Where(s => s.State is not SessionState.Cancelled).Select(s => new Dictionary<string, object?>
        {
            ["@type"] = course.Terms.Kind == CourseKind.Workshop ? "EducationEvent" : "CourseInstance",
            ["name"] = course.Terms.Title,
            ["startDate"] = Moment(s.Start, s),
            ["endDate"] = Moment(s.End, s),
            ["courseMode"] = course.Terms.Kind == CourseKind.Workshop ? null : course.Terms.Mode switch { TeachingMode.OnSite => "Onsite", TeachingMode.Remote => "Online", TeachingMode.Mixed => "Blended" },
            ["eventAttendanceMode"] = "https://schema.org/" + course.Terms.Mode switch { TeachingMode.OnSite => "OfflineEventAttendanceMode", TeachingMode.Remote => "OnlineEventAttendanceMode", TeachingMode.Mixed => "MixedEventAttendanceMode" },
            ["eventStatus"] = "https://schema.org/EventScheduled",
            ["location"] = s.PlaceName is null
                ? new Dictionary<string, object?> { ["@type"] = "VirtualLocation", ["url"] = url }
                : new Dictionary<string, object?> { ["@type"] = "Place", ["name"] = s.PlaceName, ["address"] = new Dictionary<string, object?> { ["@type"] = "PostalAddress", ["streetAddress"] = s.Address, ["addressLocality"] = s.CommuneName, ["addressCountry"] = "FR" } },
            ["maximumAttendeeCapacity"] = s.Seats,
            ["remainingAttendeeCapacity"] = s.Left,
            ["organizer"] = provider,
            ["offers"] = offer,
        }).ToList();
        var whole = new Dictionary<string, object?>
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Course",
            ["name"] = course.Terms.Title,
            ["description"] = course.Terms.Summary,
            ["url"] = url,
            ["inLanguage"] = course.Terms.Language,
            ["timeRequired"] = PeriodPattern.NormalizingIso.Format(NodaTime.Period.FromMinutes(course.Terms.Minutes)),
            ["educationalLevel"] = course.Terms.Level.ToString(),
            ["coursePrerequisites"] = course.Terms.Prerequisites,
            ["teaches"] = course.Terms.Objectives is { Count: > 0 } objectives ? objectives : null,
            ["provider"] = provider,
            ["offers"] = offer,
            [course.Terms.Kind == CourseKind.Workshop ? "subjectOf" : "hasCourseInstance"] = instances.Count > 0 ? instances : null,
        };
        return JsonSerializer.Serialize(whole, Options);
    }

    private static string Moment(NodaTime.Instant at, SessionView session) => OffsetDateTimePattern.Rfc3339.Format(at.InZone(session.Zone).ToOffsetDateTime());
}
