using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Pages.Training;

/// <summary>An offer as schema.org says it, a <c>JobPosting</c>. Types of employment are the words that search engines know.</summary>
internal static class JobOfferJsonLd
{
    /// <summary>The legal length of a week (article L3121-27 of the labour code): below it, part time.</summary>
    private const int FullTimeMinutes = 35 * 60;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Default, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static string Write(JobOfferView offer, SiteLinks links)
    {
        var terms = offer.Terms;
        var whole = new Dictionary<string, object?>
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "JobPosting",
            ["title"] = terms.Title,
            ["description"] = terms.Profile is null ? terms.Tasks : terms.Tasks + "\n\n" + terms.Profile,
            ["responsibilities"] = terms.Tasks,
            ["qualifications"] = terms.Profile,
            ["identifier"] = new Dictionary<string, object?> { ["@type"] = "PropertyValue", ["name"] = offer.Employer.Name, ["value"] = offer.Id.ToString() },
            ["url"] = links.JobOffer(offer.Slug, Language.French),
            ["datePosted"] = Moment(offer.PublishedAt, offer),
            ["validThrough"] = Moment(offer.CurrentUntil, offer),
            ["employmentType"] = EmploymentTypes(terms),
            ["occupationalCategory"] = offer.Job is { } job
                ? new Dictionary<string, object?> { ["@type"] = "CategoryCode", ["codeValue"] = job.Code, ["name"] = job.Name, ["inCodeSet"] = new Dictionary<string, object?> { ["@type"] = "CategoryCodeSet", ["name"] = "ROME 4.0" } }
                : null,
            ["workHours"] = (terms.WeeklyMinutes / 60m).ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ',') + " h par semaine",
            ["jobStartDate"] = terms.StartsOn is { } start ? LocalDatePattern.Iso.Format(start) : null,
            ["jobImmediateStart"] = terms.StartsOn is null ? true : null,
            ["hiringOrganization"] = new Dictionary<string, object?> { ["@type"] = "Organization", ["name"] = offer.Employer.Name, ["sameAs"] = offer.Employer.Website },
            ["jobLocation"] = new Dictionary<string, object?>
            {
                ["@type"] = "Place",
                ["address"] = new Dictionary<string, object?> { ["@type"] = "PostalAddress", ["streetAddress"] = terms.Address, ["addressLocality"] = offer.CommuneName, ["postalCode"] = offer.Postcode, ["addressCountry"] = "FR" },
            },
            ["applicationContact"] = new Dictionary<string, object?> { ["@type"] = "ContactPoint", ["email"] = terms.Email, ["telephone"] = terms.Phone },
        };
        return JsonSerializer.Serialize(whole, Options);
    }

    /// <summary>An internship is one; any other offer is full or part time, and temporary where it ends.</summary>
    private static string[] EmploymentTypes(JobOfferTerms terms) =>
        terms.Kind == JobOfferKind.Internship ? ["INTERN"] : [terms.WeeklyMinutes < FullTimeMinutes ? "PART_TIME" : "FULL_TIME", .. terms.Length is null ? Array.Empty<string>() : ["TEMPORARY"]];

    private static string? Moment(Instant? at, JobOfferView offer) => at is { } instant ? OffsetDateTimePattern.Rfc3339.Format(instant.InZone(offer.Zone).ToOffsetDateTime()) : null;
}
